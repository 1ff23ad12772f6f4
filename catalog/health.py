"""How each source fares: when it last gave a good answer, what failed, what it could not say clearly."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlite_utils import Database

from scraper.issues import IssueKind
from scraper.source import Source
from scraper.units import iso

STALE_AFTER = timedelta(hours=48)
"""A nightly job that missed two nights has stale values."""

STATES = {
    "fresh": "its newest answer was good and is recent",
    "stale": "its newest answer was good, but is older than two days",
    "seed": "it could not be reached yet; the values are those of the snapshot that came with the program",
    "failed": "its newest answer failed or was refused; the values are those of the last good one",
    "never": "it never answered, and no snapshot of it came with the program",
}
"""What each state means, in plain words."""


class Health(NamedTuple):
    """The state of one source."""

    id: str
    name: str
    url: str
    kind: str
    licence: str
    cannot_know: str
    state: str
    last_success: str | None
    """When its main list was last good, UTC."""
    records: int
    claims: int
    held: int
    unreadable: int
    error: str
    """Its last failure in one line, or empty."""
    warnings: tuple[str, ...]
    """What was odd, but no failure."""

    @property
    def sound(self) -> bool:
        """Whether all of it is as good as it can be: no failure, no seed, no value held back."""
        return self.state in ("fresh", "stale") and not self.error and not self.held


class Attempt(NamedTuple):
    """The newest look at one address."""

    url: str
    fetched_at: str
    seed: bool
    state: str
    error: str


def health(db: Database, source: Source, now: datetime) -> Health:
    """The state of a source as the database has it."""
    mains, others = _attempts(db, source)
    good = [attempt for attempt in mains if attempt.state == "accepted"]
    newest = mains[-1] if mains else None
    failures = _failures(newest, others)
    held = _count(db, "claims", "source = ? and current = 1 and held = 1", source.id)
    unreadable = _unreadable(db, source.id)
    return Health(
        id=source.id,
        name=source.publisher.name,
        url=source.publisher.url,
        kind=source.publisher.kind.value,
        licence=source.publisher.licence,
        cannot_know=source.publisher.cannot_know,
        state=_state(newest, good, now),
        last_success=good[-1].fetched_at if good else None,
        records=_count(db, "records", "source = ? and present = 1 and scope = ?", source.id, source.lists),
        claims=_count(db, "claims", "source = ?", source.id),
        held=held,
        unreadable=len(unreadable),
        error=(failures or unreadable or [""])[0],
        warnings=_warnings(db, source.id, newest, others),
    )


def _attempts(db: Database, source: Source) -> tuple[list[Attempt], list[Attempt]]:
    """Looks at the main list in their order, and the newest look at every other address."""
    rows = db.execute(
        "select coalesce(root, url), fetched_at, seed, state, coalesce(error, '')"
        " from snapshots where source = ? and state != 'skipped' order by rowid",
        [source.id],
    )
    mains: list[Attempt] = []
    newest: dict[str, Attempt] = {}
    for url, fetched_at, seed, state, error in rows:
        attempt = Attempt(url, fetched_at, bool(seed), state, error)
        if url.partition("?")[0] == source.address:
            mains.append(attempt)
        else:
            newest[url] = attempt
    return mains, list(newest.values())


def _state(newest: Attempt | None, good: Sequence[Attempt], now: datetime) -> str:
    if not good:
        return "never"
    if good[-1].seed:
        return "seed"
    if newest is not good[-1]:
        return "failed"
    return "stale" if good[-1].fetched_at < iso(now - STALE_AFTER) else "fresh"


def _failures(newest: Attempt | None, others: Sequence[Attempt]) -> list[str]:
    """What failed in the newest run, the main list first."""
    if newest is None:
        return []
    bad = [newest] if newest.state != "accepted" else []
    bad += [attempt for attempt in _of_the_same_run(newest, others) if attempt.state in ("failed", "refused")]
    return [attempt.error for attempt in bad]


def _warnings(db: Database, source: str, newest: Attempt | None, others: Sequence[Attempt]) -> tuple[str, ...]:
    missing = [a.url for a in _of_the_same_run(newest, others) if a.state == "missing"] if newest else []
    strange = _count(
        db, "issues", "source = ? and kind in (?, ?)", source, IssueKind.UNKNOWN_KEY, IssueKind.UNKNOWN_VALUE
    )
    told = [f"{len(missing)} addresses do not exist, such as {missing[0]}"] if missing else []
    told += [f"{strange} keys or values were met that no reader knows: the sources page lists them"] if strange else []
    return tuple(told)


def _of_the_same_run(newest: Attempt, others: Sequence[Attempt]) -> list[Attempt]:
    return [attempt for attempt in others if attempt.fetched_at >= newest.fetched_at]


def _unreadable(db: Database, source: str) -> list[str]:
    rows = db.execute(
        "select url, record, field, detail from issues where source = ? and kind in (?, ?) order by rowid",
        [source, IssueKind.BAD_VALUE.value, IssueKind.BAD_RECORD.value],
    )
    return [f"{source}: {url}: {record}: {field}: {detail}" for url, record, field, detail in rows.fetchall()]


def _count(db: Database, table: str, condition: str, *values: Any) -> int:
    sql = f"select count(*) from {table} where {condition}"  # noqa: S608 - our own words
    return int(db.execute(sql, list(values)).fetchone()[0])
