"""What a model page shows of the past: charts, the tables behind them, listings, and how a model left."""

from dataclasses import dataclass

from catalog.render.linked import Moment


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart."""

    look: str
    """A class of the style sheet: `l1`, `l2`, with `held` where a guard kept the value."""
    path: str
    """The steps, as the `d` of an SVG path."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text in a chart, at a place of its view box."""

    x: int
    y: int
    text: str
    anchor: str
    """A class of the style sheet: `at-start`, `at-middle`, `at-end`; of a line's name, its look too."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A step chart: lines, grid and labels in a view box of `WIDTH` by `HEIGHT`."""

    title: str
    """`Input and output price of ERNIE 4.5`."""
    told: str
    """What it shows, in two sentences, for those who do not see it."""
    grid: str
    """The `d` of the grid's path."""
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """The answer in which a value was last seen."""

    url: str
    """http or https only; else empty."""
    at: Moment


@dataclass(frozen=True, slots=True)
class PastValue:
    """A value as it was published then."""

    field: str
    text: str
    """`$0.42`, `131,072`, `—` where nothing was published."""
    mark: str
    """`held`, `corrected`; empty of what its source said then."""


@dataclass(frozen=True, slots=True)
class PastRow:
    """A time in which neither of two values changed."""

    since: Moment
    at_least: bool
    """Whether it began with the first answer that we hold: it may be older."""
    until: Moment | None
    """None while it stands."""
    values: tuple[PastValue, ...]
    seen: tuple[Seen, ...]
    """Where its values were last seen, each answer once."""
    nothing: str = ""
    """Why there is no value at all: `not listed`, `not stated`; else empty."""


@dataclass(frozen=True, slots=True)
class Past:
    """Two values that belong together, over time."""

    key: str
    """`prices`, `limits`: ids on the page begin with it."""
    heading: str
    columns: tuple[str, ...]
    sentence: str
    """All of it in words where nothing ever changed; else empty."""
    chart: Chart | None
    rows: tuple[PastRow, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class StayRow:
    """A time in which the record stood in its source's list."""

    first: Moment
    at_least: bool
    """Whether it was there in the first answer that we hold."""
    last: Moment
    gone: Moment | None
    """The first answer without it; None while it is there."""


@dataclass(frozen=True, slots=True)
class LeadRow:
    """Where a reader of a page of a gone model may go."""

    meaning: str
    """`renamed to`, `its maker recommends`."""
    name: str
    href: str
    """Empty where it is no model here."""
    source: str
    """Who says so; empty where it follows from ids and dates."""
    url: str
    """Where it is said (http or https only); else empty."""


@dataclass(frozen=True, slots=True)
class GonePart:
    """What stands on top of the page of a model that is gone."""

    sentence: str
    """`No longer listed at OpenRouter: last seen 6 June 2026, and missing since the answer of 7 June 2026.`"""
    price: str
    """`Its last price was $0.14 in and $0.56 out per 1M tokens, seen on 6 June 2026.`; empty where it had none."""
    price_fields: tuple[str, ...]
    """Fields that the price is made of."""
    leads: tuple[LeadRow, ...]


@dataclass(frozen=True, slots=True)
class ModelPast:
    """All that a page tells of time."""

    source: str
    """The name of the source whose record stands for the model."""
    listing: str
    """The address of its list (http or https only); else empty."""
    stays: tuple[StayRow, ...]
    pasts: tuple[Past, ...]
    since_moved: Moment | None
    """Since when the id means this release; None where it always did."""


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """What the address of a page stood for before."""

    told: str
    """`Until 1 August 2026 this address stood for atlas-9b of LiteLLM`."""
    name: str
    """The model that this is now."""
    href: str
