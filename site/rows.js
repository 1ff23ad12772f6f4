// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * Rows of a long table of which only those in the window exist. The page scrolls, not a box of its own.
 *
 * Lines that leave the window at one end come in at the other, and only these are written again. Once the page
 * rests they are put into their order in the document too, as a screen reader meets them.
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
 * @property {(line: HTMLTableRowElement, row: number) => void} fill writes a row into a line
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
    /** A ring: the so-manieth row is in the line of that number, modulo their count. @type {HTMLTableRowElement[]} */
    this.lines = [];
    /** Lines that were made for more rows than there are now. @type {HTMLTableRowElement[]} */
    this.spare = [];
    /** The place that each line is at, and the row that it tells; -1 for none. @type {[number, number][]} */
    this.held = [];
    this.first = 0;
    /** The place that keys go on from. */
    this.cursor = 0;
    this.height = 0;
    this.printing = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.rest = undefined;
    table.tabIndex = -1;
    this.body.addEventListener("focusin", (event) => {
      const at = this.placeOf(/** @type {Node} */ (event.target));
      if (at >= 0) this.point(at);
    });
    addEventListener("scroll", () => this.follow(), { passive: true });
    let width = innerWidth;
    addEventListener("resize", () => {
      // A phone's bars come and go while it scrolls: that changes how many rows are seen, not how they look.
      if (innerWidth === width) return this.show(this.order, false);
      width = innerWidth;
      this.renew();
    });
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
    if (afresh) { for (const held of this.held) held[1] = -1; }
    if (order.length === 0) return this.provide(0);
    if (this.height === 0) this.measure();
    const seen = this.printing ? PRINTED : Math.ceil(innerHeight / this.height) + 2 * SPARE;
    const count = Math.min(order.length, seen);
    if (count !== this.lines.length) this.provide(count);
    this.body.style.height = this.printing ? "" : order.length * this.height + "px";
    this.first = this.wanted();
    this.write();
  }

  /** Make the lines anew: what a row consists of, or its height, has changed. */
  renew() {
    this.lines = [];
    this.spare = [];
    this.height = 0;
    this.body.replaceChildren();
    this.show(this.order, true);
  }

  /**
   * Have so many lines.
   *
   * @param {number} count
   */
  provide(count) {
    for (const line of this.lines.splice(count)) {
      line.remove();
      this.spare.push(line);
    }
    while (this.lines.length < count) this.lines.push(this.spare.pop() ?? this.writer.build());
    this.held = this.lines.map(() => [-1, -1]);
    this.body.append(...this.lines.filter((line) => !line.isConnected));
  }

  /** The height of a row, by one that is written. */
  measure() {
    const line = this.writer.build();
    this.body.replaceChildren(line);
    this.writer.fill(line, this.order[0]);
    this.height = line.getBoundingClientRect().height;
    line.remove();
  }

  /**
   * The first place that should have a line.
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
    const wanted = this.wanted();
    if (wanted === this.first || this.order.length === 0) return;
    const focused = this.placeOf(document.activeElement);
    this.first = wanted;
    this.write();
    // A row that went out of sight must not hand its focus to another: the keys go on from the table.
    if (focused >= 0 && !this.lineAt(focused)) this.table.focus({ preventScroll: true });
  }

  /** Write every line that is not at its place, or does not tell its row yet. */
  write() {
    for (let at = this.first; at < this.first + this.lines.length; at++) {
      const line = this.lines[at % this.lines.length];
      const held = this.held[at % this.lines.length];
      if (held[0] !== at) {
        line.style.transform = "translateY(" + at * this.height + "px)";
        line.setAttribute("aria-rowindex", String(at + 2));
      }
      if (held[1] !== this.order[at]) this.writer.fill(line, this.order[at]);
      [held[0], held[1]] = [at, this.order[at]];
    }
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.settle(), 200);
  }

  /** Put the lines into their order in the document, around the one that has the focus. */
  settle() {
    const turn = this.lines.length === 0 ? 0 : this.first % this.lines.length;
    const lines = [...this.lines.slice(turn), ...this.lines.slice(0, turn)];
    if (lines.every((line, index) => line === this.body.children[index])) return;
    const focused = lines.findIndex((line) => line.contains(document.activeElement));
    this.body.append(...lines.slice(focused + 1));
    if (focused > 0) this.body.prepend(...lines.slice(0, focused));
    this.point(this.cursor);
  }

  /**
   * The place of the line that holds a node, -1 where none does.
   *
   * @param {Node | null} node
   * @returns {number}
   */
  placeOf(node) {
    const line = this.lines.findIndex((each) => each.contains(node));
    return line < 0 ? -1 : this.held[line][0];
  }

  /**
   * The line of the so-manieth row, if it has one.
   *
   * @param {number} at
   * @returns {HTMLTableRowElement | undefined}
   */
  lineAt(at) {
    const line = at % this.lines.length;
    return this.held[line]?.[0] === at ? this.lines[line] : undefined;
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
   * Make a row the one that is reached with Tab.
   *
   * @param {number} at
   */
  point(at) {
    this.cursor = at;
    const there = this.lineAt(at) ?? this.lineAt(this.first);
    for (const line of this.lines) {
      for (const stop of line.querySelectorAll("a, input")) {
        /** @type {HTMLElement} */ (stop).tabIndex = line === there ? 0 : -1;
      }
    }
  }

  /**
   * For paper the first rows stand in the flow, as many as are sensible.
   *
   * @param {boolean} printing
   */
  print(printing) {
    this.printing = printing;
    this.renew();
  }
}
