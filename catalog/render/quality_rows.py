"""Accuracy and completeness in words, for the sources page."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from catalog.quality import ALL, Accuracy, Filled
from catalog.render.contexts import FillRow
from catalog.render.formats import percent
from scraper.attributes import ATTRIBUTES


def accuracy_text(found: Mapping[str, Accuracy], source: str = ALL) -> str:
    """How many of the checked values were right; empty where none was checked."""
    row = found.get(source)
    if row is None or not row.checked:
        return ""
    return f"{row.equal:,} of {row.checked:,} ({percent(Decimal(row.share))})"


def fill_rows(found: Mapping[str, Sequence[Filled]]) -> tuple[FillRow, ...]:
    """For each field of how many active models it is known, and how many sources say it of any record."""
    sayers: dict[str, set[str]] = {}
    for source, rows in found.items():
        for row in rows if source != ALL else ():
            sayers.setdefault(row.field, set()).add(source)
    return tuple(
        FillRow(
            row.field, ATTRIBUTES[row.field].label, f"{row.known:,} of {row.of:,}", _share(row),
            len(sayers.get(row.field, ())),
        )
        for row in sorted(found.get(ALL, ()), key=lambda row: (-row.known, row.field))
    )  # fmt: skip


def fill_lines(rows: Sequence[Filled], kinds: Mapping[str, str]) -> tuple[str, ...]:
    """For each kind of a source's records, which share of them has which fields."""
    groups = groupby(rows, key=lambda row: (row.kind, row.of))
    return tuple(f"{kinds.get(kind, kind)}, {of:,}. {'; '.join(_by_share(group))}" for (kind, of), group in groups)


def _by_share(rows: Iterable[Filled]) -> list[str]:
    return [
        f"{share}: {', '.join(ATTRIBUTES[row.field].label for row in group)}"
        for share, group in groupby(rows, key=_share)
    ]


def _share(row: Filled) -> str:
    """The share in whole per cent, all only where it is all, and none nowhere."""
    if row.known == row.of:
        return "100 %"
    whole = row.known * 100 // row.of
    return f"{whole} %" if whole else "under 1 %"
