// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * The explorer: the address is the view, the view is what the page shows.
 *
 * @module
 */

import { MOST, ratio as readRatio, read, start, write } from "./address.js";
import { load } from "./catalog.js";
import { build, buildHead, columnsOf, fallsFirst, fill, ROOM, tellHead } from "./columns.js";
import { buildFacets, picked, tellFacets } from "./facets.js";
import { sift } from "./filter.js";
import { listen } from "./keys.js";
import { make } from "./nodes.js";
import { blended, monthly } from "./prices.js";
import { buildRanges, narrowed } from "./ranges.js";
import { Rows } from "./rows.js";

/** @typedef {import("./catalog.js").Catalog} Catalog */
/** @typedef {import("./address.js").View} View */
/** @typedef {"step" | "keystroke"} Kind a step can be gone back from, a keystroke cannot */

/**
 * @template {HTMLElement} [Found=HTMLElement]
 * @param {string} id
 * @returns {Found}
 */
function byId(id) {
  return /** @type {Found} */ (document.getElementById(id));
}

const root = byId("explorer");
/** @type {HTMLTableElement} */
const table = byId("models");
/** @type {HTMLInputElement} */
const search = byId("q");
/** @type {HTMLInputElement} */
const ratio = byId("ratio");
const units = /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("[name=unit]"));
const reset = byId("reset");
const complaint = byId("complaint");
/** @type {HTMLDialogElement} */
const help = byId("keys");

/** Where the style lays rows out as cards, under a strip of sort buttons. */
const NARROW = matchMedia("(max-width: 45rem)");

/** What the page shows, and how that is changed. */
export class Explorer {
  /** @param {Catalog} catalog */
  constructor(catalog) {
    this.catalog = catalog;
    this.view = start();
    this.columns = columnsOf(this.view);
    this.sifted = sift(catalog, this.view);
    /** What cells are written from. @type {import("./columns.js").Ground} */
    this.ground = { catalog, view: this.view, blended: new Float64Array(), monthly: null };
    /** What makes rows look otherwise though they are the same. */
    this.looks = "";
    /** @type {Promise<import("./parts.js").Parts> | undefined} */
    this.parts = undefined;
    /**
     * The address follows once typing rests: browsers refuse many changes of it a second.
     * @type {ReturnType<typeof setTimeout> | undefined}
     */
    this.typed = undefined;
    const host = byId("facets");
    this.groups = buildFacets(
      host,
      catalog,
      this.sifted.counts,
      (key, words) => this.change({ picks: new Map(this.view.picks).set(key, words) }, "step"),
    );
    const ranges = make("div");
    host.insertBefore(ranges, host.children[4]);
    this.ranges = buildRanges(ranges, (key, ends, kind) => {
      const ranges = new Map(this.view.ranges).set(key, ends);
      if (ends[0] === 0 && ends[1] === Infinity) ranges.delete(key);
      this.change({ ranges }, kind);
    });
    this.rows = new Rows(table, {
      build: () => build(this.columns),
      fill: (line, row) => fill(line, this.columns, this.ground, row),
    });
    this.wire();
  }

  /** Show what fits the view, and say so everywhere. */
  show() {
    const { catalog, view } = this;
    this.sifted = sift(catalog, view);
    this.ground = {
      catalog,
      view,
      blended: blended(catalog, view.ratio),
      monthly: view.usage ? monthly(catalog, view.usage) : null,
    };
    const { rows, counts, spans } = this.sifted;
    byId("empty").hidden = rows.length > 0;
    table.hidden = rows.length === 0;
    const head = /** @type {HTMLTableSectionElement} */ (table.tHead);
    const columns = columnsOf(view);
    const keys = columns.map(({ key }) => key).join();
    const rebuilt = this.looks === "" || keys !== this.columns.map(({ key }) => key).join();
    if (rebuilt) {
      this.columns = columns;
      buildHead(head, columns, (key) => this.sortBy(key));
      widen(columns.length);
    }
    if (tellHead(head, view)) reveal(head);
    const looks = [keys, view.unit, view.ratio, JSON.stringify(view.usage), view.compare].join(";");
    if (rebuilt) this.rows.order = rows;
    if (rebuilt) this.rows.renew();
    else this.rows.show(rows, looks !== this.looks);
    this.looks = looks;
    tellFacets(this.groups, view, counts);
    for (const range of this.ranges) range.tell(view, catalog, spans.get(range.key) ?? []);
    this.tell();
    this.tellParts();
  }

  /** The counts, the chips, and the controls that are no facets. */
  tell() {
    const { view, catalog } = this;
    const total = this.sifted.rows.length;
    byId("count").textContent = total + " of " + catalog.count + " models";
    for (const kind of ["csv", "json"]) byId(kind).textContent = kind.toUpperCase() + " (" + total + ")";
    if (search.value.trim() !== view.query.trim()) search.value = view.query;
    if (document.activeElement !== ratio) ratio.value = view.ratio.join(":");
    for (const unit of units) unit.checked = unit.value === view.unit;
    byId("per").textContent = view.unit;
    const chips = [...picked(view, catalog), ...narrowed(this.ranges, view)];
    byId("chips").replaceChildren(...chips.map(([text, without]) => this.chip(text, without)));
    byId("toggle").textContent = "Filters" + (chips.length > 0 ? " (" + chips.length + ")" : "");
    const { query, picks, ranges } = view;
    reset.hidden = write({ ...start(), query, picks, ranges }) === "";
  }

  /**
   * A link to the view without something that is picked.
   *
   * @param {string} text
   * @param {Partial<View>} without
   */
  chip(text, without) {
    const address = write({ ...this.view, ...without }) || "?";
    const link = make("a", { href: address, "aria-label": "Remove " + text }, text);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const at = [...byId("chips").children].findIndex((chip) => chip.contains(link));
      this.change(without, "step");
      // The chip that was pressed is gone: the one in its place is pressed next.
      const chips = byId("chips").querySelectorAll("a");
      (chips[Math.min(at, chips.length - 1)] ?? search).focus();
    });
    return make("li", {}, link);
  }

  /** Tell the chart, the calculator and the tray, once one of them is asked for. */
  async tellParts() {
    const { compare, chart, usage } = this.view;
    if (
      !this.parts && compare.length === 0 && chart === "" && !usage && !root.querySelector("details[open]")
    ) return;
    (await this.ask()).tell();
  }

  /** The chart, the calculator and the tray. */
  ask() {
    return this.parts ??= import("./parts.js").then(({ Parts }) => new Parts(this));
  }

  /**
   * Change the view, and the address with it.
   *
   * @param {Partial<View>} change
   * @param {Kind} kind
   */
  change(change, kind) {
    if (kind === "step") this.keep();
    this.view = { ...this.view, ...change };
    complaint.hidden = true;
    this.show();
    if ("query" in change || "picks" in change || "ranges" in change || "sort" in change) this.toTop();
    if (kind === "keystroke") {
      clearTimeout(this.typed);
      this.typed = setTimeout(() => this.keep(), 200);
    } else if (this.address() !== location.pathname + location.search + location.hash) {
      history.pushState({ y: scrollY }, "", this.address());
    }
  }

  /** The view's own address. */
  address() {
    return location.pathname + write(this.view) + location.hash;
  }

  /** Keep what was typed and how far the page is scrolled: its rows come after the browser would look for them. */
  keep() {
    const address = this.typed ? this.address() : undefined;
    clearTimeout(this.typed);
    this.typed = undefined;
    history.replaceState({ y: scrollY }, "", address);
  }

  /** Back to the first row, where the page is scrolled past it. */
  toTop() {
    const { top } = byId("results").getBoundingClientRect();
    if (top < 0) scrollBy({ top, behavior: "instant" });
  }

  /** Take the view from the address. */
  follow() {
    const { view, unknown } = read(location.search, this.catalog);
    clearTimeout(this.typed);
    this.typed = undefined;
    this.view = view;
    this.show();
    complaint.hidden = true;
    if (unknown.length > 0) {
      this.complain(
        "The address asks for what this page does not know, left out here: " + unknown.join(", ") + ".",
      );
    }
    if (history.state?.y !== undefined) scrollTo({ top: history.state.y, behavior: "instant" });
  }

  /** @param {string} text */
  complain(text) {
    complaint.textContent = text;
    complaint.hidden = false;
  }

  /** @param {string} key */
  sortBy(key) {
    const { sort, descending } = this.view;
    this.change({ sort: key, descending: sort === key ? !descending : fallsFirst(key) }, "step");
  }

  /** Back to the start, but for the order and how prices are told. */
  clear() {
    const { query, picks, ranges } = start();
    this.change({ query, picks, ranges }, "step");
    search.focus();
  }

  /** @param {HTMLInputElement} box in a row */
  compare(box) {
    const id = this.catalog.ids[this.sifted.rows[this.rows.placeOf(box)]];
    const rest = this.view.compare.filter((each) => each !== id);
    if (box.checked && rest.length >= MOST) {
      box.checked = false;
      this.complain("Up to " + MOST + " models can be compared.");
    } else this.change({ compare: box.checked ? [...rest, id] : rest }, "step");
  }

  /** Listen to all controls. */
  wire() {
    for (const unit of units) {
      const value = /** @type {View["unit"]} */ (unit.value);
      unit.addEventListener("change", () => this.change({ unit: value }, "step"));
    }
    search.addEventListener("input", () => this.change({ query: search.value }, "keystroke"));
    ratio.addEventListener("input", () => this.mix("keystroke"));
    ratio.addEventListener("change", () => this.mix("step"));
    reset.addEventListener("click", () => this.clear());
    byId("clear").addEventListener("click", () => this.clear());
    table.tBodies[0].addEventListener(
      "change",
      (event) => this.compare(/** @type {HTMLInputElement} */ (event.target)),
    );
    for (const kind of /** @type {["csv", "json"]} */ (["csv", "json"])) {
      byId(kind).addEventListener("click", async () => {
        const { save } = await import("./download.js");
        save(kind, this.catalog, this.view, this.sifted.rows);
      });
    }
    for (const name of ["chart", "calculator"]) {
      byId(name).addEventListener("toggle", async ({ target }) => {
        (await this.ask()).turned(/** @type {HTMLDetailsElement} */ (target));
      });
    }
    const columns = byId("columns");
    columns.addEventListener("beforetoggle", async () => {
      const { chooser } = await import("./chooser.js");
      chooser(columns, this);
    }, { once: true });
    addEventListener("popstate", () => this.follow());
    for (const room of Object.values(ROOM)) room.addEventListener("change", () => this.show());
    listen(this.rows, search, help);
    history.scrollRestoration = "manual";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let resting;
    addEventListener("scroll", () => {
      clearTimeout(resting);
      resting = setTimeout(() => this.keep(), 150);
    }, { passive: true });
    addEventListener("pagehide", () => this.keep());
  }

  /**
   * Take the ratio as it is written, once it is one: `3:1`, `3 1` or `3:1:0`.
   *
   * @param {Kind} kind
   */
  mix(kind) {
    const shares = ratio.value.match(/[\d.]+/g) ?? [];
    const found = readRatio(shares.length === 1 ? shares[0] + ":1" : shares.join(":"));
    ratio.setAttribute("aria-invalid", String(found === null));
    if (found) this.change({ ratio: found }, kind);
    if (kind === "step") ratio.value = this.view.ratio.join(":");
  }
}

/**
 * Where more columns are chosen than there is room for, they scroll sideways, and the head not along with the page;
 * cards get more lines.
 *
 * @param {number} columns
 */
function widen(columns) {
  const sheet = /** @type {HTMLElement} */ (table.parentElement);
  table.style.setProperty("--more", String(Math.ceil(columns / 5) - 1));
  table.style.minWidth = "";
  sheet.classList.remove("scrolls");
  const wide = table.tHead?.rows[0].scrollWidth ?? 0;
  if (wide <= sheet.clientWidth + 1 || NARROW.matches) return;
  table.style.minWidth = wide + "px";
  sheet.classList.add("scrolls");
}

/**
 * In the strip of sort buttons, bring the one in force into sight.
 *
 * @param {HTMLElement} strip
 */
function reveal(strip) {
  const pressed = /** @type {HTMLElement | null} */ (strip.querySelector("[aria-sort$=ending]"));
  if (pressed && NARROW.matches) strip.scrollLeft = pressed.offsetLeft - 16;
}

/** What works without the models too. */
function wirePage() {
  for (const [press, shown] of [["toggle", "filtering"], ["tune", "tuning"]]) {
    byId(press).addEventListener("click", (event) => {
      const open = root.classList.toggle(shown);
      /** @type {Element} */ (event.currentTarget).setAttribute("aria-expanded", String(open));
    });
  }
  root.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
  byId("ask").addEventListener("click", () => help.showModal());
  byId("close").addEventListener("click", () => help.close());
}

wirePage();
const catalog = await load().catch(() => null);
byId("failed").hidden = catalog !== null;
if (catalog) {
  new Explorer(catalog).follow();
  document.documentElement.classList.add("ready");
}
