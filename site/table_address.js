// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * The view as the query part of an address, and back. What equals the page's own start is left out.
 *
 * @module
 */

/**
 * What somebody looks at.
 *
 * @typedef {object} View
 * @property {string} query
 * @property {string} sort the column's key
 * @property {boolean} descending
 * @property {Map<string, Set<string>>} picks the picked values of each facet
 */

/**
 * What an address may speak of.
 *
 * @typedef {object} Known
 * @property {ReadonlyArray<string>} columns
 * @property {Map<string, Set<string>>} choices the values of each facet
 * @property {View} start the view without any address
 */

/**
 * @param {ReadonlySet<string>} one
 * @param {ReadonlySet<string>} other
 * @returns {boolean}
 */
function same(one, other) {
  return one.size === other.size && [...one].every((value) => other.has(value));
}

/**
 * Read a view from `?q=...`; what the page does not know is left out and named.
 *
 * A facet takes several values, as `lab=a&lab=b` or `lab=a,b`; an empty one (`status=`) picks none.
 *
 * @param {string} search
 * @param {Known} known
 * @returns {{view: View, unknown: string[]}}
 */
export function read(search, known) {
  const given = new URLSearchParams(search);
  /** @type {string[]} */
  const unknown = [];
  const sort = given.get("sort") ?? "";
  const column = sort.replace(/^-/, "");
  const sortable = known.columns.includes(column);
  if (sort !== "" && !sortable) unknown.push(`sort “${sort}”`);
  const picks = new Map([...known.choices].map(([key, choices]) => {
    if (!given.has(key)) return [key, new Set(known.start.picks.get(key))];
    const asked = given.getAll(key).flatMap((value) => choices.has(value) ? [value] : value.split(","))
      .filter((value) => value !== "");
    unknown.push(...asked.filter((value) => !choices.has(value)).map((value) => `${key} “${value}”`));
    const found = new Set(asked.filter((value) => choices.has(value)));
    return [key, asked.length > 0 && found.size === 0 ? new Set(known.start.picks.get(key)) : found];
  }));
  const view = {
    query: (given.get("q") ?? "").trim().slice(0, 200),
    sort: sortable ? column : known.start.sort,
    descending: sortable ? sort.startsWith("-") : known.start.descending,
    picks,
  };
  return { view, unknown };
}

/**
 * Write a view as `?q=...`, or as nothing where it is the start.
 *
 * @param {View} view
 * @param {Known} known
 * @returns {string}
 */
export function write(view, known) {
  const said = new URLSearchParams();
  if (view.query.trim() !== "") said.set("q", view.query.trim());
  if (view.sort !== known.start.sort || view.descending !== known.start.descending) {
    said.set("sort", (view.descending ? "-" : "") + view.sort);
  }
  for (const [key, values] of view.picks) {
    if (same(values, known.start.picks.get(key) ?? new Set())) continue;
    for (const value of values) said.append(key, value);
    if (values.size === 0) said.set(key, "");
  }
  return said.size > 0 ? `?${said}` : "";
}
