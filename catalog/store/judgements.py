"""The judgements of the last build: as long as nothing that matching reads has changed, they are today's too.

A new answer confirms most of what is known, and changes prices: neither has a say in which model a record means.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TypeVar

from sqlite_utils import Database

from catalog.entries import Entry, Key
from catalog.match.identity import identity, spoken
from catalog.match.judge import judge, with_prices
from catalog.match.judgement import Judgement
from catalog.match.knowledge import Knowledge
from catalog.side_by_side import apart, cores, halves
from catalog.store.rows import read_match
from catalog.store.tables import PUBLIC
from scraper.source import PublisherKind

A = TypeVar("A")
B = TypeVar("B")

Judged = AbstractContextManager[Callable[[], dict[Key, Judgement]]]
"""Within it judging goes on; what it gives waits for the judgements."""
KEY = "identity"
"""Under this key `_meta` keeps a digest of all that the table `matches` was judged from."""
COLUMNS = tuple(PUBLIC["matches"].columns)
FEW = 1_000
"""So many records, or names, are judged in some tenths of a second: fewer are not worth a process of their own."""
MANY = 75_000
"""Of more records what is held to judge them, and all that they claim, are not in memory at once: of 100,000 made-up
models both took 2.1 GB."""


def judging(
    db: Database, program: str, knowledge: Knowledge, kinds: Mapping[str, PublisherKind]
) -> Callable[[Mapping[Key, Entry]], Judged]:
    """What begins to judge every record that speaks of a model: it takes what is written down, or judges anew.

    `program` is a digest over the code and what people decided. New ones must be written in the same transaction.
    """

    def digest(entries: Mapping[Key, Entry]) -> str:
        told = hashlib.sha256(program.encode())
        for one in identity(entries, knowledge.crosswalk):
            # Bare tuples: to tell the names of their fields tens of thousands of times takes longer than the rest.
            told.update(repr((*one[:3], one.said[:], *one[4:])).encode("utf-8", "surrogatepass"))
        return told.hexdigest()

    @contextmanager
    def judged(entries: Mapping[Key, Entry]) -> Iterator[Callable[[], dict[Key, Judgement]]]:
        noted = db.execute("select value from _meta where key = ?", [KEY]).fetchone()
        told = digest(entries) if noted else ""
        if noted == (told,):
            written = with_prices(_written(db, entries), entries)
            yield lambda: written
            return
        with judging_anew(entries, knowledge, kinds) as judgements:
            db.table("_meta").insert({"key": KEY, "value": told or digest(entries)}, replace=True)
            yield judgements

    return judged


def known(judgements: dict[Key, Judgement]) -> Judged:
    """Judgements for which nobody has to wait."""
    return nullcontext(lambda: judgements)


def judging_anew(entries: Mapping[Key, Entry], knowledge: Knowledge, kinds: Mapping[str, PublisherKind]) -> Judged:
    """Judges every record that speaks of a model, of many in a process of its own, and gives what waits for that."""
    if len(entries) < FEW:
        return known(judge(entries, knowledge, kinds))
    return _judged_apart(entries, knowledge, kinds)


@contextmanager
def _judged_apart(
    entries: Mapping[Key, Entry], knowledge: Knowledge, kinds: Mapping[str, PublisherKind]
) -> Iterator[Callable[[], dict[Key, Judgement]]]:
    """The same; only what is decided comes back, in the order of the records, which are known here."""
    with apart(lambda _: [one[2:] for one in judge(entries, knowledge, kinds, _each).values()]) as waited:
        decided = waited() if len(entries) > MANY else None
        yield lambda: {
            key: Judgement._make((*key, *one))
            for key, one in zip(spoken(entries), waited() if decided is None else decided, strict=True)
        }


def _each(make: Callable[[A], B], of: Sequence[A]) -> Iterable[B]:
    """What is made of each of these, of many side by side."""
    return map(make, of) if cores() < 2 or len(of) < FEW else halves(make, of)


def _written(db: Database, entries: Mapping[Key, Entry]) -> dict[Key, Judgement]:
    """The judgements as they were written, in the order in which they are made."""
    rows = db.execute(f"select {', '.join(COLUMNS)} from matches")  # noqa: S608 - names of our own
    known = {row[:2]: read_match(dict(zip(COLUMNS, row, strict=True))) for row in rows}
    return {key: known[key] for key in spoken(entries)}
