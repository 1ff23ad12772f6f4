"""Pairs as they are shown: for people, on their terminal, and for scripts."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from catalog.review.pairs import Pair
from catalog.values import Exact


def visible(text: str) -> str:
    """A text that can stand on a terminal: what would steer it is written as an escape."""
    return "".join(
        char if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else ascii(char)[1:-1] for char in text
    )


def as_row(pair: Pair) -> dict[str, Any]:
    """A pair as `--json` lists it."""
    row = {**pair._asdict(), "records": pair.records, "usefulness": Exact(f"{pair.usefulness:.2f}")}
    row["others"] = list(pair.others)
    return row


def as_lines(pair: Pair) -> Iterator[str]:
    """A pair in three lines."""
    many = f"{pair.records} records say so" if pair.others else "one record"
    price = {"equal": ", prices equal", "far": ", prices far apart"}.get(pair.price, "")
    yield visible(f"{pair.source}:{pair.record}  {pair.name}")
    yield visible(f"    {pair.candidate}  {pair.relation}, {'conflict, ' if pair.conflict else ''}{pair.level}")
    yield visible(f"    {many}{price}: {pair.why}")
