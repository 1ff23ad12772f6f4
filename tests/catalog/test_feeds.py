"""Atom feeds: the rules they follow, ids for ever, and that nothing changes but what changed."""

import json
import re
import uuid
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.changes.change import ATLAS, SOURCE
from catalog.changes.events import Event, Step, events
from catalog.export.atom import NAMESPACE, clean, markup, text, urn
from catalog.export.feeds import ALL, MODELS, MOST, MOST_OF_ALL, Feeds
from catalog.queries import Addresses
from catalog.render.event_names import EventNames
from catalog.render.receipts import Receipts
from tests import atom
from tests.answers import envelope, model
from tests.atlas import Atlas, ten_models
from tests.catalog.test_corrected_catalog import VALUE as CORRECTION
from tests.catalog.test_corrected_catalog import Checkout
from tests.crawl import broken_links
from tests.feeds_read import compared, read

BASE = "https://atlas.example/a/b/"
CHEAP = {"pricing": {"prompt": "0.00000042", "completion": "0.00000125"}}
DEAR = {"pricing": {"prompt": "0.00000052", "completion": "0.00000125"}}
HOSTILE = "<script>alert(1)</script>\u202e]]>&amp;\x07\"'"
OF_M3 = "feeds/models/acme/m3.atom"


def build(atlas: Atlas, base: str = BASE) -> dict[str, bytes]:
    """The feeds of a build, by path."""
    assert atlas.run("build", "--base-url", base).status == 0
    return {path: content for path, content in atlas.files().items() if path.endswith(".atom")}


def priced(**changes: Any) -> list[dict[str, Any]]:
    """Ten models, of which the fourth is otherwise."""
    return [{**row, **(changes if row["id"] == "acme/m3" else {})} for row in ten_models()]


def ids(content: bytes) -> list[str]:
    return [entry.id for entry in atom.entries(content)]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout of its own, with ten models in its archive."""
    return Checkout(tmp_path)


@pytest.fixture
def three_days(atlas: Atlas) -> Atlas:
    """A price that rises, a model that comes, another lab's model that goes, and a hostile name."""
    other = model("other/o", name=HOSTILE, description=HOSTILE)
    atlas.backfill(envelope(*priced(), model("other/gone"), other), "2026-07-29")
    atlas.backfill(envelope(*priced(**DEAR), model("other/gone"), {**other, "name": f"{HOSTILE} 2"}), "2026-07-30")
    atlas.backfill(envelope(*priced(**DEAR), model("acme/new"), {**other, "name": f"{HOSTILE} 2"}), "2026-07-31")
    return atlas


def test_every_feed_follows_the_rules(three_days: Atlas) -> None:
    feeds = build(three_days)
    assert len(feeds) == 2 + 13 + 2
    assert {path: found for path, content in feeds.items() if (found := atom.errors(content, BASE + path))} == {}


def test_a_reader_understands_every_feed(three_days: Atlas) -> None:
    for path, content in build(three_days).items():
        assert [(one.id, one.title, one.updated, one.link) for one in read(content).entries] == [
            (one.id, " ".join(one.title.split()), one.updated, one.link) for one in atom.entries(content)
        ], path


def test_every_feed_tells_prices_as_the_other_files_to_the_last_digit(atlas: Atlas) -> None:
    odd = ["0.00000042", "0.0000004234567890123", "0.00000051", "0.0000005999999999999999999", "0.0000006"]
    for day, (prompt, completion) in enumerate(zip(odd, odd[::-1], strict=True), 26):
        changed = {"pricing": {"prompt": prompt, "completion": completion, "web_search": f"0.00{day}"}}
        atlas.backfill(envelope(*priced(**changed)), f"2026-07-{day}")
    build(atlas)
    counts = compared(atlas.folder / "_site")
    # Four changes of three prices, in the feeds of all, of the lab and of the model.
    assert counts == {"feeds": 2 + 10 + 1, "entries": 3 * 4, "prices": 3 * 4 * 3, "models": 3}


@pytest.mark.parametrize("catalog", ["whole", "hostile"])
def test_a_reader_understands_every_feed_of_every_source(catalog: str, request: pytest.FixtureRequest) -> None:
    counts = compared(request.getfixturevalue(catalog) / "_site")
    assert counts["feeds"] > 20
    assert counts["entries"] > 20


def test_feeds_tell_what_changed_in_words(three_days: Atlas) -> None:
    feeds = build(three_days)
    assert [(entry.title, entry.kinds, entry.updated) for entry in atom.entries(feeds[ALL])[:2]] == [
        ("Acme: new: Added", ("added",), "2026-07-31T12:00:00Z"),
        ("Acme: gone: No longer listed", ("retired",), "2026-07-31T12:00:00Z"),
    ]
    (rise,) = atom.entries(feeds[OF_M3])
    assert rise.title == "Acme: m3: Input price $0.42 → $0.52 per 1M tokens, +23.8 %"
    assert rise.link == f"{BASE}models/acme/m3/"
    assert rise.html.startswith("<ul><li>Input price $0.42 → $0.52 per 1M tokens, +23.8 %</li></ul><p>Sold by OpenRou")
    assert '<a href="https://openrouter.ai/api/v1/models">' in rise.html
    assert ", 30 July 2026, 12:00 UTC, snapshot <code>" in rise.html


def test_the_feed_of_new_models_has_only_models_that_were_never_there(three_days: Atlas) -> None:
    three_days.backfill(envelope(*priced(**DEAR), model("acme/new"), model("other/gone")), "2026-08-01")
    assert [entry.title for entry in atom.entries(build(three_days)[MODELS])] == ["Acme: new: Added"]


def test_a_variant_that_comes_with_its_model_is_one_new_model(atlas: Atlas) -> None:
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    atlas.backfill(envelope(*ten_models(), model("acme/a"), model("acme/a:free")), "2026-07-31")
    feeds = build(atlas)
    assert [entry.link for entry in atom.entries(feeds[MODELS])] == [f"{BASE}models/acme/a/"]
    assert len(ids(feeds["feeds/models/acme/a.atom"])) == 2


def test_hostile_names_stay_text(three_days: Atlas) -> None:
    (entry,) = atom.entries(build(three_days)["feeds/models/other/o.atom"])
    assert entry.title.startswith("<script>alert(1)</script>]]>&amp;\"' 2: Name ")
    assert "<script" not in entry.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;]]&gt;&amp;amp;" in entry.html


def test_the_same_archive_gives_the_same_feeds(three_days: Atlas) -> None:
    first = build(three_days)
    (three_days.folder / "data/catalog.db").unlink()
    assert build(three_days) == first


def test_ids_do_not_depend_on_where_the_site_is(three_days: Atlas) -> None:
    here, there = build(three_days), build(three_days, "http://other.example/")
    assert {path: ids(content) for path, content in here.items()} == {path: ids(c) for path, c in there.items()}
    assert here[ALL].replace(BASE.encode(), b"http://other.example/") == there[ALL]


def test_a_new_price_is_one_more_entry_in_three_feeds_and_nothing_else(three_days: Atlas) -> None:
    before = build(three_days)
    last = envelope(*priced(**CHEAP), model("acme/new"), model("other/o", name=f"{HOSTILE} 2", description=HOSTILE))
    three_days.backfill(last, "2026-08-01")
    after = build(three_days)
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {ALL, OF_M3, "feeds/labs/acme.atom"}
    for path in changed:
        new, *old = re.split(rb"(?=<entry>)", after[path])[1:]
        assert b"<updated>2026-08-01T12:00:00Z</updated>" in new
        assert old == re.split(rb"(?=<entry>)", before[path])[1:]


def test_a_new_night_touches_no_past_day_but_the_one_before_it(three_days: Atlas) -> None:
    build(three_days)
    before = three_days.files("_site/changes")
    three_days.backfill(envelope(*priced(**CHEAP), model("acme/new")), "2026-08-01")
    build(three_days)
    after = three_days.files("_site/changes")
    changed = {path.partition("/")[0] for path in after if after[path] != before.get(path) and path.startswith("20")}
    assert changed == {"2026-07-31", "2026-08-01"}
    assert before.keys() - after.keys() == set()


def test_a_night_without_a_change_leaves_every_feed_as_it_is(three_days: Atlas) -> None:
    before = build(three_days)
    same = {"name": f"{HOSTILE} 2", "description": HOSTILE}
    three_days.backfill(envelope(*priced(**DEAR), model("acme/new"), model("other/o", **same)), "2026-08-01")
    assert build(three_days) == before


def test_recordings_that_are_taken_in_later_leave_ids_as_they_are(three_days: Atlas) -> None:
    before = build(three_days)
    three_days.backfill(envelope(*priced(**DEAR), model("other/gone")), "2026-07-27")
    three_days.backfill(envelope(*priced(**CHEAP), model("other/gone")), "2026-07-28")
    after = build(three_days)
    old, new = atom.entries(before[OF_M3]), atom.entries(after[OF_M3])
    assert new[:1] == old
    assert [entry.updated[:10] for entry in new] == ["2026-07-30", "2026-07-28"]
    assert set(ids(before[ALL])) <= set(ids(after[ALL]))
    assert [error for path in after for error in atom.errors(after[path], BASE + path)] == []


def test_a_change_that_came_earlier_than_was_known_is_one_entry_of_that_time(atlas: Atlas) -> None:
    atlas.backfill(envelope(*priced()), "2026-07-29")
    atlas.backfill(envelope(*priced(**DEAR)), "2026-07-31")
    (late,) = atom.entries(build(atlas)[OF_M3])
    atlas.backfill(envelope(*priced(**DEAR)), "2026-07-30")
    (early,) = atom.entries(build(atlas)[OF_M3])
    assert (late.updated, early.updated) == ("2026-07-31T12:00:00Z", "2026-07-30T12:00:00Z")
    assert late.title == early.title
    assert late.id != early.id


def test_what_a_guard_holds_is_told_once_it_is_accepted_and_our_corrections_as_ours(checkout: Checkout) -> None:
    def told() -> list[tuple[str, str]]:
        feed = checkout.files()[OF_M3]
        assert atom.errors(feed, f"https://example.org/{OF_M3}") == []
        return [(entry.updated, entry.title.partition(": ")[2]) for entry in atom.entries(feed)]

    leap = envelope(*priced(pricing={"prompt": "0.042", "completion": "0.00000125"}))
    (checkout.folder / "2026-07-31.json").write_text(json.dumps(leap), encoding="utf-8")
    assert checkout.run("backfill", "openrouter", "2026-07-31.json").returncode == 0
    checkout.build(3)
    assert told() == []
    assert b'<span class="tag warn">held</span>' in checkout.files()["changes/2026-07-31/index.html"]
    assert checkout.run("accept", "openrouter:acme/m3", "--why", "announced", "--who", "ab").returncode == 0
    checkout.correct(CORRECTION)
    checkout.build()
    leapt = "m3: Input price $0.42 → $42,000.00 per 1M tokens, +10,000,000 %"
    assert told() == [
        ("2026-07-31T12:00:00Z", leapt),
        ("2026-07-30T00:00:00Z", "Acme: m3: Context window 123,000 → 131,072 tokens"),
    ]
    assert b'<span class="tag">our correction</span>' in checkout.files()["changes/2026-07-30/index.html"]


def test_every_page_that_names_a_feed_leads_to_one(three_days: Atlas) -> None:
    build(three_days)
    site = three_days.folder / "_site"
    named = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">'
    assert named.format("All changes", "feeds/changes.atom") in three_days.text("index.html")
    assert named.format("New models", "../feeds/models.atom") in three_days.text("changes/index.html")
    own = named.format("Changes of Acme: m3", f"../../../{OF_M3}")
    assert own in three_days.text("models/acme/m3/index.html")
    (site / "404.html").unlink()
    assert broken_links(site) == []


SPOILED = {
    "is no XML": ("</feed>", ""),
    "is no XML: a bell": ("<title>", "<title>\x07"),
    "is no feed": ('xmlns="http://www.w3.org/2005/Atom"', 'xmlns="http://purl.org/atom/ns#"'),
    "feed holds 0 of id": (r"<id>[^<]*</id>\n<title>Changes", "<title>Changes"),
    "feed holds 2 of updated": ("(<updated>[^<]*</updated>)", r"\1\1"),
    "feed holds 0 of author": ("<author>.*</author>", ""),
    "entry holds 0 of title": (r"(<entry>.*\n)<title>.*</title>", r"\1"),
    "feed holds generated": ("</author>", "</author><generated>2026</generated>"),
    "feed has the attribute version": ('xml:lang="en"', 'xml:lang="en" version="1.0"'),
    "feed holds text between elements": ("</author>", "</author>and"),
    "updated is no time: yesterday": ("<updated>[^<]*<", "<updated>yesterday<"),
    "updated is no time: 2026-02-30T12:00:00Z": ("<updated>[^<]*<", "<updated>2026-02-30T12:00:00Z<"),
    "updated is no time: 2026-07-31": ("<updated>[^<]*<", "<updated>2026-07-31<"),
    "id is no UUID: 42": ("<id>[^<]*<", "<id>42<"),
    "link is not absolute: changes/": ('href="[^"]*a/b/changes/"', 'href="changes/"'),
    "link of no known relation: me": ('rel="self"', 'rel="me"'),
    "says that it is at": ("feeds/changes.atom", "feeds/changed.atom"),
    "has no alternate": ('<link rel="alternate" type="text/html" href="[^"]*a/b/changes/"/>', ""),
    "has two alternates": (r'(<link rel="alternate"[^>]*/>)', r"\1\1"),
    "category has no term": ('term="added" ', ""),
    "content is of the type text": ('type="html">', 'type="text">'),
    "content is no sound HTML": ("&lt;/li&gt;&lt;/ul&gt;", "&lt;/ul&gt;&lt;/b&gt;"),
    "content holds script": ("&lt;ul&gt;", "&lt;script&gt;1&lt;/script&gt;&lt;ul&gt;"),
    "content has the attributes": ("&lt;ul&gt;", "&lt;ul onclick=1&gt;"),
    "content leads to": ("&quot;https://openrouter.ai", "&quot;javascript:"),
    "has the id": ("<entry>(<id>[^<]*</id>)(?s:(.*?))<entry><id>[^<]*</id>", r"<entry>\1\2<entry>\1"),
    "has not the newest entry first": (r"(?s)(</content></entry>.*<updated>)2026-07-30", r"\g<1>2027-07-30"),
    "is not as new as its newest": ("<updated>2026-07-31", "<updated>2026-07-30"),
    "declares": ("<feed", "<!DOCTYPE feed><feed"),
}


def test_the_rules_can_be_broken(three_days: Atlas) -> None:
    sound = build(three_days)[ALL].decode()
    for told, (pattern, new) in SPOILED.items():
        spoiled = re.sub(pattern, new, sound, count=1)
        assert spoiled != sound, told
        found = atom.errors(spoiled.encode(), BASE + ALL)
        assert any(error.startswith(told.partition(": a bell")[0]) for error in found), (told, found)


# Feeds made without a catalog: how many entries, whose correction, any text.


class Nowhere(Addresses):
    """Knows no address."""

    def __init__(self) -> None:
        pass

    def at(self, source: str, snapshot: str, fetched_at: str) -> str:
        return ""


def event(at: str, record: str = "a/m", by: str = SOURCE, *steps: Step, **more: str) -> Event:
    given = {"model_id": "a/m", "provider": "", "wire_id": "", "snapshot": "", **more}
    return Event(at, "openrouter", record, by, **given, steps=steps or (Step("price", "input_usd_per_mtok", "1", "2"),))


def feeds_of(told: list[Event], name: str = "M") -> dict[str, bytes]:
    names = EventNames(Receipts(Nowhere(), {}), {"novita": "Novita"}, {"a/m": name})
    models = [{"id": "a/m", "author": "a", "name": name, "first_seen": "2024-01-01T00:00:00Z"}]
    return dict(Feeds(told, models, names, BASE).files())


def test_a_feed_ends_somewhere_but_never_within_its_newest_two_days() -> None:
    old = [event(f"2025-{month:02}-{day:02}T00:00:00Z") for month in range(12, 0, -1) for day in range(28, 0, -1)]
    feeds = feeds_of(old)
    assert (len(ids(feeds[ALL])), len(ids(feeds["feeds/models/a/m.atom"]))) == (MOST_OF_ALL, MOST)
    crowd = [event("2026-01-02T00:00:00Z", f"a/{n:03}") for n in range(130)]
    crowd += [event("2026-01-01T00:00:00Z", f"a/{n:03}") for n in range(40)]
    feeds = feeds_of(crowd + old)
    assert (len(ids(feeds[ALL])), len(ids(feeds["feeds/labs/a.atom"]))) == (170, 170)


def test_a_feed_without_entries_is_as_old_as_its_model_and_sound() -> None:
    for path, content in feeds_of([]).items():
        assert atom.errors(content, BASE + path) == []
        assert b"<updated>2024-01-01T00:00:00Z</updated>" in content


def test_a_correction_of_ours_is_another_entry_and_says_so() -> None:
    at = "2026-01-01T00:00:00Z"
    why = {"who": "ab", "why": "the <card> says so", "url": "https://card.example/?a&b"}
    ours = event(at, "a/m", ATLAS, Step("price", "input_usd_per_mtok", "2", "1", evidence=why))
    feed = feeds_of([event(at), ours])[ALL]
    assert atom.errors(feed, BASE + ALL) == []
    theirs, corrected = atom.entries(feed)
    assert theirs.id != corrected.id
    assert (theirs.kinds, corrected.kinds) == (("price",), ("price", "correction"))
    assert corrected.title == "Correction of ours: M: Input price $2.00 → $1.00 per 1M tokens, -50 %"
    assert '(<a href="https://card.example/?a&amp;b">ab: the &lt;card&gt; says so</a>)' in corrected.html
    assert "Corrected by us, in place of what is said by openrouter, 1 January 2026." in corrected.html


def test_a_change_that_was_held_appears_with_its_own_time_once_it_is_accepted() -> None:
    at = "2026-01-01T00:00:00Z"
    held = event(at, "a/m", SOURCE, Step("price", "input_usd_per_mtok", "1", "200", held=True))
    later = event("2026-01-02T00:00:00Z")
    before = feeds_of([later, held])[ALL]
    after = feeds_of([later, event(at, "a/m", SOURCE, Step("price", "input_usd_per_mtok", "1", "200"))])[ALL]
    assert [entry.updated for entry in atom.entries(after)] == [later.at, at]
    assert atom.entries(before) == atom.entries(after)[:1]


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ({"provider": "openrouter", "wire_id": "a/m"}, "M: "),
        ({"provider": "openrouter", "wire_id": "a/m:free", "record": "a/m:free"}, "M (openrouter: a/m:free): "),
        ({"provider": "novita", "wire_id": "a/m", "record": "a/m#novita"}, "M (Novita): "),
        ({"record": "a/x", "model_id": ""}, "a/x: "),
        ({"record": "a/x", "model_id": "", "provider": "novita", "wire_id": "x"}, "x (Novita): "),
    ],
)
def test_a_title_says_which_sale_of_the_model_it_is(told: dict[str, str], title: str) -> None:
    (entry,) = atom.entries(feeds_of([event("2026-01-01T00:00:00Z", **told)])[ALL])  # type: ignore[arg-type]
    assert entry.title == f"{title}Input price $1.00 → $2.00 per 1M tokens, +100 %"


def test_rows_of_one_record_at_one_time_are_one_entry() -> None:
    row: dict[str, Any] = {
        "at": "2026-01-01T00:00:00Z", "kind": "limit", "source": "openrouter", "record": "a/m", "model_id": "a/m",
        "provider": None, "wire_id": None, "field": "max_output", "old": "1", "new": "2", "by": SOURCE, "held": False,
        "snapshot": None, "evidence": None,
    }  # fmt: skip
    price = {**row, "kind": "price", "field": "input_usd_per_mtok"}
    (told,) = atom.entries(feeds_of(events([row, price]))[ALL])
    assert told.kinds == ("price", "limit")
    assert told.title == "M: Input price $1.00 → $2.00 per 1M tokens, +100 % and 1 more"


@given(st.text())
def test_any_text_survives_as_text(any_text: str) -> None:
    told = ElementTree.fromstring(f'<a b="{text(any_text)}">{markup(any_text)}</a>')  # noqa: S314
    kept = clean(any_text)
    assert told.get("b", "").split() == kept.split()
    assert [letter for letter in any_text if letter.isprintable() and letter not in kept] == []
    feed = feeds_of([event("2026-01-01T00:00:00Z", any_text, wire_id=any_text)], any_text or "M")[ALL]
    assert atom.errors(feed, BASE + ALL) == []


def test_ids_that_were_published_once_stay_as_they_are() -> None:
    entry = urn("entry", "openrouter", "2026-01-01T12:00:00Z", "source", "acme/m")
    assert entry == "urn:uuid:25716fe9-be3b-5282-a9ca-d834f2dad32a"
    name = "entry\nopenrouter\n2026-01-01T12:00:00Z\nsource\nacme/m"
    assert entry == uuid.uuid5(NAMESPACE, name).urn
