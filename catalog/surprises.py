"""What a source's newest answers hold: what its readers did not expect, and how many records of each kind."""

from collections.abc import Iterable

from sqlite_utils import Database


def issue_counts(db: Database, source: str) -> list[tuple[str, str, int]]:
    """Surprises in the newest answers: kind, field, and in how many records."""
    sql = "select kind, field, count(*) from issues where source = ? group by 1, 2 order by 3 desc, 1, 2"
    return [(kind, field, count) for kind, field, count in db.execute(sql, [source]).fetchall()]


def issue_details(db: Database, source: str, kinds: Iterable[str], most: int = 50) -> list[str]:
    """Issues of some kinds, each in one line with its record; beyond `most`, how many more there are."""
    wanted = [str(kind) for kind in kinds]
    marks = ", ".join("?" * len(wanted))
    sql = f"select record, field, detail from issues where source = ? and kind in ({marks}) order by rowid"  # noqa: S608
    found = db.execute(sql, [source, *wanted]).fetchall()
    lines = [": ".join(part for part in row if part) for row in found[:most]]
    return lines + ([f"and {len(found) - most:,} more"] if len(found) > most else [])


def document_counts(db: Database, source: str) -> list[tuple[str, int, str]]:
    """What a source's answers are about: kind of record, how many are present, when last seen."""
    sql = (
        "select kind, count(*), max(last_seen) from records where source = ? and present = 1"
        " group by kind order by kind"
    )
    return [(kind, count, seen) for kind, count, seen in db.execute(sql, [source]).fetchall()]
