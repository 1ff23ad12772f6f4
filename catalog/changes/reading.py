"""The table `changes` as rows, for commands and exports."""

from typing import Any

from sqlite_utils import Database

from scraper.answers import parse_raw

Row = dict[str, Any]

COLUMNS = (
    "at", "kind", "model_id", "provider", "field", "old", "new", "source", "record", "wire_id", "by", "held",
    "learned_on", "snapshot", "evidence",
)  # fmt: skip


def changes(db: Database, model_id: str | None = None, since: str = "") -> list[Row]:
    """Every change, the oldest first; or those of one model, or from a time on."""
    where, values = "at >= ?", [since]
    if model_id is not None:
        where, values = f"{where} and model_id = ?", [since, model_id]
    names = ", ".join(f"[{column}]" for column in COLUMNS)
    order = "at, source, record, kind, field, [by]"
    rows = db.execute(f"select {names} from changes where {where} order by {order}", values)  # noqa: S608
    return [_row(dict(zip(COLUMNS, row, strict=True))) for row in rows.fetchall()]


def _row(row: Row) -> Row:
    return {**row, "held": bool(row["held"]), "evidence": parse_raw(row["evidence"]) if row["evidence"] else None}
