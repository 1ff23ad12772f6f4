"""Rows of what changed, ready to print: one a record and time, with the answer that shows it."""

from dataclasses import dataclass

from catalog.render.linked import Moment


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One field's change in words."""

    text: str
    """`Input price $0.336 → $0.42 per 1M tokens, +25 %`."""
    held: bool
    """Whether a guard held it, so that it was not published."""
    note: str
    """Why it was held, who corrected it and why, or what else is known of it; else empty."""
    url: str
    """Where the note can be looked up (http or https only; else empty)."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What changed of one record at one time."""

    model: str
    """The model's name, or what its source calls it."""
    href: str
    """The model's page, or empty."""
    id: str
    """The id under which it is sold, or the source's own."""
    lines: tuple[ChangeLine, ...]
    ours: bool
    """Whether it is a correction of ours and not the seller's change."""
    seller: str
    """Empty where the record is no sale."""
    source: str
    url: str
    """The address of the answer that shows it (http or https only; else empty)."""
    at: Moment
    """The answer's time of day: `12:00 UTC`; of a correction of ours the day on which it was written."""
    snapshot: str
    """sha256 of the answer; empty where it is not known."""
