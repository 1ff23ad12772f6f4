// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * Says behind each condition of time whether it is met now, and until or from when. A page is the same at every
 * hour, so only a script can.
 *
 * @module
 */

/**
 * A condition of time alone, in UTC: a window of the day, weekdays (Monday is 1), a first and a last day.
 *
 * @typedef {{utc_start?: string, utc_end?: string, weekdays?: number[], from?: string, until?: string}} When
 */

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60;

/**
 * Whether a condition is met at a moment.
 *
 * @param {When} when
 * @param {number} at milliseconds since 1970
 * @returns {boolean}
 */
export function met(when, at) {
  const [day, clock] = new Date(at).toISOString().split("T");
  const now = clock.slice(0, 5);
  const { utc_start: start, utc_end: end } = when;
  if (start !== undefined && end !== undefined) {
    if (start < end ? now < start || now >= end : now < start && now >= end) return false;
  }
  if (when.weekdays && !when.weekdays.includes(new Date(at).getUTCDay() || 7)) return false;
  return !(when.from && day < when.from) && !(when.until && day > when.until);
}

/**
 * The next moment at which a condition begins or ceases to be met; none where a week brings no change.
 *
 * @param {When} when
 * @param {number} at milliseconds since 1970
 * @returns {number | undefined}
 */
export function turn(when, at) {
  const now = met(when, at);
  const first = Math.floor(at / MINUTE) + 1;
  for (let minute = first; minute <= first + WEEK; minute++) {
    if (met(when, minute * MINUTE) !== now) return minute * MINUTE;
  }
}

/**
 * What to say of a condition at a moment; empty where there is nothing to say.
 *
 * @param {When} when
 * @param {number} at milliseconds since 1970
 * @returns {string}
 */
export function told(when, at) {
  const next = turn(when, at);
  const day = (/** @type {number} */ moment) => new Date(moment).toISOString().slice(0, 10);
  const shown = next === undefined
    ? ""
    : new Date(next).toISOString().slice(day(next) === day(at) ? 11 : 0, 16).replace("T", " ") + " UTC";
  if (met(when, at)) return shown ? `now, until ${shown}` : "now";
  return shown ? `not now, next at ${shown}` : "not now";
}

if (typeof document !== "undefined") {
  for (const condition of document.querySelectorAll("[data-when]")) {
    const words = told(JSON.parse(condition.getAttribute("data-when") ?? "{}"), Date.now());
    const tag = document.createElement("span");
    tag.className = "tag";
    tag.textContent = words;
    condition.append(" ", tag);
  }
}
