"""The context of a model's summary page."""

from dataclasses import dataclass

from catalog.render.contexts.offers import OfferRow
from catalog.render.contexts.page import Page
from catalog.render.contexts.peers import Compared
from catalog.render.disputed import DisagreementRow, SaidRow
from catalog.render.linked import Answer, CorrectedRow, KinRow, MatchRow, Origin, Receipt, Score, WeightsRow
from catalog.render.told_history import EarlierRow, GonePart, ModelPast

# ruff: noqa: D101  the docstrings of small rows would repeat their names


@dataclass(frozen=True, slots=True)
class Badge:
    label: str
    """`Match confidence`."""
    value: str
    """`unmatched`."""
    meaning: str
    """One sentence that explains the value."""


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    """`Context window`; fixed names, see the contract of the site."""
    text: str
    """`123K`, `$0.42 / 1M`, `free`, `—`, `varies`, `not rated`."""
    exact: str
    """`123,000 tokens`; empty where the text is exact already."""
    meaning: str
    """What the field is, one sentence, for a tooltip or a small print."""
    receipts: tuple[Receipt, ...]
    """The claims behind it, the chosen one first; empty where nothing is known."""
    disputed: bool = False
    """Whether a source of its own says otherwise."""
    more: int = 0
    """How many further claims stand in the JSON."""
    said: tuple[SaidRow, ...] = ()
    """Who says what of a disputed value, the chosen one first."""
    field: str = ""
    """`context_listed`: the field's name, for machines."""
    change: str = ""
    """`-20 % since 25 November 2025`; empty where nothing changed lately."""
    best: str = ""
    """`cheapest offer: $0.27 at Novita`: what the offers or the ratings tell beside it; empty where nothing."""


@dataclass(frozen=True, slots=True)
class Identifier:
    label: str
    """`Primary ID`, `OpenRouter ID`, `Canonical slug`, `Hugging Face ID`."""
    value: str
    href: str
    """Where it leads (https only), or empty."""
    field: str = ""
    """`canonical_slug`: the name of the field that it is read from; empty of what is our own or a record's id."""
    receipts: tuple[Receipt, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelPage:
    """The summary page of one model."""

    page: Page
    id: str
    name: str
    lead: str
    """One generated sentence: maker, modalities, context, price. Facts only."""
    lead_fields: tuple[str, ...]
    """The fields it is made of."""
    author: str
    active: bool
    """False for a model that its sources no longer list."""
    status: str
    """`listed`, or `no longer listed: last seen 6 June 2026`."""
    badges: tuple[Badge, ...]
    headline: tuple[Fact, ...]
    """Context window, Arena overall rank, Input price, Output price."""
    facts: tuple[Fact, ...]
    """All other resolved fields, in the registry's order."""
    identifiers: tuple[Identifier, ...]
    other_ids: tuple[Identifier, ...]
    """Variants and aliases that lead here; the label says which."""
    meant: tuple[str, ...]
    """What its id meant from when to when; empty where it always meant the same."""
    matches: tuple[MatchRow, ...]
    """Records of other sources that speak of it: the first of them, where they are many."""
    matches_count: int
    matches_by_source: str
    """`models.dev 12, LiteLLM 4`."""
    near: tuple[MatchRow, ...]
    """Records that may mean it and were not joined: the first of them, where they are many."""
    near_count: int
    match_answers: tuple[Answer, ...]
    """Where the records of `matches` and `near` stand."""
    family: tuple[KinRow, ...]
    weights: tuple[WeightsRow, ...]
    ratings: tuple[Score, ...]
    """Overall rows of leaderboards."""
    offers: tuple[OfferRow, ...]
    disputes: tuple[DisagreementRow, ...]
    """What sources say against each other of its prices."""
    report: str
    """Where to report an error; empty where nobody takes reports."""
    description: tuple[str, ...]
    """Paragraphs of the longest known text; empty where no source gives one."""
    description_receipt: Receipt | None
    raw: str
    """The record as the source served it, as indented JSON, with PPM beside it."""
    raw_answers: tuple[Answer, ...]
    """Where that record stands."""
    meant_answers: tuple[Answer, ...]
    """Where `meant` is told."""
    json_href: str
    """The JSON twin, relative."""
    markdown_href: str
    corrections: tuple[CorrectedRow, ...] = ()
    """What people corrected of what its records say."""
    past: ModelPast | None = None
    gone: GonePart | None = None
    """None where the model is listed."""
    lifecycle: tuple[Fact, ...] = ()
    """When it was released and listed, and when and for what it is to go."""
    earlier: tuple[EarlierRow, ...] = ()
    """What its address stood for before."""
    abilities: tuple[Fact, ...] = ()
    """What it takes, gives, holds and can do."""
    indexes: tuple[Fact, ...] = ()
    """Scores that others than the leaderboards give it."""
    other_offers: tuple[OfferRow, ...] = ()
    """Free, batch and other variants, and aliases."""
    offers_told: str = ""
    """Which offer is the cheapest, and of how many; empty where there is nothing to compare."""
    compared: Compared | None = None
    """None where it has no score or no price to compare."""
    more_ratings: int = 0
    """So many further rows of leaderboards stand in the JSON."""
    curl: str = ""
    """A request for the router, for a shell; empty where it does not sell text of the model."""
    lab_href: str = ""
    """The page of its lab, relative; empty where there is none."""
    origins: tuple[Origin, ...] = ()
    """Every answer that a receipt of the page leads to, by the name of its source."""
    compare_href: str = ""
    """The page that compares models, with this one chosen; empty where there is none."""
