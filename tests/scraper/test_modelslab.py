"""The ModelsLab source: the mean is no price, glued labels are split, and only its own pages are asked for."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scraper.claims import Observation
from scraper.errors import FetchError, ShapeError
from scraper.http import Http, HttpSettings
from scraper.issues import IssueKind
from scraper.mirrors import Mirrors
from scraper.progress import Silent
from scraper.snapshots import Archive, Sighting, Snapshot
from scraper.sources import sources
from scraper.sources._modelslab_addresses import LISTING, SITE, id_of, kind_of, locations
from tests.conftest import NOW
from tests.scraper.known import Nothing
from tests.scraper.mutations import WRONG, prices, wrong_prices
from tests.upstream import Reply, Upstream

FIXTURES = Path(__file__).parent.parent / "fixtures/sources/modelslab"
modelslab = sources()["modelslab"]
GLUED = (FIXTURES / "glued.md").read_text(encoding="utf-8")
TABLE = (FIXTURES / "table.md").read_text(encoding="utf-8")
ATLAS = "acme/acme-atlas-vl-4.5-424b"
BOLT = "open_router/beta-ai-Bolt-2.5-Mini"
SPECIFIED = (
    "Model IDacme-atlas-vl-4.5-424bCategoryLLM ModelsTaskText GenerationPrice$0.835000 per million tokens"
    "AddedFebruary 20, 2026"
)
FORBIDDEN = b"User-agent: *\nDisallow: /models/"
PRICED = "PricingInput $0.42 / 1M tokens\n\nOutput $1.25 / 1M tokens"


def snapshot(text: str | bytes, id_: str = ATLAS, file: str = "api.md", url: str = "") -> Snapshot:
    """A page as it stands in the archive."""
    body = text if isinstance(text, bytes) else text.encode()
    address = url or f"{SITE}/models/{id_}/{file}"
    return Snapshot(sighting=Sighting(source="modelslab", url=address, fetched_at=NOW, status=200), body=body)


def observed(text: str, id_: str = ATLAS, file: str = "api.md") -> Observation:
    """What a page comes to."""
    ((record,),) = modelslab.parse([snapshot(text, id_, file)]).scopes.values()
    return modelslab.observe(record)


def claims(text: str, id_: str = ATLAS, file: str = "api.md") -> dict[str, str]:
    """The claims of a page by field."""
    return {claim.field: claim.value for claim in observed(text, id_, file).claims}


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """A page with some of its text replaced, each of which must be there."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def test_a_page_is_read_with_its_places_and_words() -> None:
    found = {claim.field: claim for claim in observed(GLUED).claims}
    assert (found["name"].value, found["name"].original) == ("Acme: Atlas VL 4.5 424B", "Acme: Atlas VL 4.5 424B ")
    assert (found["input_usd_per_mtok"].value, found["input_usd_per_mtok"].original) == ("0.42", "$0.42 / 1M tokens")
    assert found["input_usd_per_mtok"].pointer == "/Pricing/Input"
    assert found["supports_tools"].pointer.startswith("/Key Features/")
    assert found["declared_url"].value.startswith("https://modelslab-frontend-v2-")
    assert found["served_via"].value == "Open Router"
    assert "424B total parameters" in found["description"].value
    assert not {"parameters_total", "default_parameters", "context_served", "context_listed"} & found.keys()


def test_the_mean_of_input_and_output_is_a_blend_and_no_price() -> None:
    found = claims(GLUED)
    assert found["blended_usd_per_mtok"] == "0.835"
    assert not {"request_usd_each", "price_text"} & found.keys()


@pytest.mark.parametrize(
    ("amount", "blend"),
    [
        ("0.835000", "0.835"),
        ("0.8350", "0.835"),
        ("0.84", None),
        ("0.836000", None),
        ("0.835001", None),
        ("1.67", None),
    ],
)
def test_an_amount_that_is_not_the_mean_is_kept_in_words(amount: str, blend: str | None) -> None:
    found = claims(changed(GLUED, ("0.835000", amount)))
    assert found.get("blended_usd_per_mtok") == blend
    assert ("price_text" in found) is (blend is None)
    assert "request_usd_each" not in found
    assert (found["input_usd_per_mtok"], found["output_usd_per_mtok"]) == ("0.42", "1.25")


def test_a_mean_with_more_digits_than_are_printed_is_still_the_mean() -> None:
    text = changed(GLUED, ("$0.42 /", "$0.0000015 /"), ("$1.25 /", "$0.000002 /"), ("0.835000", "0.000002"))
    assert claims(text)["blended_usd_per_mtok"] == "0.000002"


def test_two_amounts_that_differ_are_no_blend() -> None:
    text = changed(GLUED, ("Price$0.835000", "Price$0.900000"))
    assert "blended_usd_per_mtok" not in claims(text)


def test_without_input_and_output_the_amount_is_no_price_of_tokens() -> None:
    found = claims(changed(GLUED, (PRICED, "Pricing on request")))
    assert not [field for field in found if "_usd_" in field]
    assert found["price_text"] == "$0.835000 / call"


def test_a_price_of_a_call_is_claimed_where_nothing_else_can_be_meant() -> None:
    text = changed(GLUED, (PRICED, ""), ("Price$0.835000 per million tokens", "Price$0.835000 per call"))
    assert claims(text)["request_usd_each"] == "0.835"


def test_a_zero_that_the_page_itself_contradicts_is_no_free_price() -> None:
    found = observed(changed(GLUED, ("$0.42", "$0.00"), ("$1.25", "$0.01"), ("0.835000", "0.006000")))
    assert "input_usd_per_mtok" not in {claim.field for claim in found.claims}
    assert [issue.field for issue in found.issues if issue.kind is IssueKind.BAD_VALUE] == ["input_usd_per_mtok"]
    free = claims(changed(GLUED, ("$0.42", "$0"), ("$1.25", "$0"), ("0.835000", "0.000000")))
    assert (free["input_usd_per_mtok"], free["output_usd_per_mtok"]) == ("0", "0")


@pytest.mark.parametrize(
    "block",
    [
        "PricingInput $0.42 / 1M tokensOutput $1.25 / 1M tokens",
        "PricingInput $0.42 / 1M tokens, Output $1.25 / 1M tokens",
        "Pricing\n\nInput: $0.42 / 1M tokens\nOutput: $1.25 / 1M tokens",
        "**Pricing**\n\n- **Output**: $1.25 per million tokens\n- **Input**: $0.42 per million tokens",
        "Pricing\n\nInput\n\n$0.42 / 1M tokens\n\nOutput\n\n$1.25 / 1M tokens",
        "Pricing\n\n| Output | Input |\n|---|---|\n| $1.25 / 1M tokens | $0.42 / 1M tokens |",
        "Pricing\n\n| Input ($ / 1M tokens) | Hits | Output ($ / 1M tokens) |\n|---|---|---|\n| $0.42 | 777 | $1.25 |",
        "Pricing\n\n| Kind | Price / 1M tokens |\n|:---|---:|\n| Output | $1.25 |\n| Input | $0.42 |",
        "Pricing\n\n| Kind | Hits | Price |\n|---|---|---|\n| Input | 7 | $0.42 / 1M tokens |\n"
        "| Output | 8 | $1.25 / 1M tokens |",
        "Pricing\n\nPrompt Price US$0.42 / 1M tokens\n\nCompletion Price $1.25 / million tokens",
    ],
)  # fmt: skip
def test_prices_are_read_by_label_however_they_are_set(block: str) -> None:
    found = claims(changed(GLUED, (PRICED, block)))
    assert (found.get("input_usd_per_mtok"), found.get("output_usd_per_mtok")) == ("0.42", "1.25")
    assert found["blended_usd_per_mtok"] == "0.835"


@pytest.mark.parametrize(
    "value",
    ["$0.42 / 1K tokens", "$0.42 / call", "$0.42", "0.42 / 1M tokens", "$1,250 / 1M tokens", "$0,42 / 1M tokens",
     "$0.42 - $0.50 / 1M tokens", "$0.42 $0.50 / 1M tokens", "-$0.42 / 1M tokens", "€ $0.42 / 1M tokens", "soon / 1M",
     "from $0.42 / 1M tokens", "$9999999 / 1M tokens"],
)  # fmt: skip
def test_what_is_no_single_price_of_a_million_tokens_is_none(value: str) -> None:
    found = claims(changed(GLUED, ("Input $0.42 / 1M tokens", f"Input {value}")))
    assert "input_usd_per_mtok" not in found
    assert "blended_usd_per_mtok" not in found
    assert found["output_usd_per_mtok"] == "1.25"


def test_a_price_of_something_else_with_input_in_its_name_is_not_the_input_price() -> None:
    found = claims(changed(GLUED, ("PricingInput $0.42 / 1M tokens", "PricingAudio Input $9 / 1M tokens")))
    assert "input_usd_per_mtok" not in found
    assert json.loads(found["other_prices"]) == {"Audio Input": "$9 / 1M tokens"}


def test_two_prices_under_one_label_are_none() -> None:
    found = claims(changed(GLUED, ("Output $1.25 / 1M tokens", "Output $1.25 / 1M tokens\n\nOutput $2 / 1M tokens")))
    assert "output_usd_per_mtok" not in found


def test_another_currency_is_kept_as_it_is() -> None:
    found = claims(changed(GLUED, ("Input $0.42", "Input ¥3")))
    assert json.loads(found["native_prices"]) == [
        {"field": "input_usd_per_mtok", "amount": "3", "currency": "CNY", "per": "mtok"}
    ]
    assert "input_usd_per_mtok" not in found


@pytest.mark.parametrize("page", [GLUED, TABLE], ids=["glued", "table"])
@pytest.mark.parametrize("name", WRONG)
def test_a_spoilt_page_gives_no_wrong_price(name: str, page: str) -> None:
    good = snapshot(page, ATLAS if page is GLUED else BOLT)
    spoilt = WRONG[name](page)
    assert spoilt != page
    truth = prices(modelslab, good)
    assert len(truth) >= 3
    assert wrong_prices(truth, prices(modelslab, good, spoilt)) == {}


@pytest.mark.parametrize(
    "block",
    [
        SPECIFIED,
        SPECIFIED.replace("Category", "\nCategory\n").replace("Task", "\nTask\n").replace("Price", "\nPrice\n")
        .replace("Added", "\nAdded\n").replace("Model ID", "Model ID\n"),
        "- **Model ID**: `acme-atlas-vl-4.5-424b`\n- **Task**: Text Generation\n"
        "- **Price**: $0.835000 per million tokens\n- **Added**: 2026-02-20\n- **Category**: LLM Models",
        "| Field | Value |\n|---|---|\n| Task | Text Generation |\n| Model ID | acme-atlas-vl-4.5-424b |\n"
        "| Price | $0.835000 per million tokens |\n| Added | Feb 20, 2026 |",
        "AddedFebruary 20, 2026TaskText GenerationModel IDacme-atlas-vl-4.5-424bPrice$0.835000 per million tokens",
        "Model ID: acme-atlas-vl-4.5-424b\nTask: Text Generation\nPrice: $0.835000 per million tokens\n"
        "Added: 20 February 2026",
    ],
)  # fmt: skip
def test_specifications_are_split_by_their_labels(block: str) -> None:
    found = claims(changed(GLUED, (SPECIFIED, block)))
    assert (found["wire_id"], found["task"], found["listed_at"]) == (
        "acme-atlas-vl-4.5-424b", "Text Generation", "2026-02-20",
    )  # fmt: skip
    assert found["blended_usd_per_mtok"] == "0.835"


def test_an_id_may_have_a_labels_name_in_it() -> None:
    id_ = "acme/PriceTaskAdded-7B"
    text = changed(GLUED, ("acme-atlas-vl-4.5-424b", "PriceTaskAdded-7B"))
    found = claims(text, id_)
    assert (found["wire_id"], found["task"]) == ("PriceTaskAdded-7B", "Text Generation")


def test_a_new_label_that_is_glued_to_a_value_spoils_it_visibly() -> None:
    found = observed(changed(GLUED, ("Text GenerationPrice", "Text GenerationSpeedVery fastPrice")))
    assert "task" not in {claim.field for claim in found.claims}
    assert ("bad_value", "task") in [(issue.kind.value, issue.field) for issue in found.issues]


@pytest.mark.parametrize(
    ("name", "provider", "author"),
    [("OpenAI: GPT-5.4 Mini", "open_router", "OpenAI"), ("Gemma 4 31B-it FP8", "together_ai", None)],
)
def test_a_routers_name_is_no_maker(name: str, provider: str, author: str | None) -> None:
    text = changed(GLUED, ("Acme: Atlas VL 4.5 424B", name), (" acme Closed", f" {provider} Closed"))
    found = claims(text.replace("/open_router/acme", f"/{provider}/acme"), f"{provider}/acme-atlas-vl-4.5-424b")
    assert found.get("author_name") == author
    assert found["served_via"] == {"open_router": "Open Router", "together_ai": "Together AI"}[provider]


def test_a_maker_that_serves_itself_is_served_through_nobody() -> None:
    text = changed(GLUED, ("models/open_router/acme-atlas", "models/acme/acme-atlas"))
    assert claims(text)["served_via"] == "Open Router"  # "More from Acme" still leads to the router's models
    assert "served_via" not in claims(text.partition("[More from")[0])


def test_prices_are_found_under_a_heading_of_their_own_and_under_another_name() -> None:
    for block in (f"## Pricing\n\n{PRICED.removeprefix('Pricing')}", f"### Atlas\n\n{PRICED}"):
        found = claims(changed(GLUED, (PRICED, block)))
        assert (found["input_usd_per_mtok"], found["output_usd_per_mtok"]) == ("0.42", "1.25")


def test_related_models_and_code_say_nothing() -> None:
    found = observed(GLUED)
    assert "Bolt" not in " ".join(claim.value for claim in found.claims)
    assert found.issues == ()


def test_the_same_model_under_two_providers_is_two_records() -> None:
    other = "open_router/acme-atlas-vl-4.5-424b"
    assert observed(GLUED).record != observed(GLUED, other).record
    assert claims(GLUED)["wire_id"] == claims(GLUED, other)["wire_id"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "an empty body"),
        ("# Not found\n\nThere is no such page.", "no front matter"),
        ("---\ntitle: Tarifs\n---\n\n# Prix\n\nNos modèles", "no front matter, or no technical"),
        ("<!doctype html><html><body>---</body></html>", "expected Markdown"),
        (changed(GLUED, ("vl-4.5-424b/api.md", "vl-4.5-28b/api.md")), "the page of another model"),
    ],
)
def test_what_is_no_page_of_the_model_is_refused(text: str, told: str) -> None:
    with pytest.raises(ShapeError, match=told):
        modelslab.parse([snapshot(text)])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# Not found", "without `Source Type`"),
        ("- **Model ID**: `acme-other-1`\n- **Status**: `active`", "of another"),
    ],
)
def test_a_text_for_machines_without_our_labels_is_refused(text: str, told: str) -> None:
    with pytest.raises(ShapeError, match=told):
        modelslab.parse([snapshot(text, file="llms.txt")])


def test_a_text_for_machines_tells_type_and_state() -> None:
    found = claims(
        "# Atlas\n\n**Source Type**: `open_source`\n**Status**: `model_ready`\n\nStatus quo.", file="llms.txt"
    )
    assert (found["open_weights"], found["lifecycle"], found["name"]) == ("true", "model_ready", "Atlas")


@pytest.mark.parametrize(
    ("link", "id_"),
    [
        ("/models/acme/acme-atlas-4.5", "acme/acme-atlas-4.5"),
        ("https://modelslab.com/models/together_ai/google-Gemma-4-31B-it/", "together_ai/google-Gemma-4-31B-it"),
        ("https://modelslab.com/models/acme/a-1/api.md", "acme/a-1"),
        ("https://modelslab.com/models/acme/a-1.md", "acme/a-1"),
        ("https://modelslab-frontend-v2-1.us-east4.run.app/models/acme/a-1", "acme/a-1"),
        ("https://evil.example/models/acme/a-1", ""),
        ("https://modelslab.com.evil.example/models/acme/a-1", ""),
        ("https://evil-modelslab-frontend.run.app/models/acme/a-1", ""),
        ("//evil.example/models/acme/a-1", ""),
        ("javascript:/models/acme/a-1", ""),
        ("/models/acme", ""),
        ("/models/acme/../../admin", ""),
        ("/models/acme/a/b/c", ""),
        ("/models/category/voice", ""),
        ("http://[", ""),
    ],
)
def test_only_links_to_its_own_models_are_followed(link: str, id_: str) -> None:
    assert id_of(link) == id_


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (LISTING, "listing"),
        (f"{LISTING}&page=2", "listing"),
        (f"{SITE}/models?feature=imagen", ""),
        (f"{SITE}/models/a/b-1.5/api.md", "page"),
        (f"{SITE}/models/a/b-1.5/llms.txt", "llms"),
        (f"{SITE}/models/a/b-1.5", ""),
        (f"{SITE}/sitemap.xml", ""),
        ("https://evil.example/models/a/b/api.md", ""),
    ],
)
def test_only_known_addresses_are_read(url: str, kind: str) -> None:
    assert kind_of(url)[0] == kind
    assert modelslab.reads(url) is (kind != "")


def test_a_sitemap_is_read_by_pattern_and_expands_nothing() -> None:
    bomb = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
    <urlset><url><loc> https://modelslab.com/models/a/b?x=1&amp;y=2 </loc></url><url><loc>&b;&c;</loc></url></urlset>"""
    assert locations(bomb) == ["https://modelslab.com/models/a/b?x=1&y=2", "&b;&c;"]


def fetched(folder: Path, upstream: Upstream) -> list[tuple[str, bool]]:
    """Every address that a fetch looks at, and whether it gave something."""
    seen: list[tuple[str, bool]] = []
    with Http(
        Archive(folder), HttpSettings(attempts=1, give_up_after=50), mirrors=Mirrors(upstream.mirrors),
        clock=lambda: NOW, sleep=lambda seconds: None, progress=Silent(),
    ) as http:  # fmt: skip
        for sighting in modelslab.fetch(http, Nothing()):
            assert sighting.url.startswith(f"{SITE}/")
            seen.append((sighting.url.removeprefix(SITE), sighting.ok))
    return seen


def listed(*paths: str) -> bytes:
    """A listing with a link to each path."""
    links = "".join(f'<a href="{path}">A model of many words</a>' for path in paths)
    return f'<html lang="en"><main><h1>Models</h1>{links}</main></html>'.encode()


def site(path: str) -> str:
    """A path of ModelsLab's on the upstream."""
    return f"/modelslab.com{path}"


def test_a_fetch_takes_every_page_of_the_listing_and_both_texts_of_every_model(tmp_path: Path) -> None:
    routes: dict[str, Any] = {
        site("/models?feature=llmaster"): (FIXTURES / "listing.html").read_bytes(),
        site("/models?feature=llmaster&page=2"): (FIXTURES / "listing-2.html").read_bytes(),
        site(f"/models/{ATLAS}/api.md"): GLUED.encode(),
        site(f"/models/{ATLAS}/llms.txt"): (FIXTURES / "llms.txt").read_bytes(),
    }
    with Upstream(routes) as upstream:
        seen = fetched(tmp_path, upstream)
        assert not [path for path in upstream.paths() if "evil" in path or "picture" in path]
    gamma = "together_ai/gamma-Gamma-4-31B-it"
    assert seen == [
        ("/models?feature=llmaster", True), ("/models?feature=llmaster&page=2", True),
        (f"/models/{ATLAS}/api.md", True), (f"/models/{BOLT}/api.md", False), (f"/models/{gamma}/api.md", False),
        (f"/models/{ATLAS}/llms.txt", True), (f"/models/{BOLT}/llms.txt", False), (f"/models/{gamma}/llms.txt", False),
    ]  # fmt: skip


def test_without_a_listing_the_sitemap_leads_and_other_kinds_of_models_are_left(tmp_path: Path) -> None:
    index = "<sitemapindex><loc>https://modelslab.com/sitemap-models.xml</loc><loc>https://evil.example/s.xml</loc></sitemapindex>"
    picture = "google/picture-maker-1"
    urls = [
        f"{SITE}/models/{ATLAS}",
        f"{SITE}/models/{picture}",
        f"{SITE}/models/pony",
        "https://evil.example/models/a/b",
    ]
    routes: dict[str, Any] = {
        site("/sitemap.xml"): index.encode(),
        site("/sitemap-models.xml"): "".join(f"<url><loc>{url}</loc></url>" for url in urls).encode(),
        site(f"/models/{ATLAS}/api.md"): GLUED.encode(),
        site(f"/models/{picture}/api.md"): (FIXTURES / "picture.md").read_bytes(),
    }
    with Upstream(routes) as upstream:
        assert fetched(tmp_path, upstream) == [
            ("/models?feature=llmaster", False), ("/sitemap.xml", True), ("/sitemap-models.xml", True),
            (f"/models/{ATLAS}/api.md", True), (f"/models/{picture}/api.md", True),
            (f"/models/{ATLAS}/llms.txt", False),
        ]  # fmt: skip
        assert not [path for path in upstream.paths() if "evil" in path]


def test_neither_listing_nor_sitemap_is_a_failure(tmp_path: Path) -> None:
    with Upstream() as upstream, pytest.raises(FetchError, match="neither listing nor sitemap"):
        fetched(tmp_path, upstream)


@pytest.mark.parametrize(
    ("routes", "told"),
    [
        ({site("/models"): Reply(status=500)}, "listing: HTTP 500"),
        ({site("/models"): b"<html><main><p>Nothing here for you today</p></main></html>"}, "without a single model"),
        ({site("/models"): listed("/models/a/b-1"), site("/models/a/b-1/api.md"): Reply(status=503)}, "pages: 1 of 1"),
        ({site("/models"): listed("/models/a/b-1"), site("/robots.txt"): FORBIDDEN}, "robots"),
    ],
)  # fmt: skip
def test_a_failure_is_told_after_what_could_be_had(tmp_path: Path, routes: dict[str, Any], told: str) -> None:
    with Upstream(routes) as upstream, pytest.raises(FetchError, match=told):
        fetched(tmp_path, upstream)


def test_the_page_as_served_is_read_whole(recordings: Path) -> None:
    path = recordings.parent / "reference-pages/modelslab-api.md"
    if not path.exists():
        pytest.skip("the page as served is not among the recordings")
    text = path.read_text(encoding="utf-8")
    found = observed(text, "baidu/baidu-ernie-4.5-vl-424b-a47b")
    told = {claim.field: claim.value for claim in found.claims}
    lines = dict(line.removeprefix("Pricing").split(" $", 1) for line in text.splitlines() if " / 1M tokens" in line)
    pair = [Decimal(lines[label].split()[0]) for label in ("Input", "Output")]
    assert [Decimal(told["input_usd_per_mtok"]), Decimal(told["output_usd_per_mtok"])] == pair
    assert Decimal(told["blended_usd_per_mtok"]) == sum(pair) / 2
    assert (told["listed_at"], told["generated_at"]) == ("2026-02-20", "2026-05-13T10:53:54Z")
    assert (told["served_via"], told["author_name"], told["open_weights"]) == ("Open Router", "baidu", "false")
    assert told["description"].endswith("...")
    assert found.issues == ()
