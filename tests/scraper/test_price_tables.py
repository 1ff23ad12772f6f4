"""Tables with what stands around them: from HTML and from Markdown the same."""

from datetime import UTC, datetime

import pytest

from scraper.errors import ShapeError
from scraper.reading import IGNORED, Reader
from scraper.snapshots import Sighting, Snapshot
from scraper.sources._price_rows import PriceRow, Unit, limit, read_cells, token_price
from scraper.sources._price_tables import CLASH, Sheet, agreed, blocks, sheets, told_unit, with_headings

MARKDOWN = r"""# Prices

### [​](https://example.org/#text)

Text models

Prices per 1M tokens.

| Model | Input | Output |
| --- | :---: | --- |
| [**Atlas**](https://example.org/atlas) | `$1` | a \| b |
| only two | $3 |

A line below.

```
# no heading
| no | table |
```
"""
HTML = """<!doctype html><html lang="en"><body><nav>Home</nav><h1>Prices</h1><h3>Text models</h3>
<p>Prices per <b>1M</b> tokens.</p>
<table><thead><tr><th>Model</th><th>Input</th><th>Output</th></tr></thead>
<tbody><tr><td><a href="/atlas">Atlas</a></td><td>$1<sup>(2)</sup> <del>$4</del></td><td>a | b</td></tr>
<tr><td colspan="2">only two</td></tr></tbody></table>
<p>A line below.</p><script>| Model | Input |</script></body></html>"""


def page(text: str) -> Snapshot:
    sighting = Sighting(source="example", url="https://example.org/", fetched_at=datetime.now(UTC), status=200)
    return Snapshot(sighting=sighting, body=text.encode())


def only(text: str) -> Sheet:
    snapshot = page(text)
    (sheet,) = sheets(snapshot, blocks(snapshot))
    return sheet


@pytest.mark.parametrize(
    ("text", "cell"), [(MARKDOWN, "$1"), (HTML, "$1^(2) ~~$4~~")], ids=["markdown", "html"]
)  # fmt: skip
def test_a_table_has_its_headings_rows_and_the_lines_around_it(text: str, cell: str) -> None:
    sheet = only(text)
    assert (sheet.path, sheet.title) == (("Prices", "Text models"), "Text models")
    assert sheet.rows == ({"Model": "Atlas", "Input": cell, "Output": "a | b"},)
    assert sheet.notes[:2] == ("Prices per 1M tokens.", "A line below.")
    assert len(sheet.uneven) == 1


def test_a_heading_that_comes_twice_is_refused() -> None:
    with pytest.raises(ShapeError, match="comes twice"):
        only("| Model | Input | input |\n| --- | --- | --- |\n| a | $1 | $2 |\n")


def test_lines_between_two_tables_belong_to_both() -> None:
    snapshot = page("| A | B |\n|---|---|\n| 1 | 2 |\n\nPrices per image.\n\n| A | C |\n|---|---|\n| 1 | 2 |\n\nEnd.\n")
    first, second = sheets(snapshot, blocks(snapshot))
    assert (first.notes, second.notes) == (("Prices per image.",), ("End.",))
    assert with_headings([first, second], "c") == (second,)


@pytest.mark.parametrize(
    ("notes", "unit"),
    [
        (["Prices per 1M tokens unless noted."], "mtok"),
        (["Prices shown are per image generated or edited."], "image"),
        (["Prices are per 1M tokens.", "All prices per 1K tokens."], CLASH),
        (["We sell a lot per day."], ""),
        (["Prices may vary."], ""),
    ],
)
def test_a_sentence_on_prices_tells_the_unit(notes: list[str], unit: str) -> None:
    assert told_unit(notes) == unit


def test_two_places_must_agree() -> None:
    assert (agreed("", "mtok", "mtok"), agreed("", ""), agreed("mtok", "ktok")) == ("mtok", "", CLASH)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Input price ($ / 1M tokens)", "input_usd_per_mtok"),
        ("1M INPUT TOKENS (CACHE HIT)^(2)", "cache_read_usd_per_mtok"),
        ("Cached Input", "cache_read_usd_per_mtok"),
        ("Input Price (Cache Miss)", "input_usd_per_mtok"),
        ("Completion", "output_usd_per_mtok"),
        ("Cached Input Storage", None),
        ("Popularity", None),
        ("Price", None),
    ],
)
def test_a_heading_means_one_price_or_none(heading: str, field: str | None) -> None:
    assert token_price(heading) == field


@pytest.mark.parametrize(
    ("heading", "text", "unit", "claimed"),
    [
        ("Input", "$0.42", "mtok", {"input_usd_per_mtok": "0.42"}),
        ("Input (¥ / 1M tokens)", "$0.42", "", {}),
        ("Input ($ / 1M tokens)", "0.42", "", {"input_usd_per_mtok": "0.42"}),
        ("Input ($ / 1K tokens)", "0.42", "", {}),
        ("Input ($ / 1M tokens)", "0.42", "ktok", {}),
        ("Input", "0.42", "mtok", {}),
        ("Input", "$0.42", "", {}),
        ("Input", "-", "mtok", {}),
        ("Input", "Free", "mtok", {"input_usd_per_mtok": "0"}),
        ("Input", "On request", "mtok", {"price_text": "Input: On request"}),
        ("Colour", "blue", "mtok", {"other.Colour": "blue"}),
    ],
)
def test_a_cell_is_claimed_in_our_unit_or_not_at_all(
    heading: str, text: str, unit: str, claimed: dict[str, str]
) -> None:
    reader = Reader("atlas")
    prices = PriceRow(reader, Unit(unit))
    read_cells(reader, prices, {"Model": "atlas", heading: text}, {"model": IGNORED})
    prices.close()
    assert {claim.field: claim.value for claim in reader.claims} == claimed


def test_a_rounded_limit_claims_nothing_and_is_told() -> None:
    reader = Reader("atlas")
    limit(reader, "context_served", "131K", "/Context")
    limit(reader, "max_output", "16,384 tokens", "/Max output")
    assert [(claim.field, claim.value) for claim in reader.claims] == [("max_output", "16384")]
    assert [issue.field for issue in reader.issues] == ["context_served"]
