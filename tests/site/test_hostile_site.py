"""Pages of what ill-meaning sources say, in a real Chromium: nothing of theirs runs, and the layout holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawl import kinds, pages

from .conftest import Open, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(hostile: Path) -> Iterator[str]:
    """Serve that site in place of the samples."""
    with serving(hostile / "_site") as address:
        yield address


def test_nothing_runs_nothing_is_asked_for_and_nothing_is_wider_than_the_screen(open_page: Open, hostile: Path) -> None:
    site = hostile / "_site"
    models = [page.parent.relative_to(site).as_posix() + "/" for page in pages(site / "models")]
    spoiled = [address for address in models if "/m" not in address.removeprefix("models")]
    dialogs, faults = [], []
    opened = open_page("404.html", prefix="/a/b/", width=390, reduced_motion="reduce")
    opened.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for address in sorted({*kinds(site).values(), *spoiled, "models/acme/m0/"} - {"404.html"}):
        opened.goto(opened.url.partition("/a/b/")[0] + "/a/b/" + address.replace("%", "%25"))
        for width in (390, 1280):
            opened.set_viewport_size({"width": width, "height": 900})
            over = opened.evaluate("document.documentElement.scrollWidth - innerWidth")
            faults += [f"{address[:60]} at {width}: {over} px too wide"] if over > 0 else []
        opened.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        over = opened.evaluate("document.documentElement.scrollWidth - innerWidth")
        faults += [f"{address[:60]}, all unfolded: {over} px too wide"] if over > 0 else []
        faults += [f"{address[:60]}: it ran"] if opened.evaluate("window.hacked") is not None else []
    assert dialogs == []
    assert faults == []
