"""A page on which one part of the explorer stands alone, with the sample's models."""

from typing import Any

from playwright.sync_api import Page

from .conftest import Open
from .explorer_sample import NAMED

IDS = [*(each.id for each in NAMED), "lab00/crowd-0", "lab00/crowd-12", "lab03/crowd-3"]
"""Models that it shows: fifteen, of which four have no rating, and one more has no price."""

_ALONE = """
async ([name, told, ids]) => {
  const sheet = document.querySelector('link[rel=stylesheet]').href;
  const part = (module) => import(new URL(module + '.js', sheet).href);
  const file = await fetch(new URL('../../data/explorer-sample.json', sheet));
  const catalog = (await part('catalog')).decode(await file.json());
  const host = document.createElement(name === 'tray' ? 'div' : 'details');
  if (name !== 'tray') host.append(Object.assign(document.createElement('summary'), {textContent: name}));
  host.open = true;
  document.querySelector('main').append(host);
  const view = {...(await part('address')).start(), ...told};
  const rows = Uint32Array.from(ids.map((id) => catalog.ids.indexOf(id)));
  const at = {catalog, view, rows, host, heard: []};
  const hear = (heard) => {
    at.heard.push(heard);
    if (name === 'calculator') Object.assign(view, {usage: heard});
    if (name === 'tray') Object.assign(view, {compare: heard});
    at.show();
  };
  const made = (await part(name))[name](host, {catalog, changed: hear, onpick: (key) => at.heard.push(key)});
  at.show = () => name === 'tray' ? made.show(view.compare) : made.show(at.rows, view);
  at.show();
  globalThis.at = at;
}
"""


def alone(open_page: Open, part: str, view: dict[str, Any] | None = None, **options: Any) -> Page:
    """Open a page on which that part stands, shown some models in that view."""
    page = open_page("404.html", **options)
    page.set_default_timeout(4000)
    page.evaluate(_ALONE, [part, view or {}, IDS])
    return page
