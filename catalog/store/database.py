"""The database file: opened, filled from the archive, and read back into a ledger."""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from sys import intern
from typing import Any

from sqlite_utils import Database

import scraper
from catalog import guards
from catalog.guards import NOTHING_ACCEPTED, Accepted, Guard
from catalog.store.ingest import Baseline, Ingest, Load, Outcome
from catalog.store.ledger import BareRow, ClaimRow, HoldRow, Kept, Ledger, OpenClaim, Place, RecordState, StayRow
from catalog.store.lost import forget_notes, is_mended, lost_answers, note_kept, note_unread, still_unread
from catalog.store.lost import told as lost_words
from catalog.store.tables import create, open_file
from scraper.issues import Issue, IssueKind
from scraper.snapshots import Sighting
from scraper.source import PublisherKind, Source
from scraper.units import iso

SNAPSHOT_COLUMNS = (
    "source", "url", "fetched_at", "page", "turn", "root", "status", "sha256", "bytes", "seed", "state", "records",
    "error", "issues", "learned_on",
)  # fmt: skip
RECORD_COLUMNS = (
    "source", "record", "kind", "scope", "url", "first_seen", "last_seen", "present", "snapshot", "pointer", "raw",
    "issues",
)  # fmt: skip
OF_A_SOURCE = ("snapshots", "records", "claims", "presence", "held", "holds")
"""Tables of which every row is of one source."""
SCHEMA = 1
"""The number of today's tables, SQLite's `user_version`: a file with a larger one is a newer program's, one with 0 is
older than the number itself."""
NEWEST_STAY = "select record, max(first_seen), gone_at from presence where source = ? group by record"
_FIELD_AND_TIME = itemgetter(ClaimRow._fields.index("field"), ClaimRow._fields.index("first_observed"))
CLAIM_COLUMNS = ("record", "field", "value", "original", "place", "first_observed", "held")
"""What the ledger keeps of a claim; where one that is held was last seen is asked for by itself."""
VALUES_AT_ONCE = 999
"""So many values go to SQLite with one statement, as many as any version takes: a statement a row took half as long
again. https://www.sqlite.org/limits.html#max_variable_number"""
HELD_COLUMNS = ("kept", "kept_first_observed", "rule", "since")
"""What the ledger keeps of a held change, in the order of `Kept`."""


def open_database(path: Path) -> Database:
    """The database at a path, made if it is not there. It must be today's: `up_to_date` sees to that."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = open_file(path)
    with db.atomic():
        create(db)
        if db.execute("pragma user_version").fetchone()[0] != SCHEMA:
            db.execute(f"pragma user_version = {SCHEMA}")
        _meta(db, "readers", readers_fingerprint())
        _meta(db, "program", version("modelatlas"))
    return db


def _meta(db: Database, key: str, value: str) -> None:
    """Note a value where it is not noted yet: a build with nothing new writes nothing."""
    if not db.execute("select 1 from _meta where key = ? and value = ?", [key, value]).fetchone():
        db.table("_meta").insert({"key": key, "value": value}, replace=True)


def readers_fingerprint() -> str:
    """A hash over the code that makes claims of answers, and the tables that hold them.

    Claims are derived: when that code changes, they are derived again from the archive.
    """
    digest = hashlib.sha256()
    for folder in (Path(scraper.__file__).parent, Path(__file__).parent, Path(guards.__file__).parent):
        for file in sorted(folder.rglob("*.py")):
            digest.update(file.relative_to(folder).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def ingest_source(
    db: Database,
    source: Source,
    sightings: Sequence[Sighting],
    load: Load,
    baseline: Baseline | None,
    accepted: Accepted | None = NOTHING_ACCEPTED,
) -> list[Outcome]:
    """Enter what is new of a source into the database; gives what became of each answer.

    Where another change was accepted than before, the source is read again from its first answer; where
    the archive can no longer give all that is known of it, it stays as it is, and why is noted.
    Without `accepted` nothing is guarded.
    """
    planned, told = [_key(sighting) for sighting in sightings], _told(source, accepted)
    plan, before = set(planned), _ingested(db, source.id)
    known = [key for key in before if key in plan]
    anew = known != planned[: len(known)] or told != _accepted_before(db, source.id) or _is_seeded(db, source.id)
    if anew or is_mended(still_unread(db, source.id), sightings, load):
        lost = lost_answers(db, source.id, sightings, load)
        note_kept(db, source.id, lost_words(lost) if lost else "")
        if lost:
            return []
        forget(db, source.id)
        known = []
    else:
        gone = len(before) - len(known)
        note_kept(db, source.id, f"{gone} answers that the catalog knows are not in the archive's list" if gone else "")
    new = sightings[len(known) :]
    if not new:
        return []
    ledger = load_ledger(db, source.id)
    guard = None if accepted is None else _guard(source, accepted)
    ingest = Ingest(source, ledger, load, baseline, guard)
    outcomes = list(ingest.run(new))
    _write_outcomes(db, outcomes)
    _write_ledger(db, ledger)
    note_unread(db, source.id, ingest.unread)
    if told:
        db.table("_meta").insert({"key": f"accepted:{source.id}", "value": told}, replace=True)
    return outcomes


def _told(source: Source, accepted: Accepted | None) -> str:
    return "unguarded" if accepted is None else accepted.digest(source.id)


def _is_seeded(db: Database, source: str) -> bool:
    """Whether a source began with the seed: that stands only until there is a good answer."""
    return bool(db.execute("select 1 from snapshots where source = ? and seed = 1 limit 1", [source]).fetchall())


def _guard(source: Source, accepted: Accepted) -> Guard:
    by_hand = source.publisher.kind is PublisherKind.DATASET
    return Guard(source.id, source.expects.max_price_factor, accepted, by_hand)


def _accepted_before(db: Database, source: str) -> str:
    row = db.execute("select value from _meta where key = ?", [f"accepted:{source}"]).fetchone()
    return str(row[0]) if row else ""


def load_ledger(db: Database, source: str) -> Ledger:
    """The ledger of a source as the database holds it."""
    stays = {row[0]: row[1:] for row in db.execute(NEWEST_STAY, [source])}
    states = {row[1]: _state(row, *stays[row[1]]) for row in _select(db, "records", RECORD_COLUMNS, source)}
    for row in _select(db, "claims", CLAIM_COLUMNS, source, "and current = 1"):
        record, name, value, original, place, first, held = row
        said = OpenClaim(value, value if original == value else original, intern(place), intern(first))
        states[record].claims[intern(name)] = said
        if held:
            said.held = _held_place(db, source, record, name, first)
    for row in _select(db, "held", ("record", "field", *HELD_COLUMNS), source):
        states[row[0]].kept[row[1]] = Kept(*row[2:])
    return Ledger(source, states.values())


def _held_place(db: Database, source: str, record: str, name: str, first: str) -> Place:
    """Where a claim was last seen whose record says something there that cannot be read."""
    sql = (
        "select last_observed, snapshot, pointer from claims"
        " where source = ? and record = ? and field = ? and first_observed = ?"
    )
    return Place(*db.execute(sql, [source, record, name, first]).fetchone())


def is_current(db: Database) -> bool:
    """Whether a file is new, or a whole database that today's readers wrote."""
    try:
        if not db.table("_meta").exists():
            return not db.table_names()
        rows = db.execute("select value from _meta where key = 'readers'").fetchall()
    except sqlite3.DatabaseError:  # damaged: it can be derived again
        return False
    return [row[0] for row in rows] == [readers_fingerprint()]


def _key(sighting: Sighting) -> tuple[str, str, int, str, int]:
    return (iso(sighting.fetched_at), sighting.url, sighting.page, sighting.sha256 or "", sighting.status)


def _ingested(db: Database, source: str) -> list[tuple[str, str, int, str, int]]:
    rows = db.execute(
        "select fetched_at, url, page, coalesce(sha256, ''), status from snapshots where source = ? order by rowid",
        [source],
    )
    return [tuple(row) for row in rows.fetchall()]


def is_empty(db: Database) -> bool:
    """Whether nothing was entered yet."""
    return not db.execute("select 1 from snapshots limit 1").fetchall()


def take_over(db: Database, file: Path) -> None:
    """Add what a file with the same tables holds of other sources; it is attached until the database is closed."""
    db.execute("attach ? as beside", [str(file)])
    for table in (*OF_A_SOURCE, "_meta"):
        db.execute(f"insert or replace into main.{table} select * from beside.{table}")  # noqa: S608 - names of our own


def forget(db: Database, source: str) -> None:
    """Delete all that is known of a source: it is in the archive still."""
    for table in OF_A_SOURCE:
        db.execute(f"delete from {table} where source = ?", [source])  # noqa: S608 - names of our own tables
    db.execute("delete from _meta where key = ?", [f"accepted:{source}"])
    forget_notes(db, source)


def _state(row: Sequence[Any], since: str, gone_at: str | None) -> RecordState:
    _, id_, kind, scope, url, first_seen, last_seen, _, snapshot, pointer, raw, issues = row
    found = () if issues == "[]" else tuple(Issue(IssueKind(kind_), *rest) for kind_, *rest in json.loads(issues))
    seen = Place(intern(last_seen), intern(snapshot), pointer)
    return RecordState(
        id_, intern(kind), intern(scope), url, intern(first_seen), intern(since), seen, gone_at, raw, found
    )


def _select(
    db: Database, table: str, columns: Iterable[str], source: str, condition: str = ""
) -> Iterator[tuple[Any, ...]]:
    names = ", ".join(f"[{column}]" for column in columns)
    sql = f"select {names} from {table} where source = ? {condition} order by record"  # noqa: S608
    yield from db.execute(sql, [source])


def _write_outcomes(db: Database, outcomes: Iterable[Outcome]) -> None:
    turns: Counter[tuple[Any, ...]] = Counter()
    rows = []
    for outcome in outcomes:
        for page in outcome.pages:
            key = (page.source, iso(page.fetched_at), page.url, page.page)
            if key not in turns:
                turns[key] = _turns_so_far(db, key)
            rows.append(_snapshot_row(outcome, page, turns[key]))
            turns[key] += 1
    insert_rows(db, "snapshots", SNAPSHOT_COLUMNS, rows)


def _turns_so_far(db: Database, key: tuple[Any, ...]) -> int:
    """How often an address was looked at in one moment: a clock may stand still."""
    sql = "select count(*) from snapshots where source = ? and fetched_at = ? and url = ? and page = ?"
    return int(db.execute(sql, list(key)).fetchone()[0])


def _snapshot_row(outcome: Outcome, page: Sighting, turn: int) -> tuple[Any, ...]:
    return (
        page.source, page.url, iso(page.fetched_at), page.page, turn, page.root, page.status, page.sha256, page.bytes,
        int(page.seed), outcome.state, outcome.records, outcome.error,
        json.dumps(outcome.issues, ensure_ascii=False) if page.page == 1 else "[]",
        (page.learned_on or page.fetched_at.date()).isoformat(),
    )  # fmt: skip


def _write_ledger(db: Database, ledger: Ledger) -> None:
    touched = sorted(ledger.touched)
    known = [(ledger.source, id_) for id_ in touched if id_ in ledger.known]
    db.conn.executemany("delete from claims where source = ? and record = ? and current = 1", known)
    db.conn.executemany("delete from held where source = ? and record = ?", known)
    claims = chain.from_iterable(_claim_rows(ledger, id_) for id_ in touched)
    insert_rows(db, "claims", ClaimRow._fields, claims)
    insert_rows(db, "records", RECORD_COLUMNS, (_record_row(ledger.source, ledger.states[id_]) for id_ in touched))
    stays = (ledger.states[id_].stay(ledger.source) for id_ in touched)
    insert_rows(db, "presence", StayRow._fields, chain(ledger.stays, stays))
    insert_rows(db, "holds", HoldRow._fields, ledger.released)
    held = (_held_rows(ledger.source, ledger.states[id_]) for id_ in touched)
    insert_rows(db, "held", ("source", "record", "field", *HELD_COLUMNS, "offered"), chain.from_iterable(held))


def _claim_rows(ledger: Ledger, id_: str) -> Sequence[BareRow]:
    """A record's closed and standing claims in the order of their key, in which they are stored: so pages fill up."""
    closed, standing = ledger.closed.get(id_), ledger.states[id_].rows(ledger.source)
    return sorted([*closed, *standing], key=_FIELD_AND_TIME) if closed else standing


def _held_rows(source: str, state: RecordState) -> Iterator[tuple[Any, ...]]:
    return ((source, state.id, name, *kept, state.offered(name)) for name, kept in sorted(state.kept.items()))


def _record_row(source: str, state: RecordState) -> tuple[Any, ...]:
    issues = json.dumps(state.issues, ensure_ascii=False) if state.issues else "[]"
    return (
        source, state.id, state.kind, state.scope, state.url, state.first_seen, state.seen.at, int(state.present),
        state.seen.snapshot, state.seen.pointer, state.raw, issues,
    )  # fmt: skip


def insert_rows(db: Database, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows in bulk, replacing those with the same key."""
    names, row = ", ".join(f"[{column}]" for column in columns), f"({', '.join('?' * len(columns))})"
    left, most = iter(rows), VALUES_AT_ONCE // len(columns)
    while some := list(islice(left, most)):
        marks = ", ".join([row] * len(some))
        sql = f"insert or replace into {table} ({names}) values {marks}"  # noqa: S608 - names of our own tables
        db.conn.execute(sql, list(chain.from_iterable(some)))
