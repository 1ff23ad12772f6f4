// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * On the page of what is not there: leads to a search for what the address was to be.
 *
 * @module
 */

/**
 * The last part of an address in words to search for; empty where it says none.
 *
 * @param {string} path below the site's root
 * @returns {string}
 */
export function wanted(path) {
  const parts = path.split("/").filter((part) => part !== "" && !/^(index|404)\.html$/.test(part));
  const last = (parts.at(-1) ?? "").replace(/\.(html|md|json|atom)$/, "");
  // Folders of ids write what a browser may misread as =XX.
  const escaped = last.replace(/=([0-9A-F]{2})/g, "%$1");
  try {
    return decodeURIComponent(escaped).slice(0, 100);
  } catch {
    return last.slice(0, 100);
  }
}

if (typeof document !== "undefined") {
  const link = document.querySelector("a[data-search]");
  const root = new URL("../../", import.meta.url).pathname;
  const { pathname } = location;
  const words = wanted(pathname.startsWith(root) ? pathname.slice(root.length) : pathname);
  if (link instanceof HTMLAnchorElement && words !== "") {
    link.search = `?q=${encodeURIComponent(words)}`;
    link.textContent = `Search for “${words}”`;
  }
}
