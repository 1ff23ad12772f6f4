// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * The parts of the explorer that come when they are asked for: the chart, the calculator and the tray.
 *
 * @module
 */

import { start } from "./address.js";

/** @typedef {import("./address.js").View} View */
/** @typedef {import("./explorer.js").Explorer} Explorer */
/** @typedef {"chart" | "calculator" | "tray"} Name */

/**
 * What the explorer's parts are told by it and tell it.
 *
 * @param {Explorer} explorer
 */
function hooks(explorer) {
  return {
    catalog: explorer.catalog,
    changed: (/** @type {View["compare"] | View["usage"]} */ told) => {
      if (Array.isArray(told)) explorer.change({ compare: told }, "step");
      else explorer.change(told ? used(explorer.view, told) : unused(explorer.view), "keystroke");
    },
    onpick: (/** @type {View["chart"]} */ chart) => explorer.change({ chart }, "step"),
  };
}

/**
 * A view with a usage, which the first time puts what costs least first.
 *
 * @param {View} view
 * @param {NonNullable<View["usage"]>} usage
 * @returns {Partial<View>}
 */
function used(view, usage) {
  return view.usage ? { usage } : { usage, sort: "monthly", descending: false };
}

/**
 * A view without a usage.
 *
 * @param {View} view
 * @returns {Partial<View>}
 */
function unused(view) {
  const { sort, descending } = view.sort === "monthly" ? start() : view;
  return { usage: null, sort, descending };
}

/** The parts that were opened, each by its name. */
export class Parts {
  /** @param {Explorer} explorer */
  constructor(explorer) {
    this.explorer = explorer;
    /** @type {Map<Name, {show: (...told: any[]) => void}>} */
    this.there = new Map();
    this.calculator = /** @type {HTMLDetailsElement} */ (document.getElementById("calculator"));
  }

  /** Open, close and tell them what the view asks for. */
  tell() {
    const { view, sifted } = this.explorer;
    this.tellOne("tray", view.compare.length > 0, view.compare);
    this.tellOne("chart", view.chart !== "", sifted.rows, view);
    this.tellOne("calculator", this.calculator.open || view.usage !== null, sifted.rows, view);
  }

  /**
   * Somebody has opened or closed a part by hand.
   *
   * @param {HTMLDetailsElement} part
   */
  turned({ id, open }) {
    const { view } = this.explorer;
    if (id === "chart") {
      if (open !== (view.chart !== "")) this.explorer.change({ chart: open ? "arena_rating" : "" }, "step");
    } else if (!open && view.usage) this.explorer.change(unused(view), "step");
    else this.tell();
  }

  /**
   * @param {Name} name
   * @param {boolean} wanted
   * @param {unknown[]} told
   */
  async tellOne(name, wanted, ...told) {
    const host = /** @type {HTMLElement} */ (document.getElementById(name));
    if (host instanceof HTMLDetailsElement && host.open !== wanted) host.open = wanted;
    const there = this.there.get(name);
    if (there) {
      if (wanted || name === "tray") there.show(...told);
    } else if (wanted) {
      this.there.set(name, { show() {} });
      const { [name]: made } = await import("./" + name + ".js");
      this.there.set(name, made(host.querySelector("div") ?? host, hooks(this.explorer)));
      this.tell();
    }
  }
}
