// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * The models as columns: read from the published file, ready to be searched, counted and ordered.
 *
 * @module
 */

/**
 * The published file.
 *
 * @typedef {object} Told
 * @property {number} count
 * @property {string[]} ids
 * @property {string[]} names
 * @property {Record<string, string>} pages by row, where `models/<id>/` is not the address
 * @property {Record<string, Texts>} texts
 * @property {Record<string, Sets>} sets
 * @property {Record<string, (number | string | null)[]>} numbers a text where a double cannot hold the number
 * @property {Record<string, Record<string, string>>} labels by column and word, what people read
 * @property {Record<string, Tier[]>} tiers by row
 * @property {number[]} conditional rows whose list price has other conditions
 * @property {number[]} months rows whose release is known to the month only
 * @property {Record<string, [number, number][]>} trend by row, days on which the input price became another
 */

/** @typedef {[above: number, input: number | null, output: number | null, cached: number | null]} Tier */

/**
 * One word a row; -1 where none is known.
 *
 * @typedef {{words: string[], at: ArrayLike<number>}} Texts
 */

/**
 * Several words a row: which of the sets, which are lists of words; -1 where nothing is known.
 *
 * @typedef {{words: string[], sets: number[][], at: ArrayLike<number>}} Sets
 */

/**
 * The models. Rows stand in the start's order: newest listing first, undated ones last, then by name.
 *
 * Texts are of `author`, `status`, `price_state`, `match_confidence`, `licence`, `open_weights` (yes, no) and
 * `best_provider`; sets of `modalities_in`, `modalities_out`, `supported_parameters`, `providers` and `sources`.
 *
 * @typedef {object} Catalog
 * @property {number} count
 * @property {string[]} ids
 * @property {string[]} names
 * @property {(row: number) => string} href of its page, relative to the site's root
 * @property {string[]} haystacks small letters and digits that the search looks through
 * @property {Map<string, Texts>} texts
 * @property {Map<string, Sets>} sets
 * @property {Map<string, Float64Array>} numbers NaN where nothing is known; days are counted from 1970
 * @property {(key: string, row: number) => string} exact a number as decimal text, or empty
 * @property {(key: string, row: number) => string} date a day as `2026-07-31`, a month as `2026-07`, or empty
 * @property {(key: string, row: number) => string} text or empty
 * @property {(key: string, row: number) => string[]} words
 * @property {(key: string, word: string) => string} label what people read for a word
 * @property {Map<number, Tier[]>} tiers by row, the lowest first: prices above so many tokens of prompt
 * @property {Set<number>} conditional rows whose list price has other conditions
 * @property {Map<number, [number, number][]>} trend by row, the oldest first: day and input price from then on
 */

/**
 * What a facet chooses by: its name in an address, its column, and whether a row needs every picked word.
 *
 * @typedef {{key: string, column: string, every: boolean}} Facet
 */

/** @type {ReadonlyArray<Facet>} */
export const FACETS = [
  { key: "lab", column: "author", every: false },
  { key: "in", column: "modalities_in", every: true },
  { key: "out", column: "modalities_out", every: true },
  { key: "param", column: "supported_parameters", every: false },
  { key: "provider", column: "providers", every: false },
  { key: "price", column: "price_state", every: false },
  { key: "licence", column: "licence", every: false },
  { key: "open", column: "open_weights", every: false },
  { key: "confidence", column: "match_confidence", every: false },
  { key: "source", column: "sources", every: false },
  { key: "status", column: "status", every: false },
];

/** Columns of numbers that hold days. */
export const DAYS = new Set(["listed_at", "released_at"]);

/**
 * The words that a facet's column knows.
 *
 * @param {Catalog} catalog
 * @param {Facet} facet
 * @returns {string[]}
 */
export function choices(catalog, facet) {
  return (catalog.texts.get(facet.column) ?? catalog.sets.get(facet.column))?.words ?? [];
}

/**
 * Small letters and digits alone, so that `Claude 3.5` and `claude-3-5` are one.
 *
 * @param {string} text
 * @returns {string}
 */
export function squeezed(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

/**
 * A number without an exponent: `1e-7` is `0.0000001`.
 *
 * @param {number} number
 * @returns {string}
 */
export function plain(number) {
  const [digits, exponent] = String(number).split("e");
  if (exponent === undefined) return digits;
  const [whole, decimals = ""] = digits.split(".");
  const point = whole.length + Number(exponent);
  const all = whole + decimals;
  if (point <= 0) return `0.${"0".repeat(-point)}${all}`;
  return point >= all.length ? all.padEnd(point, "0") : `${all.slice(0, point)}.${all.slice(point)}`;
}

/**
 * @template Value
 * @param {Record<string, Value>} told
 * @returns {Map<number, Value>}
 */
function byRow(told) {
  return new Map(Object.entries(told).map(([row, value]) => [Number(row), value]));
}

/**
 * @param {Told} told
 * @returns {Catalog}
 */
export function decode(told) {
  const texts = new Map(
    Object.entries(told.texts).map(([key, { words, at }]) => [key, { words, at: Int32Array.from(at) }]),
  );
  const sets = new Map(
    Object.entries(told.sets).map(([key, { words, sets, at }]) => [
      key,
      { words, sets, at: Int32Array.from(at) },
    ]),
  );
  const numbers = new Map(
    Object.entries(told.numbers).map(([key, column]) => [
      key,
      // Not `from`, which calls its function for ten times as long.
      new Float64Array(column.map((number) => number === null ? NaN : Number(number))),
    ]),
  );
  const months = new Set(told.months);
  /** @type {string[] | undefined} */
  let haystacks;
  return {
    count: told.count,
    ids: told.ids,
    names: told.names,
    href: (row) => told.pages[row] ?? "models/" + told.ids[row] + "/",
    // Made when somebody first searches: it takes as long as all the rest.
    get haystacks() {
      return haystacks ??= told.ids.map((id, row) => squeezed(id) + " " + squeezed(told.names[row]));
    },
    texts,
    sets,
    numbers,
    exact(key, row) {
      const number = told.numbers[key]?.[row] ?? "";
      return typeof number === "number" ? plain(number) : number;
    },
    date(key, row) {
      const day = numbers.get(key)?.[row] ?? NaN;
      if (Number.isNaN(day)) return "";
      const iso = new Date(day * 86_400_000).toISOString();
      return iso.slice(0, key === "released_at" && months.has(row) ? 7 : 10);
    },
    text(key, row) {
      const column = texts.get(key);
      return column?.words[column.at[row]] ?? "";
    },
    words(key, row) {
      const column = sets.get(key);
      return column?.sets[column.at[row]]?.map((word) => column.words[word]) ?? [];
    },
    label: (key, word) => told.labels[key]?.[word] ?? word,
    tiers: byRow(told.tiers),
    conditional: new Set(told.conditional),
    trend: byRow(told.trend),
  };
}

/**
 * Read the file that the page names in its `<link id="catalog">`.
 *
 * @returns {Promise<Catalog>}
 */
export async function load() {
  const link = /** @type {HTMLLinkElement} */ (document.getElementById("catalog"));
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error("no catalog at " + link.href + ": " + answer.status);
  return decode(await answer.json());
}
