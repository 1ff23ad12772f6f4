// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * The models in view as a file, with the columns of `all.json`. Numbers keep their exact digits.
 *
 * @module
 */

import { DAYS, plain } from "./catalog.js";
import { values } from "./filter.js";

/** @typedef {import("./catalog.js").Catalog} Catalog */
/** @typedef {import("./address.js").View} View */

/**
 * What a cell is, before it is written: a number by its digits, a text, a list of texts, or unknown.
 *
 * @typedef {{digits: string} | string | string[] | null} Cell
 */

/**
 * @param {Catalog} catalog
 * @param {View} view
 * @returns {[name: string, cell: (row: number) => Cell][]}
 */
function columns(catalog, view) {
  const computed = (/** @type {string} */ key) => (/** @type {number} */ row) => {
    const value = values(catalog, key, view)[row];
    return Number.isNaN(value) ? null : { digits: plain(value) };
  };
  /** @type {[string, (row: number) => Cell][]} */
  const told = [
    ["id", (row) => catalog.ids[row]],
    ["name", (row) => catalog.names[row]],
    ...[...catalog.texts.keys()].map((key) => text(catalog, key)),
    ...[...catalog.sets.keys()].map((key) => several(catalog, key)),
    ...[...catalog.numbers.keys()].map((key) => number(catalog, key)),
    ["blended_usd_per_mtok", computed("blended")],
  ];
  if (view.usage) told.push(["monthly_usd", computed("monthly")]);
  return told;
}

/**
 * @param {Catalog} catalog
 * @param {string} key
 * @returns {[string, (row: number) => Cell]}
 */
function text(catalog, key) {
  return [key, (row) => catalog.text(key, row) || null];
}

/**
 * @param {Catalog} catalog
 * @param {string} key
 * @returns {[string, (row: number) => Cell]}
 */
function several(catalog, key) {
  return [key, (row) => catalog.words(key, row)];
}

/**
 * @param {Catalog} catalog
 * @param {string} key
 * @returns {[string, (row: number) => Cell]}
 */
function number(catalog, key) {
  if (DAYS.has(key)) return [key, (row) => catalog.date(key, row) || null];
  return [key, (row) => {
    const digits = catalog.exact(key, row);
    return digits === "" ? null : { digits };
  }];
}

/**
 * A cell of CSV. What a spreadsheet would take for a formula gets an apostrophe before it.
 *
 * @param {Cell} cell
 * @returns {string}
 */
export function csvCell(cell) {
  if (cell === null) return "";
  if (typeof cell === "object" && "digits" in cell) return cell.digits;
  const told = typeof cell === "string" ? cell : cell.join("|");
  const harmless = /^[=+\-@\t\r]/.test(told) ? "'" + told : told;
  return /[",\r\n]/.test(harmless) ? '"' + harmless.replaceAll('"', '""') + '"' : harmless;
}

/**
 * @param {Cell} cell
 * @returns {string}
 */
export function jsonCell(cell) {
  return cell !== null && typeof cell === "object" && "digits" in cell ? cell.digits : JSON.stringify(cell);
}

/**
 * @param {"csv" | "json"} kind
 * @param {Catalog} catalog
 * @param {View} view
 * @param {Iterable<number>} rows
 * @returns {string}
 */
export function written(kind, catalog, view, rows) {
  const told = columns(catalog, view);
  if (kind === "csv") {
    const lines = [...rows].map((row) => told.map(([, cell]) => csvCell(cell(row))).join(","));
    return [told.map(([name]) => name).join(","), ...lines, ""].join("\r\n");
  }
  const models = [...rows].map((row) =>
    "{" + told.map(([name, cell]) => JSON.stringify(name) + ": " + jsonCell(cell(row))).join(", ") + "}"
  );
  return "[\n" + models.join(",\n") + "\n]\n";
}

/**
 * Give the file to whoever asked.
 *
 * @param {"csv" | "json"} kind
 * @param {Catalog} catalog
 * @param {View} view
 * @param {Iterable<number>} rows
 */
export function save(kind, catalog, view, rows) {
  const type = kind === "csv" ? "text/csv;charset=utf-8" : "application/json";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([written(kind, catalog, view, rows)], { type }));
  link.download = "models." + kind;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
