"""What the commands do, beyond reading options: each gives its exit status."""

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from filelock import FileLock, Timeout

from catalog import pipeline
from catalog.config import DEFAULT_BASE_URL, Config
from catalog.health import Health
from catalog.publish import PublishError
from catalog.seed import write_seed
from catalog.store.database import open_database
from catalog.terminal import EXIT_LOCKED, EXIT_NOTHING, EXIT_PARTLY, EXIT_PUBLISHED, Settings
from scraper.progress import Progress, progress
from scraper.recordings import Recording, RecordingError, read_recordings
from scraper.snapshots import Archive, ArchiveError, Sighting
from scraper.source import Source
from scraper.sources import sources as all_sources


def run_refresh(settings: Settings, source_ids: Sequence[str], offline: bool, render: bool) -> int:
    """Fetch, then build; a source that fails keeps its last good values."""
    chosen = _chosen(source_ids)
    with _alone(settings) as alone:
        if not alone:
            return EXIT_LOCKED
        try:
            failures = [] if offline else pipeline.fetch(settings.config, chosen, _progress(settings))
        except (ArchiveError, OSError) as error:
            settings.warn(f"nothing published: {error}")
            return EXIT_NOTHING
        status = _build(settings, [source.id for source in chosen], render, [str(failure) for failure in failures])
        return EXIT_PARTLY if failures and status == EXIT_PUBLISHED else status


def run_fetch(settings: Settings, source_ids: Sequence[str]) -> int:
    """Fetch alone: 0 where all went well, 3 where some failed, 1 where all did."""
    chosen = _chosen(source_ids)
    with _alone(settings) as alone:
        if not alone:
            return EXIT_LOCKED
        try:
            failures = pipeline.fetch(settings.config, chosen, _progress(settings))
        except (ArchiveError, OSError) as error:
            settings.warn(f"nothing fetched: {error}")
            return EXIT_NOTHING
    for failure in failures:
        settings.warn(str(failure))
    if not failures:
        return EXIT_PUBLISHED
    return EXIT_NOTHING if len(failures) == len(chosen) else EXIT_PARTLY


def run_build(settings: Settings, render: bool) -> int:
    """Build from the archive."""
    with _alone(settings) as alone:
        return _build(settings, list(all_sources()), render) if alone else EXIT_LOCKED


def run_backfill(settings: Settings, source_id: str, paths: Sequence[Path]) -> int:
    """Take recordings into the archive: what is already there is not taken twice."""
    source = _chosen([source_id])[0]
    archive = Archive(settings.config.archive)
    with _alone(settings) as alone:
        if not alone:
            return EXIT_LOCKED
        known = {(sighting.url, sighting.fetched_at): sighting.sha256 for sighting in archive.sightings(source.id)}
        taken, again, skipped = 0, 0, 0
        broken: list[str] = []
        for found in (found for path in paths for found in read_recordings(path)):
            if isinstance(found, RecordingError):
                broken.append(str(found))
                continue
            url = found.url or source.address
            if (found.source or source.id) != source.id or not source.reads(url):
                skipped += 1
                settings.tell(f"skipped: {found.path.name}: {url} is not read by {source.id}")
                continue
            try:
                sighting = _recorded(archive, source, found, url, known)
            except RecordingError as error:
                broken.append(str(error))
                continue
            taken, again = (taken, again + 1) if sighting is None else (taken + 1, again)
    for line in broken:
        settings.warn(f"not usable: {line}")
    settings.tell(
        f"{source.id}: {taken} answers taken, {again} already there, {skipped} skipped, {len(broken)} not usable"
    )
    if broken:
        return EXIT_PARTLY if taken or again else EXIT_NOTHING
    return EXIT_PUBLISHED if taken or again else EXIT_NOTHING


def run_make_seed(settings: Settings, source_id: str, into: Path) -> int:
    """Rebuild a seed from the archive."""
    source = _chosen([source_id])[0]
    config = settings.config
    db = open_database(config.database)
    try:
        archive = Archive(config.archive)
        with db.atomic():
            pipeline.store(db, source, archive)
        written = write_seed(db, archive, source, into)
    finally:
        db.close()
    for path in written:
        settings.tell(f"{path}: {path.stat().st_size:,} bytes")
    return EXIT_PUBLISHED if written else EXIT_NOTHING


def _build(settings: Settings, source_ids: Sequence[str], render: bool, failures: Sequence[str] = ()) -> int:
    config = settings.config
    if config.base_url == DEFAULT_BASE_URL and render:
        settings.tell(f"absolute addresses begin with {DEFAULT_BASE_URL}: set --base-url before publishing")
    try:
        built = pipeline.build(config, list(all_sources().values()), render, settings.detail)
    except pipeline.NothingToPublish as error:
        _tell_failures(settings, failures)
        settings.warn(f"nothing to publish: {error}")
        return EXIT_NOTHING
    except (ArchiveError, PublishError, OSError, sqlite3.DatabaseError) as error:
        settings.warn(f"nothing published: {error}")
        return EXIT_NOTHING
    told = [health.error for health in built.healths if health.error]
    _tell_failures(settings, [f"refused: {line}" for line in built.refused if line not in told])
    _tell_failures(settings, [failure for failure in failures if not any(error in failure for error in told)])
    for health in built.healths:
        _tell_health(settings, config, health)
    settings.tell(
        f"published {built.models} models ({built.retired} more that are gone) to {config.out}: "
        f"{built.files_written} files new or changed"
    )
    asked = [health for health in built.healths if health.id in source_ids]
    return EXIT_PUBLISHED if all(health.sound for health in asked) else EXIT_PARTLY


def _tell_failures(settings: Settings, failures: Sequence[str]) -> None:
    for failure in failures:
        settings.warn(failure)


def _tell_health(settings: Settings, config: Config, health: Health) -> None:
    if health.error:
        settings.warn(health.error if health.error.startswith(health.id) else f"{health.id}: {health.error}")
    for warning in health.warnings:
        settings.tell(f"{health.id}: {warning}")
    if health.held:
        settings.warn(f"{health.id}: {health.held} values held at their last good state")
    if health.last_success and health.state in ("seed", "failed", "stale"):
        origin = {"seed": "the bundled snapshot", "failed": "the last good answer", "stale": "the archive"}
        age = (config.now - datetime.fromisoformat(health.last_success)).days
        settings.warn(f"{health.id}: values from {origin[health.state]} of {health.last_success[:10]}, {age} days old")


def _recorded(
    archive: Archive, source: Source, found: Recording, url: str, known: dict[tuple[str, datetime], str | None]
) -> Sighting | None:
    """Archive one recording; None where the archive has it already."""
    import hashlib

    body = found.body()
    digest = hashlib.sha256(body).hexdigest()
    key = (url, found.fetched_at)
    if known.get(key) == digest:
        return None
    if key in known:
        raise RecordingError(f"{found.path}: another answer of {url} has this very time already")
    known[key] = digest
    sighting = Sighting(source=source.id, url=url, fetched_at=found.fetched_at, status=200, note=found.note)
    return archive.save(sighting, body)


def _chosen(source_ids: Sequence[str]) -> list[Source]:
    known = all_sources()
    for id_ in source_ids:
        if id_ not in known:
            raise click.UsageError(f"no source {id_!r}: there are {', '.join(known)}")
    return [known[id_] for id_ in source_ids] if source_ids else list(known.values())


@contextmanager
def _alone(settings: Settings) -> Iterator[bool]:
    """Hold the lock that keeps refreshes apart; False where another one holds it."""
    path = settings.config.lock
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        lock.acquire(timeout=0)
    except Timeout:
        settings.warn(f"another refresh is running ({path} is locked)")
        yield False
        return
    except OSError as error:
        raise click.ClickException(f"{path.parent}: cannot be written: {error.strerror}") from None
    try:
        yield True
    finally:
        lock.release()


def _progress(settings: Settings) -> Progress:
    return progress(quiet=settings.quiet, terminal=sys.stderr.isatty())
