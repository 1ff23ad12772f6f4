"""What pages say to programs: from when to when a price holds, and texts of sources that stay texts."""

import json
from typing import Any
from xml.etree import ElementTree

from catalog.render.json_ld import breadcrumbs, script
from catalog.render.sitemap import sitemap
from tests.answers import envelope, model
from tests.atlas import Atlas, ten_models
from tests.crawl import documents

ATLAS = "acme/atlas-7b"
DEAR = {"prompt": "0.0000008", "completion": "0.00000125"}


def offer(atlas: Atlas, *days: dict[str, Any]) -> dict[str, Any]:
    """The only offer of a model that was listed so on each of these days."""
    for number, changes in enumerate(days, 29):
        atlas.backfill(envelope(*ten_models(), model(ATLAS, **changes)), f"2026-07-{number}")
    assert atlas.run("build").status in (0, 3)
    (found,) = documents(atlas.folder / f"_site/models/{ATLAS}/index.html")[0]["offers"]
    return dict(found)


def test_a_price_holds_since_the_day_on_which_it_changed(atlas: Atlas) -> None:
    assert offer(atlas, {}, {"pricing": DEAR})["validFrom"] == "2026-07-30T12:00:00Z"


def test_a_price_that_the_first_answer_had_may_be_older(atlas: Atlas) -> None:
    assert "validFrom" not in offer(atlas, {}, {"description": "Another text."})


def test_an_offer_that_is_to_go_says_until_when_it_stands(atlas: Atlas) -> None:
    assert offer(atlas, {"expiration_date": "2026-12-24"})["priceValidUntil"] == "2026-12-24"


def test_an_end_that_is_over_while_the_offer_stands_is_not_told(atlas: Atlas) -> None:
    assert "priceValidUntil" not in offer(atlas, {"expiration_date": "2026-07-01"})


def test_what_is_free_costs_0(atlas: Atlas) -> None:
    found = offer(atlas, {"pricing": {"prompt": "0", "completion": "0"}})
    assert [price["price"] for price in found["priceSpecification"]] == ["0", "0"]


def test_what_varies_is_no_price(atlas: Atlas) -> None:
    atlas.backfill(envelope(*ten_models(), model(ATLAS, pricing={"prompt": "-1", "completion": "-1"})), "2026-07-29")
    assert atlas.run("build").status in (0, 3)
    assert "offers" not in documents(atlas.folder / f"_site/models/{ATLAS}/index.html")[0]


def test_no_text_can_end_its_script_element_or_hide_a_letter() -> None:
    bad = "</script><!--<script>&amp;\u2028\u2029\x00\ud800\u202e"
    text = script({"name": bad, "list": [bad], "key": {"inner": bad}})
    assert not {"<", ">", "&", "\u2028", "\u2029", "\x00"} & set(text)
    assert json.loads(text)["name"] == "</script><!--<script>&amp;\u2028\u2029\ufffd\ufffd\ufffd"


def test_a_page_below_a_list_is_reached_by_that_list() -> None:
    (text,) = breadcrumbs(
        "https://x.example/", "changes/2026-07-30/index.html", "A day · Model Atlas", "https://x.example/d/"
    )
    names = [item["name"] for item in json.loads(text)["itemListElement"]]
    assert names == ["Model Atlas", "Changes", "A day"]
    (text,) = breadcrumbs("https://x.example/", "changes/index.html", "Changes · Model Atlas", "https://x.example/c/")
    assert [item["name"] for item in json.loads(text)["itemListElement"]] == ["Model Atlas", "Changes"]
    assert breadcrumbs("https://x.example/", "index.html", "Model Atlas", "https://x.example/") == ()


def test_a_list_of_pages_that_is_too_long_becomes_several() -> None:
    paths = [f"models/m{number}/index.html" for number in range(5)]
    files = dict(sitemap("https://x.example/", paths, most=2))
    assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    named = {name: addresses(text) for name, text in files.items()}
    lists = list(files)[1:]
    assert named["sitemap.xml"] == [f"https://x.example/{name}" for name in lists]
    assert [address for name in lists for address in named[name]] == [
        f"https://x.example/models/m{number}/" for number in range(5)
    ]
    assert list(dict(sitemap("https://x.example/", paths))) == ["sitemap.xml"]


def addresses(text: bytes) -> list[str]:
    tree = ElementTree.fromstring(text)  # noqa: S314 - our own file
    return [str(element.text) for element in tree.iter() if element.tag.endswith("loc")]
