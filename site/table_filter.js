// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="esnext" />

/**
 * Which rows fit, how many would fit each choice, and in which order they stand. Knows no document.
 *
 * @module
 */

/**
 * One model as the explorer looks at it.
 *
 * @typedef {object} Row
 * @property {string} haystack lower-case letters and digits that the search looks through
 * @property {ReadonlyArray<ReadonlyArray<string>>} values its values in each facet, in the facets' order
 */

/**
 * What is picked in one facet.
 *
 * @typedef {object} Pick
 * @property {ReadonlySet<string>} values the picked ones; none leaves every row in
 * @property {boolean} every whether a row needs all of them, or any
 */

/**
 * What a search and its picks leave.
 *
 * @typedef {object} Sifted
 * @property {boolean[]} shown for each row, whether it fits
 * @property {number} total how many fit
 * @property {Map<string, number>[]} counts for each facet, rows a value by all but that facet's own picks
 */

/**
 * Words of a query as the haystack spells them, so that `Claude 3.5` finds `claude-3-5`.
 *
 * @param {string} query
 * @returns {string[]}
 */
export function words(query) {
  return query.toLowerCase().split(/\s+/u)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, ""))
    .filter((word) => word !== "");
}

/**
 * @param {ReadonlyArray<string>} values
 * @param {Pick} pick
 * @returns {boolean}
 */
function passes(values, pick) {
  if (pick.values.size === 0) return true;
  if (!pick.every) return values.some((value) => pick.values.has(value));
  for (const wanted of pick.values) if (!values.includes(wanted)) return false;
  return true;
}

/**
 * @param {ReadonlyArray<Row>} rows
 * @param {ReadonlyArray<string>} needles each must be in the haystack
 * @param {ReadonlyArray<Pick>} picks one a facet
 * @returns {Sifted}
 */
export function sift(rows, needles, picks) {
  const counts = picks.map(() => /** @type {Map<string, number>} */ (new Map()));
  let total = 0;
  const shown = rows.map((row) => {
    if (!needles.every((needle) => row.haystack.includes(needle))) return false;
    const failed = picks.flatMap((pick, facet) => passes(row.values[facet], pick) ? [] : [facet]);
    if (failed.length > 1) return false;
    // A row that only one facet leaves out still counts in that facet: it would come back.
    for (let facet = 0; facet < picks.length; facet++) {
      if (failed.length === 1 && failed[0] !== facet) continue;
      for (const value of row.values[facet]) counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
    }
    if (failed.length === 0) total++;
    return failed.length === 0;
  });
  return { shown, total, counts };
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/**
 * Positions in order of their keys: missing ones last in both directions, equal ones as they stood.
 *
 * @param {ReadonlyArray<number | string | null>} keys
 * @param {boolean} descending
 * @returns {number[]}
 */
export function order(keys, descending) {
  const sign = descending ? -1 : 1;
  return keys.map((_, index) => index).sort((one, other) => {
    const a = keys[one];
    const b = keys[other];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    return sign * collator.compare(String(a), String(b));
  });
}
