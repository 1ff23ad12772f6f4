"""Records with their published claims, as the database holds them: what match and resolve work on."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlite_utils import Database

_PREFIX = re.compile(r"^(?:page|config|llms|usage|list|lifecycle|docs):")


class Correction(NamedTuple):
    """What people put in the place of a value that is known to be wrong."""

    upstream: str
    """The wrong value, as the claim has it."""
    value: str | None
    """What is right; None where the claim is no claim at all."""
    who: str
    on: str
    why: str
    url: str
    """Where it can be seen."""


class Claimed(NamedTuple):
    """A claim with its receipt: who said it, in which words, where, from when to when."""

    source: str
    record: str
    field: str
    value: str
    original: str
    pointer: str
    snapshot: str
    first_observed: str
    last_observed: str
    held: bool
    correction: Correction | None = None
    """Who put the value there, where it is not the source's own."""
    evidence: str = ""
    """Of a yes or no as it is published, what stands behind it: `declared`, `listed` or `marketing`."""


class Entry(NamedTuple):
    """A record and its claims by field; for one that is gone, what it said last."""

    source: str
    record: str
    kind: str
    url: str
    first_seen: str
    last_seen: str
    present: bool
    claims: dict[str, Claimed]

    @property
    def own_id(self) -> str:
        """The source's id of the thing: a record of a page about it bears the page's kind before it."""
        return own_id(self.record)

    def value(self, field: str) -> str | None:
        """The claimed value of a field; None where nothing is claimed."""
        claim = self.claims.get(field)
        return None if claim is None else claim.value


def own_id(record: str) -> str:
    """A record's id without the kind of page that may stand before it."""
    return _PREFIX.sub("", record) if ":" in record else record


Key = tuple[str, str]
"""Source and record."""

CLAIM_COLUMNS = "source, record, field, value, original, pointer, snapshot, first_observed, last_observed, held"
"""What `claimed` reads a row by."""


def load_entries(db: Database, fields: Collection[str] = ()) -> dict[Key, Entry]:
    """Every record by source and id, in that order, with its claims; with `fields` only with those of these."""
    rows = db.execute(
        "select source, record, kind, url, first_seen, last_seen, present from records order by source, record"
    )
    entries = {}
    for source, record, kind, url, first_seen, last_seen, present in rows.fetchall():
        entries[source, record] = Entry(source, record, kind, url, first_seen, last_seen, bool(present), {})
    for key in db.execute("select source, record from held where field = 'present'").fetchall():
        entries[key] = entries[key]._replace(present=True)
    _say(db, entries, f" where field in ({_marks(fields)})" if fields else "", fields)
    return entries


def complete(db: Database, entries: Mapping[Key, Entry], fields: Collection[str]) -> None:
    """Add to records that were loaded with some fields the claims of all others."""
    _say(db, entries, f" where field not in ({_marks(fields)})", fields)


def _say(db: Database, entries: Mapping[Key, Entry], where: str, fields: Collection[str]) -> None:
    sql = f"select {CLAIM_COLUMNS} from standing{where} order by source, record, field"  # noqa: S608
    for claim in shared(db.execute(sql, list(fields))):
        entries[claim.source, claim.record].claims[claim.field] = claim


def _marks(fields: Collection[str]) -> str:
    return ", ".join("?" * len(fields))


def load_histories(db: Database, fields: Collection[str]) -> dict[str, dict[Key, list[Claimed]]]:
    """All claims ever made of some fields, by field and record, oldest first.

    Of records that never said one of them in two ways nothing is read: what they say stands in their entries.
    """
    marks = _marks(fields)
    sql = (
        f"select {CLAIM_COLUMNS} from claims where field in ({marks}) and (source, record) in"  # noqa: S608
        f" (select source, record from claims where field in ({marks}) group by source, record, field"
        " having count(*) > 1) order by source, record, first_observed"
    )
    histories: dict[str, dict[Key, list[Claimed]]] = {field: {} for field in fields}
    for claim in shared(db.execute(sql, [*fields, *fields])):
        histories[claim.field].setdefault((claim.source, claim.record), []).append(claim)
    return histories


def shared(rows: Iterable[tuple[Any, ...]]) -> Iterator[Claimed]:
    """Rows of CLAIM_COLUMNS as claims that hold each text once: there are hundreds of thousands, of few answers."""
    texts: dict[str, str] = {}
    share = texts.setdefault
    for source, record, field, value, original, pointer, snapshot, first, last, held in rows:
        yield Claimed(
            share(source, source), share(record, record), share(field, field), share(value, value),
            share(original, original), pointer, share(snapshot, snapshot), share(first, first), share(last, last),
            bool(held),
        )  # fmt: skip


def claimed(row: tuple[Any, ...]) -> Claimed:
    """A row of CLAIM_COLUMNS as a claim."""
    source, record, field, value, original, pointer, snapshot, first, last, held = row[:10]
    return Claimed(source, record, field, value, original, pointer, snapshot, first, last, bool(held))
