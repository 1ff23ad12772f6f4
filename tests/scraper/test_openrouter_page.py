"""OpenRouter's model pages: figures split right or refused, prose no limit, nothing empty counted as zero."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from scraper.answers import load_json
from scraper.claims import Observation
from scraper.errors import FetchError, ShapeError
from scraper.http import Http, HttpSettings
from scraper.issues import IssueKind
from scraper.mirrors import Mirrors
from scraper.progress import Silent
from scraper.recordings import Recording, read_recordings
from scraper.snapshots import Archive, Sighting, Snapshot
from scraper.sources import sources
from scraper.sources.openrouter_page import NO_AUTHORS, PATTERN
from tests.scraper.mutations import WRONG, column_inserted, prices, wrong_prices
from tests.upstream import Reply, Upstream

source = sources()["openrouter_page"]
FIXTURES = Path(__file__).parent.parent / "fixtures/sources/openrouter_page"
NOW = datetime(2026, 8, 1, 3, tzinfo=UTC)
ATLAS = "https://openrouter.ai/acme/atlas-28b"
ALIKE = ("page-elements", "page-definitions", "page-table", "page-text")


def snapshot(html: str, url: str = ATLAS) -> Snapshot:
    return Snapshot(sighting=Sighting(source=source.id, url=url, fetched_at=NOW, status=200), body=html.encode())


def fixture(name: str) -> Snapshot:
    return snapshot((FIXTURES / f"{name}.html").read_text(encoding="utf-8"))


def head(*lines: str) -> str:
    return "<h1>Acme: Atlas 28B</h1><p>acme/atlas-28b</p>" + "".join(f"<div>{line}</div>" for line in lines)


def seen(html: str | Snapshot, url: str = ATLAS) -> Observation:
    page = snapshot(html, url) if isinstance(html, str) else html
    ((record,),) = source.parse([page]).scopes.values()
    return source.observe(record)


def claims(html: str | Snapshot, url: str = ATLAS) -> dict[str, str]:
    return {claim.field: claim.value for claim in seen(html, url).claims}


class Listed:
    """What the list is known to hold."""

    def __init__(self, *ids: str) -> None:
        self.ids = ids

    def values(self, source: str, field: str) -> list[str]:
        return []

    def records(self, source: str) -> list[str]:
        return sorted(self.ids) if source == "openrouter" else []

    def gone(self, source: str, days: int) -> list[str]:
        return []


@pytest.fixture
def upstream(monkeypatch: pytest.MonkeyPatch) -> Iterator[Upstream]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with Upstream() as running:
        yield running


def fetched(folder: Path, upstream: Upstream, *ids: str) -> list[Sighting]:
    with Http(
        Archive(folder), HttpSettings(), mirrors=Mirrors(upstream.mirrors),
        clock=lambda: NOW, sleep=lambda _: None, progress=Silent(),
    ) as http:  # fmt: skip
        return list(source.fetch(http, Listed(*ids)))


def test_every_markup_of_one_page_makes_the_same_claims() -> None:
    found = [claims(fixture(name)) for name in ALIKE]
    assert all(said == found[0] for said in found)
    assert (found[0]["listed_at"], found[0]["context_listed"]) == ("2025-08-12", "30000")
    assert (found[0]["input_usd_per_mtok"], found[0]["output_usd_per_mtok"]) == ("0.14", "0.56")


@pytest.mark.parametrize(
    ("line", "day", "context"),
    [
        ("Created Aug 12, 202530,000 context", "2025-08-12", "30000"),
        ("Created Aug 1, 202532768 context", "2025-08-01", "32768"),
        ("Created Aug 12, 20251,050,000 context", "2025-08-12", "1050000"),
        ("Created Aug 12, 2025 | 200K context", "2025-08-12", "200000"),
        ("30,000 context", None, "30000"),
        ("Created Aug 12, 2025", "2025-08-12", None),
        ("Created Jun 20200,000 context", None, None),
        ("Created Aug 41, 202530,000 context", None, "30000"),
        ("Created 202530,000 context", None, None),
        ("Created Aug 12, 20251M context", "2025-08-12", None),
    ],
)
def test_a_glued_date_and_context_are_split_right_or_refused(line: str, day: str | None, context: str | None) -> None:
    found = seen(head(line, "$1/M input tokens$2/M output tokens"))
    said = {claim.field: claim.value for claim in found.claims}
    assert (said.get("listed_at"), said.get("context_listed")) == (day, context)
    missing = [field for field in ("listed_at", "context_listed") if field not in said]
    is_told = "Created" in line and "context" in line
    assert not is_told or set(missing) == {issue.field for issue in found.issues}


@pytest.mark.parametrize(
    "line",
    [
        "$0.14/M input tokens$0.56/M output tokens",
        "<span>$0.14/M input tokens</span><span>$0.56/M output tokens</span>",
        "$0.56/M output tokens</div><div>$0.14/M input tokens",
        "$0.14/1M input tokens | $0.56/1M output tokens",
        "Created Aug 12, 202530,000 context$0.14/M input tokens$0.56/M output tokens",
        "<ul><li>Output: $0.56 / 1M tokens</li><li>Input: $0.14 / 1M tokens</li></ul>",
        "<b>Input price</b> <span>$0.14/M</span> <b>Output price</b> <span>$0.56/M</span>",
        "<table><tr><th>Output</th><th>Input</th></tr><tr><td>$0.56/M tokens</td><td>$0.14/M tokens</td></tr></table>",
    ],
)
def test_prices_are_read_however_they_are_set(line: str) -> None:
    said = claims(head(line))
    assert (said["input_usd_per_mtok"], said["output_usd_per_mtok"]) == ("0.14", "0.56")


@pytest.mark.parametrize(
    "line",
    [
        "Starting at $0.40/M input tokens", "$0.14 - $0.20/M input tokens", "$0.14 $0.20/M input tokens",
        "$0,14/M input tokens", "$1,125/M input tokens", "€0.14/M input tokens", "-$0.14/M input tokens",
        "$0.14/K input tokens", "$0.14/1K input tokens", "$0.14M input tokens/M", "up to $9/M input tokens",
        "Input price</div><div>Output price</div><div>$0.14/M</div><div>$0.56/M",
        "$0.14/M</div><div>Input price</div><div>$0.56/M</div><div>Output price",
        "$0.14/M input tokens (was $0.20)", "$0.14/M input tokens</div><div>$0.15/M input tokens",
    ],
)  # fmt: skip
def test_a_price_that_is_not_exactly_one_is_none_with_a_reason(line: str) -> None:
    found = seen(head(line))
    assert [claim.field for claim in found.claims if "_usd_" in claim.field] == []
    assert {issue.kind for issue in found.issues} == {IssueKind.BAD_VALUE}


def test_images_and_searches_are_told_by_the_thousand() -> None:
    said = claims(head("$0.30/M input tokens$1.238/K input imgs$0.03/K output imgs$10/K web search"))
    assert said["image_usd_each"] == "0.001238"
    assert said["image_output_usd_each"] == "0.00003"
    assert said["web_search_usd_each"] == "0.01"


def test_a_price_of_something_unheard_of_is_kept_by_its_own_name() -> None:
    assert json.loads(claims(head("$0.30/M input tokens$4/M pixels"))["other_prices"]) == {"pixels": "$4/M"}


def test_a_context_in_the_description_is_no_limit() -> None:
    prose = "It takes up to 131K context length, and costs $9/M input tokens elsewhere, they say."
    said = claims(head("30,000 context", prose))
    assert (said["context_listed"], said["description"]) == ("30000", prose)
    alone = claims(head("It supports an impressive 131K context length."))
    assert "context_listed" not in alone
    assert "input_usd_per_mtok" not in said


def test_figures_below_the_head_are_of_others() -> None:
    below = (
        "<h2>Providers for Atlas 28B</h2><div>$7/M input tokens</div><h2>More models from Acme</h2><div>9 context</div>"
    )
    said = claims(head("$0.14/M input tokens") + below)
    assert said["input_usd_per_mtok"] == "0.14"
    assert "context_listed" not in said


def test_sections_without_rows_are_empty_and_those_with_rows_are_not() -> None:
    below = (
        "<h2>Providers for Atlas 28B</h2><table><tr><th>Seller</th></tr><tr><td>Acme</td></tr></table>"
        "<h2>Apps using Atlas 28B</h2><ol><li>One</li><li>Two</li><li>Three</li></ol>"
        "<h2>Uptime stats for Atlas 28B</h2><p>Uptime stats for Atlas 28B across all providers</p>"
        "<h2>Recent activity on Atlas 28B</h2><p>12B tokens</p>"
    )
    assert json.loads(claims(head("30,000 context") + below)["empty_sections"]) == ["Uptime"]


def test_a_page_about_another_model_is_refused() -> None:
    page = head("30,000 context")
    with pytest.raises(ShapeError, match="got a page about acme/atlas-28b"):
        claims(page, "https://openrouter.ai/acme/atlas-424b")
    with pytest.raises(ShapeError, match="acme/else"):
        claims('<link rel="canonical" href="https://openrouter.ai/acme/else">' + page)


def test_a_recording_without_an_address_is_about_the_id_that_it_shows() -> None:
    assert seen(head("30,000 context"), PATTERN).record == "acme/atlas-28b"


def test_the_canonical_address_will_do_for_an_id() -> None:
    said = claims(f'<link rel="canonical" href="{ATLAS}"><h1>Acme: Atlas 28B</h1><div>30,000 context</div>')
    assert (said["openrouter_id"], said["name"]) == ("acme/atlas-28b", "Acme: Atlas 28B")


@pytest.mark.parametrize("url", ["https://openrouter.ai/acme/nothing", PATTERN])
def test_a_shell_without_a_model_is_refused(url: str) -> None:
    for html in ("<h1>Model not found</h1><p>Try another one.</p>", "<p>acme/nothing</p>", "<p>Loading</p>"):
        with pytest.raises(ShapeError):
            claims(html, url)


@pytest.mark.parametrize("page", ALIKE)
@pytest.mark.parametrize("change", WRONG)
def test_no_slip_of_a_page_makes_a_wrong_price(page: str, change: str) -> None:
    good = fixture(page)
    truth = prices(source, good)
    assert len(truth) == 2
    html = good.body.decode()
    changed = WRONG[change](html)
    assert changed != html
    assert wrong_prices(truth, prices(source, good, changed)) == {}


def test_a_column_more_makes_no_wrong_price() -> None:
    good = fixture("page-table")
    changed = column_inserted(good.body.decode())
    assert changed != good.body.decode()
    assert wrong_prices(prices(source, good), prices(source, good, changed)) == {}


@pytest.mark.parametrize(
    ("url", "read"),
    [
        (ATLAS, True),
        (f"{ATLAS}:free", True),
        (PATTERN, True),
        ("https://openrouter.ai/openrouter/auto", True),
        ("https://openrouter.ai/~acme/atlas-latest", False),
        (f"{ATLAS}/providers", False),
        (f"{ATLAS}?tab=api", False),
        ("https://openrouter.ai/acme", False),
        ("https://openrouter.ai/acme/../keys", False),
        ("https://openrouter.ai/api/v1/models", False),
        ("http://openrouter.ai/acme/atlas-28b", False),
        ("https://openrouter.ai.evil.example/acme/atlas-28b", False),
        *((f"https://openrouter.ai/{room}", False) for room in ("rankings", "models", "docs/quick-start")),
        *((f"https://openrouter.ai/{room}/x", False) for room in ("api", "provider", "models", "rankings", "docs")),
    ],
)
def test_only_pages_of_models_are_read(url: str, read: bool) -> None:
    assert source.reads(url) is read
    assert source.is_main(url) is read


def test_the_pages_of_listed_models_are_asked_for_without_aliases_and_variants(
    tmp_path: Path, upstream: Upstream
) -> None:
    upstream.routes["/openrouter.ai/acme/atlas-28b"] = Reply(fixture("page-text").body)
    ids = ("acme/atlas-28b", "acme/atlas-28b:free", "~acme/atlas-latest", "acme/gone", "api/keys", "acme/../keys")
    found = fetched(tmp_path, upstream, *ids)
    assert [(sighting.url, sighting.ok) for sighting in found] == [
        (ATLAS, True),
        ("https://openrouter.ai/acme/gone", False),
    ]
    assert sorted(upstream.paths()) == [
        "/openrouter.ai/acme/atlas-28b",
        "/openrouter.ai/acme/gone",
        "/openrouter.ai/robots.txt",
    ]


def test_robots_are_respected(tmp_path: Path, upstream: Upstream) -> None:
    upstream.routes["/openrouter.ai/robots.txt"] = Reply(b"User-agent: *\nDisallow: /")
    with pytest.raises(FetchError, match=r"robots\.txt"):
        fetched(tmp_path, upstream, "acme/atlas-28b")
    assert upstream.paths() == ["/openrouter.ai/robots.txt"]


def test_a_first_night_without_a_list_says_so(tmp_path: Path, upstream: Upstream) -> None:
    with pytest.raises(FetchError, match="fetch openrouter first"):
        fetched(tmp_path, upstream)
    assert upstream.paths() == []


def test_a_page_that_fails_is_told_after_the_others_were_given(tmp_path: Path, upstream: Upstream) -> None:
    upstream.routes["/openrouter.ai/acme/atlas-28b"] = Reply(fixture("page-text").body)
    upstream.routes["/openrouter.ai/acme/broken"] = Reply(b"", 403)
    given: list[Sighting] = []
    with pytest.raises(FetchError, match="1 of 2 pages failed"), Http(
        Archive(tmp_path), HttpSettings(), mirrors=Mirrors(upstream.mirrors),
        clock=lambda: NOW, sleep=lambda _: None, progress=Silent(),
    ) as http:  # fmt: skip
        given.extend(source.fetch(http, Listed("acme/atlas-28b", "acme/broken")))
    assert not given or any(sighting.ok for sighting in given)


def test_it_is_no_witness_beside_the_list() -> None:
    assert [(copy.origin, copy.fields) for copy in source.publisher.copies] == [("openrouter", ())]


def test_pages_made_of_every_recorded_model_say_what_the_list_says(recordings: Path) -> None:
    newest = max(
        (
            r
            for r in read_recordings(recordings / "openrouter")
            if isinstance(r, Recording) and "/models/2" in str(r.path)
        ),
        key=lambda r: r.fetched_at,
    )
    rows = load_json(Snapshot(sighting=snapshot("").sighting, body=newest.body()))["data"]
    checked = 0
    for row in rows:
        amounts = [Decimal(row["pricing"][key]) * 1_000_000 for key in ("prompt", "completion")]
        url = f"https://openrouter.ai/{row['id']}"
        if min(amounts) < 0 or not source.reads(url):
            continue
        said = claims(_page(row["id"], row["name"], row["context_length"], amounts), url)
        found = [Decimal(said[field]) for field in ("input_usd_per_mtok", "output_usd_per_mtok")]
        assert (found, said["context_listed"]) == (amounts, str(row["context_length"])), row["id"]
        assert said["name"] == " ".join(row["name"].split())
        checked += 1
    assert checked > 300


def _page(id_: str, name: str, context: int, amounts: Sequence[Decimal]) -> str:
    shown = [format(amount.normalize(), "f") for amount in amounts]
    return (
        f"<h1>{name}</h1><p>{id_}</p><div>Created Aug 12, 2025{context:,} context</div>"
        f"<div>${shown[0]}/M input tokens${shown[1]}/M output tokens</div>"
    )


def test_rooms_of_the_site_are_no_authors_of_listed_models(recordings: Path) -> None:
    newest = max(
        (
            r
            for r in read_recordings(recordings / "openrouter")
            if isinstance(r, Recording) and "/models/2" in str(r.path)
        ),
        key=lambda r: r.fetched_at,
    )
    rows = load_json(Snapshot(sighting=snapshot("").sighting, body=newest.body()))["data"]
    assert {row["id"].partition("/")[0] for row in rows} & NO_AUTHORS == set()
