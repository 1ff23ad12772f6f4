"""Corrections in words: what a source says, what is shown instead, who says so and why."""

from collections.abc import Iterable

from catalog.entries import Correction
from catalog.queries import Row
from catalog.render.formats import moment
from catalog.render.linked import CorrectedRow
from catalog.render.receipts import Receipts, shortened
from scraper.attributes import ATTRIBUTES


def corrected_rows(corrections: Iterable[Row], receipts: Receipts) -> tuple[CorrectedRow, ...]:
    """Corrections, in their order."""
    return tuple(_row(row, receipts) for row in corrections)


def _row(row: Row, receipts: Receipts) -> CorrectedRow:
    said = Correction(*(row[name] for name in Correction._fields))
    return CorrectedRow(
        source=receipts.name(row["source"]),
        record=row["record"],
        field=ATTRIBUTES[row["field"]].label,
        upstream=shortened(said.upstream),
        value="left out" if said.value is None else shortened(said.value),
        why=said.why,
        who=said.who,
        on=moment(said.on).text,
        url=said.url,
        state="" if row["state"] == "applied" else row["state"],
    )
