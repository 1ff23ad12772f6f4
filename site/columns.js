// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * The columns that the table can have, how a line of them is made and how a row is written into it.
 *
 * @module
 */

import { SORTS } from "./address.js";
import { plain } from "./catalog.js";
import { draw, make } from "./nodes.js";
import { money } from "./prices.js";

/** @typedef {import("./catalog.js").Catalog} Catalog */
/** @typedef {import("./address.js").View} View */

/**
 * What cells are written from.
 *
 * @typedef {object} Ground
 * @property {Catalog} catalog
 * @property {View} view
 * @property {Float64Array} blended
 * @property {Float64Array | null} monthly the cost of the usage that is set
 */

/** @typedef {(ground: Ground, row: number) => string} Tell the text of a row's cell */

/**
 * @typedef {object} Column
 * @property {string} key
 * @property {string} label
 * @property {string} small what stands below the label
 * @property {Tell} tell
 * @property {string} look classes of its cells: `n` for numbers, `t` for words, and from which width on it is usual
 * @property {boolean} sorts
 */

/**
 * A count in short, K and M being decimal: `131072` is `131K`.
 *
 * @param {number | undefined} count
 * @returns {string}
 */
export function short(count) {
  if (count === undefined || Number.isNaN(count)) return "—";
  if (count < 1000) return String(count);
  const step = 10 ** (Math.floor(Math.log10(count)) - 2);
  const near = Math.round(count / step);
  const rounded = (count / step % 1 === 0.5 ? near - near % 2 : near) * step;
  const [size, letter] = rounded >= 1e9 ? [1e9, "B"] : rounded >= 1e6 ? [1e6, "M"] : [1e3, "K"];
  return plain(Number((rounded / size).toPrecision(3))) + letter;
}

/**
 * A day since 1970 as `2026-07-31`.
 *
 * @param {number} day
 * @returns {string}
 */
export function iso(day) {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** @typedef {(key: string) => Tell} Kind how a column of that key is told */

/** @type {Kind} */
const price = (key) => ({ catalog, view }, row) =>
  money(catalog.exact(key, row), view.unit, catalog.text("price_state", row));
/** @type {Kind} */
const tokens = (key) => ({ catalog }, row) => short(catalog.numbers.get(key)?.[row]);
/** @type {Kind} */
const number = (key) => ({ catalog }, row) => catalog.exact(key, row) || "—";
/** @type {Kind} */
const day = (key) => ({ catalog }, row) => catalog.date(key, row) || "—";
/** @type {Kind} */
const count = (key) => ({ catalog }, row) => String(catalog.words(key, row).length || "—");
/** @type {Kind} */
const words = (key) => ({ catalog }, row) => catalog.words(key, row).join(", ") || "—";
/** @type {Kind} */
const word = (key) => ({ catalog }, row) => catalog.label(key, catalog.text(key, row)) || "—";
/** @type {Kind} */
const mixed = () => ({ catalog, view, blended }, row) =>
  money(blended[row], view.unit, catalog.text("price_state", row));
/** @type {Kind} */
const cheapest = (key) => (ground, row) => {
  const seller = word(key)(ground, row);
  if (seller === "—") return seller;
  const prices = ["best_input_usd_per_mtok", "best_output_usd_per_mtok"].map((each) =>
    price(each)(ground, row)
  );
  return seller + "\n" + prices.join(" / ");
};
/** @type {Kind} */
const month = () => ({ monthly }, row) => money(monthly?.[row] ?? NaN);

/**
 * How much the input price moved when it last did, and when: `−20 % since 2026-05-03`.
 *
 * @type {Kind}
 */
const trend = () => ({ catalog }, row) => {
  const steps = catalog.trend.get(row) ?? [];
  if (steps.length < 2) return "—";
  const [[, before], [day, now]] = steps.slice(-2);
  const share = Math.round((now / before - 1) * 100);
  const moved = before === 0 ? "free" : (share > 0 ? "+" : share < 0 ? "−" : "±") + Math.abs(share) + " %";
  return moved + (before === 0 ? " until " : " since ") + iso(day);
};

/**
 * @param {string} key
 * @param {string} label
 * @param {Kind} kind
 * @param {string} look
 * @param {string} [small]
 * @returns {Column}
 */
function column(key, label, kind, look, small = "") {
  return { key, label, small, tell: kind(key), look, sorts: SORTS.includes(key) };
}

/** What takes the place of the unit that is chosen. */
const PER = "per";

/** @type {ReadonlyArray<Column>} */
export const COLUMNS = [
  column("author", "Lab", word, "t off"),
  column("context_length", "Context", tokens, "n", "tokens"),
  column("max_output", "Max output", tokens, "n wide", "tokens"),
  column("input_usd_per_mtok", "Input", price, "n", PER),
  column("output_usd_per_mtok", "Output", price, "n", PER),
  column("blended", "Blended", mixed, "n", PER),
  column("cache_read_usd_per_mtok", "Cache read", price, "n off", PER),
  column("monthly", "A month", month, "n off", "US$"),
  column("best_provider", "Cheapest seller", cheapest, "t off", "input / output"),
  column("trend", "Trend", trend, "t widest", "input price"),
  column("providers", "Sellers", count, "n off"),
  column("arena_rating", "Arena", number, "n off", "rating"),
  column("aa_intelligence_index", "Intelligence", number, "n off", "index"),
  column("modalities_in", "Input modality", words, "t off"),
  column("modalities_out", "Output modality", words, "t off"),
  column("supported_parameters", "Parameters", count, "n off"),
  column("licence", "Licence", word, "t off"),
  column("open_weights", "Open weights", word, "n off"),
  column("match_confidence", "Match", word, "n off"),
  column("sources", "Sources", count, "n off"),
  column("released_at", "Released", day, "n off"),
  column("listed_at", "Listed", day, "n"),
];

const DESCENDING = /^(context|max_output|arena_rating|aa_|listed|released)/;

/**
 * Whether the first press on a column's head puts the greatest first.
 *
 * @param {string} key
 * @returns {boolean}
 */
export function fallsFirst(key) {
  return DESCENDING.test(key);
}

/** From which width of the window on there is room for them; the style has the same for rows that are served. */
export const ROOM = {
  wide: matchMedia("(min-width: 60.01rem)"),
  widest: matchMedia("(min-width: 92rem)"),
};

/**
 * The columns that a view shows; where nobody chose, the usual ones that the window has room for.
 *
 * @param {View} view
 * @returns {Column[]}
 */
export function columnsOf(view) {
  return COLUMNS.filter(({ key, look }) => {
    if (view.columns.length > 0) return view.columns.includes(key);
    const [, when] = look.split(" ");
    if (when === "off") return key === "monthly" && view.usage !== null;
    return when === undefined || ROOM[/** @type {keyof ROOM} */ (when)].matches;
  });
}

/**
 * @param {Column[]} columns
 * @returns {HTMLTableRowElement}
 */
export function build(columns) {
  const line = make(
    "tr",
    { role: "row" },
    make("td", { class: "pick", role: "cell" }, make("input", { type: "checkbox" })),
    make(
      "th",
      { scope: "row", role: "rowheader" },
      make("span", { class: "tag warn" }, "retired"),
      make("a"),
      make("code"),
    ),
  );
  for (const { key, label, look } of columns) {
    const cell = make("td", { class: look[0], role: "cell", "data-label": label });
    if (key === "trend") {
      cell.append(draw("svg", { viewBox: "0 0 48 16", "aria-hidden": "true" }, draw("path")));
    }
    cell.append("");
    line.append(cell);
  }
  return line;
}

/**
 * Write a row into a line.
 *
 * @param {HTMLTableRowElement} line
 * @param {Column[]} columns
 * @param {Ground} ground
 * @param {number} row
 */
export function fill(line, columns, ground, row) {
  const { catalog, view } = ground;
  const [pick, name, ...cells] = line.cells;
  const box = /** @type {HTMLInputElement} */ (pick.firstChild);
  const [tag, link, code] = /** @type {HTMLElement[]} */ ([...name.children]);
  tag.hidden = catalog.text("status", row) !== "retired";
  /** @type {HTMLAnchorElement} */ (link).href = catalog.href(row);
  link.textContent = catalog.names[row];
  code.textContent = catalog.ids[row];
  box.setAttribute("aria-label", "Compare " + catalog.names[row]);
  box.checked = view.compare.includes(catalog.ids[row]);
  columns.forEach(({ key, tell }, index) => {
    const cell = cells[index];
    const text = /** @type {Text} */ (cell.lastChild);
    const told = tell(ground, row);
    // Browsers lay out whatever is written, be it what stood there.
    if (text.data !== told) text.data = told;
    if (key === "trend") {
      const steps = catalog.trend.get(row) ?? [];
      cell.classList.toggle("none", steps.length < 2);
      if (steps.length > 1) cell.querySelector("path")?.setAttribute("d", spark(steps));
    } else if (key === "input_usd_per_mtok") {
      const other = catalog.conditional.has(row);
      cell.classList.toggle("at-times", other);
      cell.title = other ? "Other prices at times" : "";
    }
  });
}

/**
 * The steps of a price as the line of a small drawing, 48 wide and 16 high.
 *
 * @param {[day: number, price: number][]} steps
 * @returns {string}
 */
function spark(steps) {
  const from = steps[0][0];
  const days = steps[steps.length - 1][0] - from || 1;
  const top = Math.max(...steps.map(([, price]) => price)) || 1;
  const line = steps.map(([day, price], at) => {
    const y = Math.round(15 - price / top * 14);
    return at === 0 ? "M0 " + y : "H" + Math.round((day - from) / days * 40) + "V" + y;
  });
  return line.join("") + "H48";
}

/**
 * The heads of the columns, which sort.
 *
 * @param {HTMLTableSectionElement} head
 * @param {Column[]} columns
 * @param {(key: string) => void} sort
 */
export function buildHead(head, columns, sort) {
  const name = { key: "name", label: "Model", small: "", look: "", sorts: true };
  const cells = [name, ...columns].map(({ key, label, small, look, sorts }) => {
    const press = make("button", { type: "button" }, label);
    press.addEventListener("click", () => sort(key));
    const cell = make("th", { scope: "col", class: look[0] ?? "", role: "columnheader", "data-key": key });
    cell.append(sorts ? press : label);
    if (small !== "") cell.append(make("small", {}, small));
    return cell;
  });
  const pick = make("td", { class: "pick", role: "cell" });
  head.replaceChildren(make("tr", { role: "row" }, pick, ...cells));
}

/**
 * Say in the heads what is sorted by and what prices are per; gives whether the order is another one.
 *
 * @param {HTMLTableSectionElement} head
 * @param {View} view
 * @returns {boolean}
 */
export function tellHead(head, view) {
  let turned = false;
  for (const cell of head.querySelectorAll("th")) {
    const { key } = cell.dataset;
    const small = cell.querySelector("small");
    const order = key !== view.sort ? "none" : view.descending ? "descending" : "ascending";
    if (cell.querySelector("button") && cell.getAttribute("aria-sort") !== order) {
      cell.setAttribute("aria-sort", order);
      turned = true;
    }
    if (key === "blended" && small) small.textContent = view.ratio.join(":");
    else if (key?.endsWith("_per_mtok") && small) small.textContent = "per " + view.unit;
  }
  return turned;
}
