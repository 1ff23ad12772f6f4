"""What is read and written piece by piece: rows beside each other, JSON of any length, things on a shelf."""

from decimal import Decimal
from typing import Any

import pytest

from catalog.merged import Beside
from catalog.shelf import HELD, Shelf
from catalog.values import Exact, json_bytes, json_pieces, to_json


def test_rows_are_handed_out_by_key_and_skipped_where_nobody_asks() -> None:
    rows = Beside([{"model_id": key, "n": n} for n, key in enumerate(["a", "a", "b", "d", "é"])])
    assert [[row["n"] for row in rows.of(key)] for key in ("a", "c", "d", "e", "é", "z")] == [
        [0, 1],
        [],
        [3],
        [],
        [4],
        [],
    ]


def test_a_document_in_pieces_is_the_same_text() -> None:
    shelf: Shelf[Any] = Shelf()
    shelf["x"], shelf["y"] = {"price": Exact("1E-7")}, []
    document = {
        "a": 1,
        "rows": iter([{"n": Decimal("1.50")}, "é"]),
        "none": iter([]),
        "by": shelf,
        "all": shelf.values(),
    }
    whole = {**document, "rows": [{"n": Decimal("1.50")}, "é"], "none": [], "by": dict(shelf), "all": [*shelf.values()]}
    assert "".join(json_pieces(document)) == to_json(whole)
    assert '"price":0.0000001' in to_json(whole)


@pytest.mark.parametrize("indent", [None, 2])
def test_half_of_a_character_and_long_numbers_are_written_as_they_are(indent: int | None) -> None:
    assert "\ud800" in to_json({"text": "\ud800"}, indent)
    assert str(2**70) in to_json({"number": 2**70}, indent)


def test_json_of_a_file_is_the_same_text_but_for_half_of_a_character() -> None:
    assert json_bytes({"price": Exact("1E-7"), "é": None}) == to_json({"price": Exact("1E-7"), "é": None}).encode()
    assert json_bytes({"text": "\ud800"}) == b'{"text":"?"}'


def test_a_later_thing_takes_the_place_of_an_earlier_one_in_memory_and_in_a_file() -> None:
    for size in (1, HELD):
        shelf: Shelf[str] = Shelf()
        for key, text in (("a", "1"), ("b", "2"), ("a", "3")):
            shelf[key] = text * size
        assert {key: text[0] for key, text in shelf.items()} == {"a": "3", "b": "2"}
        assert list(shelf) == ["a", "b"]
