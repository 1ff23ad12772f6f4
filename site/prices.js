// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="esnext" />

/**
 * Prices of the models: mixed, by the month, and as texts. Unknown is NaN, never 0.
 *
 * @module
 */

import { plain } from "./catalog.js";

/** @typedef {import("./catalog.js").Catalog} Catalog */

/**
 * Shares of fresh prompt, answer and cached prompt.
 *
 * @typedef {[input: number, output: number, cached: number]} Ratio
 */

/**
 * What is asked in a month: tokens a call, the cached ones among those of the prompt.
 *
 * @typedef {{input: number, output: number, cached: number, calls: number}} Usage
 */

/** @type {WeakMap<Catalog, Map<string, Float64Array>>} */
const made = new WeakMap();

/**
 * A column that is made once for each catalog and question.
 *
 * @param {Catalog} catalog
 * @param {string} question
 * @param {() => Float64Array} make
 * @returns {Float64Array}
 */
export function once(catalog, question, make) {
  const columns = made.get(catalog) ?? new Map();
  made.set(catalog, columns);
  const found = columns.get(question);
  if (found) return found;
  // Whoever drags a slider asks much, and goes back to little of it.
  if (columns.size > 16) columns.clear();
  const column = make();
  columns.set(question, column);
  return column;
}

/** Powers of ten that doubles hold exactly. */
const POWERS = Array.from({ length: 23 }, (_, power) => Number("1e" + power));

/**
 * An amount to twelve digits, without the noise of doubles, so that equal ones are equal.
 *
 * @param {number} amount
 * @returns {number}
 */
function rounded(amount) {
  const scale = POWERS[11 - Math.floor(Math.log10(amount))];
  return scale ? Math.round(amount * scale) / scale : Number(amount.toPrecision(12));
}

/**
 * @param {Catalog} catalog
 * @param {string} key
 * @returns {Float64Array}
 */
function column(catalog, key) {
  return catalog.numbers.get(key) ?? new Float64Array(catalog.count).fill(NaN);
}

/**
 * The list price of a mix, in dollars per million tokens. Cached tokens cost the cache read price, else the input's.
 *
 * A price that has no share is not needed.
 *
 * @param {Catalog} catalog
 * @param {Ratio} ratio
 * @returns {Float64Array}
 */
export function blended(catalog, ratio) {
  return once(catalog, "blended " + ratio, () => {
    const input = column(catalog, "input_usd_per_mtok");
    const output = column(catalog, "output_usd_per_mtok");
    const cache = column(catalog, "cache_read_usd_per_mtok");
    const whole = ratio[0] + ratio[1] + ratio[2];
    return input.map((price, row) => {
      const cached = Number.isNaN(cache[row]) ? price : cache[row];
      return rounded((part(ratio[0], price) + part(ratio[1], output[row]) + part(ratio[2], cached)) / whole);
    });
  });
}

/**
 * @param {number} amount
 * @param {number} price
 * @returns {number}
 */
function part(amount, price) {
  return amount === 0 ? 0 : amount * price;
}

/**
 * What a use costs in a month by the list price, in dollars, at the tier that its prompts reach.
 *
 * Unknown where a price that it needs is. Rows in `catalog.conditional` may cost something else at times.
 *
 * @param {Catalog} catalog
 * @param {Usage} usage
 * @returns {Float64Array}
 */
export function monthly(catalog, usage) {
  const { input, output, cached, calls } = usage;
  return once(catalog, "monthly " + [input, output, cached, calls], () => {
    const inputs = column(catalog, "input_usd_per_mtok");
    const outputs = column(catalog, "output_usd_per_mtok");
    const caches = column(catalog, "cache_read_usd_per_mtok");
    const requests = column(catalog, "request_usd_each");
    return inputs.map((price, row) => {
      const tier = catalog.tiers.get(row)?.findLast(([above]) => input > above);
      const [fresh, answer, read] = tier
        ? [tier[1] ?? NaN, tier[2] ?? NaN, tier[3] ?? NaN]
        : [price, outputs[row], caches[row]];
      const tokens = part(input - cached, fresh) + part(output, answer) +
        part(cached, Number.isNaN(read) ? fresh : read);
      const each = Number.isNaN(requests[row]) ? 0 : requests[row];
      return rounded(calls * (tokens / 1e6 + each));
    });
  });
}

/**
 * A price as people read it: at least two decimals and two significant digits, `free`, `varies`, or `—`.
 *
 * A text is an exact decimal and keeps all its digits. A number was computed and is rounded: to the cent from a
 * dollar on, below that to three significant digits. Neither reads as zero where it is not.
 *
 * @param {string | number} amount dollars per million tokens; empty or NaN where nothing is known
 * @param {"1M" | "1K"} [unit]
 * @param {string} [state] `dynamic` where the seller says that it varies
 * @returns {string}
 */
export function money(amount, unit = "1M", state = "") {
  if (amount === "" || Number.isNaN(amount)) return state === "dynamic" ? "varies" : "—";
  const [whole, decimals] = shifted(
    typeof amount === "number" ? computed(amount) : amount,
    unit === "1K" ? 3 : 0,
  );
  if (/^0*$/.test(whole + decimals)) return "free";
  const leading = whole === "0" ? decimals.search(/[1-9]/) + 2 : 0;
  return "$" + whole.replace(/\B(?=(\d{3})+$)/g, ",") + "." + decimals.padEnd(Math.max(2, leading), "0");
}

/**
 * @param {number} amount
 * @returns {string}
 */
function computed(amount) {
  if (amount === 0) return "0";
  return plain(Number(amount >= 1 ? amount.toFixed(2) : amount.toPrecision(3)));
}

/**
 * The digits before and after the point, which moves to the left.
 *
 * @param {string} text
 * @param {number} places
 * @returns {[whole: string, decimals: string]}
 */
function shifted(text, places) {
  const [whole, decimals = ""] = text.split(".");
  const digits = whole.padStart(places + 1, "0");
  const point = digits.length - places;
  const before = digits.slice(0, point).replace(/^0+(?=\d)/, "");
  return [before, (digits.slice(point) + decimals).replace(/0+$/, "")];
}
