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
class CorrectedRow:
    """A claim that people corrected."""

    source: str
    record: str
    field: str
    """The field's label."""
    upstream: str
    """What the source says."""
    value: str
    """What is shown instead; `left out` where nothing is."""
    why: str
    who: str
    on: str
    """The day on which it was decided."""
    url: str
    """Where it can be seen what is right."""


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
    """`9 April 2026`."""
    source: str
