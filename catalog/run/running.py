"""A run from its beginning to its last line: what it did is gathered, told, kept and sent."""

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from importlib.metadata import version

import click

from catalog.config import Config
from catalog.health import Health
from catalog.pipeline import Built
from catalog.run.kept import earlier, keep
from catalog.run.report import Published, RunReport, SourceRun, meaning
from catalog.run.summary import summary
from catalog.terminal import EXIT_LOCKED, EXIT_NOTHING, EXIT_PUBLISHED, Settings
from catalog.unwritable import unwritable
from scraper.source import Source
from scraper.tally import Tally

REFRESH = "refresh"


class Run:
    """What a run did so far."""

    def __init__(self, settings: Settings, words: Sequence[str], sources: Sequence[Source]) -> None:
        self.tally = Tally()
        self.failures: list[str] = []
        """What failed in fetching, each in one line that begins with its source."""
        self.built: Built | None = None
        self._settings = settings
        self._words = words
        self._sources = sources
        self._since = time.monotonic()

    def report(self, exit_status: int, broke: str | None = None) -> RunReport:
        """What it came to."""
        command, began = self._words[0], self._settings.config.now
        seconds = round(time.monotonic() - self._since, 3)
        means, sources = meaning(command, exit_status), {source.id: self._source(source.id) for source in self._sources}
        published = None if self.built is None else self._published(self.built)
        return RunReport(
            began=began, ended=began + timedelta(seconds=seconds), seconds=seconds, version=version("modelatlas"),
            command=" ".join(self._words), status=exit_status, means=means,
            summary=summary(command, means, sources, published, seconds), sources=sources, published=published,
            warnings=tuple(self._settings.warned), broke=broke,
        )  # fmt: skip

    def _source(self, id_: str) -> SourceRun:
        count, told = self.tally.of(id_), list(_of(id_, self.failures))
        asked = {} if count is None else {
            "asked": count.asked, "received_bytes": count.received_bytes, "new": count.new, "same": count.same,
            "missing": count.missing, "failed": count.failed, "seconds": round(count.seconds, 3),
        }  # fmt: skip
        if self.built is None:
            return SourceRun.model_validate({**asked, "failures": told})
        health = next(health for health in self.built.healths if health.id == id_)
        refused = list(_of(id_, self.built.refused))
        told += refused
        # A fetch tells of its first failure what the archive holds of it too.
        if health.error and not any(health.error.partition(": ")[2] in line for line in told):
            told.append(health.error)
        return SourceRun.model_validate({**asked, **self._fared(health), "refused": len(refused), "failures": told})

    def _fared(self, health: Health) -> dict[str, object]:
        return {
            "state": health.state, "last_success": health.last_success,
            "age_days": health.age_days(self._settings.config.now), "nights_failed": health.nights_failed,
            "records": health.records, "held": health.held,
        }  # fmt: skip

    def _published(self, built: Built) -> Published:
        config = self._settings.config
        before = next((one.published for one in earlier(config.runs) if one.published is not None), None)
        since = None if before is None else before.newest_answer
        return Published(
            snapshot=built.snapshot, newest_answer=built.newest_answer, models=built.models, retired=built.retired,
            files_written=built.files_written,
            price_changes=None if since is None else sum(n for at, n in built.prices_changed.items() if at > since),
        )  # fmt: skip


def reported(settings: Settings, words: Sequence[str], sources: Sequence[Source], work: Callable[[Run], int]) -> int:
    """Do the work of a command, and tell how it went, whatever happens; gives its exit status."""
    run = Run(settings, words, sources)
    try:
        exit_status = work(run)
    except click.UsageError:
        raise
    except click.ClickException as error:
        settings.warned.append(error.format_message())
        _end(settings, run.report(EXIT_NOTHING))
        raise
    except BaseException as error:
        _end(settings, run.report(EXIT_NOTHING, f"{type(error).__name__}: {error}"))
        raise
    _end(settings, run.report(exit_status))
    return exit_status


def _end(settings: Settings, report: RunReport) -> None:
    """Tell the last line, keep the report, and send word of it where somebody waits for it."""
    settings.tell(report.summary, event="ended")
    config = settings.config
    before = _status_before(config, report)
    try:
        keep(config.runs, report)
    except OSError as error:
        settings.warn(f"no report of this run: {unwritable(config.runs, error, '--data')}")
    if report.command.partition(" ")[0] == REFRESH and _is_news(report.status, before):
        from catalog.run.webhook import send  # what posts takes a while to import: few runs have to say anything

        failure = send(config, report)
        if failure:
            settings.warn(failure)


def _status_before(config: Config, report: RunReport) -> int:
    """How the last run of the same command ended, of those that did anything."""
    statuses = (one.status for one in earlier(config.runs) if one.command == report.command)
    return next((status for status in statuses if status != EXIT_LOCKED), EXIT_PUBLISHED)


def _is_news(status: int, before: int) -> bool:
    """Whether somebody waits for word of it: it was not well, or is well again. That another run is busy is no news."""
    return status != EXIT_LOCKED and (status, before) != (EXIT_PUBLISHED, EXIT_PUBLISHED)


def _of(source: str, lines: Iterable[str]) -> Iterable[str]:
    return (line for line in lines if line.startswith(f"{source}: "))
