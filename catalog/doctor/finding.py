"""What the doctor says of one thing."""

from collections.abc import Sequence
from typing import NamedTuple

OK, NOTE, FAULT = "ok", "note", "fault"


class Finding(NamedTuple):
    """One line: what was looked at, how it is, and what helps."""

    check: str
    state: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.state:<5} {self.check}: {self.what}" + (f"; {self.remedy}" if self.remedy else "")


def several(check: str, state: str, things: Sequence[object], remedy: str, name: str) -> list[Finding]:
    """One line for all things of a kind, with the first as the example; none where there is none."""
    if not things:
        return []
    return [Finding(check, state, f"{len(things):,} {name}, such as {things[0]}", remedy)]
