// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="esnext" />

/**
 * The models that are picked to be compared, at the foot of the window.
 *
 * @module
 */

import { make } from "./nodes.js";

/** So many can be compared side by side. */
export const MOST = 6;

const PAGE = new URL("../../compare/", import.meta.url);

/**
 * The address of a comparison.
 *
 * @param {ReadonlyArray<string>} ids
 * @returns {string}
 */
export function comparison(ids) {
  // Slashes and colons stay readable: a query may hold them.
  const asked = new URLSearchParams(ids.map((id) => ["id", id])).toString();
  return PAGE.href + "?" + asked.replaceAll("%2F", "/").replaceAll("%3A", ":");
}

/**
 * Puts a tray into an element; it is there only while something is picked.
 *
 * @param {HTMLElement} element
 * @param {{catalog: import("./catalog.js").Catalog, changed: (ids: string[]) => void}} told
 * @returns {{show: (ids: ReadonlyArray<string>) => void}}
 */
export function tray(element, { catalog, changed }) {
  const list = make("ul");
  const told = make("span", { class: "small", role: "status" });
  const link = make("a", { class: "go" }, "Compare");
  const clear = make("button", { type: "button", class: "quiet" }, "Clear");
  clear.addEventListener("click", () => changed([]));
  element.className = "tray";
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", "Comparison");
  element.replaceChildren(list, told, link, clear);
  element.hidden = true;

  /**
   * @param {string} id
   * @param {ReadonlyArray<string>} ids
   */
  function chip(id, ids) {
    const name = catalog.names[catalog.ids.indexOf(id)] ?? id;
    const remove = make("button", { type: "button", "aria-label": "Remove " + name }, "×");
    remove.addEventListener("click", () => {
      const at = ids.indexOf(id);
      changed(ids.filter((each) => each !== id));
      // The pressed button is gone: what stands in its place is pressed next.
      /** @type {HTMLElement} */ (list.querySelectorAll("button")[Math.min(at, ids.length - 2)] ?? clear)
        .focus();
    });
    return make("li", {}, make("span", {}, name), remove);
  }

  return {
    show(ids) {
      element.hidden = ids.length === 0;
      list.replaceChildren(...ids.map((id) => chip(id, ids)));
      link.hidden = ids.length < 2;
      link.href = comparison(ids);
      told.textContent = ids.length < 2
        ? "Pick one more to compare."
        : ids.length < MOST
        ? ids.length + " picked, " + MOST + " at most."
        : MOST + " picked: no more fit side by side.";
    },
  };
}
