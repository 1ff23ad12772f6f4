"""What is kept: the archive, the database, the curated files, the published folder."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from catalog.config import Config
from catalog.doctor.finding import FAULT, NOTE, OK, Finding, several
from catalog.match.curated_files import CuratedError
from catalog.match.curated_lint import Seen, lint
from catalog.publication import SUMS
from catalog.resources import resource
from catalog.retention.holdings import Holdings, leftovers, singles
from catalog.retention.packing import whole
from catalog.review.known import seen as seen_by
from catalog.staging import MARK
from catalog.store.database import SCHEMA, is_current
from catalog.store.tables import read_only
from catalog.store.versions import schema_of
from catalog.unwritable import unusable
from scraper.packs import Packs
from scraper.snapshots import Archive, ArchiveError
from scraper.sources import sources
from scraper.units import iso

_AGAIN = "put it back from a copy, or delete it and fetch or backfill again"
_SMALL = ("redundant", "stale", "dangling", "future")
"""Findings of the curated files with which everything is published still."""


def archive(config: Config) -> Iterator[Finding]:
    """Every body against its hash, every sighting against the bodies, what does not belong there."""
    kept = Archive(config.archive)
    try:
        holdings = Holdings(kept, config.database)
    except ArchiveError as error:
        yield Finding("archive", FAULT, str(error))
        return
    except sqlite3.DatabaseError:  # told of the database itself
        holdings = Holdings(kept, config.data / "none")
    bad = [path for digest, path in singles(kept.folder) if not kept.is_sound(digest)]
    packs = Packs(kept.folder / "packs").indexes()
    bad += [index.with_suffix(".xz") for index in packs if not whole(index)]
    missing = sorted(first for digest, first in holdings.first.items() if not kept.has(digest))
    lost = [f"{first.url} of {iso(first.at)}" for first in missing]
    named = ((source, number, fault) for source in kept.sources() for number, fault in kept.unreadable(source))
    lines = [f"{source}.jsonl line {number}: {fault}" for source, number, fault in named]
    half = leftovers(kept.folder)
    unnamed = [path for digest, path in singles(kept.folder) if not holdings.is_named(digest)]
    found = [
        *several("archive", FAULT, bad, _AGAIN, "damaged files"),
        *several("archive", FAULT, lost, "backfill them", "answers whose bodies are missing"),
        *several("archive", FAULT, lines, "mend the line or delete it", "lines that are no sighting"),
        *several("archive", NOTE, half, "`modelatlas prune` deletes them", "files left by killed runs"),
        *several("archive", NOTE, unnamed, "`modelatlas prune` deletes them", "bodies that no sighting names"),
    ]
    yield from found
    if not any(finding.state == FAULT for finding in found):
        yield Finding("archive", OK, f"{len(holdings.first):,} bodies are what their hashes say, {len(packs)} packs")


def database(config: Config) -> Iterator[Finding]:
    """Whether the database is whole, today's, and derived from all of the archive."""
    if not config.database.exists():
        yield Finding("database", NOTE, f"{config.database}: not made yet", "`modelatlas build` makes it")
        return
    try:
        with closing(read_only(config.database)) as db:
            yield from _looked_into(config, db)
    except sqlite3.DatabaseError as error:
        yield Finding("database", FAULT, unusable(config.database, error), "`modelatlas build` derives it anew")
    for ending in (".new", ".damaged"):
        left = config.database.with_name(config.database.name + ending)
        if left.exists():
            yield Finding("database", NOTE, f"{left} is there", "it can be deleted when no run is under way")


def _looked_into(config: Config, db: Database) -> Iterator[Finding]:
    faults = [row[0] for row in db.execute("pragma integrity_check(10)").fetchall() if row[0] != "ok"]
    faults += [f"foreign key of {row[0]}" for row in db.execute("pragma foreign_key_check").fetchall()]
    if faults:
        told = f"{config.database}: {faults[0]}"
        yield Finding("database", FAULT, told, "delete it: `modelatlas build` derives it anew")
        return
    if schema_of(db) > SCHEMA:
        told = f"{config.database}: a newer version of the program made it"
        yield Finding("database", FAULT, told, "upgrade modelatlas, or name another folder with --data")
        return
    if not is_current(db):
        told = f"{config.database}: another version of the program made it{_program(db)}"
        yield Finding("database", NOTE, told, "the next build derives it anew from the archive")
        return
    yield from _beside_the_archive(config, db)


def _program(db: Database) -> str:
    row = db.execute("select value from _meta where key = 'program'").fetchone() if db.table("_meta").exists() else None
    return f", {row[0]}" if row else ""


def _beside_the_archive(config: Config, db: Database) -> Iterator[Finding]:
    kept = Archive(config.archive)
    entered = {tuple(row) for row in db.execute("select source, url, fetched_at, page from snapshots where seed = 0")}
    seen = (one for source in kept.sources() for one in kept.sightings(source))
    there = {(one.source, one.url, iso(one.fetched_at), one.page) for one in seen}
    lost, new = sorted(entered - there), {row for row in there - entered if row[0] in sources()}
    remedy = "put the archive back from a copy, or delete the database to go on without them"
    gone = [f"{row[1]} of {row[2]}" for row in lost]
    yield from several("database", FAULT, gone, remedy, "answers that the archive no longer lists")
    if new:
        yield Finding("database", NOTE, f"{len(new):,} answers are not entered yet", "`modelatlas build` enters them")
    if not lost:
        yield Finding(
            "database", OK, f"{config.database}: whole, of this version{_program(db)}, {len(entered):,} looks"
        )


def curated(config: Config) -> Iterator[Finding]:
    """What is wrong with what people decided."""
    folder = resource("data/curated")
    try:
        found = lint(folder, config.now.date(), sources(), _seen(config))
    except CuratedError as error:
        yield Finding("curated", FAULT, str(error), f"mend it in {folder}")
        return
    grave = [finding for finding in found if finding.kind not in _SMALL]
    small = [finding for finding in found if finding.kind in _SMALL]
    yield from several("curated", FAULT, grave, "`modelatlas review --lint` lists them", "findings")
    yield from several("curated", NOTE, small, "`modelatlas review --lint` lists them", "findings")
    if not grave:
        yield Finding("curated", OK, f"{folder}: every file can be used")


def _seen(config: Config) -> Seen | None:
    """What the catalog has seen, where there is one of today's program."""
    if not config.database.exists():
        return None
    try:
        with closing(read_only(config.database)) as db:
            return seen_by(db) if db.table("_meta").exists() and is_current(db) else None
    except sqlite3.DatabaseError:
        return None


def published(config: Config) -> Iterator[Finding]:
    """Whether the published folder is ours and is what its digests say."""
    out = config.out
    swapped = sorted([*out.parent.glob(f"{out.name}.new-*"), *out.parent.glob(f"{out.name}.old-*")])
    yield from several("published", NOTE, swapped, "the next build clears them away", "folders left by killed runs")
    if not out.exists():
        yield Finding("published", NOTE, f"{out}: nothing published yet", "`modelatlas build` publishes")
    elif not (out / MARK).exists() and (not out.is_dir() or any(out.iterdir())):
        told = f"{out}: is not a folder that Model Atlas published"
        yield Finding("published", FAULT, told, "name another one with --out")
    else:
        bad = [path for path, digest in _sums(out) if _digest(out / path) != digest]
        again = "delete the folder: `modelatlas build` publishes it anew"
        yield from several("published", FAULT, bad, again, f"files are not what {out / SUMS} says")
        if not bad:
            yield Finding("published", OK, f"{out}: all that {SUMS} names is as it was written")


def _sums(out: Path) -> list[tuple[str, str]]:
    path = out / SUMS
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    return [(name, digest) for digest, _, name in (line.partition("  ") for line in lines)]


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
