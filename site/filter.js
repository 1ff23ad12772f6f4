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
 * A facet over the codes of its column: a word each, or a set of words each.
 *
 * @typedef {object} Sieve
 * @property {Facet} facet
 * @property {ArrayLike<number>} at the code of each row; -1 where nothing is known
 * @property {ReadonlyArray<string>} words
 * @property {ReadonlyArray<ReadonlyArray<number>>} codes words of each code
 * @property {Uint8Array} fits for each code after the first, which is nothing known, whether it fits
 * @property {Uint32Array} counts rows of each code, in the same places
 */

/**
 * @param {Catalog} catalog
 * @param {Facet} facet
 * @param {ReadonlySet<string>} picked
 * @returns {Sieve}
 */
function sieve(catalog, facet, picked) {
  const texts = catalog.texts.get(facet.column);
  const sets = catalog.sets.get(facet.column);
  const words = (texts ?? sets)?.words ?? [];
  const codes = sets?.sets ?? words.map((_, word) => [word]);
  const wanted = [...picked].map((word) => words.indexOf(word));
  const fits = Uint8Array.from([[], ...codes], (held) => {
    if (wanted.length === 0) return 1;
    const has = (/** @type {number} */ word) => held.includes(word);
    return Number(facet.every ? wanted.every(has) : wanted.some(has));
  });
  const at = (texts ?? sets)?.at ?? new Int32Array(catalog.count).fill(-1);
  return { facet, at, words, codes, fits, counts: new Uint32Array(codes.length + 1) };
}

/**
 * @param {Sieve} sieve
 * @returns {Map<string, number>}
 */
function counted({ words, codes, counts }) {
  const sums = new Uint32Array(words.length);
  codes.forEach((held, code) => {
    for (const word of held) sums[word] += counts[code + 1];
  });
  return new Map(words.map((word, index) => [word, sums[index]]));
}

/**
 * @param {Catalog} catalog
 * @param {View} view
 * @param {ReadonlyArray<Facet>} [facets]
 * @returns {Sifted}
 */
export function sift(catalog, view, facets = FACETS) {
  const needles = words(view.query);
  const sieves = facets.map((facet) => sieve(catalog, facet, view.picks.get(facet.key) ?? new Set()));
  const narrowed = sieves.filter(({ fits }) => fits.includes(0));
  const spans = RANGES.map((key) => ({
    column: values(catalog, key, view),
    range: view.ranges.get(key),
    found: new Float64Array(catalog.count),
    size: 0,
  }));
  const ranges = spans.filter(({ range }) => range);
  const fitting = new Uint32Array(catalog.count);
  let total = 0;
  for (const row of order(catalog, view)) {
    const haystack = catalog.haystacks[row];
    if (!needles.every((needle) => haystack.includes(needle))) continue;
    // What alone leaves the row out: its own counts have the row still, as it would come back.
    /** @type {object | null} */
    let only = null;
    let failed = 0;
    for (const each of narrowed) {
      if (each.fits[each.at[row] + 1]) continue;
      failed++;
      only = each;
    }
    for (const each of ranges) {
      const [low, high] = each.range ?? [0, Infinity];
      if (each.column[row] >= low && each.column[row] <= high) continue;
      failed++;
      only = each;
    }
    if (failed > 1) continue;
    if (failed === 0) fitting[total++] = row;
    for (const each of sieves) if (failed === 0 || each === only) each.counts[each.at[row] + 1]++;
    for (const each of spans) {
      const value = each.column[row];
      if ((failed === 0 || each === only) && value === value) each.found[each.size++] = value;
    }
  }
  return {
    rows: fitting.slice(0, total),
    counts: new Map(sieves.map((each) => [each.facet.key, counted(each)])),
    spans: new Map(spans.map((each, index) => [RANGES[index], each.found.slice(0, each.size)])),
  };
}
