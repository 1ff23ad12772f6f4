"""What the tests of makers' own pricing pages share: every price with its conditions, and changed Markdown."""

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from scraper.errors import ShapeError
from scraper.snapshots import Snapshot
from scraper.source import Source
from tests.scraper.mutations import SAME, WRONG, Mutation

Priced = dict[tuple[str, str, str], str]


def every_price(source: Source, snapshot: Snapshot, changed: str | None = None) -> Priced:
    """Every price of a page by record, condition and field; none where the page is refused."""
    page = snapshot if changed is None else snapshot.model_copy(update={"body": changed.encode()})
    try:
        parsed = source.parse([page])
    except ShapeError:
        return {}
    return {
        (record.id, when, field): value
        for records in parsed.scopes.values()
        for record in records
        for claim in source.observe(record).claims
        for when, field, value in _prices(claim.field, claim.value)
    }


def wrong(source: Source, snapshot: Snapshot, change: Mutation) -> Priced:
    """The prices that a changed page yields and the good page does not; free of charge is the page's own word."""
    body = snapshot.body.decode()
    changed = change(body)
    assert changed != body, "the page is not changed at all"
    truth = every_price(source, snapshot)
    found = every_price(source, snapshot, changed)
    return {key: value for key, value in found.items() if truth.get(key) != value}


def in_markdown(change: Callable[[list[str], int], list[str]]) -> Mutation:
    """A change of every row of every Markdown table; it is told the row's cells and its number."""

    def changed(text: str) -> str:
        out: list[str] = []
        number = 0
        for line in text.split("\n"):
            number = number + 1 if line.startswith("|") else 0
            cells = [cell.strip() for cell in line.strip()[1:-1].split("|")] if number else []
            out.append(f"| {' | '.join(change(cells, number - 1))} |" if len(cells) > 1 else line)
        return "\n".join(out)

    return changed


def _inserted(cells: list[str], number: int) -> list[str]:
    return [*cells[:-1], "Popularity" if number == 0 else "---" if number == 1 else "$7,777", cells[-1]]


def _dropped(cells: list[str], number: int) -> list[str]:
    return cells[:-1]


def _split(cells: list[str], number: int) -> list[str]:
    return [*cells, "$77"] if number > 1 else cells


MARKDOWN = {
    "a column inserted": in_markdown(_inserted),
    "a column lost": in_markdown(_dropped),
    "a cell too many": in_markdown(_split),
}
"""Changes of Markdown tables after which the right prices come out, or none."""
ALL = {**WRONG, **SAME}


def dollars(text: str) -> list[Decimal]:
    """Every dollar amount of a text."""
    return [Decimal(amount.replace(",", "")) for amount in re.findall(r"\$\s?(\d[\d,]*(?:\.\d+)?)", text)]


def _prices(field: str, value: str) -> Iterator[tuple[str, str, str]]:
    if field == "conditions":
        for entry in json.loads(value):
            when = json.dumps(entry.pop("when"), sort_keys=True)
            yield from ((when, name, price) for name, price in entry.items())
    elif "_usd_" in field:
        yield "", field, value
