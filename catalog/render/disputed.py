"""What pages show of disagreements: who says what, since when, and where to read it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What one source says."""

    source: str
    record: str
    """What the source calls it."""
    value: str
    since: str
    """Since when it says so."""
    last: str
    """When it was last seen to say so."""
    url: str
    """The answer's address (http or https only; else empty)."""


@dataclass(frozen=True, slots=True)
class DisagreementRow:
    """A value that is told in two ways."""

    model: str
    href: str
    """The model's page, or empty."""
    offer: str
    """`novita: baidu/ernie-4.5-vl-28b-a3b`, of a price; else empty."""
    field: str
    ratio: str
    """`10.00 times`, or `free against a price`; empty where the values are no prices."""
    newest: str
    """Since when the last of them says so."""
    doubt: str
    """Why it may be no conflict; empty where nothing speaks against it."""
    said: tuple[SaidRow, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One way of looking at the disagreements, and where it is."""

    label: str
    href: str
    count: int
    current: bool
    """Whether it is this page."""
