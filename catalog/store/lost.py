"""What a database knows and the archive can no longer tell: no source is derived anew to less than is known."""

import json
from collections.abc import Iterable, Iterator, Sequence

from sqlite_utils import Database

from catalog.store.ingest import Load, Unread
from scraper.snapshots import Archive, ArchiveError, Sighting

REMEDY = "put them back from a copy or backfill them, or delete the database to go on without them"
_ACCEPTED = (
    "select distinct sha256 from snapshots where source = ? and state = 'accepted' and seed = 0 and sha256 is not null"
)
_KEPT, _UNREAD = "kept:", "unread:"


def lost_answers(db: Database, source: str, sightings: Iterable[Sighting], load: Load) -> list[str]:
    """Each good answer of a source that the archive cannot give again, in one line."""
    wanted = {str(row[0]) for row in db.execute(_ACCEPTED, [source]).fetchall()}
    return list(_lost(source, wanted, sightings, load))


def lost_from(db: Database, archive: Archive) -> list[str]:
    """The same of all sources of a database."""
    found = []
    for (source,) in db.execute("select distinct source from snapshots where seed = 0 order by 1").fetchall():
        found += lost_answers(db, source, archive.sightings(source), archive.snapshot)
    return found


def _lost(source: str, wanted: set[str], sightings: Iterable[Sighting], load: Load) -> Iterator[str]:
    for sighting in sightings:
        if sighting.sha256 in wanted:
            wanted.discard(sighting.sha256)
            try:
                load(sighting)
            except ArchiveError as error:
                yield str(error)
    for digest in sorted(wanted):
        yield f"{source}: its list of answers no longer names {digest}"


def told(lost: Sequence[str]) -> str:
    """What is lost, in a few words."""
    return f"{len(lost)} answers that it was made from are no longer in the archive, such as {lost[0]}"


def note_kept(db: Database, source: str, error: str) -> None:
    """Remember why a source stays as it is; without a reason, that nothing is in the way."""
    _note(db, _KEPT + source, error)


def note_unread(db: Database, source: str, unread: Sequence[Unread]) -> None:
    """Remember answers that could not be read, beside those of before."""
    if unread:
        _note(db, _UNREAD + source, json.dumps([*still_unread(db, source), *unread], ensure_ascii=False))


def still_unread(db: Database, source: str) -> list[Unread]:
    """Answers of a source that could not be read when they were entered."""
    return [Unread(tuple(digests), error) for digests, error in json.loads(_noted(db, _UNREAD + source) or "[]")]


def is_mended(unread: Iterable[Unread], sightings: Iterable[Sighting], load: Load) -> bool:
    """Whether an answer that could not be read can be read now."""
    there = {sighting.sha256: sighting for sighting in sightings}
    return any(all(_reads(there.get(digest), load) for digest in one.digests) for one in unread)


def _reads(sighting: Sighting | None, load: Load) -> bool:
    if sighting is None:
        return False
    try:
        load(sighting)
    except ArchiveError:
        return False
    return True


def kept_back(db: Database, source: str) -> str:
    """Why a source stays as it is, in one line; empty where nothing is in the way."""
    return _noted(db, _KEPT + source)


def forget_notes(db: Database, source: str) -> None:
    """Forget what was noted of a source: it is read from its first answer."""
    db.execute("delete from _meta where key in (?, ?)", [_KEPT + source, _UNREAD + source])


def _noted(db: Database, key: str) -> str:
    row = db.execute("select value from _meta where key = ?", [key]).fetchone()
    return str(row[0]) if row else ""


def _note(db: Database, key: str, value: str) -> None:
    if value:
        db.table("_meta").insert({"key": key, "value": value}, replace=True)
    elif _noted(db, key):
        db.execute("delete from _meta where key = ?", [key])
