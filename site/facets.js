// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * The facets: a checkbox a word, with how many models it would leave; and what is picked, as chips to take away.
 *
 * @module
 */

import { FACETS } from "./catalog.js";
import { make } from "./nodes.js";

/** @typedef {import("./catalog.js").Catalog} Catalog */
/** @typedef {import("./address.js").View} View */

/** @type {Record<string, string>} */
const LABELS = {
  lab: "Lab",
  in: "Input modality",
  out: "Output modality",
  param: "Parameter",
  provider: "Provider",
  price: "Price",
  licence: "Licence",
  open: "Open weights",
  confidence: "Match confidence",
  source: "Source",
  status: "Status",
};

/** Facets that are unfolded on a phone. */
const OPEN = new Set(["Lab", "Input modality", "Output modality"]);

/** More words than these scroll in their own box. */
const MANY = 8;

/**
 * A word to pick, and how many models it would leave as last told.
 *
 * @typedef {{box: HTMLInputElement, tally: HTMLElement, count: number}} Choice
 */

/**
 * @typedef {object} Group
 * @property {string} key
 * @property {Map<string, Choice>} choices
 */

/**
 * A group with a name; where room is scarce the name folds it.
 *
 * @param {string} label
 * @param {boolean} folds
 * @param {HTMLElement} inside
 * @returns {HTMLFieldSetElement}
 */
export function group(label, folds, inside) {
  const set = make("fieldset", {}, make("legend", {}, label), inside);
  if (!folds) return set;
  const fold = make("button", { type: "button" }, label);
  const turn = () => fold.setAttribute("aria-expanded", String(!set.classList.toggle("folded")));
  fold.addEventListener("click", turn);
  set.firstElementChild?.replaceChildren(fold);
  if (OPEN.has(label)) fold.setAttribute("aria-expanded", "true");
  else turn();
  return set;
}

/**
 * Build the facets, the most frequent words first.
 *
 * @param {HTMLElement} host
 * @param {Catalog} catalog
 * @param {Map<string, Map<string, number>>} counts as they stand at the start
 * @param {(key: string, picked: Set<string>) => void} pick
 * @returns {Group[]}
 */
export function buildFacets(host, catalog, counts, pick) {
  const folds = matchMedia("(max-width: 63.99rem)").matches;
  return FACETS.map(({ key, column }) => {
    const told = [...counts.get(key) ?? []].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
    /** @type {Map<string, Choice>} */
    const choices = new Map(told.map(([word]) => {
      const box = make("input", { type: "checkbox", name: key, value: word });
      return [word, { box, tally: make("b"), count: -1 }];
    }));
    const list = make("div", { class: told.length > MANY ? "many" : "" });
    for (const [word, { box, tally }] of choices) {
      list.append(make("label", {}, box, make("span", {}, catalog.label(column, word)), " ", tally));
    }
    list.addEventListener("change", () => {
      pick(key, new Set([...choices].filter(([, { box }]) => box.checked).map(([word]) => word)));
    });
    if (told.length > 0) host.append(group(LABELS[key], folds, list));
    return { key, choices };
  });
}

/**
 * Say what is picked, and how many models each word would leave.
 *
 * @param {Group[]} groups
 * @param {View} view
 * @param {Map<string, Map<string, number>>} counts
 */
export function tellFacets(groups, view, counts) {
  for (const { key, choices } of groups) {
    const found = counts.get(key);
    const picked = view.picks.get(key);
    for (const [word, choice] of choices) {
      const count = found?.get(word) ?? 0;
      if (choice.count !== count) choice.tally.textContent = String(count);
      choice.count = count;
      choice.box.checked = picked?.has(word) ?? false;
    }
  }
}

/**
 * What is picked, as pairs of a text and the view without it.
 *
 * @param {View} view
 * @param {Catalog} catalog
 * @returns {[text: string, without: Partial<View>][]}
 */
export function picked(view, catalog) {
  return FACETS.flatMap(({ key, column }) =>
    [...view.picks.get(key) ?? []].map((word) => {
      const rest = new Set(view.picks.get(key));
      rest.delete(word);
      const text = LABELS[key] + ": " + catalog.label(column, word);
      return /** @type {[string, Partial<View>]} */ ([text, { picks: new Map(view.picks).set(key, rest) }]);
    })
  );
}
