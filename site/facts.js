// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="esnext" />

/**
 * What models are compared by. Knows no document.
 *
 * @module
 */

import { plain } from "./catalog.js";
import { blended, money } from "./prices.js";

/** @typedef {import("./catalog.js").Catalog} Catalog */

/**
 * A line of a comparison.
 *
 * @typedef {object} Fact
 * @property {string} label
 * @property {string} unit or empty
 * @property {(row: number) => string} text empty where nothing is known
 * @property {number[]} best rows whose value is clearly the best one
 * @property {string} word what makes it the best
 */

/** What `money` makes of nothing. */
const UNKNOWN = "—";
const NAMED = 6;

/**
 * The texts of a fact, one a model.
 *
 * @param {Fact} fact
 * @param {ReadonlyArray<number>} rows
 * @returns {string[]}
 */
export function texts(fact, rows) {
  return rows.map((row) => fact.text(row) || UNKNOWN);
}

/**
 * The rows with the best value; none where all are alike, or less than two are known.
 *
 * @param {ReadonlyArray<number>} rows
 * @param {(row: number) => number} value
 * @param {boolean} high whether more is better
 * @returns {number[]}
 */
export function bestOf(rows, value, high) {
  const known = rows.filter((row) => !Number.isNaN(value(row)));
  const values = known.map(value);
  const best = high ? Math.max(...values) : Math.min(...values);
  const found = known.filter((row) => value(row) === best);
  return known.length < 2 || found.length === known.length ? [] : found;
}

/**
 * Facts in groups.
 *
 * @param {Catalog} catalog
 * @param {ReadonlyArray<number>} rows
 * @param {"1M" | "1K"} unit of prices
 * @returns {[group: string, facts: Fact[]][]}
 */
export function facts(catalog, rows, unit) {
  const per = "per " + unit;
  const mixed = blended(catalog, [3, 1, 0]);

  /** @type {(key: string) => (row: number) => number} */
  const value = (key) => (row) => catalog.numbers.get(key)?.[row] ?? NaN;
  /** @type {(row: number) => string} */
  const state = (row) => catalog.text("price_state", row);

  /** @type {(label: string, text: (row: number) => string) => Fact} */
  const plainly = (label, text) => ({ label, unit: "", text, best: [], word: "" });
  /** @type {(label: string, key: string) => Fact} */
  const word = (label, key) => plainly(label, (row) => catalog.label(key, catalog.text(key, row)));
  /** @type {(label: string, key: string) => Fact} */
  const words = (label, key) =>
    plainly(label, (row) => {
      const told = catalog.words(key, row).map((each) => catalog.label(key, each));
      const rest = told.length - NAMED;
      return told.slice(0, NAMED).join(", ") + (rest > 0 ? " and " + rest + " more" : "");
    });
  /** @type {(label: string, key: string, unit: string, word: string) => Fact} */
  const number = (label, key, unit, word) => ({
    label,
    unit,
    text: (row) => Number.isNaN(value(key)(row)) ? "" : value(key)(row).toLocaleString("en"),
    best: bestOf(rows, value(key), word !== "first"),
    word,
  });
  /** @type {(label: string, unit: string, value: (row: number) => number, text: (row: number) => string) => Fact} */
  const cheap = (label, unit, value, text) => ({
    label,
    unit,
    text,
    best: bestOf(rows, value, false),
    word: "lowest",
  });
  /** @type {(label: string, key: string, state?: (row: number) => string) => Fact} */
  const price = (label, key, state = () => "") =>
    cheap(label, per, value(key), (row) => told(money(catalog.exact(key, row), unit, state(row))));
  const request = "request_usd_each";

  return [
    ["Limits", [
      number("Context window", "context_length", "tokens", "longest"),
      number("Max output", "max_output", "tokens", "longest"),
    ]],
    ["List price, US$", [
      price("Input", "input_usd_per_mtok", state),
      price("Output", "output_usd_per_mtok", state),
      price("Cache read", "cache_read_usd_per_mtok"),
      cheap(
        "Blended",
        "3 input : 1 output, " + per,
        (row) => mixed[row],
        (row) => told(money(mixed[row], unit, state(row))),
      ),
      cheap("Per request", "each", value(request), (row) => told(money(catalog.exact(request, row)))),
      plainly("Long prompts", (row) => tiers(catalog, row, unit)),
      plainly("Other conditions", (row) => catalog.conditional.has(row) ? "yes: see its page" : ""),
    ]],
    ["Where sold", [
      word("Cheapest seller", "best_provider"),
      price("Its input price", "best_input_usd_per_mtok"),
      price("Its output price", "best_output_usd_per_mtok"),
      words("Sellers", "providers"),
      word("Status", "status"),
    ]],
    ["Scores", [
      number("Arena text rating", "arena_rating", "what people prefer", "highest"),
      number("Arena rank", "arena_rank", "", "first"),
      number("Intelligence Index", "aa_intelligence_index", "Artificial Analysis", "highest"),
    ]],
    ["What it is", [
      word("Lab", "author"),
      word("Open weights", "open_weights"),
      word("Licence", "licence"),
      plainly("Released", (row) => catalog.date("released_at", row)),
      plainly("Listed", (row) => catalog.date("listed_at", row)),
      word("Match confidence", "match_confidence"),
      words("Sources", "sources"),
    ]],
    ["Capabilities", [
      words("Takes in", "modalities_in"),
      words("Gives out", "modalities_out"),
      ...parameters(catalog, rows).map((name) =>
        plainly(name, (row) => {
          const told = catalog.words("supported_parameters", row);
          return told.length === 0 ? "" : told.includes(name) ? "yes" : "no";
        })
      ),
    ]],
  ];
}

/**
 * A price, or nothing where it is unknown.
 *
 * @param {string} price
 * @returns {string}
 */
function told(price) {
  return price === UNKNOWN ? "" : price;
}

/**
 * The prices of long prompts.
 *
 * @param {Catalog} catalog
 * @param {number} row
 * @param {"1M" | "1K"} unit
 * @returns {string}
 */
function tiers(catalog, row, unit) {
  return (catalog.tiers.get(row) ?? []).map(([above, input, output]) =>
    "above " + above.toLocaleString("en") + " tokens: " + money(input === null ? "" : plain(input), unit) +
    " in, " +
    money(output === null ? "" : plain(output), unit) + " out"
  ).join("; ");
}

/**
 * Parameters that any of the models takes, in alphabetical order.
 *
 * @param {Catalog} catalog
 * @param {ReadonlyArray<number>} rows
 * @returns {string[]}
 */
function parameters(catalog, rows) {
  return [...new Set(rows.flatMap((row) => catalog.words("supported_parameters", row)))].sort();
}
