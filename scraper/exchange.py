"""What one exchange with a server comes to: an answer, or why there is none."""

from collections.abc import Mapping
from typing import NamedTuple


class Answer(NamedTuple):
    """What a server said; the body only where it is an answer to the question (200)."""

    status: int
    headers: Mapping[str, str]
    """Names in small letters."""
    body: bytes


class TransferError(Exception):
    """An exchange that failed; `again` tells whether trying again may help."""

    def __init__(self, detail: str, again: bool = True, status: int = 0) -> None:
        self.again = again
        self.status = status
        super().__init__(detail)


class OutOfTime(TransferError):
    """The time that a source may take is over."""

    def __init__(self) -> None:
        super().__init__("the source's time is over (source_seconds)", again=False)
