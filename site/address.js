// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * The view as the query part of an address, and back. What equals the start is left out.
 *
 * @module
 */

import { choices, FACETS, plain } from "./catalog.js";

/** @typedef {import("./catalog.js").Catalog} Catalog */
/** @typedef {import("./catalog.js").Facet} Facet */
/** @typedef {import("./prices.js").Ratio} Ratio */
/** @typedef {import("./prices.js").Usage} Usage */

/**
 * What somebody looks at.
 *
 * @typedef {object} View
 * @property {string} query
 * @property {string} sort one of `SORTS`
 * @property {boolean} descending
 * @property {Map<string, Set<string>>} picks the picked words of every facet, none where it is not narrowed
 * @property {Map<string, [low: number, high: number]>} ranges by one of `RANGES`; an open end is 0 or Infinity
 * @property {Ratio} ratio
 * @property {"1M" | "1K"} unit
 * @property {Usage | null} usage
 * @property {string[]} columns of `COLUMNS`; none where the page's own choice stands
 * @property {string[]} compare ids, up to `MOST`
 * @property {"" | "arena_rating" | "aa_intelligence_index"} chart the score that the open chart shows
 */

/** So many models can be compared. */
export const MOST = 6;

/** Keys of ranges: columns of numbers, and the blended price. */
export const RANGES = ["input_usd_per_mtok", "output_usd_per_mtok", "blended", "context_length"];

/** What a table can be ordered by. `name`, `blended` and `monthly` are no columns of the file. */
export const SORTS = [
  "name",
  "author",
  "context_length",
  "max_output",
  "input_usd_per_mtok",
  "output_usd_per_mtok",
  "blended",
  "cache_read_usd_per_mtok",
  "request_usd_each",
  "monthly",
  "best_provider",
  "best_input_usd_per_mtok",
  "best_output_usd_per_mtok",
  "arena_rating",
  "arena_rank",
  "aa_intelligence_index",
  "licence",
  "open_weights",
  "match_confidence",
  "price_state",
  "status",
  "listed_at",
  "released_at",
];

/** What a table can show: beside those the columns of several words or days. */
export const COLUMNS = [
  ...SORTS,
  "modalities_in",
  "modalities_out",
  "supported_parameters",
  "providers",
  "trend",
  "sources",
];

export const SCORES = /** @type {const} */ (["arena_rating", "aa_intelligence_index"]);

/**
 * The name of a column in addresses: `input` for `input_usd_per_mtok`.
 *
 * @param {string} key
 * @returns {string}
 */
export function short(key) {
  return key === "author" ? "lab" : key.replace(/_(usd_.*|at|length)$/, "");
}

const LONG = new Map(COLUMNS.map((key) => [short(key), key]));

/** @param {string} name */
function long(name) {
  return LONG.get(name) ?? name;
}

/**
 * The view without any address.
 *
 * @returns {View}
 */
export function start() {
  return {
    query: "",
    sort: "listed_at",
    descending: true,
    picks: new Map(FACETS.map(({ key }) => [key, new Set(key === "status" ? ["active"] : [])])),
    ranges: new Map(),
    ratio: [3, 1, 0],
    unit: "1M",
    usage: null,
    columns: [],
    compare: [],
    chart: "",
  };
}

/**
 * @param {ReadonlySet<string>} one
 * @param {ReadonlySet<string>} other
 * @returns {boolean}
 */
function same(one, other) {
  return one.size === other.size && [...one].every((value) => other.has(value));
}

/**
 * Numbers that are not negative, each with few enough digits to be one; null where one is not.
 *
 * @param {string[]} texts
 * @param {RegExp} form
 * @returns {number[] | null}
 */
function amounts(texts, form) {
  return texts.every((text) => form.test(text)) ? texts.map(Number) : null;
}

const AMOUNT = /^\d{1,15}(\.\d{1,12})?$/;
const SHARE = /^\d{1,6}(\.\d{1,6})?$/;
const TOKENS = /^\d{1,12}$/;

/**
 * `1..5`, `1..`, `..5`; null where it is none.
 *
 * @param {string} text
 * @returns {[number, number] | null}
 */
export function range(text) {
  const ends = text.split("..");
  if (ends.length !== 2 || !amounts(ends.filter(Boolean), AMOUNT)) return null;
  const low = Number(ends[0]);
  const high = ends[1] === "" ? Infinity : Number(ends[1]);
  return low <= high ? [low, high] : null;
}

/**
 * `3:1:0` or `3:1`; null where it is none, or all shares are 0.
 *
 * @param {string} text
 * @returns {Ratio | null}
 */
export function ratio(text) {
  const shares = amounts(text.split(":"), SHARE);
  const [input = 0, output = NaN, cached = 0, more] = shares ?? [];
  return input + output + cached > 0 && more === undefined ? [input, output, cached] : null;
}

/**
 * `input,output,cached,calls`; null where it is none, or more is cached than asked.
 *
 * @param {string} text
 * @returns {Usage | null}
 */
export function usage(text) {
  const given = amounts(text.split(","), TOKENS);
  if (given?.length !== 4) return null;
  const [input, output, cached, calls] = given;
  return cached <= input ? { input, output, cached, calls } : null;
}

/**
 * Read a view from `?q=...`; what the page does not know is left out and named.
 *
 * A facet takes several words, as `lab=a&lab=b` or `lab=a,b`; an empty one (`status=`) picks none.
 *
 * @param {string} search
 * @param {Catalog} catalog
 * @returns {{view: View, unknown: string[]}}
 */
export function read(search, catalog) {
  const given = new URLSearchParams(search);
  /** @type {string[]} */
  const unknown = [];
  const view = start();

  /**
   * A value by its reader; what it cannot read is named.
   *
   * @template Value
   * @param {string} name
   * @param {(text: string) => Value | null} reader
   * @returns {Value | null}
   */
  function one(name, reader) {
    const text = given.get(name) ?? "";
    const value = text && reader(text);
    if (value === null) unknown.push(name + " “" + text + "”");
    return value || null;
  }

  view.query = (given.get("q") ?? "").trim().slice(0, 200);
  view.ratio = one("ratio", ratio) ?? view.ratio;
  view.unit = one("unit", (text) => text === "1K" || text === "1M" ? text : null) ?? view.unit;
  view.usage = one("use", usage);
  view.chart = one("chart", (text) => SCORES.find((score) => score === text) ?? null) ?? "";
  const sort = one("sort", (text) => sortable(long(text.replace(/^-/, "")), view) ? text : null);
  if (sort) {
    view.sort = long(sort.replace(/^-/, ""));
    view.descending = sort.startsWith("-");
  }
  for (const key of RANGES) {
    const ends = one(short(key), range);
    if (ends && (ends[0] > 0 || ends[1] < Infinity)) view.ranges.set(key, ends);
  }
  for (const facet of FACETS) {
    if (given.has(facet.key)) picked(given.getAll(facet.key), facet, catalog, view, unknown);
  }
  for (const name of new Set((given.get("cols") ?? "").split(",").filter(Boolean))) {
    if (COLUMNS.includes(long(name))) view.columns.push(long(name));
    else unknown.push("cols “" + name + "”");
  }
  const ids = new Set(catalog.ids);
  for (const id of new Set(given.getAll("compare").filter(Boolean))) {
    if (ids.has(id) && view.compare.length < MOST) view.compare.push(id);
    else unknown.push("compare “" + id + "”");
  }
  return { view, unknown };
}

/**
 * @param {string} key
 * @param {View} view
 * @returns {boolean}
 */
function sortable(key, view) {
  return SORTS.includes(key) && (key !== "monthly" || view.usage !== null);
}

/**
 * @param {string[]} given
 * @param {Facet} facet
 * @param {Catalog} catalog
 * @param {View} view
 * @param {string[]} unknown
 */
function picked(given, facet, catalog, view, unknown) {
  const known = new Set(choices(catalog, facet));
  const asked = given.flatMap((value) => known.has(value) ? [value] : value.split(",")).filter(Boolean);
  const found = new Set(asked.filter((value) => known.has(value)));
  unknown.push(...asked.filter((value) => !known.has(value)).map((value) => facet.key + " “" + value + "”"));
  if (asked.length === 0 || found.size > 0) view.picks.set(facet.key, found);
}

/** @param {number} end */
function end(end) {
  return end > 0 && end < Infinity ? plain(end) : "";
}

/**
 * Write a view as `?q=...`, or as nothing where it is the start.
 *
 * @param {View} view
 * @returns {string}
 */
export function write(view) {
  const said = new URLSearchParams();
  const from = start();
  if (view.query.trim() !== "") said.set("q", view.query.trim());
  if (view.sort !== from.sort || view.descending !== from.descending) {
    said.set("sort", (view.descending ? "-" : "") + short(view.sort));
  }
  for (const { key } of FACETS) {
    const words = view.picks.get(key) ?? new Set();
    if (same(words, from.picks.get(key) ?? new Set())) continue;
    for (const word of words) said.append(key, word);
    if (words.size === 0) said.set(key, "");
  }
  for (const [key, [low, high]] of view.ranges) {
    if (low > 0 || high < Infinity) said.set(short(key), end(low) + ".." + end(high));
  }
  if (view.ratio.join(":") !== from.ratio.join(":")) said.set("ratio", view.ratio.map(plain).join(":"));
  if (view.unit !== from.unit) said.set("unit", view.unit);
  if (view.usage) {
    const { input, output, cached, calls } = view.usage;
    said.set("use", [input, output, cached, calls].map(plain).join(","));
  }
  if (view.columns.length > 0) said.set("cols", view.columns.map(short).join(","));
  for (const id of view.compare) said.append("compare", id);
  if (view.chart !== "") said.set("chart", view.chart);
  // Colons, commas and slashes may stand in a query as they are, and ids and ratios stay readable.
  return said.size > 0 ? "?" + String(said).replace(/%(3A|2C|2F)/g, decodeURIComponent) : "";
}
