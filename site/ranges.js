// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * Ranges of prices and of context: two handles on a logarithmic scale, over a histogram of what fits otherwise.
 *
 * @module
 */

import { short } from "./columns.js";
import { group } from "./facets.js";
import { values } from "./filter.js";
import { draw, make } from "./nodes.js";
import { money } from "./prices.js";

/** @typedef {import("./catalog.js").Catalog} Catalog */
/** @typedef {import("./address.js").View} View */
/** @typedef {[low: number, high: number]} Ends 0 and Infinity where they are open */

/** Places of a handle: 0 is the open low end, the last one the open high end. */
const LAST = 62;

/** Bars of a histogram. */
const BARS = 31;

/** @type {[key: string, label: string][]} */
const RANGES = [
  ["input_usd_per_mtok", "Input price"],
  ["output_usd_per_mtok", "Output price"],
  ["blended", "Blended price"],
  ["context_length", "Context"],
];

/**
 * The least value above 0 and the greatest.
 *
 * @param {Float64Array} column
 * @returns {Ends}
 */
function extent(column) {
  let [low, high] = [Infinity, 0];
  for (const value of column) {
    if (value > 0 && value < low) low = value;
    if (value > high) high = value;
  }
  return low < high ? [low, high] : [1, 10];
}

/**
 * The value at a place; between the ends it is rounded to two digits.
 *
 * @param {number} place
 * @param {Ends} extent
 * @returns {number}
 */
function valueAt(place, [low, high]) {
  if (place <= 0) return 0;
  if (place >= LAST) return Infinity;
  if (place === 1) return low;
  if (place === LAST - 1) return high;
  return Number((low * (high / low) ** ((place - 1) / (LAST - 2))).toPrecision(2));
}

/**
 * The place next to a value.
 *
 * @param {number} value
 * @param {Ends} extent
 * @returns {number}
 */
function placeOf(value, [low, high]) {
  if (value <= 0) return 0;
  if (value === Infinity) return LAST;
  const share = Math.log(value / low) / Math.log(high / low);
  return Math.max(1, Math.min(LAST - 1, Math.round(1 + share * (LAST - 2))));
}

/** One range: its histogram, its handles and what they say. */
class Range {
  /**
   * @param {HTMLElement} host
   * @param {string} key
   * @param {string} label
   * @param {(key: string, ends: Ends, kind: "step" | "keystroke") => void} narrow
   */
  constructor(host, key, label, narrow) {
    this.key = key;
    this.narrow = narrow;
    this.dragging = false;
    /** @type {Ends} */
    this.extent = [1, 10];
    /** The numbers whose ends those are. @type {ArrayLike<number> | null} */
    this.column = null;
    /** @type {Ends} */
    this.ends = [0, Infinity];
    this.handles = ["from", "to"].map((end) =>
      make("input", { type: "range", min: 0, max: LAST, "aria-label": label + " " + end })
    );
    this.handles.forEach((handle, end) => {
      handle.addEventListener("input", () => this.move(end));
      handle.addEventListener("change", () => this.dragging = false);
    });
    this.outside = draw("path");
    this.inside = draw("path", { class: "in" });
    this.words = make("p", { class: "small" });
    const size = { viewBox: "0 0 62 20", preserveAspectRatio: "none", "aria-hidden": "true" };
    const bars = draw("svg", size, this.outside, this.inside);
    host.append(group(label, false, make("div", { class: "range" }, this.words, bars, ...this.handles)));
  }

  /** @param {number} end 0 for the low handle, 1 for the high one */
  move(end) {
    const places = this.handles.map((handle) => Number(handle.value));
    // A handle pushes the other one before it.
    const value = valueAt(places[end], this.extent);
    /** @type {Ends} */
    const ends = [...this.ends];
    ends[end] = value;
    if (ends[0] > ends[1]) ends[1 - end] = value;
    this.narrow(this.key, ends, this.dragging ? "keystroke" : "step");
    this.dragging = true;
  }

  /**
   * @param {View} view
   * @param {Catalog} catalog
   * @param {ArrayLike<number>} found values of what fits otherwise
   */
  tell(view, catalog, found) {
    const column = values(catalog, this.key, view);
    if (column !== this.column) this.extent = extent(column);
    this.column = column;
    this.ends = view.ranges.get(this.key) ?? [0, Infinity];
    const places = this.ends.map((value) => placeOf(value, this.extent));
    const told = this.ends.map((value) => {
      if (this.key === "context_length") return short(value);
      return money(value, view.unit);
    });
    const low = this.ends[0] > 0 ? told[0] : "";
    const high = this.ends[1] < Infinity ? told[1] : "";
    this.words.textContent = low && high
      ? low + " to " + high
      : low
      ? "from " + low
      : high
      ? "up to " + high
      : "any";
    this.handles.forEach((handle, end) => {
      if (Number(handle.value) !== places[end]) handle.value = String(places[end]);
      handle.setAttribute("aria-valuetext", [low, high][end] || "no limit");
    });
    this.draw(places, found);
  }

  /**
   * @param {number[]} places
   * @param {ArrayLike<number>} found
   */
  draw(places, found) {
    const bars = new Uint32Array(BARS);
    const [low, high] = this.extent;
    const scale = (LAST - 2) / Math.log(high / low);
    const shift = 1.5 - Math.log(low) * scale;
    for (let at = 0; at < found.length; at++) {
      bars[found[at] > 0 ? Math.floor(Math.log(found[at]) * scale + shift) >> 1 : 0]++;
    }
    const most = Math.max(1, ...bars);
    const lines = ["", ""];
    bars.forEach((count, bar) => {
      const within = bar * 2 + 1 >= places[0] && bar * 2 <= places[1];
      if (count > 0) {
        lines[Number(within)] += "M" + (bar * 2 + 1) + " 20v-" + Math.max(1, Math.round(count / most * 20));
      }
    });
    this.outside.setAttribute("d", lines[0]);
    this.inside.setAttribute("d", lines[1]);
  }
}

/**
 * @param {HTMLElement} host
 * @param {(key: string, ends: Ends, kind: "step" | "keystroke") => void} narrow
 * @returns {Range[]}
 */
export function buildRanges(host, narrow) {
  return RANGES.map(([key, label]) => new Range(host, key, label, narrow));
}

/**
 * The ranges that are narrowed, as pairs of a text and the view without it.
 *
 * @param {Range[]} ranges
 * @param {View} view
 * @returns {[text: string, without: Partial<View>][]}
 */
export function narrowed(ranges, view) {
  return RANGES.flatMap(([key, label], index) => {
    if (!view.ranges.has(key)) return [];
    const rest = new Map(view.ranges);
    rest.delete(key);
    return [[label + ": " + ranges[index].words.textContent, { ranges: rest }]];
  });
}
