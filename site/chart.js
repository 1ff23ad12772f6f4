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
 * @property {(score: string) => void} onpick told the score that was chosen, for the address to keep
 */

/**
 * The models that have both numbers, side by side.
 *
 * @typedef {object} Points
 * @property {number[]} rows
 * @property {number[]} prices
 * @property {number[]} scores
 * @property {number} unscored how many of the models shown have no score
 * @property {number} unpriced how many more have no price
 */

const ROOT = new URL("../../", import.meta.url);

/** The scores by their column, each with what is to be known of it. */
export const SCORES = new Map([
  ["arena_rating", {
    label: "Arena text rating",
    caution: "An Arena rating sums up which answers people preferred in blind comparisons, in any" +
      " language and for any task. Of a given task it says nothing. Its date and its interval stand on the" +
      " model's page.",
  }],
  ["aa_intelligence_index", {
    label: "Intelligence Index",
    caution: "The Intelligence Index is a mean that Artificial Analysis makes of benchmarks. Of a given" +
      " task it says nothing.",
  }],
]);

/** Where the drawing has its room, in pixels. */
const EDGE = { left: 46, right: 12, top: 24, bottom: 46 };
/** The stripe of free models: zero has no place on a logarithmic axis. */
const STRIPE = 38;

/**
 * @param {ArrayLike<number>} rows
 * @param {ArrayLike<number>} prices of all models
 * @param {ArrayLike<number>} scores of all models
 * @returns {Points}
 */
export function points(rows, prices, scores) {
  /** @type {Points} */
  const found = { rows: [], prices: [], scores: [], unscored: 0, unpriced: 0 };
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    if (Number.isNaN(scores[row])) found.unscored++;
    else if (!(prices[row] >= 0)) found.unpriced++;
    else {
      found.rows.push(row);
      found.prices.push(prices[row]);
      found.scores.push(scores[row]);
    }
  }
  return found;
}

/** @param {number} score */
function score(score) {
  return score.toLocaleString("en", { maximumFractionDigits: 1 });
}

/**
 * A name without its maker, where the maker goes before it.
 *
 * @param {string} name
 */
function short(name) {
  const own = name.slice(name.indexOf(": ") + 1).trim();
  return own.length > 32 ? `${own.slice(0, 31)}…` : own;
}

/**
 * Many points as one path: short to write, quick to paint.
 *
 * @param {ArrayLike<number>} xs
 * @param {ArrayLike<number>} ys
 * @param {ReadonlyArray<number>} [chosen] positions; all where it is left out
 */
function dots(xs, ys, chosen) {
  let path = "";
  const count = chosen ? chosen.length : xs.length;
  for (let index = 0; index < count; index++) {
    const at = chosen ? chosen[index] : index;
    path += "M" + xs[at].toFixed(1) + " " + ys[at].toFixed(1) + "h0";
  }
  return path;
}

/**
 * Puts a chart into an element. It draws what `show` is told, and again when its width changes.
 *
 * @param {Element} element
 * @param {Told} told
 * @returns {{show: (rows: ArrayLike<number>, view: View) => void}}
 */
export function chart(element, { catalog, onpick }) {
  const scoring = make("select");
  for (const [key, { label }] of SCORES) scoring.append(make("option", { value: key }, label));
  const pricing = make("select");
  const plot = make("div", { class: "plot" });
  const tip = make("p", { class: "tip small", hidden: true, "aria-hidden": "true" });
  const counted = make("p", { class: "small" });
  const caution = make("p", { class: "small" });
  const summary = make("summary");
  const table = make("details", {}, summary);
  element.append(
    make(
      "div",
      { class: "choices" },
      make("label", {}, "Score ", scoring),
      make("label", {}, "Price ", pricing),
    ),
    plot,
    counted,
    caution,
    table,
  );

  /** @type {ArrayLike<number>} */
  let rows = [];
  /** @type {View} */
  let view;
  /** @type {Points} */
  let found = { rows: [], prices: [], scores: [], unscored: 0, unpriced: 0 };
  /** @type {number[]} */
  let best = [];
  /** @type {number[]} */
  let xs = [];
  /** @type {number[]} */
  let ys = [];
  let pointed = -1;

  /** The prices to choose from: what a month costs only where somebody says what is used. */
  function offerPrices() {
    const offered = [
      ["blended", "Blended " + view.ratio.slice(0, view.ratio[2] > 0 ? 3 : 2).join(" : ")],
      ["input_usd_per_mtok", "Input"],
      ["output_usd_per_mtok", "Output"],
      ...view.usage ? [["monthly", "Cost a month"]] : [],
    ];
    const picked = pricing.value;
    const options = offered.map(([value, label]) => make("option", { value }, label));
    pricing.replaceChildren(...options);
    pricing.value = offered.some(([value]) => value === picked) ? picked : "blended";
  }

  /** @returns {ArrayLike<number>} */
  function prices() {
    if (pricing.value === "blended") return blended(catalog, view.ratio);
    if (pricing.value === "monthly" && view.usage) return monthly(catalog, view.usage);
    return catalog.numbers.get(pricing.value) ?? [];
  }

  const priceName = () => pricing.selectedOptions[0].textContent ?? "";
  const unit = () => pricing.value === "monthly" ? "US$ a month" : `US$ per ${view.unit} tokens`;
  /** @param {number} price */
  const priced = (price) => money(price, pricing.value === "monthly" ? "1M" : view.unit);
  const scoreName = () => SCORES.get(scoring.value)?.label ?? "";
  /** @param {number} at */
  const href = (at) => new URL(catalog.href(found.rows[at]), ROOT).href;

  /** Take the numbers, count what has none, and draw. */
  function measure() {
    offerPrices();
    const scores = catalog.numbers.get(scoring.value) ?? new Float64Array(catalog.count).fill(NaN);
    found = points(rows, prices(), scores);
    best = frontier(found.prices, found.scores);
    const { rows: { length }, unscored, unpriced } = found;
    const left = [
      ...unscored > 0 ? [`${unscored} without ${scoreName()}`] : [],
      ...unpriced > 0 ? [`${unpriced} without such a price`] : [],
    ];
    counted.textContent = `${length} of the ${rows.length} models shown are on the chart.` +
      (left.length > 0 ? " Left out: " + left.join(", ") + "." : "");
    caution.replaceChildren(
      SCORES.get(scoring.value)?.caution ?? "",
      " ",
      make("a", { href: new URL("methodology/#rank", ROOT).href }, "How it is made"),
    );
    summary.textContent = `Table of the ${length} models on the chart`;
    table.hidden = length === 0;
    list();
    sketch();
  }

  /** What the drawing shows, in a sentence. */
  function sentence() {
    if (found.rows.length === 0) return "No model shown has both numbers.";
    /** @param {number} at */
    const name = (at) =>
      `${catalog.names[found.rows[at]]} (${priced(found.prices[at])}, ${score(found.scores[at])})`;
    const last = best[best.length - 1];
    return `${scoreName()} against price (${priceName()}, ${unit()}) of ${found.rows.length} models.` +
      ` No other is better for its price than ${best.length} of them, from ${name(best[0])}` +
      (best.length > 1 ? ` to ${name(last)}.` : ".");
  }

  /** Draw everything anew, as wide as there is room. */
  function sketch() {
    const width = Math.max(280, plot.clientWidth);
    const height = width < 560 ? 340 : 440;
    const free = found.prices.includes(0);
    const room = {
      left: EDGE.left + (free ? STRIPE : 0),
      right: width - EDGE.right,
      top: EDGE.top,
      bottom: height - EDGE.bottom,
    };
    const priciest = span(found.prices, 0)[1];
    const paid = found.prices.filter((price) => price > 0);
    const across = logarithmic(...span(paid, 1), Math.floor((room.right - room.left) / 52));
    const up = even(...span(found.scores, 0), 7);
    const wide = Math.log(across.high / across.low);
    /** @param {number} price */
    const x = (price) =>
      price > 0
        ? room.left + 8 + Math.log(price / across.low) / wide * (room.right - room.left - 16)
        : room.left - STRIPE / 2;
    /** @param {number} value */
    const y = (value) =>
      room.bottom - 8 - (value - up.low) / (up.high - up.low) * (room.bottom - room.top - 16);
    xs = found.prices.map(x);
    ys = found.scores.map(y);
    const grid = across.ticks.map((tick) => `M${x(tick).toFixed(1)} ${room.top}V${room.bottom}`)
      .concat(up.ticks.map((tick) => `M${EDGE.left} ${y(tick).toFixed(1)}H${room.right}`));
    const steps = best.map((at, index) =>
      index === 0
        ? `M${xs[at].toFixed(1)} ${ys[at].toFixed(1)}`
        : `H${xs[at].toFixed(1)}V${ys[at].toFixed(1)}`
    );
    const drawing = draw(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": sentence() },
      draw("path", { class: "grid", d: grid.join("") }),
      ...across.ticks.map((tick) =>
        draw("text", { x: x(tick), y: room.bottom + 16, class: "at-middle" }, priced(tick))
      ),
      ...up.ticks.map((tick) =>
        draw("text", { x: EDGE.left - 6, y: y(tick) + 4, class: "at-end" }, score(tick))
      ),
      ...free
        ? [
          draw("path", { class: "edge", d: `M${room.left} ${room.top}V${room.bottom}` }),
          draw("text", { x: room.left - STRIPE / 2, y: room.bottom + 16, class: "at-middle" }, "free"),
        ]
        : [],
      draw("text", { x: 0, y: 12 }, scoreName()),
      draw(
        "text",
        { x: room.right, y: height - 8, class: "at-end" },
        `${priceName()}, ${unit()} (logarithmic)`,
      ),
    );
    if (best.length > 0) {
      const end = priciest > found.prices[best[best.length - 1]] ? `H${room.right}` : "";
      drawing.append(
        draw("path", { class: "dots", d: dots(xs, ys) }),
        draw("path", { class: "steps", d: steps.join("") + end }),
        draw("path", { class: "dots best", d: dots(xs, ys, best) }),
      );
      name(drawing, room);
    }
    const ring = draw("circle", { class: "ring", r: 7, visibility: "hidden" });
    drawing.append(ring);
    plot.replaceChildren(drawing, tip);
    point(-1);
  }

  /**
   * Mark what is to be compared, and name it and the frontier where there is room.
   *
   * @param {SVGElement} drawing
   * @param {import("./plot.js").Box} room
   */
  function name(drawing, room) {
    const compared = new Set(view.compare);
    const marked = found.rows.flatMap((row, at) => compared.has(catalog.ids[row]) ? [at] : []);
    drawing.append(draw("path", { class: "dots picked", d: dots(xs, ys, marked) }));
    const named = [...new Set([...marked, ...best.toReversed()])];
    const texts = named.map((at) => short(catalog.names[found.rows[at]]));
    const wanted = named.map((at, index) => ({ x: xs[at], y: ys[at], width: texts[index].length * 6.4 }));
    const inside = { ...room, left: EDGE.left, top: 14 };
    labels(wanted, inside, 14).forEach((box, index) => {
      if (!box) return;
      const after = box.left > wanted[index].x;
      drawing.append(
        draw(
          "text",
          { x: after ? box.left : box.right, y: box.bottom - 3, class: after ? "name" : "name at-end" },
          texts[index],
        ),
      );
    });
  }

  /**
   * Say which point is meant.
   *
   * @param {number} at
   */
  function point(at) {
    pointed = at;
    const ring = plot.querySelector(".ring");
    ring?.setAttribute("visibility", at < 0 ? "hidden" : "visible");
    tip.hidden = at < 0;
    plot.classList.toggle("pointed", at >= 0);
    if (at < 0) return;
    ring?.setAttribute("cx", String(xs[at]));
    ring?.setAttribute("cy", String(ys[at]));
    tip.replaceChildren(
      make("b", {}, catalog.names[found.rows[at]]),
      `${priceName()} ${priced(found.prices[at])}, ${scoreName()} ${score(found.scores[at])}`,
    );
    const half = tip.offsetWidth / 2;
    tip.style.left = `${Math.min(Math.max(xs[at] - half, 0), plot.clientWidth - 2 * half)}px`;
    const over = ys[at] - tip.offsetHeight - 12;
    tip.style.top = `${over < 0 ? ys[at] + 14 : over}px`;
  }

  /** @param {MouseEvent} event */
  function under(event) {
    const box = plot.getBoundingClientRect();
    return nearest(xs, ys, event.clientX - box.left, event.clientY - box.top, 40);
  }

  /** The table is made when somebody opens it. */
  function list() {
    table.querySelector("div")?.remove();
    if (!table.open) return;
    const good = new Set(best);
    const order = found.rows.map((_, at) => at)
      .sort((one, other) =>
        found.scores[other] - found.scores[one] || found.prices[one] - found.prices[other]
      );
    const lines = order.map((at) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, make("a", { href: href(at) }, catalog.names[found.rows[at]])),
        make("td", { class: "n" }, priced(found.prices[at])),
        make("td", { class: "n" }, score(found.scores[at])),
        make("td", {}, good.has(at) ? "none better for its price" : ""),
      )
    );
    table.append(make(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Models on the chart" },
      make(
        "table",
        {},
        make(
          "thead",
          {},
          make(
            "tr",
            {},
            make("th", { scope: "col" }, "Model"),
            make("th", { scope: "col", class: "n" }, priceName(), make("small", {}, unit())),
            make("th", { scope: "col", class: "n" }, scoreName()),
            make("th", { scope: "col" }, "Mark"),
          ),
        ),
        make("tbody", {}, ...lines),
      ),
    ));
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
    if (!armed) return;
    if (event.ctrlKey || event.metaKey) open(href(pointed));
    else location.assign(href(pointed));
  });
  scoring.addEventListener("change", () => {
    measure();
    onpick(scoring.value);
  });
  pricing.addEventListener("change", measure);
  table.addEventListener("toggle", list);
  let drawn = 0;
  new ResizeObserver(() => {
    if (view && plot.clientWidth !== drawn) {
      drawn = plot.clientWidth;
      sketch();
    }
  }).observe(plot);

  return {
    show(shown, of) {
      [rows, view] = [shown, of];
      if (SCORES.has(view.chart)) scoring.value = view.chart;
      measure();
    },
  };
}

/**
 * The least and the greatest of some numbers; one number twice where there are none.
 *
 * @param {ReadonlyArray<number>} numbers
 * @param {number} none
 * @returns {[number, number]}
 */
function span(numbers, none) {
  if (numbers.length === 0) return [none, none];
  return [
    numbers.reduce((one, other) => Math.min(one, other)),
    numbers.reduce((one, other) => Math.max(one, other)),
  ];
}
