"""Claims as they are published: as people corrected them, and with what stands behind a yes or no."""

from typing import Any

from sqlite_utils import Database

from catalog.corrections import APPLIED, FILE, corrected
from catalog.entries import Claimed, Correction
from scraper.attributes import FLAGS


class PublishedClaims:
    """Turns claims as the store keeps them into claims as they are published."""

    def __init__(self, db: Database) -> None:
        self._corrections = {
            (source, record, field): Correction(*said)
            for source, record, field, *said in db.execute(
                "select source, record, field, upstream, value, who, [on], why, url from corrections where state = ?",
                [APPLIED],
            )
        }
        self._evidence = dict(db.execute("select id, evidence from sources").fetchall())

    def of(self, row: tuple[Any, ...]) -> Claimed | None:
        """A claim, or a row of CLAIM_COLUMNS, with what people say of it; None where they dropped it.

        So it has what stands behind a yes or no, too.
        """
        # Made at once, not step by step as `claimed` and `_replace` would: there are hundreds of thousands.
        source, record, field, value, original, pointer, snapshot, first, last, held = row[:10]
        evidence = self._evidence.get(source, "") if field in FLAGS else ""
        claim = Claimed(
            source, record, field, value, original, pointer, snapshot, first, last, bool(held), None, evidence
        )
        correction = self._corrections.get((source, record, field))
        return claim if correction is None else corrected(claim, correction)


def corrections_by_model(db: Database) -> dict[str, list[dict[str, Any]]]:
    """Corrections that are applied to records of a model, by the model."""
    cursor = db.execute(
        "select m.model_id, c.* from corrections c join matches m using (source, record)"
        " where c.state = ? and m.model_id is not null order by c.source, c.record, c.field",
        [APPLIED],
    )
    names = [column[0] for column in cursor.description[1:]]
    found: dict[str, list[dict[str, Any]]] = {}
    for model_id, *row in cursor.fetchall():
        found.setdefault(model_id, []).append(dict(zip(names, row, strict=True)))
    return found


def every_correction(db: Database) -> list[dict[str, Any]]:
    """Every correction, needed or no longer, by source and record."""
    cursor = db.execute("select * from corrections order by source, record, field")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def unneeded_corrections(db: Database) -> list[str]:
    """Corrections that have nothing to correct any more, each in one line."""
    cursor = db.execute(
        "select source, record, field, state from corrections where state != ? order by source, record, field",
        [APPLIED],
    )
    return [f"{FILE}: {source}:{record} {field}: {state}" for source, record, field, state in cursor.fetchall()]
