"""A judgement written at the end of the crosswalk."""

from collections.abc import Iterator
from pathlib import Path

from catalog.curated_writing import appended, quoted, read_curated, replace_file
from catalog.match.curated_files import CROSSWALK, CuratedError, Rows, parse_judgements, read_rows
from catalog.match.curated_lint import contradictions
from catalog.match.curated_rows import JudgementRow


def add_judgement(folder: Path, row: JudgementRow) -> bool:
    """Write a judgement; False where it is there already. Raises CuratedError where it contradicts what is there."""
    rows = read_rows(folder)
    if rows.faults:
        raise CuratedError(f"{rows.faults[0]}: mend that first")
    if any((known.record, known.relation, known.model) == (row.record, row.relation, row.model) and known.overlaps(row)
           for known in rows.judgements):  # fmt: skip
        return False
    _refuse_contradiction(rows, row)
    path = (folder / CROSSWALK).resolve()
    after = appended(read_curated(path), as_toml(row))
    written = parse_judgements(after)
    if written != (*rows.judgements, row):
        raise CuratedError(f"{CROSSWALK}: it would not read as it was meant; nothing was written")
    replace_file(path, after)
    return True


def as_toml(row: JudgementRow) -> str:
    """A judgement as a table of TOML."""
    return "\n".join(["[[judgement]]", *_lines(row), ""])


def _lines(row: JudgementRow) -> Iterator[str]:
    for name in ("record", "relation", "model"):
        yield f"{name} = {quoted(getattr(row, name))}"
    if row.conflicts:
        yield f"conflicts = [{', '.join(map(quoted, row.conflicts))}]"
    for name, day in (("from", row.since), ("until", row.until)):
        if day is not None:
            yield f"{name} = {day.isoformat()}"
    yield f"who = {quoted(row.who)}"
    yield f"on = {row.on.isoformat()}"
    yield f"why = {quoted(row.why)}"
    yield f"url = {quoted(row.url)}"


def _refuse_contradiction(rows: Rows, row: JudgementRow) -> None:
    before = set(contradictions(rows))
    together = rows._replace(judgements=(*rows.judgements, row))
    new = [finding for finding in contradictions(together) if finding not in before]
    if new:
        raise CuratedError(f"it contradicts {new[0].file}: {new[0].row}: {new[0].problem}")
