// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="esnext" />

/**
 * What a use costs in a month: its fields, and the cheapest of the models shown.
 *
 * @module
 */

import { make } from "./nodes.js";
import { money, monthly } from "./prices.js";

/** @typedef {import("./catalog.js").Catalog} Catalog */
/** @typedef {import("./address.js").View} View */
/** @typedef {import("./prices.js").Usage} Usage */

const ROOT = new URL("../../", import.meta.url);
const LARGEST = 1e9;
const SHOWN = 10;

/** @type {ReadonlyArray<[keyof Usage, string]>} */
const FIELDS = [
  ["input", "Prompt tokens"],
  ["cached", "of which cached"],
  ["output", "Answer tokens"],
  ["calls", "Calls a month"],
];

/** @type {ReadonlyArray<[string, Usage]>} */
export const PRESETS = [
  ["Chat turn", { input: 1500, cached: 0, output: 400, calls: 10000 }],
  ["Answers from documents", { input: 8000, cached: 1000, output: 500, calls: 10000 }],
  ["Agent with a cache", { input: 60000, cached: 50000, output: 1500, calls: 5000 }],
  ["Batch of summaries", { input: 12000, cached: 0, output: 600, calls: 20000 }],
];

/**
 * A use as it was typed: whole numbers from 0 on, cached tokens among those of the prompt. Nothing where no call
 * or no token is left.
 *
 * @param {Record<keyof Usage, string>} typed
 * @returns {Usage | null}
 */
export function usageOf(typed) {
  /** @param {string} text */
  const number = (text) => Math.min(LARGEST, Math.max(0, Math.trunc(Number(text)) || 0));
  const input = number(typed.input);
  const usage = {
    input,
    output: number(typed.output),
    cached: Math.min(number(typed.cached), input),
    calls: number(typed.calls),
  };
  return usage.calls > 0 && input + usage.output > 0 ? usage : null;
}

/**
 * What the sum holds beside tokens at the list price, and what it cannot know.
 *
 * @param {Catalog} catalog
 * @param {number} row
 * @param {Usage} usage
 * @returns {string[]}
 */
export function provisos(catalog, row, usage) {
  /** @param {string} key */
  const known = (key) => catalog.numbers.get(key)?.[row] ?? NaN;
  const tier = catalog.tiers.get(row)?.findLast(([above]) => usage.input > above);
  const request = known("request_usd_each");
  const cache = tier ? tier[3] ?? NaN : known("cache_read_usd_per_mtok");
  return [
    ...tier ? ["at its price for prompts above " + tier[0].toLocaleString("en") + " tokens"] : [],
    ...request > 0 ? ["with " + money(catalog.exact("request_usd_each", row)) + " a request"] : [],
    ...usage.cached > 0 && Number.isNaN(cache) ? ["no cache price known: cached tokens as fresh ones"] : [],
    ...catalog.conditional.has(row) ? ["other prices under conditions told on its page"] : [],
  ];
}

/**
 * Puts a calculator into an element. It tells `changed` what was typed, and lists what `show` is told.
 *
 * @param {Element} element
 * @param {{catalog: Catalog, changed: (usage: Usage | null) => void}} told
 * @returns {{show: (rows: ArrayLike<number>, view: View) => void}}
 */
export function calculator(element, { catalog, changed }) {
  const fields = new Map(FIELDS.map(([key]) => [
    key,
    make("input", { type: "number", min: 0, max: LARGEST, step: 1, inputmode: "numeric", name: key }),
  ]));
  /** @param {keyof Usage} key */
  const typed = (key) => fields.get(key)?.value ?? "";
  /** @param {Usage | null} usage */
  const fill = (usage) => fields.forEach((field, key) => field.value = usage ? String(usage[key]) : "");

  const presets = PRESETS.map(([label, usage]) => {
    const button = make("button", { type: "button", class: "quiet" }, label);
    button.addEventListener("click", () => {
      fill(usage);
      changed(usage);
    });
    return button;
  });
  const none = make("button", { type: "button", class: "quiet", hidden: true }, "Clear");
  none.addEventListener("click", () => {
    fill(null);
    changed(null);
    fields.get("input")?.focus();
  });
  const form = make(
    "form",
    { class: "usage", autocomplete: "off" },
    make("div", { class: "choices" }, ...presets, none),
    ...FIELDS.map(([key, label]) => make("label", {}, label, fields.get(key) ?? "")),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () =>
    changed(usageOf({
      input: typed("input"),
      output: typed("output"),
      cached: typed("cached"),
      calls: typed("calls"),
    })));
  const told = make("p", { class: "small", role: "status" });
  const list = make("ol", { class: "costs" });
  const how = make("a", { href: new URL("methodology/#calculator", ROOT).href }, "How it is summed");
  element.append(form, told, list, make("p", { class: "small" }, how));

  /**
   * @param {number} row
   * @param {number} cost
   * @param {Usage} usage
   */
  function line(row, cost, usage) {
    const notes = provisos(catalog, row, usage).join("; ");
    return make(
      "li",
      {},
      make("a", { href: new URL(catalog.href(row), ROOT).href }, catalog.names[row]),
      " ",
      make("b", {}, money(cost)),
      ...notes ? [" ", make("small", {}, notes)] : [],
    );
  }

  return {
    show(rows, view) {
      const { usage } = view;
      // What somebody types is left as it stands.
      if (!form.contains(document.activeElement)) fill(usage);
      none.hidden = !usage;
      list.replaceChildren();
      if (!usage) {
        told.textContent = "Say what you use, or take an example, to see what it costs in a month.";
        return;
      }
      const costs = monthly(catalog, usage);
      const context = catalog.numbers.get("context_length") ?? [];
      /** @type {number[][]} */
      const [paid, free, short, unknown] = [[], [], [], []];
      for (const row of Array.from(rows)) {
        const fits = !(usage.input + usage.output > context[row]);
        (!fits ? short : costs[row] > 0 ? paid : costs[row] === 0 ? free : unknown).push(row);
      }
      paid.sort((one, other) => costs[one] - costs[other]);
      /** @type {(left: number[], why: string) => string[]} */
      const said = (left, why) => left.length > 0 ? [left.length + " " + why] : [];
      const left = [
        ...said(free, "that are free"),
        ...said(short, "whose context is too short"),
        ...said(unknown, "without a price that this needs"),
      ];
      told.textContent = "The cheapest of the models shown, by list price in US$ a month." +
        (left.length > 0 ? " Left out: " + left.join(", ") + "." : "");
      list.append(...paid.slice(0, SHOWN).map((row) => line(row, costs[row], usage)));
    },
  };
}
