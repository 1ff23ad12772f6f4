"""haimaker: columns by heading, values by label, one price from all places that tell it, or none with a reason."""

from collections.abc import Iterator
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
from scraper.sources._haimaker_listing import LISTING, role_of
from tests.scraper.known import Nothing
from tests.scraper.mutations import SAME, WRONG, prices, wrong_prices
from tests.upstream import Reply, Upstream

source = sources()["haimaker"]
FIXTURES = Path(__file__).parent.parent / "fixtures/sources/haimaker"
NOW = datetime(2026, 8, 1, 3, tzinfo=UTC)
ATLAS = f"{LISTING}/acme/atlas-vl-42b"
ALIKE = ("page-table", "page-definitions", "page-text")
SPEC = {"Mode": "chat", "Context Window": "65,536 tokens", "Vision": "Supported", "Web Search": "-"}


def snapshot(html: str, url: str = LISTING) -> Snapshot:
    return Snapshot(sighting=Sighting(source=source.id, url=url, fetched_at=NOW, status=200), body=html.encode())


def fixture(name: str, url: str = ATLAS) -> Snapshot:
    return snapshot((FIXTURES / f"{name}.html").read_text(encoding="utf-8"), url)


def seen(page: Snapshot) -> list[Observation]:
    return [source.observe(record) for records in source.parse([page]).scopes.values() for record in records]


def claims(page: Snapshot) -> dict[str, str]:
    (only,) = seen(page)
    return {claim.field: claim.value for claim in only.claims}


def issues(page: Snapshot) -> list[tuple[IssueKind, str]]:
    return [(issue.kind, issue.field) for observed in seen(page) for issue in observed.issues]


def row(headings: str, cells: str, more: str = "") -> Snapshot:
    """A list of one model; headings and cells are parted by bars."""
    top = "".join(f"<th>{text.strip()}</th>" for text in headings.split("|"))
    line = "".join(f"<td>{text.strip()}</td>" for text in cells.split("|"))
    link = "<td><a href='/models/acme/a'>A</a></td>"
    return snapshot(f"{more}<table><tr><th>Model</th>{top}</tr><tr>{link}{line}</tr></table>")


def page(*parts: str, name: str = "Odd") -> Snapshot:
    """A page about acme/odd with these parts."""
    body = "".join(f"<p>{part}</p>" if not part.startswith("<") else part for part in parts)
    return snapshot(f"<html lang='en'><h1>{name}</h1><p>acme/odd</p>{body}</html>", f"{LISTING}/acme/odd")


def priced(amount: str = "$0.20/1M", other: str = "$0.80/1M") -> str:
    who = "Odd (acme/odd) is a 8B-parameter model from Acme with a 65,536-token context window"
    return f"{who}, priced at {amount} input and {other} output tokens."


def specs(pairs: dict[str, str] = SPEC) -> str:
    return (
        "<table>" + "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in pairs.items()) + "</table>"
    )


@pytest.fixture
def upstream(monkeypatch: pytest.MonkeyPatch) -> Iterator[Upstream]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with Upstream() as running:
        yield running


def fetch(folder: Path, upstream: Upstream, given: list[Sighting]) -> None:
    with Http(
        Archive(folder), HttpSettings(), mirrors=Mirrors(upstream.mirrors),
        clock=lambda: NOW, sleep=lambda _: None, progress=Silent(),
    ) as http:  # fmt: skip
        given.extend(source.fetch(http, Nothing()))


def test_every_markup_of_one_page_makes_the_same_claims() -> None:
    found = [claims(fixture(name)) for name in ALIKE]
    assert all(said == found[0] for said in found)
    assert found[0]["name"] == "Atlas VL 42B Base"
    assert found[0]["hugging_face_id"] == "acme/Atlas-VL-42B-Base"


@pytest.mark.parametrize(
    "markup",
    [
        "<dl><dt>Mode</dt><dd>chat</dd><dt>Max Output</dt><dd>4,096 tokens</dd><dt>Vision</dt><dd>Supported</dd></dl>",
        "<table><tr><td>Vision</td><td>Supported</td></tr><tr><td>Max Output</td><td>4,096 tokens</td></tr>"
        "<tr><td>Mode</td><td>chat</td></tr></table>",
        "<ul><li>Mode: chat</li><li>Max Output: 4,096</li><li>Vision: Yes</li></ul>",
        "<div><b>Mode</b> chat</div><div><b>Max Output</b>: 4,096</div><div><b>Vision</b> ✓</div>",
        "<div><span>Mode</span><span>chat</span><span>Max Output</span><span>4,096</span>"
        "<span>Vision</span><span>Yes</span></div>",
        "<div>Mode</div><div>chat</div><div>Max Output</div><div>4,096 tokens</div>"
        "<div>Vision</div><div>Supported</div>",
        "<p>| Mode | chat |</p><p>| Max Output | 4,096 tokens |</p><p>| Vision | Supported |</p>",
        "<pre>Mode: chat\nMax output tokens: 4,096\nVision: Supported</pre>",
    ],
)
def test_labels_are_found_in_every_setting(markup: str) -> None:
    said = claims(page(markup))
    assert (said["task"], said["max_output"], said["supports_vision"]) == ("chat", "4096", "true")


@pytest.mark.parametrize(
    "markup",
    [
        "<div>Input</div><div>Output</div><div>$0.42 / 1M</div><div>$1.25 / 1M</div>",
        "<div>Input</div><div>Speed</div><div>Output</div><div>$0.42 / 1M</div><div>3 s</div><div>$1.25 / 1M</div>",
        "<div>$0.42 / 1M</div><div>Input price</div><div>$1.25 / 1M</div><div>Output price</div>",
        "<p><b>$0.42 / 1M</b> <b>Input price</b> <b>$1.25 / 1M</b> <b>Output price</b></p>",
        "<dl><dd>$0.42 / 1M</dd><dt>Input price</dt><dd>$1.25 / 1M</dd><dt>Output price</dt></dl>",
        "<div>Context Window</div><div>Max Output</div><div>8,192</div><div>4,096</div>",
    ],
)
def test_nobody_guesses_which_value_is_whose(markup: str) -> None:
    said = claims(page("<p>Author: Acme</p>", markup))
    assert [name for name in said if "_usd_" in name or name in ("max_output", "context_served")] == []


def test_a_table_with_headings_above_is_read_by_them() -> None:
    table = "<table><tr><th>Output</th><th>Input</th></tr><tr><td>$1.25 / 1M</td><td>$0.42 / 1M</td></tr></table>"
    said = claims(page(table))
    assert (said["input_usd_per_mtok"], said["output_usd_per_mtok"]) == ("0.42", "1.25")


def test_a_dash_is_unknown_and_not_supported_is_false() -> None:
    said = claims(page(specs({**SPEC, "Reasoning": "Not supported"})))
    assert "supports_web_search" not in said
    assert said["supports_reasoning"] == "false"


def test_places_that_disagree_make_no_price() -> None:
    bad = page(priced(), "Odd is priced at $0.30 per 1M input tokens and $0.80 per 1M output tokens.")
    said = claims(bad)
    assert "input_usd_per_mtok" not in said
    assert said["output_usd_per_mtok"] == "0.8"
    assert issues(bad) == [(IssueKind.BAD_VALUE, "input_usd_per_mtok")]


@pytest.mark.parametrize(
    "other",
    ["Input price: $0.20 / 1K tokens", "Input price: €0.20 / 1M tokens", "Input price: $0.20 - $0.40 / 1M tokens"],
)
def test_one_place_that_cannot_be_read_is_reason_enough(other: str) -> None:
    assert "input_usd_per_mtok" not in claims(page(priced(), other))


def test_places_that_agree_in_other_words_make_one_price() -> None:
    said = claims(page(priced("$0.20 per 1M"), "<div><span>Input (per 1M tokens)</span><span>$0.200</span></div>"))
    assert said["input_usd_per_mtok"] == "0.2"


def test_a_price_without_a_unit_anywhere_is_none() -> None:
    bad = page(specs(), "Input price: $0.20")
    assert "input_usd_per_mtok" not in claims(bad)
    assert (IssueKind.BAD_VALUE, "input_usd_per_mtok") in issues(bad)


def test_another_currency_is_kept_as_stated() -> None:
    said = claims(page(priced("¥2/1M", "¥8/1M")))
    assert [name for name in said if "_usd_" in name] == []
    assert '"amount":"2","currency":"CNY"' in said["native_prices"]


def test_a_cached_price_is_not_the_input_price() -> None:
    text = "Odd is priced at $0.20/1M input, $0.02/1M cached input and $0.80/1M output tokens."
    said = claims(page(text))
    assert (said["input_usd_per_mtok"], said["cache_read_usd_per_mtok"]) == ("0.2", "0.02")


def test_the_window_is_native_where_the_card_says_the_same_else_served() -> None:
    card = "<table><tr><td>Context Length</td><td>{}</td></tr></table>"
    both = claims(page(specs(), card.format("65536")))
    assert (both["context_native"], both.get("context_served")) == ("65536", None)
    other = claims(page(specs(), card.format("131072")))
    assert (other["context_native"], other["context_served"]) == ("131072", "65536")
    alone = claims(page(specs()))
    assert (alone.get("context_native"), alone["context_served"]) == (None, "65536")


def test_a_rounded_window_beside_the_exact_one_is_no_contradiction() -> None:
    text = "Odd is a chat model by Acme. It supports a {} token context window."
    assert claims(page(specs(), text.format("66K")))["context_served"] == "65536"
    assert claims(page(specs(), text.format("65K")))["context_served"] == "65536"
    assert "context_served" not in claims(page(specs(), text.format("131K")))


def test_a_base_model_that_chats_is_warned_of_and_both_are_kept() -> None:
    bad = page(specs(), "Training Stage: Pretraining")
    said = claims(bad)
    assert (said["task"], said["training_stage"]) == ("chat", "Pretraining")
    assert issues(bad) == [(IssueKind.UNKNOWN_VALUE, "training_stage")]
    assert issues(page(specs(), "Training Stage: Post-training")) == []


def test_counts_may_be_rounded_and_the_more_precise_one_is_claimed() -> None:
    said = claims(page(priced(), "Params(Total / Activated): 8.03B / 1B"))
    assert (said["parameters_total"], said["parameters_active"]) == ("8030000000", "1000000000")
    assert "parameters_total" not in claims(page(priced(), "Params(Total / Activated): 9B / 1B"))


def test_a_slip_in_the_copyright_line_is_tolerated_and_claimed_nowhere() -> None:
    said = claims(fixture("page-text"))
    assert not any("\u0e22\u0e09" in value for value in said.values())
    assert said["licence"] == "Apache-2.0"
    with pytest.raises(ShapeError, match="wrong encoding"):
        claims(page(specs(), "\u0e22\u0e09 one \u0e22\u0e09 two \u0e22\u0e09 three"))


def test_prose_of_the_card_sets_no_limit_and_no_price() -> None:
    prose = "Odd-Base reads a 999K-token context and costs $9/1M input there; it was released under the MIT license."
    said = claims(page(specs(), prose))
    assert (said["context_served"], said["licence"]) == ("65536", "MIT")
    assert "input_usd_per_mtok" not in said


def test_an_unknown_row_of_the_specifications_is_kept_and_reported() -> None:
    bad = page(specs({**SPEC, "Colour": "green", "Tool Choice": "Supported"}))
    said = claims(bad)
    assert (said["other.Colour"], said["capabilities"]) == ("green", '["Tool Choice"]')
    assert issues(bad) == [(IssueKind.UNKNOWN_KEY, "other.Colour")]


def test_a_page_about_another_model_is_refused() -> None:
    with pytest.raises(ShapeError, match="acme/atlas-vl-42b"):
        claims(fixture("page-table", f"{LISTING}/acme/atlas-vl-28b"))
    with pytest.raises(ShapeError, match="not named"):
        claims(snapshot("<h1>Not found</h1><p>Mode: dark</p>", ATLAS))
    with pytest.raises(ShapeError, match="without specifications"):
        claims(snapshot("<h1>Not found</h1><p>acme/atlas-vl-42b</p>", ATLAS))


@pytest.mark.parametrize("name", ALIKE)
@pytest.mark.parametrize("change", WRONG)
def test_no_slip_of_a_page_makes_a_wrong_price(name: str, change: str) -> None:
    good = fixture(name)
    truth = prices(source, good)
    assert len(truth) == 2
    changed = WRONG[change](good.body.decode())
    assert changed != good.body.decode()
    assert wrong_prices(truth, prices(source, good, changed)) == {}


@pytest.mark.parametrize("change", WRONG)
def test_no_slip_of_the_list_makes_a_wrong_price(change: str) -> None:
    good = row("Context | Input / 1M tokens | Output / 1M tokens", "8,192 | $0.125 | $1.250")
    truth = prices(source, good)
    assert len(truth) == 2
    changed = WRONG[change](good.body.decode())
    assert changed != good.body.decode()
    assert wrong_prices(truth, prices(source, good, changed)) == {}


@pytest.mark.parametrize("change", SAME)
@pytest.mark.parametrize("name", ["listing", "listing-renamed"])
def test_columns_may_come_and_change_places(name: str, change: str) -> None:
    good = fixture(name, LISTING)
    truth = prices(source, good)
    changed = SAME[change](good.body.decode())
    assert changed != good.body.decode()
    assert prices(source, good, changed) == truth


@pytest.mark.parametrize(
    ("headings", "cells", "told"),
    [
        ("$in | $out", "$0.42 | $1.25", ("0.42", "1.25")),
        ("$in | $out", "0.42 | 1.25", ("0.42", "1.25")),
        ("in | out", "$0.42 | $1.25", ("0.42", "1.25")),
        ("Output $/M | Input $/M", "1.25 | 0.42", ("0.42", "1.25")),
        ("Input ($ / 1M tokens) | Output ($ / 1M tokens)", "$0.42 | $1.25", ("0.42", "1.25")),
        ("Prompt price | Completion price", "$0.42 / 1M tokens | $1.25 / 1M tokens", ("0.42", "1.25")),
        ("in | out", "0.42 | 1.25", (None, None)),
        ("$in / 1K | $out / 1K", "$0.42 | $1.25", (None, None)),
        ("Input ($ per image) | Output ($ per image)", "$0.42 | $1.25", (None, None)),
        ("$in | $out", "$0.42 / 1K tokens | €1.25", (None, None)),
        ("€in | €out", "0.42 | 1.25", (None, None)),
        ("$in | $out", "$0.42* | Free", ("0.42", "0")),
        ("$in | $out", "$1,125 | $0,42", (None, None)),
        ("$in | $out", "- | n/a", (None, None)),
    ],
)
def test_headings_tell_unit_and_currency(headings: str, cells: str, told: tuple[str | None, str | None]) -> None:
    said = claims(row(headings, cells))
    assert (said.get("input_usd_per_mtok"), said.get("output_usd_per_mtok")) == told


@pytest.mark.parametrize("text", ["<p>Prices per 1K tokens</p>", "<h2>Price per call</h2>", "<p>USD / token</p>"])
def test_words_around_the_list_that_name_another_unit_take_the_default_away(text: str) -> None:
    assert [name for name in claims(row("$in | $out", "$0.42 | $1.25", text)) if "_usd_" in name] == []


@pytest.mark.parametrize(
    ("context", "claimed"), [("131,072", "131072"), ("200K", "200000"), ("131K", None), ("1M", None), ("-", None)]
)
def test_a_rounded_context_is_claimed_only_where_it_can_be_no_other(context: str, claimed: str | None) -> None:
    found = row("Context | $in | $out", f"{context} | $1 | $2")
    assert claims(found).get("context_served") == claimed
    assert [kind for kind, _ in issues(found)] == ([IssueKind.IGNORED] if context in ("131K", "1M") else [])


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("$in", "input"), ("$ out", "output"), ("Cached input", "cache read"), ("Cache write", "cache write"),
        ("Max output", "max output"), ("Context (tokens)", "context"), ("Model ID", "model"), ("Lab", "lab"),
        ("Input modalities", ""), ("In / Out", ""), ("Latency", ""),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_words(heading: str, role: str) -> None:
    assert role_of(heading) == role


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Models</h1><p>Loading…</p>",
        "<table><tr><th>Model</th><th>Context</th></tr><tr><td>a/b</td><td>1K</td></tr></table>",
        "<table><tr><th>Model</th><th>$in</th><th>$out</th></tr></table>",
        "<table><tr><th>Model</th><th>$in</th><th>Input price</th><th>$out</th></tr>"
        "<tr><td>a/b</td><td>1</td><td>2</td><td>3</td></tr></table>",
        "<table><tr><th>Model</th><th>$in</th><th>$out</th></tr><tr><td>a/b</td><td>$1</td><td>$2</td></tr>"
        "<tr><td>a/b</td><td>$3</td><td>$4</td></tr></table>",
    ],
    ids=["no table", "no prices", "no rows", "two inputs", "twice"],
)
def test_a_list_that_is_not_the_one_we_know_is_refused(html: str) -> None:
    with pytest.raises(ShapeError):
        source.parse([snapshot(html)])


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<html lang='de'><h1>Modelle</h1><p>acme/atlas-vl-42b</p><p>Mode: chat</p></html>",
        "<title>Log in</title><p>Log in to go on</p>",
        "<title>Just a moment...</title><p>acme/atlas-vl-42b</p>",
        '{"error": "busy"}',
    ],
    ids=["empty", "another language", "login", "captcha", "json"],
)
def test_what_is_no_page_is_refused(html: str) -> None:
    for url in (LISTING, ATLAS):
        with pytest.raises(ShapeError):
            source.parse([snapshot(html, url)])


@pytest.mark.parametrize(
    ("url", "read"),
    [
        (LISTING, True),
        (ATLAS, True),
        (f"{LISTING}/acme/Atlas-4.5:free", True),
        (f"{LISTING}/acme", False),
        (f"{LISTING}/acme/a/b", False),
        (f"{LISTING}/../a/b", False),
        ("https://haimaker.ai/blog/models/acme/a", False),
        ("https://app.haimaker.ai/models/acme/a", False),
        ("https://haimaker.ai.evil.example/models/acme/a", False),
    ],
)
def test_only_the_list_and_pages_of_models_are_read(url: str, read: bool) -> None:
    assert source.reads(url) is read


def test_the_list_is_fetched_and_the_pages_it_leads_to_on_its_own_host(tmp_path: Path, upstream: Upstream) -> None:
    upstream.routes["/haimaker.ai/models"] = Reply(
        b"<table><tr><th>Model</th><th>$in</th><th>$out</th></tr>"
        b"<tr><td><a href='/models/acme/atlas-vl-42b'>A</a></td><td>$1</td><td>$2</td></tr>"
        b"<tr><td><a href='/models/acme/gone?x=1'>G</a></td><td>$1</td><td>$2</td></tr>"
        b"<tr><td><a href='https://evil.example/models/acme/b'>B</a></td><td>$1</td><td>$2</td></tr>"
        b"<tr><td><a href='/admin/../models/x'>C</a></td><td>$1</td><td>$2</td></tr></table>"
    )
    upstream.routes["/haimaker.ai/models/acme/atlas-vl-42b"] = Reply(fixture("page-table").body)
    given: list[Sighting] = []
    fetch(tmp_path, upstream, given)
    assert [(sighting.url, sighting.ok) for sighting in given] == [
        (LISTING, True),
        (ATLAS, True),
        (f"{LISTING}/acme/gone", False),
    ]
    assert sorted(upstream.paths()) == [
        "/haimaker.ai/models",
        "/haimaker.ai/models/acme/atlas-vl-42b",
        "/haimaker.ai/models/acme/gone",
        "/haimaker.ai/robots.txt",
    ]


def test_a_list_that_fails_or_is_forbidden_is_a_fetch_error(tmp_path: Path, upstream: Upstream) -> None:
    given: list[Sighting] = []
    with pytest.raises(FetchError):
        fetch(tmp_path, upstream, given)
    upstream.routes["/haimaker.ai/robots.txt"] = Reply(b"User-agent: *\nDisallow: /models")
    with pytest.raises(FetchError, match=r"robots\.txt"):
        fetch(tmp_path / "other", upstream, given)
    assert given == []


def test_a_page_that_fails_is_told_after_everything_was_given(tmp_path: Path, upstream: Upstream) -> None:
    upstream.routes["/haimaker.ai/models"] = Reply(fixture("listing").body)
    upstream.routes["/haimaker.ai/models/acme/atlas-vl-42b"] = Reply(fixture("page-table").body)
    upstream.routes["/haimaker.ai/models/acme/gift"] = Reply(b"", 403)
    given: list[Sighting] = []
    with pytest.raises(FetchError, match="1 of 7 pages failed"):
        given.clear()
        with Http(
            Archive(tmp_path), HttpSettings(), mirrors=Mirrors(upstream.mirrors),
            clock=lambda: NOW, sleep=lambda _: None, progress=Silent(),
        ) as http:  # fmt: skip
            for sighting in source.fetch(http, Nothing()):
                given.append(sighting)
    assert len(given) == 8


def test_whom_it_copies_is_declared() -> None:
    copies = {copy.origin: set(copy.fields) for copy in source.publisher.copies}
    assert "input_usd_per_mtok" in copies["litellm"]
    assert "architecture" in copies["huggingface"]
    assert "name" not in copies["litellm"] | copies["huggingface"]


def test_a_list_made_of_every_recorded_model_says_what_that_list_says(recordings: Path) -> None:
    newest = max(
        (
            r
            for r in read_recordings(recordings / "openrouter")
            if isinstance(r, Recording) and "/models/2" in str(r.path)
        ),
        key=lambda r: r.fetched_at,
    )
    rows = load_json(Snapshot(sighting=snapshot("").sighting, body=newest.body()))["data"]
    truth: dict[str, tuple[Decimal, Decimal, str]] = {}
    lines = []
    for entry in rows:
        given, made = (Decimal(entry["pricing"][key]) * 1_000_000 for key in ("prompt", "completion"))
        if min(given, made) >= 0 and source.reads(f"{LISTING}/{entry['id']}"):
            truth[entry["id"]] = (given, made, str(entry["context_length"]))
            link = f"<a href='/models/{entry['id']}'>{entry['id']}</a>"
            cells = (link, f"{entry['context_length']:,}", *(f"${amount.normalize():f}" for amount in (given, made)))
            lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    listing = snapshot(
        f"<table><tr><th>Model</th><th>Context</th><th>$in</th><th>$out</th></tr>{''.join(lines)}</table>"
    )
    found = {observed.record: {claim.field: claim.value for claim in observed.claims} for observed in seen(listing)}
    assert len(truth) > 300
    assert {
        id_: (Decimal(said["input_usd_per_mtok"]), Decimal(said["output_usd_per_mtok"]), said["context_served"])
        for id_, said in found.items()
    } == truth
