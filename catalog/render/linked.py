"""Rows of a model page that speak of other records and models, ready to print."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, for machines and for people."""

    iso: str
    """`2026-07-31T12:00:00Z`, for a `time` element."""
    text: str
    """`31 July 2026`."""


@dataclass(frozen=True, slots=True)
class Told:
    """One value as its answer writes it."""

    field: str
    """The column's name: `input_usd_per_mtok`; `record` of a whole record."""
    label: str
    """`Input`."""
    original: str
    """Empty of a whole record."""
    pointer: str
    """Where it stands, below the pointer of the answer's part."""
    since: Moment | None
    """Since when it is said, where that is not since the time told of all."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a source, and what it says of a row."""

    source: str
    """The source's name."""
    url: str
    """http or https only; else empty."""
    snapshot: str
    """sha256 of the answer."""
    pointer: str
    """JSON pointer to the part that all its values stand in; empty where they have none in common."""
    observed: Moment
    """When it was last seen so."""
    since: Moment
    """Since when most of it is said."""
    held: bool
    """True where a newer value could not be read, so this last good one stays."""
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A record of a source that was judged to speak of the model, or that may."""

    source: str
    """The source's name."""
    record: str
    """What the source calls it."""
    relation: str
    """`an offer of it`, `the model run in a certain way`."""
    level: str
    """`exact`, `high`, `medium`, `low`."""
    rule: str
    """The rule's name: `declared-id`, or the deviations of the names."""
    evidence: tuple[str, ...]
    """What was compared, field by field, in words."""
    note: str
    """How often the rule was right, or what a person wrote."""
    rival: str
    """The next best model and why it is not the one; empty where there is none."""


@dataclass(frozen=True, slots=True)
class KinRow:
    """Another model of the family."""

    id: str
    name: str
    href: str
    relation: str
    """`a sibling`, `a dated release of it`."""
    why: str
    """What tells them apart: `size 28b, here 424b`."""


@dataclass(frozen=True, slots=True)
class WeightsRow:
    """A repository of weights that a record of the model names."""

    id: str
    relation: str
    """`weights of the model`, or what they are to it."""
    contradicts: bool
    """Whether the name says other weights than the model's."""
    why: str
    said_by: str
    """Names of the sources."""
    answers: tuple[Answer, ...] = ()
    """Where they are named."""


@dataclass(frozen=True, slots=True)
class Score:
    """A row of a leaderboard."""

    board: str
    configuration: str
    """In the leaderboard's words."""
    setting: str
    """`high`, `thinking 32k`, `as it comes`."""
    rating: str
    interval: str
    """`1432 to 1441`, or empty."""
    votes: str
    rank: str
    """`#17`, or empty where the board tells none."""
    style: str
    """`style allowed for`, `as voted`, or empty."""
    published: str
    """`9 April 2026`, or `—` where the board states no day."""
    source: str
    answers: tuple[Answer, ...] = ()
    """Where its numbers are said."""
