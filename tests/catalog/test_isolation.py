"""One source failing in whatever way stops nobody else; it has its time; night after night it is told louder."""

import errno
import gzip
import json
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from catalog.looks import failing
from catalog.store.ledger import Ledger
from scraper.boundary import alone, trace
from scraper.errors import ReaderFault
from scraper.snapshots import Archive, ArchiveError, Sighting
from scraper.sources import sources
from tests.answers import envelope
from tests.atlas import API, Atlas, Ran, routes, ten_models
from tests.conftest import NOW
from tests.upstream import Reply, Upstream, reply

PRICES = "/api-docs.deepseek.com/quick_start/pricing"
PAGE = Path(__file__).parents[1] / "fixtures/sources/deepseek_pricing/promotion.html"
OFFERS = "select count(*), min(input_usd_per_mtok) from offers where provider = 'deepseek'"
BOTH = ("openrouter", "deepseek_pricing")


def at(atlas: Atlas, when: datetime) -> None:
    """Let commands believe in a time."""
    atlas.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(when.timestamp())))


def first_night(atlas: Atlas, upstream: Upstream) -> Any:
    """A good night of two sources, the night before; gives what is published of the second one."""
    at(atlas, NOW - timedelta(days=1))
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    upstream.routes.update(routes(*ten_models()) | {PRICES: Reply(PAGE.read_bytes())})
    atlas.listen_to(upstream)
    assert atlas.run("refresh", *BOTH, "--no-render").status == 0
    at(atlas, NOW)
    return atlas.rows(OFFERS)


def states(atlas: Atlas) -> dict[str, str]:
    """The state of both sources."""
    found = {row["id"]: row["state"] for row in atlas.json("api/v1/sources.json")["sources"]}
    return {id_: found[id_] for id_ in BOTH}


def too_deep() -> None:
    too_deep()


def unknown_key() -> None:
    {}["price"]


def too_large() -> None:
    float(10**400)


def no_utf8() -> None:
    b"\xff".decode()


def no_memory() -> None:
    bytearray(sys.maxsize)


def no_archive() -> None:
    gzip.decompress(b"no archive")


def full_disk() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupted() -> None:
    raise KeyboardInterrupt


def damaged() -> None:
    raise ArchiveError("objects/ab/ab.gz: damaged")


@pytest.mark.parametrize(
    ("bug", "told"),
    [
        (too_deep, "RecursionError: maximum recursion depth exceeded"),
        (unknown_key, "KeyError: 'price'"),
        (too_large, "OverflowError: int too large to convert to float"),
        (no_utf8, "UnicodeDecodeError: 'utf-8' codec"),
        (no_memory, "MemoryError"),
        (no_archive, "BadGzipFile: Not a gzipped file"),
    ],
)
def test_what_a_reader_raises_is_told_with_its_type_in_one_line(bug: Callable[[], None], told: str) -> None:
    with pytest.raises(ReaderFault) as caught, alone("shelf", "https://shelf.example/"):
        bug()
    assert str(caught.value).startswith(f"shelf: https://shelf.example/: the reader broke down: {told}")
    assert "\n" not in str(caught.value)
    assert f"in {bug.__name__}" in trace(caught.value)


@pytest.mark.parametrize("trouble", [full_disk, interrupted, damaged])
def test_what_is_of_the_whole_run_is_no_fault_of_a_reader(trouble: Callable[[], None]) -> None:
    with pytest.raises((OSError, KeyboardInterrupt, ArchiveError)), alone("shelf", "https://shelf.example/"):
        trouble()


def plant(atlas: Atlas, method: str, bug: Callable[[], None]) -> pytest.MonkeyPatch:
    """Break one method of the second source's reader; undo() mends it."""

    def broken(*_: Any) -> Any:
        bug()

    patch = pytest.MonkeyPatch()
    patch.setattr(type(sources()["deepseek_pricing"]), method, broken)
    return patch


def test_a_run_that_is_interrupted_asks_for_nothing_more(atlas: Atlas, upstream: Upstream) -> None:
    first_night(atlas, upstream)
    listed = next(path for path in upstream.routes if path.endswith("/api/v1/models"))
    upstream.routes[listed] = Reply(reply(upstream.routes[listed]).body, delay_seconds=0.5)
    upstream.asked.clear()

    def interrupted_meanwhile() -> None:
        while not upstream.asked:  # the other source's thread may begin later
            time.sleep(0.001)
        interrupted()

    mend = plant(atlas, "fetch", interrupted_meanwhile)
    ran = atlas.run("fetch", *BOTH)
    mend.undo()
    assert (ran.status, [asked.path.partition("?")[0] for asked in upstream.asked]) == (1, [listed])
    assert atlas.run("refresh", *BOTH, "--no-render").status == 0


def failed_alone(atlas: Atlas, ran: Ran, told: str, before: Any) -> None:
    """The second source failed and is told in one line; the first one is fresh, and nothing is lost."""
    assert ran.status == 3
    (line,) = [line for line in ran.err.splitlines() if told in line]
    assert "deepseek_pricing: https://api-docs.deepseek.com/quick_start/pricing: the reader broke down: " in line
    assert "Traceback" not in ran.err
    assert states(atlas) == {"openrouter": "fresh", "deepseek_pricing": "failed"}
    assert atlas.rows(OFFERS) == before


@pytest.mark.parametrize(
    ("method", "bug", "told"),
    [
        ("fetch", too_deep, "RecursionError"),
        ("fetch", no_memory, "MemoryError"),
        ("parse", unknown_key, "KeyError: 'price'"),
        ("observe", no_utf8, "UnicodeDecodeError"),
    ],
)
def test_whatever_a_reader_raises_is_its_own_failure_until_it_is_mended(
    atlas: Atlas, upstream: Upstream, method: str, bug: Callable[[], None], told: str
) -> None:
    before = first_night(atlas, upstream)
    upstream.routes[PRICES] = Reply(PAGE.read_bytes().replace(b"$0.11", b"$0.12"))
    patch = plant(atlas, method, bug)
    try:
        failed_alone(atlas, atlas.run("refresh", *BOTH, "--no-render"), told, before)
    finally:
        patch.undo()
    at(atlas, NOW + timedelta(days=1))
    assert atlas.run("refresh", *BOTH, "--no-render").status == 0
    assert states(atlas) == {"openrouter": "fresh", "deepseek_pricing": "fresh"}


def test_a_reader_that_breaks_the_ledger_leaves_the_database_as_it_was(
    atlas: Atlas, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = first_night(atlas, upstream)
    enter = Ledger.enter

    def halfway(ledger: Ledger, *rest: Any) -> None:
        enter(ledger, *rest)
        if ledger.source == "deepseek_pricing":
            raise KeyError("half of it is entered")

    monkeypatch.setattr(Ledger, "enter", halfway)
    upstream.routes[PRICES] = Reply(PAGE.read_bytes().replace(b"$0.11", b"$0.12"))
    failed_alone(atlas, atlas.run("refresh", *BOTH, "--no-render"), "KeyError: 'half of it is entered'", before)
    newest = "select max(fetched_at) from snapshots where source = 'deepseek_pricing'"
    assert atlas.rows(newest, "data/catalog.db") == [("2026-07-31T03:00:00Z",)]
    assert atlas.rows("pragma integrity_check", "data/catalog.db") == [("ok",)]


def test_where_a_reader_broke_down_is_told_to_who_asks(atlas: Atlas, upstream: Upstream) -> None:
    first_night(atlas, upstream)
    patch = plant(atlas, "parse", unknown_key)
    try:
        upstream.routes[PRICES] = Reply(PAGE.read_bytes() + b"\n")
        ran = atlas.run("refresh", *BOTH, "--no-render", "--verbose")
    finally:
        patch.undo()
    assert "in unknown_key" in ran.err


def test_a_source_whose_time_is_over_keeps_what_it_has_and_the_others_go_on(atlas: Atlas, upstream: Upstream) -> None:
    upstream.routes.update(routes(*ten_models()) | {PRICES: Reply(PAGE.read_bytes())})
    for number in range(10):
        path = f"{API}/models/acme/m{number}/endpoints"
        upstream.routes[path] = reply(upstream.routes[path], delay_seconds=0.3)
    with Path("modelatlas.toml").open("a") as file:
        file.write("source_seconds = 0.8\nconcurrency = 1\n")
    atlas.listen_to(upstream)
    began = time.monotonic()
    ran = atlas.run("fetch", *BOTH)
    assert time.monotonic() - began < 3
    assert ran.status == 3
    (line,) = [line for line in ran.err.splitlines() if "s were over" in line]
    assert line.startswith("openrouter: ")
    assert " of 10 were asked when its 0.8 s were over: is it slow today? source_seconds under [http]" in line
    kept = [seen for seen in Archive(Path("data/archive")).sightings("openrouter") if seen.ok]
    assert {seen.url.rpartition("/")[2].partition("?")[0] for seen in kept} == {"models", "providers", "endpoints"}
    assert 3 <= len(kept) < 12
    assert Archive(Path("data/archive")).sightings("deepseek_pricing")[-1].ok


def test_a_host_that_wants_to_be_asked_later_than_the_time_allows_is_not_waited_for(
    atlas: Atlas, upstream: Upstream
) -> None:
    upstream.routes[PRICES] = Reply(b"", 429, {"Retry-After": "50"})
    with Path("modelatlas.toml").open("a") as file:
        file.write("source_seconds = 20\n")
    atlas.listen_to(upstream)
    began = time.monotonic()
    ran = atlas.run("fetch", "deepseek_pricing")
    assert time.monotonic() - began < 5
    assert (ran.status, "the source's time is over (source_seconds)" in ran.err) == (1, True)


def looked(night: datetime, error: str = "HTTP 500, 3 tries") -> Sighting:
    """A night without an answer, as a fetch archives it."""
    url = "https://openrouter.ai/api/v1/models?output_modalities=all"
    return Sighting(source="openrouter", url=url, fetched_at=night, status=500, error=error)


@pytest.mark.parametrize(
    ("nights", "told"),
    [
        (1, "values from the last good answer of 2026-07-01, 30 days old"),
        (3, "failing for 3 nights: values of 1 July 2026"),
        (7, "still failing after 7 nights: values of 1 July 2026; has its address or its shape changed?"),
        (30, "failing for 30 nights, as if for good: values of 1 July 2026; mend its reader or take the source out"),
    ],
)
def test_night_after_night_it_is_told_louder(atlas: Atlas, nights: int, told: str) -> None:
    atlas.backfill(envelope(*ten_models()), "2026-07-01")
    Archive(Path("data/archive")).note(looked(NOW - timedelta(days=ago)) for ago in reversed(range(nights)))
    ran = atlas.run("refresh", "openrouter", "--offline", "--quiet")
    assert ran.status == 3
    assert f"openrouter: {told}\n" in ran.err
    (row, *_) = json.loads(atlas.run("sources", "--json").out)
    assert (row["nights_failed"], row["last_outcome"], row["last_look"]) == (nights, "failed", "2026-08-01T03:00:00Z")
    assert row["looks"]["2026-08-01"] == "failed"
    assert row == atlas.json("api/v1/sources.json")["sources"][0]
    page = atlas.text("sources/index.html")
    assert f'<span aria-hidden="true">{"·" * (30 - nights)}{"✕" * nights}</span> {nights} failed (last on 1 Aug' in page
    assert (f"{told[0].upper()}{told[1:]}." in page) == (nights >= 3)


def test_a_good_night_ends_it_and_nights_without_a_look_do_not_count(atlas: Atlas, upstream: Upstream) -> None:
    atlas.backfill(envelope(*ten_models()), "2026-07-01")
    Archive(Path("data/archive")).note([looked(NOW - timedelta(days=20)), looked(NOW - timedelta(days=9))])
    atlas.run("build", "--no-render")
    assert "no good answer for 2 nights in a row" in atlas.run("sources").out
    upstream.routes.update(routes(*ten_models()))
    atlas.listen_to(upstream)
    assert atlas.run("refresh", "openrouter").status == 0
    (row, *_) = json.loads(atlas.run("sources", "--json").out)
    assert (row["nights_failed"], row["last_outcome"]) == (0, "good")
    assert row["looks"] == {"2026-07-12": "failed", "2026-07-23": "failed", "2026-08-01": "good"}


def test_a_night_whose_answer_is_not_what_we_know_is_a_refused_one(atlas: Atlas, upstream: Upstream) -> None:
    first_night(atlas, upstream)
    upstream.routes[f"{API}/models"] = Reply(b"<html></html>")
    assert atlas.run("refresh", "openrouter", "--no-render").status == 3
    row = atlas.json("api/v1/sources.json")["sources"][0]
    assert (row["last_outcome"], row["nights_failed"]) == ("refused", 1)
    assert row["looks"] == {"2026-07-30": "good", "2026-07-31": "good", "2026-08-01": "refused"}


def test_a_source_that_never_answered_has_no_values_to_date() -> None:
    assert failing(4, None) == "failing for 4 nights: no values"
