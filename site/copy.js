// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/**
 * Buttons that copy a text of their own, or that of an element of the page. They stay hidden where the browser has no clipboard to give.
 *
 * @module
 */

/** @param {HTMLButtonElement} button */
function wire(button) {
  const label = button.textContent;
  const told = document.createElement("span");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  button.after(told);
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = button.dataset.copy ?? document.getElementById(button.dataset.copies ?? "")?.textContent;
    const words = await navigator.clipboard.writeText(text ?? "").then(
      () => "Copied",
      () => "Not copied",
    );
    button.textContent = words;
    told.textContent = words;
    setTimeout(() => {
      button.textContent = label;
      told.textContent = "";
    }, 2000);
  });
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy], button[data-copies]")) {
    wire(/** @type {HTMLButtonElement} */ (button));
  }
}
