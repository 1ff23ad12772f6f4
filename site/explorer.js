// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * The explorer: search, facets and order over the table that the page was served with.
 *
 * The rows are read once into arrays. A change touches only the rows, counts and cells that it changes.
 *
 * @module
 */

import { read, write } from "./table_address.js";
import { order, sift, words } from "./table_filter.js";

/** From so many rows on, those out of sight are not laid out; they also give no text to a script, so not before. */
const MANY = 500;

/** Facets in which a row needs every picked value, not just any. */
const EVERY = new Set(["in", "out"]);

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id} on this page`);
  return found;
}

const root = byId("explorer");
const table = /** @type {HTMLTableElement} */ (byId("models"));
const body = table.tBodies[0];
const search = /** @type {HTMLInputElement} */ (byId("q"));
const count = byId("count");
const complaint = byId("complaint");
const reset = /** @type {HTMLButtonElement} */ (byId("reset"));
const toggle = byId("toggle");

const heads = [...table.tHead?.rows[0].cells ?? []];
const columns = heads.map((head) => head.dataset.key ?? "");
const groups = [...root.querySelectorAll("fieldset")].map((group) => {
  const boxes = [...group.querySelectorAll("input")];
  return {
    key: group.dataset.facet ?? "",
    boxes,
    tallies: boxes.map((box) => /** @type {HTMLElement} */ (box.parentElement?.querySelector("b"))),
  };
});

const lines = [...body.rows];
const rows = lines.map((line) => ({
  haystack: line.dataset.h ?? "",
  values: groups.map(({ key }) =>
    key === "lab" ? [line.cells[1].textContent ?? ""] : (line.dataset[key] ?? "").split(" ").filter(Boolean)
  ),
}));

/**
 * What a column sorts by: its cells' sort values as numbers where they are, else as text.
 *
 * @param {number} column
 * @returns {(number | string | null)[]}
 */
function keysOf(column) {
  return lines.map((line) => {
    const cell = line.cells[column];
    const key = cell.dataset.sort ?? cell.querySelector("a")?.textContent ?? cell.textContent;
    if (!key) return null;
    return cell.dataset.sort !== undefined && Number.isFinite(Number(key)) ? Number(key) : key;
  });
}

const opening = heads.findIndex((head) => (head.getAttribute("aria-sort") ?? "none") !== "none");
/** @type {import("./table_address.js").Known} */
const known = {
  columns,
  choices: new Map(groups.map(({ key, boxes }) => [key, new Set(boxes.map((box) => box.value))])),
  start: {
    query: "",
    sort: columns[opening],
    descending: heads[opening].getAttribute("aria-sort") === "descending",
    picks: new Map(groups.map(({ key, boxes }) => [
      key,
      new Set(boxes.filter((box) => box.defaultChecked).map((box) => box.value)),
    ])),
  },
};

/** Where the style lays rows out as cards, under a strip of sort buttons. */
const narrow = matchMedia("(max-width: 45rem)");

let view = known.start;
/** The order in which the rows stand, as `column` or `-column`. */
let standing = "";

/** Put the rows into the view's order, in one stroke. */
function arrange() {
  const wanted = (view.descending ? "-" : "") + view.sort;
  if (wanted === standing) return;
  standing = wanted;
  const column = columns.indexOf(view.sort);
  const fragment = document.createDocumentFragment();
  for (const index of order(keysOf(column), view.descending)) fragment.append(lines[index]);
  body.append(fragment);
  heads.forEach((head, index) => {
    const direction = view.descending ? "descending" : "ascending";
    head.setAttribute("aria-sort", index === column ? direction : "none");
  });
  reveal();
}

/** In the strip of sort buttons, bring the one in force into sight. */
function reveal() {
  const strip = table.tHead;
  if (strip && narrow.matches) strip.scrollLeft = heads[columns.indexOf(view.sort)].offsetLeft - 16;
}

/** Show what fits the view, and count. */
function show() {
  const picks = groups.map(({ key }) => ({
    values: view.picks.get(key) ?? new Set(),
    every: EVERY.has(key),
  }));
  const { shown, total, counts } = sift(rows, words(view.query), picks);
  lines.forEach((line, index) => {
    if (line.hidden === shown[index]) line.hidden = !shown[index];
  });
  groups.forEach(({ boxes, tallies }, facet) => {
    boxes.forEach((box, index) => {
      const text = String(counts[facet].get(box.value) ?? 0);
      if (tallies[index].textContent !== text) tallies[index].textContent = text;
    });
  });
  const text = `${total} of ${rows.length} models`;
  if (count.textContent !== text) count.textContent = text;
  byId("empty").hidden = total > 0;
  table.hidden = total === 0;
  table.classList.toggle("long", total >= MANY);
  reset.hidden = write({ ...view, sort: known.start.sort, descending: known.start.descending }, known) === "";
  const picked = picks.reduce((sum, { values }) => sum + values.size, 0);
  toggle.textContent = picked > 0 ? `Filters (${picked})` : "Filters";
  arrange();
}

/** Make the controls say what the view says. */
function reflect() {
  if (search.value.trim() !== view.query) search.value = view.query;
  for (const { key, boxes } of groups) {
    const picked = view.picks.get(key) ?? new Set();
    for (const box of boxes) box.checked = picked.has(box.value);
  }
}

/** Take the view from the address. */
function follow() {
  const { view: asked, unknown } = read(location.search, known);
  view = asked;
  complaint.hidden = unknown.length === 0;
  complaint.textContent = unknown.length === 0
    ? ""
    : `The address asks for what this page does not know, left out here: ${unknown.join(", ")}.`;
  reflect();
  show();
}

/**
 * Change the view, and the address with it; a step can be gone back from, a keystroke cannot.
 *
 * @param {Partial<import("./table_address.js").View>} change
 * @param {"step" | "keystroke"} kind
 */
function change(change, kind) {
  view = { ...view, ...change };
  complaint.hidden = true;
  show();
  const address = location.pathname + write(view, known) + location.hash;
  if (address === location.pathname + location.search + location.hash) return;
  if (kind === "step") history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

/** Back to the start, keeping the order. */
function clear() {
  change({ query: "", picks: known.start.picks }, "step");
  reflect();
  search.focus();
}

/** @param {number} column */
function sortBy(column) {
  const again = view.sort === columns[column];
  change({
    sort: columns[column],
    descending: again ? !view.descending : heads[column].dataset.first === "descending",
  }, "step");
}

/** Rows are laid out as grids, which must stay a table to assistive technology. */
function nameRoles() {
  table.setAttribute("role", "table");
  for (const part of [body, table.tHead]) part?.setAttribute("role", "rowgroup");
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    for (const cell of row.cells) {
      const head = row.parentElement === body ? "rowheader" : "columnheader";
      cell.setAttribute("role", cell.tagName === "TH" ? head : "cell");
    }
  }
}

search.addEventListener("input", () => change({ query: search.value }, "keystroke"));
for (const { key, boxes } of groups) {
  for (const box of boxes) {
    box.addEventListener("change", () => {
      const picked = new Set(boxes.filter((each) => each.checked).map((each) => each.value));
      change({ picks: new Map(view.picks).set(key, picked) }, "step");
    });
  }
}
heads.forEach((head, column) => {
  const button = head.querySelector("button");
  if (!button) return;
  button.disabled = false;
  button.addEventListener("click", () => sortBy(column));
});
reset.addEventListener("click", clear);
byId("clear").addEventListener("click", clear);
toggle.addEventListener("click", () => {
  const open = root.classList.toggle("filtering");
  toggle.setAttribute("aria-expanded", String(open));
});
root.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = /** @type {HTMLElement} */ (event.target);
  if (at.isContentEditable || at.matches("input:not([type=checkbox]), textarea, select")) return;
  event.preventDefault();
  search.focus();
  search.select();
});
globalThis.addEventListener("popstate", follow);

nameRoles();

// The order served is the start's, so nothing needs to move for it.
standing = (known.start.descending ? "-" : "") + known.start.sort;
follow();
reveal();
document.documentElement.classList.add("ready");
