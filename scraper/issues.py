"""What a reader met and did not expect: every surprise is a row, never a silence."""

from enum import StrEnum
from typing import NamedTuple


class IssueKind(StrEnum):
    """How an answer surprised its reader."""

    UNKNOWN_KEY = "unknown_key"
    """A key that the reader does not know: kept as a claim under its own path."""
    UNKNOWN_VALUE = "unknown_value"
    """A value outside the documented list: kept as it came."""
    BAD_VALUE = "bad_value"
    """A value that cannot be read: no claim is made of it, an earlier one stays."""
    BAD_RECORD = "bad_record"
    """A record without the keys that make it one: skipped."""
    IGNORED = "ignored"
    """Something that the reader leaves out on purpose, named and counted."""


class Issue(NamedTuple):
    """One surprise, with enough to find it again: record, field, and the text as it came."""

    kind: IssueKind
    record: str
    field: str
    detail: str
    pointer: str = ""
