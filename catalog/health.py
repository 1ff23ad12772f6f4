"""How each source fares: when it last gave a good answer, what failed, what it could not say clearly."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlite_utils import Database

from catalog.guards.held import held
from catalog.looks import FAILED, GOOD, REFUSED, nights_failed, recent
from catalog.store.lost import REMEDY, kept_back, still_unread
from scraper.issues import IssueKind
from scraper.source import Copy, Source
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
    copies: tuple[Copy, ...]
    """From whom it has what it says."""
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
    evidence: str
    """What stands behind its claims of what a model can do."""
    last_look: str | None = None
    """When its main list was last asked for, UTC."""
    last_outcome: str | None = None
    """What that look gave: `good`, `refused` or `failed`."""
    nights_failed: int = 0
    """How many nights with a look, the newest among them, gave nothing good."""
    looks: Mapping[str, str] = MappingProxyType({})
    """The outcome of each day with a look, in the month before the newest answer of any source."""

    def age_days(self, now: datetime) -> int | None:
        """How many days ago its main list was last good; None where it never was."""
        return (now - datetime.fromisoformat(self.last_success)).days if self.last_success else None

    @property
    def sound(self) -> bool:
        """Whether nothing went wrong: no failure, no seed in place of an answer, no value held back.

        A source that was never asked (offline) has done nothing wrong.
        """
        return self.state != "seed" and not self.error and not self.held


class Attempt(NamedTuple):
    """The newest look at one address."""

    url: str
    fetched_at: str
    seed: bool
    state: str
    error: str


def health(db: Database, source: Source, now: datetime, broken: str = "") -> Health:
    """The state of a source as the database has it; `broken` is why its newest answers could not be entered."""
    mains, others = _attempts(db, source)
    good = [attempt for attempt in mains if attempt.state == "accepted"]
    newest = _newest(mains)
    failures = [*_failures(newest, others), *_of_the_archive(db, source.id)]
    unreadable = _unreadable(db, source.id)
    nights = _nights(mains)
    newest_of_all = db.execute("select max(fetched_at) from snapshots").fetchone()[0]
    return Health(
        id=source.id,
        name=source.publisher.name,
        url=source.publisher.url,
        kind=source.publisher.kind.value,
        licence=source.publisher.licence,
        cannot_know=source.publisher.cannot_know,
        copies=source.publisher.copies,
        state="failed" if broken and good else _state(newest, good, now),
        last_success=good[-1].fetched_at if good else None,
        records=_count(
            db,
            "records",
            "source = ? and present = 1 and (scope = ? or scope like ?)",
            source.id,
            source.lists,
            f"{source.lists}:%",
        ),
        claims=_count(db, "claims", "source = ?", source.id),
        held=_held(db, source.id),
        unreadable=len(unreadable),
        error=broken or (failures or [""])[0],
        evidence=source.publisher.evidence.value,
        warnings=(*_warnings(db, source.id, newest, others), *_told(unreadable)),
        last_look=next((attempt.fetched_at for attempt in reversed(newest) if not attempt.seed), None),
        last_outcome=nights[max(nights)] if nights else None,
        nights_failed=max(nights_failed(nights), int(broken != "")),
        looks=recent(nights, newest_of_all or ""),
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
        if source.is_main(url):
            mains.append(attempt)
        else:
            newest[url] = attempt
    return mains, list(newest.values())


def _newest(mains: Sequence[Attempt]) -> list[Attempt]:
    """The newest looks at the main addresses, one an address: those of the newest run."""
    last = max((attempt.fetched_at for attempt in mains), default="")
    return list({attempt.url: attempt for attempt in mains if attempt.fetched_at == last}.values())


def _nights(mains: Iterable[Attempt]) -> dict[str, str]:
    """What the last look of each day gave."""
    asked = sorted((attempt for attempt in mains if not attempt.seed), key=lambda attempt: attempt.fetched_at)
    days = groupby(asked, key=lambda attempt: attempt.fetched_at[:10])
    return {day: _outcome(_newest(list(looks))) for day, looks in days}


def _outcome(looks: Iterable[Attempt]) -> str:
    states = {attempt.state for attempt in looks}
    return next((outcome for state, outcome in (("accepted", GOOD), ("refused", REFUSED)) if state in states), FAILED)


def _state(newest: Sequence[Attempt], good: Sequence[Attempt], now: datetime) -> str:
    if not good:
        return "never"
    if good[-1].seed:
        return "seed"
    if not any(attempt.state == "accepted" for attempt in newest):
        return "failed"
    return "stale" if good[-1].fetched_at < iso(now - STALE_AFTER) else "fresh"


def _failures(newest: Sequence[Attempt], others: Sequence[Attempt]) -> list[str]:
    """What failed in the newest run, the main addresses first; that all of them are missing is a failure."""
    anything = any(attempt.state == "accepted" for attempt in newest)
    bad = [a for a in newest if a.state in ("failed", "refused") or (a.state == "missing" and not anything)]
    bad += [attempt for attempt in _of_the_same_run(newest, others) if attempt.state in ("failed", "refused")]
    return [attempt.error for attempt in bad]


def _of_the_archive(db: Database, source: str) -> list[str]:
    """What of a source the archive cannot give any more."""
    kept = kept_back(db, source)
    unread = [one.error for one in still_unread(db, source)]
    told = [f"{source}: {kept}: {REMEDY}"] if kept else []
    return told + ([unread[0] + (f" (and {len(unread) - 1} more)" if unread[1:] else "")] if unread else [])


def _warnings(db: Database, source: str, newest: Sequence[Attempt], others: Sequence[Attempt]) -> tuple[str, ...]:
    missing = [a.url for a in (*newest, *_of_the_same_run(newest, others)) if a.state == "missing"]
    strange = _count(
        db, "issues", "source = ? and kind in (?, ?)", source, IssueKind.UNKNOWN_KEY, IssueKind.UNKNOWN_VALUE
    )
    told = [f"{len(missing)} addresses do not exist, such as {missing[0]}"] if missing else []
    told += [f"{strange} keys or values were met that no reader knows: the sources page lists them"] if strange else []
    return tuple(told)


def _of_the_same_run(newest: Sequence[Attempt], others: Sequence[Attempt]) -> list[Attempt]:
    """Looks at other addresses since the newest run began; with no main address, all of them."""
    since = min((attempt.fetched_at for attempt in newest), default="")
    return [attempt for attempt in others if attempt.fetched_at >= since]


def _unreadable(db: Database, source: str) -> list[str]:
    rows = db.execute(
        "select url, record, field, detail from issues where source = ? and kind in (?, ?) order by rowid",
        [source, IssueKind.BAD_VALUE.value, IssueKind.BAD_RECORD.value],
    )
    return [f"{source}: {url}: {record}: {field}: {detail}" for url, record, field, detail in rows.fetchall()]


def _told(unreadable: Sequence[str]) -> list[str]:
    if not unreadable:
        return []
    return [f"{len(unreadable)} values or records could not be read, such as {unreadable[0].partition(': ')[2]}"]


def _held(db: Database, source: str) -> int:
    """Values whose last good state is published: what cannot be read, and what a guard holds."""
    unreadable = db.execute(
        "select count(*) from claims c join records r using (source, record)"
        " where c.source = ? and c.current = 1 and c.held = 1 and r.present = 1",
        [source],
    )
    return int(unreadable.fetchone()[0]) + len(held(db, source))


def _count(db: Database, table: str, condition: str, *values: Any) -> int:
    sql = f"select count(*) from {table} where {condition}"  # noqa: S608 - our own words
    return int(db.execute(sql, list(values)).fetchone()[0])
