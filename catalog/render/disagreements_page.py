"""The pages of what sources say against each other: the largest first, the newest first, by field, by source."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from catalog.addresses import link
from catalog.doubts import DOUBTS
from catalog.queries import Row
from catalog.render.contexts import DisagreementsPage, Page
from catalog.render.disputed import View
from catalog.render.receipts import Receipts
from catalog.render.said import disagreement_row
from scraper.attributes import ATTRIBUTES

MOST = 200
"""So many rows a page shows; all are in the JSON."""
ROOT = "disagreements/"

MakePage = Callable[[str, str, str], Page]
"""Makes what every page has, from its path, title and description."""


class _Slice(NamedTuple):
    """Some of the disagreements, in an order of their own, under an address."""

    address: str
    """Below the folder of disagreements; empty for the first page."""
    label: str
    heading: str
    order: str
    rows: list[Row]


def disagreement_pages(
    rows: Sequence[Row], names: Mapping[str, str], receipts: Receipts, make_page: MakePage
) -> Iterator[tuple[str, DisagreementsPage]]:
    """Every page with its path. `rows` come with the largest first and the doubtful ones last."""
    views, fields, sources = _views(rows), _by_field(rows), _by_source(rows, receipts)
    for here in (*views, *fields, *sources):
        path = f"{ROOT}{here.address}index.html"
        title = "Disagreements" if not here.address else f"Disagreements: {here.heading}"
        about = f"What sources say against each other, each with its source: {here.heading}, {here.order}."
        page = make_page(path, f"{title} · Model Atlas", about)
        yield (
            path,
            DisagreementsPage(
                page=page,
                heading=here.heading,
                order=here.order,
                views=_links(views, here, page),
                by_field=_links(fields, here, page),
                by_source=_links(sources, here, page),
                rows=tuple(disagreement_row(row, names, receipts, page.root) for row in here.rows[:MOST]),
                count=len(here.rows),
                doubts=tuple(DOUBTS.values()) if any(row["doubt"] for row in here.rows) else (),
            ),
        )


def _views(rows: Sequence[Row]) -> list[_Slice]:
    """The orders, over all disagreements."""
    plain = [row for row in rows if not row["doubt"]]
    prices = [row for row in plain if row["kind"] == "price"]
    facts = [row for row in plain if row["kind"] == "fact"]
    doubtful = [row for row in rows if row["doubt"]]
    return [
        _Slice("", "Prices, largest first", "Prices of one offer", "the largest first", prices),
        _Slice("facts/", "Facts, newest first", "Facts of one release", "the newest first", _newest(facts)),
        _Slice("newest/", "All, newest first", "Prices and facts", "the newest first", _newest(plain)),
        _Slice(
            "doubtful/", "Perhaps no conflict", "Differences that may be no conflict", "the largest first", doubtful
        ),
    ]


def _newest(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: str(row["newest"]), reverse=True)


def _by_field(rows: Sequence[Row]) -> list[_Slice]:
    """One slice a field, the fullest first."""
    counts = Counter(row["field"] for row in rows)
    return [
        _slice(f"fields/{field}/", ATTRIBUTES[field].label, [row for row in rows if row["field"] == field])
        for field, _ in counts.most_common()
    ]


def _by_source(rows: Sequence[Row], receipts: Receipts) -> list[_Slice]:
    """One slice a source that is among those who differ, the fullest first."""
    counts = Counter(source for row in rows for source in {one["source"]: None for one in row["said"]})
    return [
        _slice(
            f"sources/{source}/",
            receipts.name(source),
            [row for row in rows if any(one["source"] == source for one in row["said"])],
        )
        for source, _ in counts.most_common()
    ]


def _slice(address: str, label: str, rows: Sequence[Row]) -> _Slice:
    """Prices the largest first, then facts the newest first, then what is doubtful."""
    prices = [row for row in rows if row["kind"] == "price" and not row["doubt"]]
    facts = [row for row in rows if row["kind"] == "fact"]
    doubtful = [row for row in rows if row["doubt"]]
    order = "prices the largest first, then facts the newest first, then what may be no conflict"
    return _Slice(address, label, label, order, [*prices, *_newest(facts), *doubtful])


def _links(slices: Sequence[_Slice], here: _Slice, page: Page) -> tuple[View, ...]:
    return tuple(
        View(one.label, f"{page.root}{ROOT}{link(one.address)}", len(one.rows), one.address == here.address)
        for one in slices
    )
