"""Rows of a model page that speak of other records and models, ready to print."""

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, for machines and for people."""

    iso: str
    """`2026-07-31T12:00:00Z`, for a `time` element."""
    text: str
    """`31 July 2026`."""

    @property
    def short(self) -> str:
        """`31 Jul 2026`, where room is scarce."""
        return _short(self.text)


@dataclass(frozen=True, slots=True)
class Origin:
    """One answer of a source as it was received: a page tells it once, and each receipt leads there."""

    anchor: str
    """Its place on a page: `answer-1f3a9c2b4d5e`."""
    source: str
    """The source's name, such as `OpenRouter API`."""
    url: str
    """The address of the answer (http or https only; else empty)."""
    snapshot: str
    """sha256 of the answer."""
    observed: Moment
    """When what is told of it was last seen so."""
    told: str
    """`OpenRouter API, 31 Jul 2026`."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """An Atom feed of what a page is about."""

    title: str
    """`New models`."""
    href: str
    """Relative."""


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

    origin: Origin
    pointer: str
    """JSON pointer to the part that all its values stand in; empty where they have none in common."""
    since: Moment
    """Since when most of it is said."""
    held: str
    """Why the last good values stay in place of newer ones, and since when; else empty."""
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a value comes from: enough to look it up oneself."""

    origin: Origin
    """The answer in which it was last seen so."""
    original: str
    """The value as the source wrote it."""
    pointer: str
    """JSON pointer into the answer."""
    since: Moment
    """When it was first seen so."""
    rule: str
    """The rule that chose it, in plain words."""
    held: str
    """Why this last good value stays in place of a newer one, and since when; else empty."""
    corrected: str = ""
    """Who put another value there than the source's, when and why; empty where nobody did."""
    corrected_url: str = ""
    """Where it can be seen what is right (http or https only)."""
    evidence: str = ""
    """What stands behind a yes or no, in words; empty of everything else."""
    value: str = ""
    """What it says, as the field is shown; empty where the value stands right beside it."""
    stance: str = ""
    """`chosen`, `agrees`, `says otherwise`, and who was copied; empty of what is nobody's choice."""
    report: str = ""
    """Where to report an error of it; empty where nobody takes reports."""


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
    state: str = ""
    """Why it is needed no longer; empty while it is."""


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


@lru_cache(maxsize=4096)
def _short(day: str) -> str:
    return " ".join(part[:3] if part.isalpha() else part for part in day.split(" "))


def of_the_web(address: str) -> str:
    """An address that a page may lead to; empty for any other."""
    return address if address.startswith(("https://", "http://")) and "{" not in address else ""
