"""Plays faults: a good night of every source, then a night on which answers have faults, each source's its own."""

import json
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from catalog.guards.prices import CORE
from scraper.attributes import ATTRIBUTES, Kind
from tests.faults import FAILED, HELD, IN_PART, NO_EFFECT, REFUSED, Fault
from tests.good_night import Good, good_night
from tests.upstream import Asked, Reply, Upstream

FIRST, SECOND = 1_785_553_200, 1_785_639_600
"""Two nights, as `SOURCE_DATE_EPOCH` names them."""
SETTINGS = {
    "connect_seconds": 2, "read_seconds": 1, "deadline_seconds": 3, "attempts": 2, "backoff_seconds": 0.01,
    "max_retry_after_seconds": 1,
}  # fmt: skip
MOST_MB = 600
"""Of memory, at its peak."""
MOST_ARCHIVED = 40 * 2**20
"""Bytes by which one night may let the archive grow."""
LONGEST_LINE = 1_000
MOST_TOLD = 8
NUMBERS = (Kind.PRICE, Kind.TOKENS, Kind.DECIMAL, Kind.DATE, Kind.FLAG)
PRICED = ("conditions", "other_prices", "native_prices")
"""Fields that hold prices in JSON."""
LIMITS = ("context_length", "max_output", "context_served", "max_input")
TIMES = ("last_seen", "observed_at", "valid_from", "valid_to", "maker_observed_at", "receipt", "held_change")
"""Keys that may say something else the next night of the same values."""
ASKS = {"huggingface": "openrouter", "openrouter_page": "openrouter"}
Key = tuple[str, str, str]
Night = Mapping[str, Fault]
"""By source, the fault of a night; a source that is not named answers well."""


class Published(NamedTuple):
    """What a reader finds, and how each source fared."""

    claims: Mapping[Key, str]
    """By source, record and field."""
    records: frozenset[tuple[str, str]]
    """Source and id of what is listed now."""
    models: Mapping[str, Any]
    offers: Mapping[str, Any]
    held: frozenset[Key]
    looks: Mapping[str, Counter[str]]
    """States of the looks of the newest night, by source."""


class Ran(NamedTuple):
    """What a refresh came to."""

    status: int
    err: str
    seconds: float
    peak_mb: float = 0


@cache
def all_sources() -> tuple[str, ...]:
    """Every source."""
    return tuple(sorted({good.source for good in good_night().values()}))


@cache
def done_to(fault: Fault) -> frozenset[str]:
    """The sources to which a fault is done."""
    if fault.whole:
        return frozenset(all_sources())
    return frozenset(good.source for path, good in good_night().items() if fault.answers(path, good) is not None)


def everywhere(fault: Fault) -> Night:
    """A night on which every source that it applies to has one fault."""
    return dict.fromkeys(sorted(done_to(fault)), fault)


def nights(faults: Iterable[Fault], most: int) -> list[Night]:
    """Nights on which each fault is done to so many sources, if it applies to as many; each night by one law.

    What concerns the whole run, such as a closed port, has a night of its own.
    """
    found: list[Night] = []
    groups: dict[Any, list[Fault]] = {}
    for fault in faults:
        if fault.whole:
            found.append(everywhere(fault))
        else:
            groups.setdefault(fault.law, []).append(fault)
    for group in groups.values():
        found += _spread(group, most)
    return found


def _spread(group: Sequence[Fault], most: int) -> Iterator[Night]:
    """Each fault to the sources that have the fewest so far, those first that apply to few."""
    of_source: dict[str, list[Fault]] = {}
    for fault in sorted(group, key=lambda one: len(done_to(one))):
        hit = sorted(done_to(fault), key=lambda source: (len(of_source.get(source, ())), source))
        for source in hit[:most]:
            of_source.setdefault(source, []).append(fault)
    for turn in range(max(map(len, of_source.values()))):
        yield {source: faults[turn] for source, faults in of_source.items() if turn < len(faults)}


class FaultyUpstream(Upstream):
    """An upstream with the faults of a night, what it does with /robots.txt, and addresses that moved."""

    def __init__(self, night: Night) -> None:
        super().__init__({path: _reply(path, good, night.get(good.source)) for path, good in good_night().items()})
        self._robots = next((fault.robots for fault in night.values()), None)

    def answer(self, asked: Asked) -> Reply:
        """The reply that is due."""
        if self._robots is not None and asked.path.endswith("/robots.txt"):
            return self._robots
        moved = asked.path.removeprefix("/moved.example")
        if moved != asked.path and moved in good_night():
            return Reply(good_night()[moved].body)
        grown = asked.path.rstrip("x")
        return super().answer(Asked(grown, asked.headers) if grown in self.routes else asked)


def _reply(path: str, good: Good, fault: Fault | None) -> Any:
    spoiled = None if fault is None else fault.answers(path, good)
    return _well(good) if spoiled is None else spoiled


def _well(good: Good) -> Any:
    """A good answer, confirmed by condition where it is JSON."""
    reply = Reply(good.body, headers={"Content-Type": good.content_type})
    if good.kind != "json":
        return reply
    tagged = Reply(good.body, headers={"Content-Type": good.content_type, "ETag": '"1"'})
    return lambda asked: Reply(b"", 304) if asked.headers.get("if-none-match") == '"1"' else tagged


def prepare(base: Path, folder: Path) -> None:
    """A copy of the good night's folder, to be spoilt."""
    if base != folder:
        shutil.copytree(base, folder)
    lines = "".join(f"{name} = {value}\n" for name, value in SETTINGS.items())
    (folder / "modelatlas.toml").write_text(f"[http]\n{lines}", encoding="utf-8")


def epoch(night: Night) -> int:
    """What time it is on a night of faults, or on the good one."""
    return SECOND + next(iter(night.values())).epoch if night else FIRST


def environment(night: Night, address: str) -> dict[str, str]:
    """Where addresses lead on a night, and what time it is. What no mirror leads elsewhere reaches nothing."""
    mirror = next((fault.mirror for fault in night.values()), "").replace("{host}", address.partition("://")[2])
    return {
        "MODELATLAS_MIRRORS": f"https://={mirror or f'{address}/'}",
        "SOURCE_DATE_EPOCH": str(epoch(night)),
        "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "no_proxy": "nowhere.invalid",
        "RES_OPTIONS": "timeout:1 attempts:1",
    }  # fmt: skip


def published(folder: Path, since: int) -> Published:
    """What a folder's site says; looks are those since a time."""
    site = folder / "_site"
    with closing(sqlite3.connect(site / "catalog.db")) as db:
        claims = {(s, r, f): v for s, r, f, v in db.execute("select source, record, field, value from standing")}
        records = frozenset(db.execute("select source, record from records where present = 1").fetchall())
        held = frozenset(
            db.execute(
                "select source, record, field from held union"
                " select source, record, field from claims where current = 1 and held = 1"
            ).fetchall()
        )
        looks: dict[str, Counter[str]] = {}
        for source, state, at in db.execute("select source, state, strftime('%s', fetched_at) from snapshots"):
            if int(at) >= since:
                looks.setdefault(source, Counter())[state] += 1
    models, offers = _rows(site, "models/all.json", "models"), _rows(site, "offers.json", "offers")
    return Published(claims, records, models, offers, held, looks)


def _rows(site: Path, path: str, name: str) -> dict[str, Any]:
    found = json.loads((site / "api/v1" / path).read_text(encoding="utf-8"), parse_float=str)[name]
    return {row["id"]: {key: value for key, value in row.items() if key not in TIMES} for row in found}


def outcome(source: str, before: Published, after: Published) -> str:
    """What became of a source."""
    keys = [key for key in before.claims.keys() | after.claims.keys() if key[0] == source]
    if any(before.claims.get(key) != after.claims.get(key) for key in keys):
        return IN_PART
    if any(id_[0] == source for id_ in before.records ^ after.records):
        return IN_PART
    if any(key[0] == source for key in after.held - before.held):
        return HELD
    looks = after.looks.get(source, Counter())
    if looks["refused"]:
        return REFUSED
    gone = looks["missing"] and not looks["accepted"]
    return FAILED if looks["failed"] or gone or not looks else NO_EFFECT


def faults_of(night: Night, ran: Ran, before: Published, after: Published, grown: int) -> list[str]:
    """What is not as it must be, each in words."""
    outcomes = {source: outcome(source, before, after) for source in all_sources()}
    told = []
    for source, came in outcomes.items():
        asks = ASKS.get(source) in night  # which addresses there are to ask hangs on another's answer
        allowed = (night[source].outcomes if source in night else {NO_EFFECT}) | ({FAILED} if asks else set())
        if came not in allowed:
            name = night[source].name if source in night else "nothing"
            told.append(f"{source}: {name}: {came}, not {' or '.join(sorted(allowed))}")
    told += wrong(night, before, after)[:MOST_TOLD]
    told += _bounds(night, ran, grown)
    bad = any(came in (FAILED, REFUSED, HELD) for came in outcomes.values())
    if ran.status not in ((3,) if bad else (0, 3)):
        told.append(f"exit status {ran.status}")
    return told


def wrong(night: Night, before: Published, after: Published) -> list[str]:
    """What is published and must not be."""
    told = [
        _told(f"{' '.join(key)} after {night[key[0]].name!r}" if key[0] in night else " ".join(key), old, new)
        for key in sorted(before.claims.keys() | after.claims.keys())
        if (old := before.claims.get(key)) != (new := after.claims.get(key))
        and not (key[0] in night and _may_change(night[key[0]], key, before, after))
    ]
    told += [
        f"{' '.join(id_)}: came or went"
        for id_ in sorted(before.records ^ after.records)
        if not (id_[0] in night and (night[id_[0]].records or (night[id_[0]].losses and id_ in before.records)))
    ]
    law = next(iter(night.values()))
    shown = {
        id_: row for id_, row in after.offers.items() if id_ in before.offers or not _was_behind(id_, before, after)
    }
    for what, old, new in (("model", before.models, after.models), ("offer", before.offers, shown)):
        for id_ in sorted(old.keys() & new.keys() if law.records else old.keys() | new.keys()):
            told += _other_numbers(f"{what} {id_}", old.get(id_), new.get(id_), law)
    return told


def _was_behind(offer: str, before: Published, after: Published) -> bool:
    """Whether an offer says what its record said before: that of a page counts once the seller's list is silent."""
    source, _, record = offer.partition(":")
    old, new = ({k: v for k, v in one.claims.items() if k[:2] == (source, record)} for one in (before, after))
    return old == new != {}


def _told(what: str, old: Any, new: Any) -> str:
    return f"{what}: {str(old)[:150]} became {str(new)[:150]}"


def _may_change(fault: Fault, key: Key, before: Published, after: Published) -> bool:
    """Whether a claim may be another one, or gone, after such a fault."""
    if fault.losses and key not in after.claims:
        return True
    if fault.records and (key[:2] not in before.records or key[:2] not in after.records):
        return True
    if fault.losses and after.claims[key] == "0" and key[2] not in CORE:
        return True  # a search or an image that costs nothing apart is told so
    number = key[2] in ATTRIBUTES and ATTRIBUTES[key[2]].kind in NUMBERS
    other = _amounts(after.claims.get(key, "")) - _amounts(before.claims.get(key, "")) if key[2] in PRICED else set()
    return (fault.texts or fault.losses) and not number and not other


def _amounts(text: str) -> set[str]:
    return set(re.findall(r'"([\d.]+)"', text))


def _other_numbers(name: str, old: Any, new: Any, law: Fault) -> list[str]:
    """Prices and limits of a model or an offer that are others now; one may be gone where losses may be."""
    if old is None or new is None:
        return [] if law.losses and new is None else [f"{name}: {'came' if old is None else 'went'}"]
    fields = [key for key in old.keys() | new.keys() if old.get(key) != new.get(key)]
    if any(law.law):
        fields = [key for key in fields if "_usd_" in key or key in LIMITS]
    if law.losses:
        fields = [key for key in fields if new.get(key) is not None and (new[key] != 0 or key in CORE)]
    return [_told(f"{name} {key}", old.get(key), new.get(key)) for key in sorted(fields)]


def _bounds(night: Night, ran: Ran, grown: int) -> Iterator[str]:
    if "Traceback" in ran.err:
        yield "a traceback: " + ran.err.strip().splitlines()[-1][:200]
    longest = max(ran.err.splitlines(), key=len, default="")
    if len(longest) > LONGEST_LINE:
        yield f"a line of {len(longest):,} letters: {longest[:80]!r}"
    odd = sorted({letter for letter in ran.err if not letter.isprintable() and letter != "\n"})
    if odd:
        yield f"characters on the terminal that are none: {odd[:5]!r}"
    most = max(fault.seconds for fault in night.values())
    if ran.seconds > most:
        yield f"{ran.seconds:.0f} s, at most {most:.0f}"
    if ran.peak_mb > MOST_MB:
        yield f"{ran.peak_mb:.0f} MB, at most {MOST_MB}"
    if grown > MOST_ARCHIVED:
        yield f"the archive grew by {grown:,} bytes"


def size(folder: Path) -> int:
    """Bytes of all files."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
