"""A judgement written at the end of the crosswalk: comments and order stay, and half a file is never seen."""

import json
import os
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from catalog.match.curated_files import CROSSWALK, CuratedError, Rows, parse_judgements, read_rows
from catalog.match.curated_lint import contradictions
from catalog.match.curated_rows import JudgementRow

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Kinds of characters that nobody sees, or that change how others are seen: they are written as escapes."""


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
    before = path.read_bytes().decode("utf-8") if path.exists() else ""
    after = f"{before}{_gap(before)}{as_toml(row)}"
    written = parse_judgements(after)
    if written != (*rows.judgements, row):
        raise CuratedError(f"{CROSSWALK}: it would not read as it was meant; nothing was written")
    _replace(path, after)
    return True


def as_toml(row: JudgementRow) -> str:
    """A judgement as a table of TOML."""
    return "\n".join(["[[judgement]]", *_lines(row), ""])


def quoted(text: str) -> str:
    """A basic string of TOML; what cannot be seen is escaped."""
    return f'"{"".join(map(_char, text))}"'


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


def _char(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if unicodedata.category(char) not in _HIDDEN:
        return char
    if char in "\n\t\r":
        return json.dumps(char)[1:-1]
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def _gap(before: str) -> str:
    """What stands between the file as it is and a new table: a blank line."""
    if not before or before.endswith("\n\n"):
        return ""
    return "\n" if before.endswith("\n") else "\n\n"


def _refuse_contradiction(rows: Rows, row: JudgementRow) -> None:
    before = set(contradictions(rows))
    together = rows._replace(judgements=(*rows.judgements, row))
    new = [finding for finding in contradictions(together) if finding not in before]
    if new:
        raise CuratedError(f"it contradicts {new[0].file}: {new[0].row}: {new[0].problem}")


def _replace(path: Path, text: str) -> None:
    """Put a file in another one's place as a whole, with its permissions."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        new.chmod(mode)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
