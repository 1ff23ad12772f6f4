"""What the commands do, beyond reading options: each gives its exit status."""

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from filelock import FileLock, Timeout

from catalog import pipeline
from catalog.backfill import Backfill
from catalog.config import DEFAULT_BASE_URL, Config
from catalog.entering import Entering
from catalog.errors import CatalogError
from catalog.garbage import seldom
from catalog.health import Health
from catalog.looks import failing
from catalog.match.curated_files import CuratedError
from catalog.quality import Accuracy
from catalog.render.cards import drawn_by
from catalog.retention.command import prune_archive
from catalog.run.running import Run, reported
from catalog.seed import write_seed
from catalog.side_by_side import PartLost
from catalog.staging import PublishError
from catalog.store.versions import up_to_date
from catalog.terminal import EXIT_LOCKED, EXIT_NOTHING, EXIT_PARTLY, EXIT_PUBLISHED, Settings
from catalog.unwritable import unusable, unwritable, unwritable_data
from scraper.boundary import trace
from scraper.progress import progress
from scraper.snapshots import Archive, ArchiveError
from scraper.source import Source
from scraper.sources import sources as all_sources


def run_refresh(settings: Settings, source_ids: Sequence[str], offline: bool, render: bool) -> int:
    """Fetch, then build; a source that fails keeps its last good values."""
    chosen = _chosen(source_ids)

    def work(run: Run) -> int:
        with _alone(settings) as alone:
            if not alone:
                return EXIT_LOCKED
            if not offline and not _fetch(settings, chosen, run):
                return EXIT_NOTHING
            status = _build(settings, run, [source.id for source in chosen], render)
            return EXIT_PARTLY if run.failures and status == EXIT_PUBLISHED else status

    words = ("refresh", *source_ids, *(["--offline"] if offline else []), *([] if render else ["--no-render"]))
    return reported(settings, words, chosen, work)


def run_fetch(settings: Settings, source_ids: Sequence[str]) -> int:
    """Fetch alone: 0 where all went well, 3 where some failed, 1 where all did."""
    chosen = _chosen(source_ids)

    def work(run: Run) -> int:
        with _alone(settings) as alone:
            if not alone:
                return EXIT_LOCKED
            if not _fetch(settings, chosen, run):
                return EXIT_NOTHING
        _tell_failures(settings, run.failures)
        if not run.failures:
            return EXIT_PUBLISHED
        return EXIT_NOTHING if len(run.failures) == len(chosen) else EXIT_PARTLY

    return reported(settings, ("fetch", *source_ids), chosen, work)


def run_build(settings: Settings, render: bool) -> int:
    """Build from the archive."""

    def work(run: Run) -> int:
        with _alone(settings) as alone:
            return _build(settings, run, list(all_sources()), render) if alone else EXIT_LOCKED

    words = ("build", *([] if render else ["--no-render"]))
    return reported(settings, words, list(all_sources().values()), work)


def run_backfill(settings: Settings, source_id: str, paths: Sequence[Path]) -> int:
    """Take recordings into the archive; build nothing."""
    # A replay may believe in an earlier day than its recordings: to come is what the machine's own clock says so of.
    today = max(settings.config.now, datetime.now(UTC)).date()
    backfill = Backfill(_chosen([source_id])[0], Archive(settings.config.archive), settings.config.now, today)
    with _alone(settings) as alone:
        if not alone:
            return EXIT_LOCKED
        try:
            backfill.take(paths)
        except (ArchiveError, OSError) as error:
            settings.warn(f"nothing more taken: {_why(settings, error)}")
            return EXIT_NOTHING
    for line in backfill.skipped:
        settings.tell(f"skipped: {line}")
    for line in backfill.unusable:
        settings.warn(f"not usable: {line}")
    settings.tell(
        f"{source_id}: {backfill.taken} answers taken, {backfill.again} already there, "
        f"{len(backfill.skipped)} skipped, {len(backfill.unusable)} not usable"
    )
    if not (backfill.taken or backfill.again):
        return EXIT_NOTHING
    return EXIT_PARTLY if backfill.unusable else EXIT_PUBLISHED


def run_make_seed(settings: Settings, source_id: str, into: Path) -> int:
    """Rebuild a seed from the archive."""
    source = _chosen([source_id])[0]
    archive = Archive(settings.config.archive)
    with _alone(settings) as alone:
        if not alone:
            return EXIT_LOCKED
        with up_to_date(settings.config.database, archive, settings.warn) as db:
            with db.atomic():
                Entering(archive).one(db, source)
            written = write_seed(db, archive, source, into)
    for path in written:
        settings.tell(f"{path}: {path.stat().st_size:,} bytes")
    return EXIT_PUBLISHED if written else EXIT_NOTHING


def run_prune(settings: Settings, keep: int | None, really: bool) -> int:
    """Make the archive smaller; 3 where it does not fit even so."""
    with _alone(settings) as alone:
        return prune_archive(settings, keep, really) if alone else EXIT_LOCKED


def _fetch(settings: Settings, chosen: Sequence[Source], run: Run) -> bool:
    """Notes what failed, each source in one line; False where the archive itself cannot be used."""
    shown = progress(settings.quiet, sys.stderr.isatty() and not settings.as_json, settings.tell)
    try:
        failed = pipeline.fetch(settings.config, chosen, shown, run.tally)
    except (ArchiveError, OSError) as error:
        settings.warn(f"nothing fetched: {_why(settings, error)}")
        return False
    run.failures += [str(failure) for failure in failed]
    for told in filter(None, map(trace, failed)):
        settings.detail(told)
    return True


def _why(settings: Settings, error: Exception) -> str:
    """An error in one line, with what helps where the data folder cannot be written."""
    return unwritable_data(settings.config.data, error) if isinstance(error, OSError) else str(error)


def _build(settings: Settings, run: Run, source_ids: Sequence[str], render: bool) -> int:
    config, failures = settings.config, run.failures
    if config.base_url == DEFAULT_BASE_URL and render:
        settings.tell(f"absolute addresses begin with {DEFAULT_BASE_URL}: set --base-url before publishing")
    if config.og_images and render and not drawn_by():
        settings.tell("og_images: no pictures: Pillow is missing; `pip install 'modelatlas[og]'` brings it")
    try:
        with seldom():
            built = pipeline.build(config, list(all_sources().values()), render, settings.detail)
    except pipeline.NothingToPublish as error:
        _tell_failures(settings, failures)
        settings.warn(f"nothing to publish: {error}")
        return EXIT_NOTHING
    except (ArchiveError, CatalogError, CuratedError, PartLost, PublishError, OSError) as error:
        settings.warn(f"nothing published: {_why(settings, error)}")
        return EXIT_NOTHING
    except sqlite3.DatabaseError as error:
        settings.warn(f"nothing published: {unusable(config.database, error)}")
        return EXIT_NOTHING
    run.built = built
    _tell_failures(settings, built.notes)
    told = [health.error for health in built.healths if health.error]
    _tell_failures(settings, [f"refused: {line}" for line in built.refused if line not in told])
    _tell_failures(settings, [line for line in failures if not any(_tells(line, error) for error in told)])
    for health in built.healths:
        _tell_health(settings, config, health)
    _tell_failures(settings, [f"refused: {fault}; nothing is published from it" for fault in built.faults])
    _tell_failures(settings, built.unneeded)
    _tell_accuracy(settings, built.accuracy)
    settings.tell(
        f"published {built.models} models ({built.retired} more that are gone) to {config.out}: "
        f"{built.files_written} files new or changed"
    )
    asked = [health for health in built.healths if health.id in source_ids]
    sound = all(health.sound for health in asked)
    return EXIT_PARTLY if failures or built.faults or not sound else EXIT_PUBLISHED


def _tells(failure: str, error: str) -> bool:
    """Whether what a fetch said of its failure holds a source's error already: address and reason."""
    return error.partition(": ")[2] in failure


def _tell_failures(settings: Settings, failures: Sequence[str]) -> None:
    for failure in failures:
        settings.warn(failure)


def _tell_health(settings: Settings, config: Config, health: Health) -> None:
    if health.error:
        settings.warn(health.error)
    for warning in health.warnings:
        settings.tell(f"{health.id}: {warning}")
    if health.held:
        settings.warn(
            f"{health.id}: {health.held} values held at their last good state; `modelatlas accept {health.id}` lists"
            " what guards hold"
        )
    long = failing(health.nights_failed, health.last_success)
    if long:
        settings.warn(f"{health.id}: {long}")
    elif health.last_success and health.state in ("seed", "failed", "stale"):
        origin = {"seed": "the bundled snapshot", "failed": "the last good answer", "stale": "the archive"}
        age = health.age_days(config.now)
        settings.warn(f"{health.id}: values from {origin[health.state]} of {health.last_success[:10]}, {age} days old")


def _tell_accuracy(settings: Settings, found: Accuracy) -> None:
    if found.equal < found.checked:
        settings.warn(
            f"{found.checked - found.equal} of {found.checked} published values are not what their answers say:"
            f" `modelatlas audit --sample {found.checked} --seed {found.seed}` tells which"
        )


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
        Archive(settings.config.archive).clear()
    except Timeout:
        settings.tell(f"another refresh is running ({path} is locked)")  # no news: nobody is mailed for it
        yield False
        return
    except OSError as error:
        raise click.ClickException(unwritable(path.parent, error, "--data")) from None
    try:
        yield True
    finally:
        lock.release()
