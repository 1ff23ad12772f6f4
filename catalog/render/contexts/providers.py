"""The contexts of the pages of sellers: all of them, and one with its offers."""

from dataclasses import dataclass

from catalog.render.contexts.page import Page

# ruff: noqa: D101  the docstrings of small rows would repeat their names


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a page, and in words how it comes about."""

    label: str
    """`Price level`."""
    text: str
    """`12 % above`; `—` where it is not known."""
    meaning: str
    """One or two sentences."""


@dataclass(frozen=True, slots=True)
class ProviderRow:
    name: str
    slug: str
    href: str
    models: str
    offers: str
    over_cheapest: str
    """`12 % above`, `the same`, `5 % below`; `—` where nobody else sells its models."""
    over_middle: str
    shared: str
    """`over 41`: how many of its models others sell too; empty where none."""
    markup: str
    """`5 % above`, `input 5 % above, output the same`; `—` where no maker of its models sells them."""
    seen: str
    """`21 Nov 2026`: the oldest and the newest day on which its offers were seen."""
    via: str
    """`own page`, `OpenRouter`: where its offers stand."""


@dataclass(frozen=True, slots=True)
class ProvidersPage:
    """Every seller with an offer that stands."""

    page: Page
    rows: tuple[ProviderRow, ...]
    """Those with most models first."""


@dataclass(frozen=True, slots=True)
class SoldRow:
    """One offer of a seller."""

    model: str
    """The model's name; empty where the offer is matched to none."""
    href: str
    """The model's page, or empty."""
    wire_id: str
    kind: str
    """`endpoint fp8, via OpenRouter`."""
    input: str
    """`$0.42`, `free`, `varies`, `—`; per 1M tokens."""
    output: str
    markup: str
    """`5 % above`, `input 5 % above, output the same`; empty where it is not known."""
    conditions: tuple[str, ...]
    """When other prices hold, each in words."""
    context: str
    quantization: str
    seen: str
    """`21 Nov 2026`."""


@dataclass(frozen=True, slots=True)
class ProviderPage:
    """One seller: how its prices stand, and every offer."""

    page: Page
    name: str
    slug: str
    told: str
    """`93 models, 133 offers`."""
    figures: tuple[Figure, ...]
    sold: tuple[SoldRow, ...]
    """By model; those that are matched to none come last."""
    unmatched: int
    """How many offers are matched to no model."""
