// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * Scores against prices of the models shown: a drawing, and the same as a table.
 *
 * @module
 */

import { draw, make } from "./nodes.js";
import { even, frontier, labels, logarithmic, nearest } from "./plot.js";
import { blended, money, monthly } from "./prices.js";

/** @typedef {import("./catalog.js").Catalog} Catalog */
/** @typedef {import("./address.js").View} View */

/**
 * What the chart speaks to.
 *
 * @typedef {object} Told
 * @property {Catalog} catalog
 * @property {(score: View["chart"]) => void} onpick told the score that was chosen, for the address to keep
 */

const ROOT = new URL("../../", import.meta.url);

/** The scores by their column, each with what is to be known of it. */
const SCORES = new Map([
  ["arena_rating", [
    "Arena text rating",
    "An Arena rating sums up which answers people preferred in blind comparisons, on the day and within the" +
    " interval that the model's page tells.",
  ]],
  ["aa_intelligence_index", [
    "Intelligence Index",
    "The Intelligence Index is a mean that Artificial Analysis makes of benchmarks.",
  ]],
]);

/** The room around the drawing, and the stripe of free models: zero has no place on a logarithmic axis. */
const [LEFT, RIGHT, TOP, BOTTOM, STRIPE] = [46, 12, 24, 46, 38];
/** Width of a letter and height of a line, about. */
const [LETTER, LINE] = [6.4, 14];
/** So far from a point it is still meant. */
const REACH = 40;

/** @param {number} score */
function plainly(score) {
  return score.toLocaleString("en", { maximumFractionDigits: 1 });
}

/**
 * A name without its maker, where the maker goes before it.
 *
 * @param {string} name
 */
function short(name) {
  const own = name.slice(name.indexOf(": ") + 1).trim();
  return own.length > 32 ? own.slice(0, 31) + "…" : own;
}

/**
 * The least and the greatest of some numbers; one number twice where there are none.
 *
 * @param {ReadonlyArray<number>} numbers
 * @param {number} none
 * @returns {[number, number]}
 */
function span(numbers, none) {
  let [low, high] = [numbers[0] ?? none, numbers[0] ?? none];
  for (const number of numbers) [low, high] = [Math.min(low, number), Math.max(high, number)];
  return [low, high];
}

/**
 * Puts a chart into an element. It draws what `show` is told, and again when its width changes.
 *
 * @param {Element} element
 * @param {Told} told
 * @returns {{show: (rows: ArrayLike<number>, view: View) => void}}
 */
export function chart(element, { catalog, onpick }) {
  /** @type {(options: Iterable<[string, string]>) => HTMLSelectElement} */
  const select = (options) =>
    make("select", {}, ...[...options].map(([value, text]) => make("option", { value }, text)));
  const scoring = select([...SCORES].map(([key, [label]]) => [key, label]));
  const pricing = select([
    ["blended", ""],
    ["input_usd_per_mtok", "Input"],
    ["output_usd_per_mtok", "Output"],
    ["monthly", "Cost a month"],
  ]);
  const plot = make("div", { class: "plot" });
  const tip = make("p", { class: "tip small", hidden: true, "aria-hidden": "true" });
  const ring = draw("circle", { class: "ring", r: 7, visibility: "hidden" });
  const counted = make("p", { class: "small" });
  const caution = make("p", { class: "small" });
  const summary = make("summary");
  const table = make("details", {}, summary);
  const choices = make("div", { class: "choices" });
  choices.append(make("label", {}, "Score ", scoring), make("label", {}, "Price ", pricing));
  element.append(choices, plot, counted, caution, table);

  /** @type {ArrayLike<number>} */
  let shown = [];
  /** @type {View} */
  let view;
  /** The models that have both numbers, and where their points stand: columns side by side. */
  /** @type {number[][]} */
  let [rows, prices, scores, xs, ys, best] = [[], [], [], [], [], []];
  let pointed = -1;
  let drawn = 0;

  const monthlyCost = () => pricing.value === "monthly";
  const unit = () => monthlyCost() ? "US$ a month" : "US$ per " + view.unit + " tokens";
  const priceName = () => pricing.selectedOptions[0].text;
  const scoreName = () => scoring.selectedOptions[0].text;
  /** @param {number} price */
  const priced = (price) => money(price, monthlyCost() ? "1M" : view.unit);
  /** @param {number} at */
  const href = (at) => new URL(catalog.href(rows[at]), ROOT).href;
  /** @param {number} at */
  const name = (at) => catalog.names[rows[at]];

  /** The chosen price of every model: what a month costs only where somebody says what is used. */
  function pricesOfAll() {
    const { ratio, usage } = view;
    pricing.options[0].text = "Blended " + ratio.slice(0, ratio[2] > 0 ? 3 : 2).join(" : ");
    pricing.options[3].hidden = pricing.options[3].disabled = !usage;
    if (!usage && monthlyCost()) pricing.selectedIndex = 0;
    if (usage && monthlyCost()) return monthly(catalog, usage);
    return catalog.numbers.get(pricing.value) ?? blended(catalog, ratio);
  }

  /** Take the numbers, count what has none, and draw. */
  function measure() {
    const allPrices = pricesOfAll();
    const allScores = catalog.numbers.get(scoring.value);
    let [unscored, unpriced] = [0, 0];
    [rows, prices, scores] = [[], [], []];
    for (let at = 0; at < shown.length; at++) {
      const [price, score] = [allPrices[shown[at]], allScores?.[shown[at]] ?? NaN];
      if (Number.isNaN(score)) unscored++;
      else if (!(price >= 0)) unpriced++;
      else {
        rows.push(shown[at]);
        prices.push(price);
        scores.push(score);
      }
    }
    best = frontier(prices, scores);
    counted.textContent = rows.length + " of the " + shown.length +
      " models shown are on the chart. Left out: " +
      unscored + " without " + scoreName() + ", " + unpriced + " without such a price.";
    caution.replaceChildren(
      (SCORES.get(scoring.value)?.[1] ?? "") + " Of a given task it says nothing. ",
      make("a", { href: new URL("methodology/#rank", ROOT).href }, "How it is made"),
    );
    summary.textContent = "Table of the " + rows.length + " models on the chart";
    list();
    sketch();
  }

  /** What the drawing shows, in a sentence. */
  function sentence() {
    if (rows.length === 0) return "No model shown has both numbers.";
    /** @param {number} at */
    const full = (at) => name(at) + " (" + priced(prices[at]) + ", " + plainly(scores[at]) + ")";
    return scoreName() + " against price (" + priceName() + ", " + unit() + ") of " + rows.length +
      " models. No other is better for its price than " + best.length + " of them, from " + full(best[0]) +
      " to " + full(best[best.length - 1]) + ".";
  }

  /** Draw everything anew, as wide as there is room. */
  function sketch() {
    drawn = plot.clientWidth;
    const width = Math.max(280, drawn);
    const height = width < 560 ? 340 : 440;
    const [cheapest, dearest] = span(prices, 1);
    const left = LEFT + (cheapest === 0 ? STRIPE : 0);
    const [right, bottom] = [width - RIGHT, height - BOTTOM];
    const across = logarithmic(
      ...span(prices.filter((price) => price > 0), 1),
      Math.floor((right - left) / 52),
    );
    const up = even(...span(scores, 0), 7);
    const wide = (right - left - 16) / Math.log(across.high / across.low);
    const high = (bottom - TOP - 16) / (up.high - up.low);
    /** @type {(number: number) => number} */
    const rounded = (number) => Math.round(number * 10) / 10;
    /** @type {(price: number) => number} */
    const x = (price) =>
      rounded(price > 0 ? left + 8 + Math.log(price / across.low) * wide : left - STRIPE / 2);
    /** @type {(score: number) => number} */
    const y = (score) => rounded(bottom - 8 - (score - up.low) * high);
    xs = prices.map(x);
    ys = scores.map(y);

    /** @type {(x: number, y: number, kind: string, text: string) => SVGElement} */
    const text = (x, y, kind, text) => draw("text", { x, y, class: kind }, text);
    /** @type {(kind: string, parts: string[], width?: number) => SVGElement} */
    const path = (kind, parts, width = 1) =>
      draw("path", { class: kind, d: parts.join(""), "stroke-width": width, "stroke-linecap": "round" });
    // Segments without a length, with round ends: one path draws thousands of points.
    /** @type {(at: number) => string} */
    const dot = (at) => "M" + xs[at] + " " + ys[at] + "h0";
    const marked = [...rows.keys()].filter((at) => view.compare.includes(catalog.ids[rows[at]]));
    const steps = best.map((at, step) => step === 0 ? dot(at) : "H" + xs[at] + "V" + ys[at]);
    if (dearest > prices[best[best.length - 1]]) steps.push("H" + right);

    const drawing = draw("svg", {
      viewBox: "0 0 " + width + " " + height,
      "font-size": 12,
      role: "img",
      "aria-label": sentence(),
    });
    drawing.append(
      path("grid", [
        ...across.ticks.map((tick) => "M" + x(tick) + " " + TOP + "V" + bottom),
        ...up.ticks.map((tick) => "M" + LEFT + " " + y(tick) + "H" + right),
      ]),
      ...across.ticks.map((tick) => text(x(tick), bottom + 16, "at-middle", priced(tick))),
      ...up.ticks.map((tick) => text(LEFT - 6, y(tick) + 4, "at-end", plainly(tick))),
      ...left > LEFT ? [text(x(0), bottom + 16, "at-middle", "free")] : [],
      text(0, 12, "", scoreName()),
      text(right, height - 8, "at-end", priceName() + ", " + unit() + " (logarithmic)"),
      path("dots", [...rows.keys()].map(dot), 6),
      path("steps", steps, 1.5),
      path("dots best", best.map(dot), 8),
      path("dots picked", marked.map(dot), 12),
      ring,
    );
    const named = [...new Set([...marked, ...best.toReversed()])]
      .map((at) => ({ x: xs[at], y: ys[at], text: short(name(at)) }));
    const wanted = named.map((each) => ({ ...each, width: each.text.length * LETTER }));
    labels(wanted, { left: LEFT, right, top: LINE, bottom }, LINE).forEach((box, index) => {
      if (!box) return;
      const after = box.left > wanted[index].x;
      const [at, kind] = after ? [box.left, "name"] : [box.right, "name at-end"];
      drawing.append(text(at, box.bottom - 3, kind, wanted[index].text));
    });
    plot.replaceChildren(drawing, tip);
    point(-1);
  }

  /**
   * Say which point is meant.
   *
   * @param {number} at
   */
  function point(at) {
    pointed = at;
    ring.setAttribute("visibility", at < 0 ? "hidden" : "visible");
    tip.hidden = at < 0;
    plot.style.cursor = at < 0 ? "" : "pointer";
    if (at < 0) return;
    ring.setAttribute("cx", String(xs[at]));
    ring.setAttribute("cy", String(ys[at]));
    const numbers = priceName() + " " + priced(prices[at]) + ", " + scoreName() + " " + plainly(scores[at]);
    tip.replaceChildren(make("b", {}, name(at)), numbers);
    const over = ys[at] - tip.offsetHeight - 12;
    const left = Math.min(xs[at] - tip.offsetWidth / 2, plot.clientWidth - tip.offsetWidth);
    tip.style.left = Math.max(left, 0) + "px";
    tip.style.top = (over < 0 ? ys[at] + 14 : over) + "px";
  }

  /** @param {MouseEvent} event */
  function under({ clientX, clientY }) {
    const box = plot.getBoundingClientRect();
    return nearest(xs, ys, clientX - box.left, clientY - box.top, REACH);
  }

  /** The table is made when somebody opens it. */
  function list() {
    table.querySelector("div")?.remove();
    if (!table.open) return;
    /** @type {(text: string) => HTMLElement} */
    const head = (text) => make("th", { scope: "col" }, text);
    const order = [...rows.keys()].sort((one, other) =>
      scores[other] - scores[one] || prices[one] - prices[other]
    );
    const good = new Set(best);
    const lines = order.map((at) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, make("a", { href: href(at) }, name(at))),
        make("td", {}, priced(prices[at])),
        make("td", {}, plainly(scores[at])),
        make("td", {}, good.has(at) ? "none better for its price" : ""),
      )
    );
    const titles = ["Model", priceName() + ", " + unit(), scoreName(), "Mark"].map(head);
    const whole = make(
      "table",
      {},
      make("thead", {}, make("tr", {}, ...titles)),
      make("tbody", {}, ...lines),
    );
    const region = { class: "scroll", tabindex: 0, role: "region", "aria-label": "Models on the chart" };
    table.append(make("div", region, whole));
  }

  // A finger's first touch says which model is meant, the next one opens it; a mouse says so on its way.
  let armed = false;
  plot.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "touch") point(under(event));
  });
  plot.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") point(-1);
  });
  plot.addEventListener("pointerdown", (event) => {
    const at = under(event);
    armed = at >= 0 && at === pointed;
    point(at);
  });
  plot.addEventListener("click", (event) => {
    if (armed) open(href(pointed), event.ctrlKey || event.metaKey ? "_blank" : "_self");
  });
  scoring.addEventListener("change", () => {
    measure();
    onpick(/** @type {View["chart"]} */ (scoring.value));
  });
  pricing.addEventListener("change", measure);
  table.addEventListener("toggle", list);
  new ResizeObserver(() => {
    if (view && plot.clientWidth !== drawn) sketch();
  }).observe(plot);

  return {
    show(rows, of) {
      [shown, view] = [rows, of];
      if (SCORES.has(view.chart)) scoring.value = view.chart;
      measure();
    },
  };
}
