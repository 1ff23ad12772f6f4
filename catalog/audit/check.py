"""One published value beside the answer it came from: right, wrong, or not to be found any more."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from catalog.audit.pointers import at, is_written
from catalog.audit.rereading import Rereading, Told
from catalog.audit.sample import Published
from catalog.entries import Claimed
from scraper.errors import ReaderFault, ShapeError
from scraper.snapshots import ArchiveError


class Outcome(StrEnum):
    """What a look at the answer came to."""

    RIGHT = "right"
    WRONG = "wrong"
    NO_SNAPSHOT = "missing snapshot"
    NO_RECORD = "no such record"


class Checked(NamedTuple):
    """A published value and what became of it."""

    published: Published
    outcome: Outcome
    part: str = ""
    """What is wrong: `claim`, `value`, `original`, `pointer`, `place` (of the answer) or `published`."""
    expected: str = ""
    """What the answer says."""
    found: str = ""
    """What the catalog says."""
    detail: str = ""
    """Why the answer could not be asked."""
    by_place: bool = False
    """Whether the original was also looked up in the answer's JSON, without the source's reader."""

    @property
    def right(self) -> bool:
        """Whether the value is what its answer says."""
        return self.outcome is Outcome.RIGHT


class Difference(NamedTuple):
    """What is wrong, what the answer says, and what the catalog says."""

    part: str
    expected: str
    found: str


def check(published: Published, rereading: Rereading) -> Checked:
    """Read a value's answer again and compare."""
    claim = published.claim
    if claim is None:
        return Checked(published, Outcome.WRONG, "claim", published.value, "no such claim")
    try:
        record = rereading.record(claim)
        told = None if record is None else rereading.told(record).get(claim.field)
    except (LookupError, ArchiveError) as error:
        return Checked(published, Outcome.NO_SNAPSHOT, detail=str(error))
    except (ShapeError, ReaderFault) as error:
        return Checked(published, Outcome.NO_RECORD, detail=str(error))
    if record is None:
        return Checked(published, Outcome.NO_RECORD, detail=f"{claim.source}:{claim.record} is not in the answer")
    written = _written(claim, rereading)
    wrong = next(_differences(published, claim, told, written), None)
    if wrong is not None:
        return Checked(published, Outcome.WRONG, *wrong, by_place=written is not None)
    return Checked(published, Outcome.RIGHT, by_place=written is not None)


def _differences(published: Published, claim: Claimed, told: Told | None, written: bool | None) -> Iterator[Difference]:
    if told is None:
        yield Difference("claim", "nothing", claim.value)
        return
    said, meant = (claim.value, told.value) if claim.correction is None else (claim.correction.upstream, claim.value)
    if told.value != said:
        yield Difference("value", told.value, said)
    if not _is_published_as(published, meant):
        yield Difference("published", meant, published.value)
    if told.original != claim.original:
        yield Difference("original", told.original, claim.original)
    if told.pointer != claim.pointer:
        yield Difference("pointer", told.pointer, claim.pointer)
    if written is False:
        yield Difference("place", "something else, or nothing, at the pointer", claim.original)


def _is_published_as(published: Published, value: str) -> bool:
    """Whether a value is published as it is; a name may be without its variant in brackets."""
    if published.value == value:
        return True
    return published.field == "name" and re.sub(r"\s*\([^()]*\)$", "", value) == published.value


def _written(claim: Claimed, rereading: Rereading) -> bool | None:
    """Whether the original stands at its pointer; None where the answer is no JSON, or it cannot be told."""
    document = rereading.document(claim.snapshot)
    if document is None:
        return None
    try:
        return is_written(at(document, claim.pointer), claim.original)
    except LookupError:
        return False
