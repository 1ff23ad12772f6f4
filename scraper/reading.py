"""A record read by a table: every key has its reader, and a key without one is kept and reported.

A table maps a key to a nested table, to IGNORED (left out on purpose, and said so in the source's
module), or to a `Field` with the attribute and the converter. Nothing is dropped silently.
"""

from collections.abc import Callable, Iterator, Mapping
from sys import intern
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scraper.attributes import OTHER
from scraper.claims import Claim, Observation
from scraper.errors import BadValue, Unfamiliar
from scraper.issues import Issue, IssueKind
from scraper.units import dumps, original, texts

if TYPE_CHECKING:
    from scraper.source import Record


class Field(NamedTuple):
    """Which attribute a key claims, and how its value is converted."""

    attribute: str
    convert: Callable[[Any], str | None]
    """Raises BadValue for what cannot be read, Unfamiliar for what is kept but not known."""
    required: bool = False


class Ignored(NamedTuple):
    """A key that is left out on purpose."""


IGNORED: Final = Ignored()

Table = Mapping[str, "Field | Ignored | Table"]


class Reader:
    """Reads one record: collects its claims and its surprises."""

    def __init__(self, record: str) -> None:
        self.record = record
        self.claims: list[Claim] = []
        self.issues: list[Issue] = []

    def read(self, raw: Mapping[str, Any], table: Table, pointer: str = "") -> None:
        """Read every key of a mapping by the table; None says nothing and claims nothing."""
        for key, value in raw.items():
            entry = table.get(key)
            if isinstance(entry, Field):
                if value is not None:
                    self.claim(entry, value, f"{pointer}/{escape(key)}")
            elif entry is None:
                self._keep_unknown(f"{pointer}/{escape(key)}", value)
            elif value is None or isinstance(entry, Ignored):
                continue
            elif isinstance(value, dict):
                self.read(value, entry, f"{pointer}/{escape(key)}")
            else:
                self._refuse_all(entry, f"{pointer}/{escape(key)}", value)
        self._miss_required(raw, table, pointer)

    def claim(self, field: Field, value: Any, pointer: str) -> None:
        """Claim one converted value, or report why there is none."""
        try:
            converted = field.convert(value)
        except BadValue as bad:
            self.note(IssueKind.BAD_VALUE, field.attribute, str(bad), pointer)
            return
        except Unfamiliar as unfamiliar:
            self.note(IssueKind.UNKNOWN_VALUE, field.attribute, str(unfamiliar), pointer)
            converted = unfamiliar.kept
        if converted is not None:
            stated = original(value)
            # What is the same in record after record is held once: lists have a hundred thousand of them.
            self.claims.append(
                Claim(field.attribute, converted, converted if stated == converted else stated, intern(pointer))
            )

    def observation(self, record: "Record", url: str) -> Observation:
        """All that was read of a record; `url` is where a person can look at it."""
        return Observation(
            record=record.id,
            kind=record.kind,
            url=url,
            pointer=record.pointer,
            claims=tuple(self.claims),
            issues=tuple(self.issues),
            raw=dumps(record.raw),
        )

    def note(self, kind: IssueKind, field: str, detail: str, pointer: str) -> None:
        """Report a surprise."""
        self.issues.append(Issue(kind, self.record, field, detail, pointer))

    def _keep_unknown(self, pointer: str, value: Any) -> None:
        field = OTHER + pointer.strip("/").replace("/", ".")
        self.note(IssueKind.UNKNOWN_KEY, field, "unknown key, kept as it came", pointer)
        if value is not None:
            self.claims.append(Claim(field, original(value), original(value), pointer))

    def _refuse_all(self, table: Table, pointer: str, value: Any) -> None:
        for field in _fields(table):
            detail = f"expected an object, got {type(value).__name__}"
            self.note(IssueKind.BAD_VALUE, field.attribute, detail, pointer)

    def _miss_required(self, raw: Mapping[str, Any], table: Table, pointer: str) -> None:
        for key, entry in table.items():
            if isinstance(entry, Field) and entry.required and raw.get(key) is None:
                self.note(IssueKind.BAD_VALUE, entry.attribute, "missing", f"{pointer}/{escape(key)}")


def among(known: frozenset[str]) -> Callable[[Any], str | None]:
    """A converter for a text out of a documented list; another text is kept and reported."""

    def convert(value: Any) -> str | None:
        if not isinstance(value, str):
            raise BadValue(f"{value!r} is no text")
        if value not in known:
            raise Unfamiliar(value, f"{value!r} is not in the documented list")
        return value

    return convert


def texts_among(known: frozenset[str]) -> Callable[[Any], str]:
    """A converter for a list of texts out of a documented list; others are kept and reported."""

    def convert(value: Any) -> str:
        kept = texts(value)
        strange = [item for item in value if item not in known]
        if strange:
            raise Unfamiliar(kept, f"{', '.join(map(repr, strange))} not in the documented list")
        return kept

    return convert


def _fields(table: Table) -> Iterator[Field]:
    for entry in table.values():
        if isinstance(entry, Field):
            yield entry
        elif not isinstance(entry, Ignored):
            yield from _fields(entry)


def escape(key: str) -> str:
    """A key as one step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key
