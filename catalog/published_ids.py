"""Which ids were ever published, so that none of their addresses breaks: `published.jsonl` in the data folder.

It is only added to: a line says that an id was published and which record stood for it, or that it is
published no more. Knowledge changes: a name that two resellers gave a model of its own turns out to be
another one's. Its id then leads to what its record means now. The days in it are those of the newest
answer, not of a clock. Without the file all is as it is published now, and only what was forgotten is lost.

An id is never given away: where it comes up for another record while the one it was published for means
another model, it stays with what the sources call so now, and its page says what it stood for before.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from catalog.entries import Key
from catalog.match.judgement import ROUTER
from catalog.queries import other_ids


class Line(NamedTuple):
    """One line of the file."""

    id: str
    source: str
    record: str
    """The record that stood for the id; of an id that is published no more, the one that stood for it last."""
    on: str
    """The day of the newest answer then."""
    gone: bool = False
    """Whether it is published no more since then."""


class Former(NamedTuple):
    """An id that was published and is neither a model nor another id of one any more."""

    id: str
    source: str
    record: str
    """The record that stood for it."""
    first_on: str
    """The day on which it was first published."""
    gone_on: str
    """The day since when it is not."""
    model_id: str | None
    """The model that its record means now; None where it means none."""

    def __str__(self) -> str:
        """The id's story, in a line."""
        told = f"{self.id} was published from {self.first_on} until {self.gone_on}, for {self.source}:{self.record}"
        return f"{told}, which means {self.model_id or 'no model'} now"


class Earlier(NamedTuple):
    """What the address of a model stood for before: a record that means another model now."""

    source: str
    record: str
    until: str
    model_id: str


class PublishedIds:
    """The file, and what a build adds to it once it has published."""

    def __init__(self, path: Path | None) -> None:
        """The list in a file; None where none is kept, as of the catalog of another day."""
        self.path = path
        self.lines = list(_read(path)) if path is not None else []

    def note(self, current: Mapping[str, Key], day: str) -> list[Line]:
        """What is new: ids with the records that stand for them, and ids that are gone. Nothing is written yet."""
        last = {line.id: line for line in self.lines}
        new = [
            Line(id_, *key, day)
            for id_, key in sorted(current.items())
            if id_ not in last or last[id_].gone or (last[id_].source, last[id_].record) != key
        ]
        left = [
            line._replace(on=day, gone=True)
            for id_, line in sorted(last.items())
            if id_ not in current and not line.gone
        ]
        self.lines += [*new, *left]
        return [*new, *left]

    def write(self, new: Sequence[Line]) -> None:
        """Append lines; a line that a crash tore is left behind as it is."""
        if not new or self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab+") as file:
            if file.tell() and file.seek(-1, os.SEEK_END) >= 0 and file.read(1) != b"\n":
                file.write(b"\n")
            file.write("".join(f"{_text(line)}\n" for line in new).encode("utf-8", "surrogatepass"))
            file.flush()
            os.fsync(file.fileno())

    def former(self, db: Database) -> list[Former]:
        """Every id that is published no more, with what its record means now, by id."""
        meant = _meant(db, {(line.source, line.record) for line in self.lines if line.gone})
        found: dict[str, Former] = {}
        first: dict[str, str] = {}
        for line in self.lines:
            first.setdefault(line.id, line.on)
            found.pop(line.id, None)
            if line.gone:
                key = (line.source, line.record)
                found[line.id] = Former(line.id, *key, first[line.id], line.on, meant.get(key))
        return [found[id_] for id_ in sorted(found)]

    def earlier(self, db: Database) -> dict[str, list[Earlier]]:
        """By model, the records that its address stood for and that mean another model now."""
        by_id: dict[str, list[Line]] = {}
        for line in self.lines:
            by_id.setdefault(line.id, []).append(line)
        moved = {id_: lines for id_, lines in by_id.items() if len({line[1:3] for line in lines}) > 1}
        meant = _meant(db, {(line.source, line.record) for lines in moved.values() for line in lines})
        return {id_: told for id_, lines in moved.items() if (told := list(_earlier(id_, lines, meant)))}


def led_to(db: Database, published: Path | None, wanted: str) -> tuple[str | None, Former | None]:
    """The model that an id leads to: its own, or one that it is another id of.

    Else the one that the record means now for which the id was published once, and that it was; None where no model
    is meant.
    """
    if _is_model(db, wanted):
        return wanted, None
    known = other_ids(db).get(wanted, ("", wanted))[1]
    if _is_model(db, known):
        return known, None
    was = next((one for one in PublishedIds(published).former(db) if one.id == wanted), None)
    return (was.model_id if was and _is_model(db, was.model_id) else None), was


def _is_model(db: Database, id_: str | None) -> bool:
    return bool(db.execute("select 1 from models where id = ?", [id_]).fetchone())


def published_now(db: Database) -> dict[str, Key]:
    """Every id that has an address, with the record that stands for it: models, and other ids that lead to one."""
    rows = db.execute("select id, source, record from models").fetchall()
    others = {id_: (ROUTER, id_) for id_ in other_ids(db)}
    return {**others, **{id_: (source, record) for id_, source, record in rows}}


def _earlier(id_: str, lines: Sequence[Line], meant: Mapping[Key, str]) -> Iterator[Earlier]:
    for line, following in pairwise(lines):
        now = meant.get((line.source, line.record))
        if not line.gone and now is not None and now != id_:
            yield Earlier(line.source, line.record, following.on, now)


def _meant(db: Database, keys: Iterable[Key]) -> dict[Key, str]:
    """The models that records mean now; records that mean none are left out."""
    found: dict[Key, str] = {}
    for key in sorted(keys):
        sql = "select model_id from matches where source = ? and record = ? and model_id is not null"
        for (model_id,) in db.execute(sql, list(key)).fetchall():
            found[key] = model_id
    return found


def _read(path: Path) -> Iterator[Line]:
    """The lines of the file; those that are torn or of another shape are passed over."""
    if not path.exists():
        return
    for text in path.read_bytes().split(b"\n"):
        try:
            row = json.loads(text.decode("utf-8", "surrogatepass"))
            line = Line(row["id"], row["source"], row["record"], row["on"], row.get("gone") is True)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        if all(isinstance(part, str) for part in line[:4]):
            yield line


def _text(line: Line) -> str:
    row = {name: value for name, value in line._asdict().items() if value is not False}
    return json.dumps(row, ensure_ascii=False)
