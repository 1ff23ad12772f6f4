// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * The page that lays models side by side: a column a model, a row a fact.
 *
 * @module
 */

import { load } from "./catalog.js";
import { facts, texts } from "./facts.js";
import { make } from "./nodes.js";
import { picker } from "./picker.js";
import { comparison, MOST } from "./tray.js";

/** @typedef {import("./facts.js").Fact} Fact */

const ROOT = new URL("../../", import.meta.url);

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error("no #" + id + " on this page");
  return found;
}

const complaint = byId("complaint");
const catalog = await load().catch(() => {
  complaint.hidden = false;
  document.documentElement.classList.add("ready");
  complaint.textContent = "The models could not be loaded. Try again later, or see their own pages.";
  // There is nothing to go on with.
  return /** @type {Promise<never>} */ (new Promise(() => {}));
});
const rowOf = new Map(catalog.ids.map((id, row) => [id, row]));
const title = document.title;
const field = /** @type {HTMLInputElement} */ (byId("add"));
const differing = /** @type {HTMLInputElement} */ (byId("differing"));
const units = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("[name=unit]")]);

/** @type {number[]} */
let rows = [];

/**
 * The ids that the address names, each once; `id=a,b` are two where no model is called so.
 *
 * @returns {string[]}
 */
function asked() {
  const given = new URLSearchParams(location.search).getAll("id");
  const ids = given.flatMap((id) => rowOf.has(id) ? [id] : id.split(","));
  return [...new Set(ids.map((id) => id.trim()).filter((id) => id !== ""))];
}

/**
 * The models that other ids mean: names of variants, and those that were given up.
 *
 * @returns {Promise<Record<string, string>>}
 */
async function others() {
  const answer = await fetch(new URL("compare/other-ids.json", ROOT)).catch(() => null);
  return answer?.ok ? await answer.json() : {};
}

/** Take the models from the address, and tell what of it could not be shown. */
async function follow() {
  const ids = asked();
  const said = new URLSearchParams(location.search);
  for (const unit of units) unit.checked = unit.value === (said.get("unit") === "1K" ? "1K" : "1M");
  differing.checked = said.get("only") === "differences";
  const meant = ids.every((id) => rowOf.has(id)) ? {} : await others();
  /** @type {string[]} */
  const told = [];
  const found = ids.flatMap((id) => {
    const row = rowOf.get(id) ?? rowOf.get(Object.hasOwn(meant, id) ? meant[id] : "");
    const shown = id.length > 80 ? id.slice(0, 79) + "…" : id;
    if (row === undefined) told.push("No model here is called “" + shown + "”.");
    else if (!rowOf.has(id)) told.push("“" + shown + "” leads to “" + catalog.ids[row] + "”.");
    return row === undefined ? [] : [row];
  });
  rows = [...new Set(found)];
  if (rows.length > MOST) told.push("No more than " + MOST + " fit side by side: these are the first.");
  rows = rows.slice(0, MOST);
  complaint.hidden = told.length === 0;
  complaint.textContent = told.slice(0, MOST).join(" ");
  show();
}

/**
 * The address of what is shown.
 *
 * @returns {string}
 */
function address() {
  const more = (units.find((unit) => unit.checked)?.value === "1K" ? "&unit=1K" : "") +
    (differing.checked ? "&only=differences" : "");
  return rows.length > 0 ? comparison(rows.map((row) => catalog.ids[row])) + more : location.pathname;
}

/**
 * Other models, in a step that can be gone back from.
 *
 * @param {number[]} to
 */
function change(to) {
  rows = to;
  complaint.hidden = true;
  history.pushState(null, "", address());
  show();
}

/** One model alone differs from nothing. */
function narrowed() {
  return differing.checked && rows.length > 1;
}

/**
 * @param {number} row
 * @returns {HTMLElement}
 */
function head(row) {
  const name = catalog.names[row];
  const remove = make("button", { type: "button", class: "quiet", "aria-label": "Remove " + name }, "Remove");
  remove.addEventListener("click", () => {
    const at = rows.indexOf(row);
    change(rows.filter((each) => each !== row));
    const left = byId("side").querySelectorAll("button");
    (left[Math.min(at, left.length - 1)] ?? field).focus();
  });
  const link = make("a", { href: new URL(catalog.href(row), ROOT).href }, name);
  return make("th", { scope: "col" }, link, make("code", {}, catalog.ids[row]), remove);
}

/**
 * One fact of all models; what differs and what is best is said in words too.
 *
 * @param {Fact} fact
 * @returns {HTMLTableRowElement}
 */
function line(fact) {
  const told = texts(fact, rows);
  const differs = told.some((text) => text !== told[0]);
  const label = make("th", { scope: "row" }, fact.label);
  if (fact.unit) label.append(make("small", {}, fact.unit));
  if (differs) label.append(make("span", { class: "visually-hidden" }, " (differs)"));
  const cells = told.map((text, at) => {
    const best = fact.best.includes(rows[at]);
    return best ? make("td", {}, make("b", {}, text), make("small", {}, fact.word)) : make("td", {}, text);
  });
  return make(
    "tr",
    { class: differs ? "differs" : "", hidden: narrowed() && !differs },
    label,
    ...cells,
  );
}

/** Show the models, or what to do where there is none. */
function show() {
  const unit = units.find((each) => each.checked)?.value === "1K" ? "1K" : "1M";
  byId("comparison").hidden = rows.length === 0;
  byId("alone").hidden = rows.length !== 1;
  const ready = document.getElementById("ready");
  if (ready) ready.hidden = rows.length > 0;
  field.disabled = rows.length >= MOST;
  byId("full").hidden = rows.length < MOST;
  const groups = facts(catalog, rows, unit).map(([name, group]) => {
    const lines = group.filter((fact) => rows.some(fact.text)).map(line);
    const heading = make("th", { scope: "rowgroup", colspan: rows.length + 1 }, make("b", {}, name));
    return make("tbody", { hidden: lines.every((each) => each.hidden) }, make("tr", {}, heading), ...lines);
  });
  const corner = make("td", {}, make("span", { class: "visually-hidden" }, "Fact"));
  const side = byId("side");
  side.style.minWidth = 7.5 + 9 * rows.length + "rem";
  side.replaceChildren(
    make("caption", { class: "visually-hidden" }, "Models side by side"),
    make("thead", {}, make("tr", {}, corner, ...rows.map(head))),
    ...groups,
  );
  byId("same").hidden = groups.some((group) => !group.hidden);
  byId("copy").dataset.copy = new URL(address(), location.href).href;
  const names = rows.map((row) => catalog.names[row].slice(0, 60)).join(" vs ");
  document.title = names ? names + " · " + title : title;
}

picker(field, byId("suggestions"), catalog, (row) => {
  if (!rows.includes(row)) change([...rows, row]);
  field.focus();
});
for (const control of [differing, ...units]) {
  control.addEventListener("change", () => {
    history.replaceState(null, "", address());
    show();
  });
}
byId("adding").addEventListener("submit", (event) => event.preventDefault());
globalThis.addEventListener("popstate", follow);
await follow();
// The foot of the page waits, so that it does not jump.
document.documentElement.classList.add("ready");
