// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * The choice of columns.
 *
 * @module
 */

import { COLUMNS, columnsOf } from "./columns.js";
import { make } from "./nodes.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */

/**
 * @param {HTMLElement} host
 * @param {Explorer} explorer
 */
export function chooser(host, explorer) {
  const set = host.querySelector("fieldset");
  const boxes = COLUMNS.map(({ key, label }) => {
    const box = make("input", { type: "checkbox", value: key });
    set?.append(make("label", {}, box, label));
    return box;
  });
  const tell = () => {
    const shown = columnsOf(explorer.view);
    for (const box of boxes) box.checked = shown.some(({ key }) => key === box.value);
  };
  set?.addEventListener("change", () => {
    explorer.change({ columns: boxes.filter((box) => box.checked).map((box) => box.value) }, "step");
    tell();
  });
  host.querySelector("button")?.addEventListener("click", () => {
    explorer.change({ columns: [] }, "step");
    host.hidePopover();
  });
  host.addEventListener("beforetoggle", tell);
  tell();
}
