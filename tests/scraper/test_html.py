"""Pages read by label and heading: what is not exactly one is refused, what is no page of ours too."""

from datetime import UTC, datetime

import pytest

from scraper.errors import ShapeError
from scraper.html import Page
from scraper.snapshots import Sighting, Snapshot

TABLE = """
<h2>Prices</h2>
<table><caption>Models</caption>
<tr><th>Model</th><th>Input</th><th>Output<sup>1</sup></th></tr>
<tr><td>Atlas</td><td>$1</td><td>$2<sup>2</sup></td></tr>
<tr><td rowspan="2">Globe</td><td>$3</td><td>$4</td></tr>
<tr><td colspan="2">on request</td></tr>
</table>
"""


def page(html: str | bytes) -> Page:
    sighting = Sighting(source="s", url="https://s.example/p", fetched_at=datetime(2026, 8, 1, tzinfo=UTC), status=200)
    return Page(Snapshot(sighting=sighting, body=html if isinstance(html, bytes) else html.encode()))


def test_a_table_is_rows_by_heading_with_spans_repeated_and_footnotes_apart() -> None:
    table = page(TABLE).table("Input", "Output")
    assert table.title == "Models"
    assert table.rows == (
        {"Model": "Atlas", "Input": "$1", "Output^1": "$2^2"},
        {"Model": "Globe", "Input": "$3", "Output^1": "$4"},
        {"Model": "Globe", "Input": "on request", "Output^1": "on request"},
    )


def test_one_table_is_wanted_not_two_and_not_none() -> None:
    with pytest.raises(ShapeError, match="got 2"):
        page(TABLE + TABLE).table("Input")
    with pytest.raises(ShapeError, match="got 0"):
        page(TABLE).table("Cached input")


@pytest.mark.parametrize(
    "start", ["<!doctype html>\n<html lang=en>", "\n<!-- built --><HTML>", "<!DOCTYPE html><title>x</title>"]
)
def test_a_page_without_its_end_is_refused_and_a_piece_of_one_is_read(start: str) -> None:
    assert len(page(f"{start}{TABLE}</body></html >\n<!-- served -->").tables) == 1
    with pytest.raises(ShapeError, match="a page that breaks off after"):
        page(start + TABLE)
    assert len(page(TABLE).tables) == 1


def test_a_heading_that_comes_twice_is_refused() -> None:
    with pytest.raises(ShapeError, match="comes twice"):
        _ = page("<table><tr><th>Price</th><th>price </th></tr><tr><td>1</td><td>2</td></tr></table>").tables


@pytest.mark.parametrize(
    "html",
    [
        "<dl><dt>Max Output</dt><dd>16,000 tokens</dd><dt>Mode</dt><dd>chat</dd></dl>",
        "<table><tr><td>Max Output</td><td>16,000 tokens</td></tr><tr><th>Mode</th><td>chat</td></tr></table>",
        "<p>| Max Output | 16,000 tokens |</p><p>| Mode | chat |</p>",
        "<p>Max Output: 16,000 tokens</p><p>Mode: chat</p>",
        "<div>Max Output</div><div>16,000 tokens</div><span>Mode</span><br>chat",
    ],
    ids=["definition list", "two cells", "pipes", "colons", "lines"],
)
def test_labels_are_found_however_they_are_set(html: str) -> None:
    assert page(html).labelled(["Max output", "Mode", "Languages"]) == {"Max output": "16,000 tokens", "Mode": "chat"}


def test_a_label_with_two_values_is_refused() -> None:
    with pytest.raises(ShapeError, match="both"):
        page("<p>Mode: chat</p><p>Mode: base</p>").labelled(["Mode"])


def test_a_text_that_is_set_keeps_its_lines_with_markup_and_without() -> None:
    assert page("<p>one\ntwo</p><pre>three\n<code>four</code></pre>").lines == ("one two", "three", "four")
    assert page("Mode: chat\nMax Output: 16,000").lines == ("Mode: chat", "Max Output: 16,000")


def test_a_label_without_a_value_has_none() -> None:
    assert page("<p>Mode</p><p>Languages</p><p>en</p>").labelled(["Mode", "Languages"]) == {"Languages": "en"}


def test_sections_end_at_the_next_heading() -> None:
    found = page(f"<h1>Top</h1><p>one</p><div><h2>Uptime</h2></div>{TABLE}<h2>End</h2><p>two</p>")
    assert [(s.title, s.lines) for s in found.sections][:2] == [("Top", ("one",)), ("Uptime", ())]
    assert found.section("Prices").tables[0].title == "Models"
    assert found.section("end").lines == ("two",)


def test_hidden_parts_and_scripts_are_not_read() -> None:
    assert page("<p>one</p><script>$9</script><p hidden>two</p><!-- three --><template>four</template>").lines == (
        "one",
    )


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("", "an empty page"),
        ("<html><body><script>app()</script></body></html>", "an empty page"),
        ("<title>Sign in</title><p>Sign in to go on</p>", "a login page"),
        ("<p>Welcome</p><form><input type=password></form>", "a login page"),
        ("<title>Just a moment...</title><p>Checking your browser</p>", "a captcha page"),
        ("<html lang='de'><p>Preise</p></html>", "another language"),
        ("<p>\N{LATIN SMALL LETTER A WITH CIRCUMFLEX}\N{EURO SIGN} and \ufffd and \ufffd</p>", "wrong encoding"),
        (b"<p>caf\xe9</p>", "wrong encoding"),
        ("<p>Prices <![Image 1: logo](x)</p>", "HTML that cannot be read: AssertionError: unknown status keyword"),
    ],
)
def test_what_is_no_page_of_the_source_is_refused(html: str | bytes, told: str) -> None:
    with pytest.raises(ShapeError, match=told):
        page(html)


def test_tags_nested_without_end_are_refused() -> None:
    with pytest.raises(ShapeError, match="nested too deep"):
        page("<div>" * 20_000 + "x")


def test_a_declared_charset_is_believed_and_a_slip_of_the_author_forgiven() -> None:
    assert page(b"<meta charset=iso-8859-1><p>caf\xe9</p>").lines == ("caf\u00e9",)
    assert page("<p>Copyright \u0e22\u0e09 2025</p><p>Mode: chat</p>").labelled(["Mode"]) == {"Mode": "chat"}
