// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * The keys: `/` searches, arrows or j and k go from row to row, `c` compares, `?` names them all.
 *
 * @module
 */

/** @typedef {import("./rows.js").Rows} Rows */

/**
 * Whether somebody writes there, or moves a handle.
 *
 * @param {EventTarget | null} target
 * @returns {boolean}
 */
function writes(target) {
  return target instanceof HTMLElement &&
    target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
}

/**
 * @param {Rows} rows
 * @param {HTMLInputElement} search
 * @param {HTMLDialogElement} help
 */
export function listen(rows, search, help) {
  /** How far each key goes from the row that it is pressed on. @type {Record<string, number>} */
  const steps = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const { key, target } = event;
    const inTable = target instanceof Node && rows.table.contains(target);
    if (key === "ArrowDown" && target === search) return go(event, 0);
    if (writes(target)) return;
    const step = steps[key];
    // Arrows scroll the page until a row has the focus.
    if (step !== undefined && (inTable || key === "j" || key === "k")) go(event, rows.cursor + step);
    else if (key === "/") take(event, search);
    else if (key === "?") {
      event.preventDefault();
      help.showModal();
    } else if (key === "c" && inTable) rows.lineAt(rows.cursor)?.querySelector("input")?.click();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} at
   */
  function go(event, at) {
    event.preventDefault();
    rows.focus(at);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLInputElement} field
   */
  function take(event, field) {
    event.preventDefault();
    field.focus();
    field.select();
  }

  document.addEventListener("keydown", pressed);
}
