// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * Rows of a long table of which only those in the window exist. The page scrolls, not a box of its own.
 *
 * Lines that leave the window at one end come in at the other, and only these are written again. Of other rows those
 * in sight are written first, and those that stand ready beyond it once they are shown. Once the page rests all are
 * put into their order in the document too, as a screen reader meets them.
 *
 * @module
 */

/** So many rows more than the window holds stand ready above and below it. */
const SPARE = 6;

/** So many rows are printed. */
const PRINTED = 200;

/** After so many milliseconds what is in sight is shown, at sixty frames a second. */
const SHOWN = 34;

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
    /**
     * A ring: the so-manieth row is in the line of that number, modulo their count. Lines without a row are not in the
     * document.
     * @type {HTMLTableRowElement[]}
     */
    this.lines = [];
    /** The place that each line is at, and the row that it tells; -1 for none. @type {[number, number][]} */
    this.held = [];
    this.first = 0;
    /** Where the body begins, as it was last looked at. */
    this.top = 0;
    /** Whether rows beyond what is in sight are still to be written. */
    this.partly = false;
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
    this.table.ariaRowCount = String(order.length + 1);
    if (afresh) { for (const held of this.held) held[1] = -1; }
    if (order.length > 0 && this.height === 0) this.measure();
    const room = this.printing ? PRINTED : Math.ceil(innerHeight / this.height) + 2 * SPARE;
    if (order.length > 0 && this.lines.length !== room) {
      for (const line of this.lines.splice(room)) line.remove();
      while (this.lines.length < room) this.lines.push(this.writer.build());
      this.held = this.lines.map(() => [-1, -1]);
    }
    this.body.style.height = this.printing ? "" : order.length * this.height + "px";
    this.first = this.wanted();
    this.write(this.printing);
  }

  /** Make the lines anew: what a row consists of, or its height, has changed. */
  renew() {
    this.lines = [];
    this.height = 0;
    this.body.replaceChildren();
    this.show(this.order, true);
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
    this.top = this.body.getBoundingClientRect().top;
    const above = Math.floor(-this.top / this.height) - SPARE;
    return Math.max(0, Math.min(above, this.order.length - this.lines.length));
  }

  /** Move the window to where the page is scrolled. */
  follow() {
    const wanted = this.wanted();
    if (wanted === this.first && !this.partly) return;
    const focused = this.placeOf(document.activeElement);
    this.first = wanted;
    this.write(true);
    // A row that went out of sight must not hand its focus to another: the keys go on from the table.
    if (focused >= 0 && !this.lineAt(focused)) this.table.focus({ preventScroll: true });
  }

  /**
   * Write the lines that are not at their place, or do not tell their row yet.
   *
   * @param {boolean} whole whether those beyond what is in sight are written now too
   */
  write(whole) {
    /** @type {HTMLTableRowElement[]} */
    const entering = [];
    this.partly = false;
    const above = -this.top / this.height;
    for (let at = this.first; at < this.first + this.lines.length; at++) {
      const line = this.lines[at % this.lines.length];
      const held = this.held[at % this.lines.length];
      if (at >= this.order.length || (!whole && (at < above - 1 || at > above + innerHeight / this.height))) {
        this.partly ||= at < this.order.length;
        line.remove();
        continue;
      }
      if (held[0] !== at) {
        line.style.transform = "translateY(" + at * this.height + "px)";
        line.ariaRowIndex = String(at + 2);
      }
      if (held[1] !== this.order[at]) this.writer.fill(line, this.order[at]);
      [held[0], held[1]] = [at, this.order[at]];
      if (!line.isConnected) entering.push(line);
    }
    this.body.append(...entering);
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.partly ? this.write(true) : this.settle(), this.partly ? SHOWN : 200);
  }

  /** Put the lines into their order in the document, around the one that has the focus. */
  settle() {
    const turn = this.first % this.lines.length;
    const lines = [...this.lines.slice(turn), ...this.lines.slice(0, turn)].filter((line) =>
      line.isConnected
    );
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
    return this.held[line]?.[0] === at && this.lines[line].isConnected ? this.lines[line] : undefined;
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
