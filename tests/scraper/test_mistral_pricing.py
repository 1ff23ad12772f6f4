"""Mistral's pricing page: prices out of the data in its scripts, in dollars and in euros."""

import html as entities
import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scraper.errors import FetchError, ShapeError
from tests.scraper.maker_pages import ALL, dollars, every_price, wrong
from tests.scraper.mutations import WRONG
from tests.scraper.price_pages import asked, by_id, fixture, html, recorded, said, troubles
from tests.upstream import Reply

source = by_id("mistral_pricing")


def entry(name: str = "Atlas", **more: Any) -> dict[str, Any]:
    return {"name": name, "api_endpoint": "atlas-latest", "status": "published", "locale": "en", **more}


def labelled(label: str, dollar: str, euro: str = "") -> dict[str, str]:
    return {"value": label, "price_dollar": dollar, "price_euro": euro, "locale": "en"}


def carrying(*entries: dict[str, Any], stream: str | None = None) -> str:
    rows = f"1:{json.dumps(['$', 'div', None, {'apis': list(entries)}])}\n" if stream is None else stream
    pushed = json.dumps(rows).replace("<", "\\u003c")
    return f"<html lang='en'><body><p>Products</p><script>self.__next_f.push([1,{pushed}])</script></body></html>"


def priced(label: str, dollar: str, euro: str = "") -> dict[str, str]:
    other = labelled("Output (/M tokens)", "<p>$7</p>")
    found = said(source, html(carrying(entry(price=[labelled(label, dollar, euro), other])), source))["Atlas"]
    return {k: v for k, v in found.items() if ("_usd_" in k or "prices" in k) and k != "output_usd_per_mtok"}


def in_data(change: Callable[[str], str]) -> Callable[[str], str]:
    """A change of the texts in the page's data, not of its scripts' own signs."""

    def changed(page: str) -> str:
        def one(match: re.Match[str]) -> str:
            return json.dumps(change(json.loads(match[0])), ensure_ascii=False).replace("<", "\\u003c")

        return re.sub(r'(?<=push\(\[1,)"(?:[^"\\]|\\.)*"', one, page)

    return changed


def test_a_model_s_prices_are_in_the_unit_of_their_labels() -> None:
    found = said(source, fixture(source, "prices"))["Atlas Large 3"]
    assert (found["input_usd_per_mtok"], found["output_usd_per_mtok"]) == ("0.5", "1.5")
    assert found["wire_id"] == "atlas-large-latest"


def test_euros_are_told_as_they_are_and_never_as_dollars() -> None:
    found = said(source, fixture(source, "prices"))["Atlas Large 3"]
    assert json.loads(found["native_prices"])[0] == {
        "field": "input_usd_per_mtok", "amount": "0.45", "currency": "EUR", "per": "mtok",
    }  # fmt: skip
    assert "native_prices" in priced("Input (/M tokens)", "€1.50")
    assert "input_usd_per_mtok" not in priced("Input (/M tokens)", "€1.50")


def test_a_label_in_place_of_a_euro_price_is_no_price() -> None:
    found = said(source, fixture(source, "prices"))["Coder"]
    assert [price["field"] for price in json.loads(found["native_prices"])] == ["input_usd_per_mtok"]
    assert found["output_usd_per_mtok"] == "0.9"


def test_an_api_name_of_two_models_is_claimed_of_neither() -> None:
    found = said(source, fixture(source, "prices"))
    assert (found["Atlas Small 4"]["input_usd_per_mtok"], found["Atlas Small 3"]["input_usd_per_mtok"]) == (
        "0.15",
        "0.1",
    )
    assert not [name for name in ("Atlas Small 4", "Atlas Small 3") if "wire_id" in found[name]]
    assert ("bad_value", "Atlas Small 4", "wire_id") in troubles(source, fixture(source, "prices"))


def test_pages_minutes_and_characters_are_prices_of_their_own() -> None:
    found = said(source, fixture(source, "prices"))
    assert found["Reader 3"]["page_usd_each"] == "0.002"
    assert json.loads(found["Reader 3"]["conditions"]) == [{"when": {"service": "batch"}, "page_usd_each": "0.001"}]
    assert found["Vox TTS"]["speech_usd_per_mchar"] == "16"
    assert found["Vox Transcribe"]["audio_usd_per_minute"] == "0.003"


def test_two_units_in_one_label_are_told_apart_by_the_words_beside_the_prices() -> None:
    found = said(source, fixture(source, "prices"))["Vox Small"]
    assert (found["audio_usd_per_minute"], found["input_usd_per_mtok"]) == ("0.004", "0.12")
    assert priced("Input (per min / per M tok)", "$0.004 / $0.12") == {}


def test_a_fine_tuned_model_is_another_offer_than_its_base() -> None:
    found = said(source, fixture(source, "prices"))
    assert (found["Coder"]["input_usd_per_mtok"], found["Coder (fine-tuned)"]["input_usd_per_mtok"]) == ("0.3", "0.25")
    assert found["Coder (fine-tuned)"]["base_id"] == "Coder"


def test_a_free_endpoint_costs_nothing() -> None:
    found = said(source, fixture(source, "prices"))["Prover"]
    assert (found["input_usd_per_mtok"], found["output_usd_per_mtok"]) == ("0", "0")


def test_plans_questions_and_drafts_are_no_offers() -> None:
    found = said(source, fixture(source, "prices"))
    assert not {"Pro", "Old One"} & set(found)
    assert "6" not in {claims.get("output_usd_per_mtok") for claims in found.values()}


def test_tools_are_told_by_the_seller() -> None:
    found = said(source, fixture(source, "prices"))["provider:mistral"]
    assert found["web_search_usd_each"] == "0.03"
    assert json.loads(found["other_prices"]) == {"Libraries: OCR": "$3/1K pages"}


def test_lists_that_contradict_each_other_leave_no_price() -> None:
    twice = [entry(price=[labelled("Input (/M tokens)", f"<p>${n}</p>")]) for n in (1, 2)]
    page = html(carrying(*twice), source)
    assert "input_usd_per_mtok" not in said(source, page)["Atlas"]
    assert ("bad_value", "Atlas", "input_usd_per_mtok") in troubles(source, page)


@pytest.mark.parametrize(
    "dollar",
    [
        "<p>$1 - $2</p>", "<p>$1 $2</p>", "<p>$1</p><p>$2</p>", "<p>from $1</p>", "<p>$1,50</p>", "<p>-$1</p>",
        "<p>1</p>", "<p>$1 / 1K tokens</p>", "<p>$1 / call</p>", "<p>$1,000</p>", "<p>$11M tokens</p>", "$undefined",
        "$36:3:x", "", "<p>$1</p><p>for students</p>", "<p>$1 <![half</p>",
    ],
)  # fmt: skip
def test_a_price_that_cannot_be_read_is_not_claimed(dollar: str) -> None:
    assert priced("Input (/M tokens)", dollar) == {}


@pytest.mark.parametrize(
    "label", ["Input", "Input (/K tokens)", "Input (/call)", "Input (per GPU)", "Input (/B tokens)"]
)
def test_a_label_without_a_unit_that_we_know_leaves_no_price(label: str) -> None:
    assert priced(label, "<p>$1</p>") == {}


def test_a_dollar_sign_is_written_twice_where_it_begins_a_text() -> None:
    assert priced("Input (/M tokens)", "$$1.5") == {"input_usd_per_mtok": "1.5"}


@pytest.mark.parametrize("change", WRONG)
def test_no_slip_of_the_page_makes_a_wrong_price(change: str) -> None:
    assert len(every_price(source, fixture(source, "prices"))) > 15
    assert wrong(source, fixture(source, "prices"), in_data(ALL[change])) == {}


@pytest.mark.parametrize(
    "stream",
    ["", "1:[]\n", '1:{"name":"Atlas"}\n', '1:["broken\n', '1:{"name":"Atlas","price":[]}\n', "1:T5,hello"],
)
def test_a_page_without_prices_in_its_data_is_refused(stream: str) -> None:
    with pytest.raises(ShapeError):
        source.parse([html(carrying(stream=stream), source)])


def test_a_text_in_the_stream_ends_where_its_length_says() -> None:
    good = json.dumps({"apis": [entry(price=[labelled("Input (/M tokens)", "<p>$1</p>")])]})
    text = 'no end of line €\n7:{"name":"Trap","price":[]}'
    stream = f"2:T{len(text.encode()):x},{text}3:{good}\n"
    assert list(said(source, html(carrying(stream=stream), source))) == ["Atlas"]


def test_the_page_is_fetched(tmp_path: Path) -> None:
    given, _ = asked(source, tmp_path / "a", {"/mistral.ai/pricing": Reply(fixture(source, "prices").body)})
    assert [(seen.url, seen.ok) for seen in given] == [(source.address, True)]
    with pytest.raises(FetchError):
        asked(source, tmp_path / "b", {})


def test_the_real_page_comes_out_price_for_price(recordings: Path) -> None:
    (page,) = recorded(source, recordings)
    found = every_price(source, page)
    pieces = re.findall(r'self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)', page.body.decode())
    stream = "".join(json.loads(piece) for piece in pieces)
    apis = json.JSONDecoder().raw_decode(stream, stream.index('"apis":[') + 7)[0]
    checked = 0
    for api in apis:
        for price in api["price"]:
            field = {"Input (/M tokens)": "input_usd_per_mtok", "Output (/M tokens)": "output_usd_per_mtok"}.get(
                price["value"]
            )
            if field and api["type"] != "Tools":
                told = entities.unescape(re.sub("<[^>]*>", "", price["price_dollar"])).strip()
                amount = dollars(told) or [Decimal(told.rstrip("$"))]
                assert Decimal(found[api["name"], "", field]) == amount[0], api["name"]
                checked += 1
    assert checked == 45
    assert len(source.parse([page]).scopes["offers"]) == 34
    assert found["Voxtral Small", "", "audio_usd_per_minute"] == "0.004"
    assert found["OCR 3", '{"service": "batch"}', "page_usd_each"] == "0.001"
    assert {(kind, field) for kind, _, field in troubles(source, page)} == {
        ("bad_value", "wire_id"), ("bad_value", "other_prices"),
    }  # fmt: skip
