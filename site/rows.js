// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * Rows of a long table of which only those in the window exist. The page scrolls, not a box of its own.
 *
 * Rows that leave the window at one end come in at the other: only these are written again, and they stand in
 * the document as on the screen, so that a screen reader meets them in their order.
 *
 * @module
 */

/** So many rows more than the window holds stand ready above and below it. */
const SPARE = 6;

/** So many rows are printed. */
const PRINTED = 200;

/**
 * How lines are made and written.
 *
 * @typedef {object} Writer
 * @property {() => HTMLTableRowElement} build an empty line
 * @property {(line: HTMLTableRowElement, row: number, at: number) => void} fill writes a row into a line, as the
 *   so-manieth (from 0)
 */

/** A table's body as a window on many rows. */
export class Rows {
  /**
   * @param {HTMLTableElement} table
   * @param {Writer} writer
   */
  constructor(table, writer) {
    this.table = table;
    this.body = table.tBodies[0];
    this.writer = writer;
    /** @type {ArrayLike<number>} */
    this.order = [];
    /** @type {HTMLTableRowElement[]} from top to bottom */
    this.lines = [];
    /** Which row each line holds, -1 for none. @type {number[]} */
    this.held = [];
    this.first = 0;
    /** The row that keys go on from. */
    this.cursor = 0;
    this.height = 0;
    this.printing = false;
    table.tabIndex = -1;
    this.body.addEventListener("focusin", (event) => {
      const at = this.lines.findIndex((line) => line.contains(/** @type {Node} */ (event.target)));
      if (at >= 0) this.point(this.first + at);
    });
    addEventListener("scroll", () => this.follow(), { passive: true });
    addEventListener("resize", () => this.renew());
    addEventListener("beforeprint", () => this.print(true));
    addEventListener("afterprint", () => this.print(false));
  }

  /**
   * Show these rows in this order.
   *
   * @param {ArrayLike<number>} order
   * @param {boolean} afresh whether rows are to be written again that are in their place already
   */
  show(order, afresh) {
    this.order = order;
    this.table.setAttribute("aria-rowcount", String(order.length + 1));
    this.fit();
    if (afresh) this.held.fill(-1);
    this.first = this.wanted();
    this.write();
  }

  /** Make the lines anew: what a row consists of, or its height, has changed. */
  renew() {
    this.lines = [];
    this.held = [];
    this.body.replaceChildren();
    this.show(this.order, true);
  }

  /** As many lines as the window takes, and the height of all rows. */
  fit() {
    if (this.lines.length === 0 && this.order.length > 0) this.measure();
    const seen = this.printing ? PRINTED : Math.ceil(innerHeight / (this.height || 50)) + 2 * SPARE;
    const wanted = Math.min(this.order.length, seen);
    while (this.lines.length < wanted) {
      this.lines.push(this.writer.build());
      this.held.push(-1);
    }
    for (const line of this.lines.splice(wanted)) line.remove();
    this.held.length = wanted;
    const missing = this.lines.filter((line) => line.parentNode !== this.body);
    if (missing.length > 0) this.body.append(...missing);
    this.body.style.height = this.printing ? "" : `${this.order.length * this.height}px`;
  }

  /** The height of a row, by one that is written. */
  measure() {
    const line = this.writer.build();
    this.body.replaceChildren(line);
    this.writer.fill(line, this.order[0], 0);
    this.height = line.getBoundingClientRect().height;
    line.remove();
  }

  /**
   * The first row that should have a line.
   *
   * @returns {number}
   */
  wanted() {
    if (this.printing || this.height === 0) return 0;
    const above = Math.floor(-this.body.getBoundingClientRect().top / this.height) - SPARE;
    return Math.max(0, Math.min(above, this.order.length - this.lines.length));
  }

  /** Move the window to where the page is scrolled. */
  follow() {
    const step = this.wanted() - this.first;
    if (step === 0) return;
    const focused = this.lines.some((line) => line.contains(document.activeElement));
    this.first += step;
    if (step > 0 && step < this.lines.length) {
      const moved = this.lines.splice(0, step);
      this.held.push(...this.held.splice(0, step).fill(-1));
      this.lines.push(...moved);
      this.body.append(...moved);
    } else if (step < 0 && -step < this.lines.length) {
      const moved = this.lines.splice(step);
      this.held.unshift(...this.held.splice(step).fill(-1));
      this.lines.unshift(...moved);
      this.body.prepend(...moved);
    } else if (focused) {
      /** @type {HTMLElement} */ (document.activeElement).blur();
    }
    this.write();
    // A row that went out of sight takes its focus along; the keys go on from the table.
    if (focused && !this.body.contains(document.activeElement)) this.table.focus({ preventScroll: true });
  }

  /** Write every line that does not hold its row yet. */
  write() {
    for (let line = 0; line < this.lines.length; line++) {
      const at = this.first + line;
      const row = this.order[at];
      const there = this.lines[line];
      if (this.held[line] !== row) this.writer.fill(there, row, at);
      this.held[line] = row;
      there.style.transform = this.printing ? "" : `translateY(${at * this.height}px)`;
      there.setAttribute("aria-rowindex", String(at + 2));
    }
  }

  /**
   * The line of the so-manieth row, if it has one.
   *
   * @param {number} at
   * @returns {HTMLTableRowElement | undefined}
   */
  lineAt(at) {
    return this.lines[at - this.first];
  }

  /**
   * Scroll the so-manieth row into sight, as little as it takes, and give it the focus.
   *
   * @param {number} to
   */
  focus(to) {
    const at = Math.max(0, Math.min(to, this.order.length - 1));
    const head = this.table.tHead?.getBoundingClientRect();
    const covered = head && head.top <= 1 ? head.height : 0;
    const top = this.body.getBoundingClientRect().top + at * this.height;
    const below = top + this.height - innerHeight;
    if (top < covered || below > 0) {
      scrollBy({ top: top < covered ? top - covered : below, behavior: "instant" });
      this.follow();
    }
    this.point(at);
    this.lineAt(at)?.querySelector("a")?.focus({ preventScroll: true });
  }

  /**
   * Make a row the one whose link is reached with Tab.
   *
   * @param {number} at
   */
  point(at) {
    this.cursor = at;
    const there = Math.max(this.first, Math.min(at, this.first + this.lines.length - 1));
    this.lines.forEach((line, index) => {
      for (const stop of line.querySelectorAll("a, input")) {
        /** @type {HTMLElement} */ (stop).tabIndex = this.first + index === there ? 0 : -1;
      }
    });
  }

  /**
   * For paper the first rows stand in the flow, as many as are sensible.
   *
   * @param {boolean} printing
   */
  print(printing) {
    this.printing = printing;
    this.show(this.order, false);
  }
}
