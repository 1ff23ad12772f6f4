// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * Says behind each marked time how long ago it was. Pages are not rewritten nightly, so only a script can.
 *
 * @module
 */

/**
 * How long ago in words; empty for what is unreadable or still to come.
 *
 * @param {string} iso
 * @param {number} now milliseconds since 1970
 * @returns {string}
 */
export function age(iso, now) {
  const hours = Math.floor((now - Date.parse(iso)) / 3_600_000);
  if (!(hours >= 0)) return "";
  if (hours === 0) return "less than an hour ago";
  if (hours < 48) return hours === 1 ? "1 hour ago" : `${hours} hours ago`;
  return `${Math.floor(hours / 24)} days ago`;
}

if (typeof document !== "undefined") {
  for (const time of document.querySelectorAll("time[data-age]")) {
    const words = age(time.getAttribute("datetime") ?? "", Date.now());
    if (words === "") continue;
    // Where the page told an age as of its making, today's takes its place.
    if (time.nextElementSibling?.matches(".age")) time.nextElementSibling.remove();
    time.after(` (${words})`);
  }
}
