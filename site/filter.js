// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="esnext" />

/**
 * Which rows fit a view, in its order, and how many would fit each choice. Knows no document.
 *
 * @module
 */

import { FACETS, squeezed } from "./catalog.js";
import { RANGES } from "./address.js";
import { blended, monthly, once } from "./prices.js";

/** @typedef {import("./catalog.js").Catalog} Catalog */
/** @typedef {import("./catalog.js").Facet} Facet */
/** @typedef {import("./address.js").View} View */

/**
 * What a view leaves.
 *
 * @typedef {object} Sifted
 * @property {Uint32Array} rows those that fit, in the view's order
 * @property {Map<string, Map<string, number>>} counts by facet and word, rows by all but that facet's own picks
 * @property {Map<string, Float64Array>} spans by range, known values of rows by all but that range
 */

/**
 * Words of a query as the haystack spells them, so that `Claude 3.5` finds `claude-3-5`.
 *
 * @param {string} query
 * @returns {string[]}
 */
export function words(query) {
  return query.split(/\s+/u).map(squeezed).filter((word) => word !== "");
}

/**
 * The numbers of a key: of a column, or computed for a view.
 *
 * @param {Catalog} catalog
 * @param {string} key
 * @param {View} view
 * @returns {Float64Array}
 */
export function values(catalog, key, view) {
  if (key === "blended") return blended(catalog, view.ratio);
  if (key === "monthly" && view.usage) return monthly(catalog, view.usage);
  return catalog.numbers.get(key) ?? new Float64Array(catalog.count).fill(NaN);
}

/**
 * What texts are ordered by: small letters, numbers in them by size.
 *
 * @param {string} text
 * @returns {string}
 */
function sortKey(text) {
  return text.toLowerCase().replace(/[0-9]+/g, (digits) => digits.padStart(12, "0"));
}

/**
 * The place of each text among all, equal ones sharing it.
 *
 * @param {ReadonlyArray<string>} texts
 * @returns {Float64Array}
 */
function places(texts) {
  const keys = texts.map(sortKey);
  const sorted = [...new Set(keys)].sort((a, b) => a < b ? -1 : 1);
  const place = new Map(sorted.map((key, index) => [key, index]));
  return Float64Array.from(keys, (key) => place.get(key) ?? NaN);
}

/**
 * What rows are ordered by; NaN where nothing is known.
 *
 * @param {Catalog} catalog
 * @param {View} view
 * @returns {Float64Array}
 */
function keysOf(catalog, view) {
  if (view.sort === "name") return once(catalog, "name", () => places(catalog.names));
  const texts = catalog.texts.get(view.sort);
  if (!texts) return values(catalog, view.sort, view);
  const place = places(texts.words);
  return Float64Array.from(texts.at, (word) => place[word] ?? NaN);
}

/** @type {WeakMap<Catalog, {asked: string, rows: Uint32Array}>} */
const standing = new WeakMap();

/**
 * All rows in a view's order: missing values last in both directions, equal ones as in the start's order.
 *
 * @param {Catalog} catalog
 * @param {View} view
 * @returns {Uint32Array}
 */
export function order(catalog, view) {
  const { sort, descending, ratio, usage } = view;
  const asked = JSON.stringify([sort, descending, sort === "blended" && ratio, sort === "monthly" && usage]);
  const before = standing.get(catalog);
  if (before?.asked === asked) return before.rows;
  const keys = keysOf(catalog, view);
  const sign = descending ? -1 : 1;
  const rows = Uint32Array.from(keys, (_, row) => row).sort((one, other) => {
    const a = keys[one];
    const b = keys[other];
    if (a === b || (a !== a && b !== b)) return one - other;
    if (a !== a || b !== b) return a !== a ? 1 : -1;
    return sign * (a - b);
  });
  standing.set(catalog, { asked, rows });
  return rows;
}

/**
 * A facet's column as codes: a word each, or a set of words each.
 *
 * @typedef {object} Coded
 * @property {ArrayLike<number>} at the code of each row; -1 where nothing is known
 * @property {ReadonlyArray<string>} words
 * @property {ReadonlyArray<ReadonlyArray<number>>} codes words of each code
 */

/**
 * @param {Catalog} catalog
 * @param {string} key
 * @returns {Coded}
 */
function coded(catalog, key) {
  const { words, at } = catalog.texts.get(key) ?? catalog.sets.get(key) ??
    { words: [], at: new Int32Array(catalog.count).fill(-1) };
  return { at, words, codes: catalog.sets.get(key)?.sets ?? words.map((_, word) => [word]) };
}

/**
 * For each code after the first, which is nothing known, whether it fits what is picked.
 *
 * @param {Coded} column
 * @param {ReadonlySet<string>} picked
 * @param {boolean} every whether all of it is needed, or any
 * @returns {boolean[]}
 */
function fits({ words, codes }, picked, every) {
  const wanted = [...picked].map((word) => words.indexOf(word));
  return [[], ...codes].map((held) => {
    const has = (/** @type {number} */ word) => held.includes(word);
    return every ? wanted.every(has) : wanted.some(has);
  });
}

/** How a row stands to a view: it fits, it is left out by one thing alone, by that thing's number, or by more. */
const FITS = 0;
const OUT = 255;

/**
 * Rows of each word that fit, or would but for this facet.
 *
 * @param {Uint8Array} states
 * @param {number} mark
 * @param {Coded} column
 * @returns {Map<string, number>}
 */
function counted(states, mark, { at, words, codes }) {
  const counts = new Uint32Array(codes.length + 1);
  for (let row = 0; row < states.length; row++) {
    if (states[row] === FITS || states[row] === mark) counts[at[row] + 1]++;
  }
  const sums = new Uint32Array(words.length);
  codes.forEach((held, code) => {
    for (const word of held) sums[word] += counts[code + 1];
  });
  return new Map(words.map((word, index) => [word, sums[index]]));
}

/**
 * Known values of rows that fit, or would but for this range.
 *
 * @param {Uint8Array} states
 * @param {number} mark
 * @param {Float64Array} column
 * @returns {Float64Array}
 */
function known(states, mark, column) {
  return column.filter((value, row) =>
    (states[row] === FITS || states[row] === mark) && !Number.isNaN(value)
  );
}

/**
 * Which rows fit, how many each choice has, and what each range spans.
 *
 * A column at a time, in plain loops: the first sift of a page takes a third of what rows at a time took.
 *
 * @param {Catalog} catalog
 * @param {View} view
 * @param {ReadonlyArray<Facet>} [facets]
 * @returns {Sifted}
 */
export function sift(catalog, view, facets = FACETS) {
  const needles = words(view.query);
  const states = new Uint8Array(catalog.count);
  if (needles.length > 0) {
    catalog.haystacks.forEach((haystack, row) => {
      if (!needles.every((needle) => haystack.includes(needle))) states[row] = OUT;
    });
  }
  const columns = facets.map(({ column }) => coded(catalog, column));
  facets.forEach(({ key, every }, index) => {
    const picked = view.picks.get(key);
    if (!picked?.size) return;
    const { at } = columns[index];
    const fit = fits(columns[index], picked, every);
    for (let row = 0; row < states.length; row++) {
      if (!fit[at[row] + 1]) states[row] = states[row] === FITS ? index + 1 : OUT;
    }
  });
  const spans = RANGES.map((key) => values(catalog, key, view));
  RANGES.forEach((key, index) => {
    const ends = view.ranges.get(key);
    if (!ends) return;
    const [low, high] = ends;
    const column = spans[index];
    const mark = OUT - 1 - index;
    for (let row = 0; row < states.length; row++) {
      const within = column[row] >= low && column[row] <= high;
      if (!within) states[row] = states[row] === FITS ? mark : OUT;
    }
  });
  return {
    rows: order(catalog, view).filter((row) => states[row] === FITS),
    counts: new Map(facets.map(({ key }, index) => [key, counted(states, index + 1, columns[index])])),
    spans: new Map(RANGES.map((key, index) => [key, known(states, OUT - 1 - index, spans[index])])),
  };
}
