// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="esnext" />

/**
 * A field that suggests models while somebody writes.
 *
 * @module
 */

import { squeezed } from "./catalog.js";
import { make } from "./nodes.js";

const SHOWN = 8;

/**
 * Rows that hold every word of a text; exactly that id before all others.
 *
 * @param {import("./catalog.js").Catalog} catalog
 * @param {string} text
 * @param {number} most
 * @returns {number[]}
 */
export function suggested(catalog, text, most) {
  const words = text.split(/\s+/u).map(squeezed).filter((word) => word !== "");
  if (words.length === 0) return [];
  const same = catalog.ids.indexOf(text.trim());
  const found = same < 0 ? [] : [same];
  for (let row = 0; row < catalog.count && found.length < most; row++) {
    const hay = catalog.haystacks[row];
    if (row !== same && words.every((word) => hay.includes(word))) found.push(row);
  }
  return found;
}

/**
 * Makes a field with a list below it.
 *
 * @param {HTMLInputElement} field
 * @param {HTMLElement} list
 * @param {import("./catalog.js").Catalog} catalog
 * @param {(row: number) => void} pick
 */
export function picker(field, list, catalog, pick) {
  /** @type {number[]} */
  let rows = [];
  let at = -1;

  /** @param {number} to */
  function point(to) {
    at = to;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", list.children[at].id);
  }

  /** @param {number[]} found */
  function offer(found) {
    rows = found;
    list.replaceChildren(...rows.map((row, index) => {
      const option = make(
        "li",
        { role: "option", id: "suggested-" + index },
        catalog.names[row],
        " ",
        make("code", {}, catalog.ids[row]),
      );
      // A press would take the focus from the field, and with it the list.
      option.addEventListener("pointerdown", (event) => event.preventDefault());
      option.addEventListener("click", () => take(index));
      return option;
    }));
    list.hidden = rows.length === 0;
    field.setAttribute("aria-expanded", String(rows.length > 0));
    point(-1);
  }

  /** @param {number} index */
  function take(index) {
    const row = rows[index];
    field.value = "";
    offer([]);
    pick(row);
  }

  field.addEventListener("input", () => offer(suggested(catalog, field.value, SHOWN)));
  field.addEventListener("blur", () => offer([]));
  field.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && rows.length > 0) {
      event.preventDefault();
      point((at + step + rows.length) % rows.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (rows.length > 0) take(Math.max(at, 0));
    } else if (event.key === "Escape") offer([]);
  });
}
