"""What each template is given: one frozen dataclass a page, its texts ready to print.

Texts are formatted before they come here, so that templates only loop, choose and print.
Every field is documented by the string below it; a test holds templates to these fields.
"""

from dataclasses import dataclass

from catalog.render.disputed import DisagreementRow, SaidRow, View
from catalog.render.linked import Answer, CorrectedRow, FeedLink, KinRow, MatchRow, Moment, Receipt, Score, WeightsRow
from catalog.render.told_history import EarlierRow, GonePart, ModelPast

# ruff: noqa: D101  the docstrings of small rows would repeat their names


@dataclass(frozen=True, slots=True)
class Notice:
    """Told on every page whose values are not fresh, or of an earlier time: whence they are, and of when."""

    text: str
    """Such as `Values from the bundled snapshot: openrouter.ai could not be reached.`"""
    as_of: Moment | None
    """None where it speaks of several sources: the sources page tells their times."""
    age: str
    """`112 days old when this page was made`, or the exact time: script tells the age of today."""


@dataclass(frozen=True, slots=True)
class Page:
    """What every page has."""

    title: str
    """The `title` element; unique on the site."""
    description: str
    """The meta description; unique on the site."""
    canonical: str
    """The page's absolute address, from the base URL."""
    root: str
    """Relative path from the page to the site's root: `` (empty), `../`, `../../../`; `/` or `/path/` on 404.html."""
    assets: str
    """Relative path to the folder of style and scripts, ending in a slash."""
    notice: Notice | None
    feeds: tuple[FeedLink, ...] = ()
    """Atom feeds of what the page is about."""


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
class Price:
    label: str
    """`Input`, `Output`, `Cache read`, `Web search` ..."""
    text: str
    """`$0.42`, `free`, `—`, `varies`."""
    unit: str
    """`per 1M tokens`, `per image`, `per request`, `per search`."""
    field: str = ""
    """`input_usd_per_mtok`."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Prices that hold only sometimes."""

    when: str
    """`prompts above 200,000 tokens (the whole request)`, `daily 01:00-04:00 UTC`."""
    prices: tuple[Price, ...]
    """Only those that differ from the base prices."""
    times: str = ""
    """The condition as JSON where it is of time alone, so that a script can tell whether it is met now."""


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One seller's sale of the model under one id."""

    seller: str
    """`OpenRouter`, `Novita`."""
    via: str
    """`OpenRouter` where the seller is reached through it; else empty."""
    wire_id: str
    """The id to send: `baidu/ernie-4.5-vl-424b-a47b:free`."""
    kind: str
    """`list price`, `free variant`, `batch`, `alias`, `endpoint` ..."""
    input: Price
    output: Price
    others: tuple[Price, ...]
    """Cache, image, audio, request, search ...: those that are claimed."""
    conditions: tuple[Condition, ...]
    notes: tuple[str, ...]
    """`20 % discount applied`, `quantization fp8`."""
    context: str
    """`123K`, or `—`."""
    max_output: str
    answers: tuple[Answer, ...]
    """Where each of its values is said."""
    disputed: str = ""
    """`others say otherwise of the input price`; empty where nobody does."""


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


@dataclass(frozen=True, slots=True)
class ExplorerRow:
    id: str
    name: str
    href: str
    author: str
    status: str
    """`active` or `retired`."""
    context: str
    context_sort: str
    """A plain integer for sorting, or empty."""
    max_output: str
    max_output_sort: str
    input: str
    """`$0.42`, `free`, `—`, `varies`; per 1M tokens."""
    input_sort: str
    """A plain decimal for sorting, or empty."""
    output: str
    output_sort: str
    price_state: str
    """`known`, `free`, `dynamic`, `unknown`, `not_applicable`."""
    modalities_in: tuple[str, ...]
    modalities_out: tuple[str, ...]
    parameters: tuple[str, ...]
    """Supported API parameters, such as `tools`, `reasoning`."""
    listed: str
    """ISO date at which the router added it, or empty."""
    haystack: str
    """Lower-case letters and digits only of id, name and author: what the search looks through."""


@dataclass(frozen=True, slots=True)
class FacetOption:
    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Facet:
    key: str
    """`lab`, `in`, `out`, `price`, `param`, `status`: the name in the address."""
    label: str
    """`Lab`, `Input modality` ..."""
    options: tuple[FacetOption, ...]
    """Most frequent first; a long list scrolls in its own box."""


@dataclass(frozen=True, slots=True)
class ExplorerPage:
    """The explorer: every model as a real table row, filtered in place."""

    page: Page
    rows: tuple[ExplorerRow, ...]
    """Newest listing first, undated ones last, then by name: the order that the page says it has."""
    facets: tuple[Facet, ...]
    total: int
    active: int
    snapshot: Moment
    """The time of the newest answer behind the page."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    id: str
    name: str
    url: str
    kind: str
    licence: str
    cannot_know: str
    state: str
    """`fresh`, `stale`, `seed`, `failed`, `never`."""
    state_meaning: str
    last_success: Moment | None
    records: int
    claims: int
    held: int
    unreadable: int
    surprises: tuple[str, ...]
    """Unknown keys and values met, each with its count."""
    left_out: tuple[str, ...]
    """Parts of the answers that are left out on purpose."""
    held_changes: tuple[str, ...]
    """Changes that guards hold, each with what stays, what the source says, and why."""
    not_read: tuple[str, ...]
    """What could not be read, with where and why."""
    copies: tuple[str, ...]
    """`OpenRouter: prices (its own label says so)`."""
    documents: tuple[str, ...]
    """`model list: 364 records, 31 July 2026`."""
    error: str
    """The last failure in one line, or empty."""
    checked: str = ""
    """`40 of 40 (100 %)` of the published values that were checked; empty where none was."""
    completeness: tuple[str, ...] = ()
    """`models, 364. 100 %: Name, Context window; 12 %: Licence`, a line a kind of record."""


@dataclass(frozen=True, slots=True)
class FillRow:
    name: str
    label: str
    known: str
    """`311 of 614`: of how many active models it is known."""
    share: str
    """`50 %`."""
    sources: int
    """How many sources say it of any of their records."""


@dataclass(frozen=True, slots=True)
class SourcesPage:
    page: Page
    sources: tuple[SourceRow, ...]
    checked: str = ""
    """`300 of 300 (100 %)` of the published values that were checked; empty where none was."""
    completeness: tuple[FillRow, ...] = ()
    """The fullest field first."""


@dataclass(frozen=True, slots=True)
class DisagreementsPage:
    """Disagreements in one order, or those of one field or source."""

    page: Page
    heading: str
    order: str
    """`the largest first`."""
    views: tuple[View, ...]
    by_field: tuple[View, ...]
    by_source: tuple[View, ...]
    rows: tuple[DisagreementRow, ...]
    """The first of them."""
    count: int
    """How many there are."""
    doubts: tuple[str, ...]
    """What makes a conflict doubtful, where the page shows such; else empty."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    name: str
    label: str
    meaning: str
    known: str
    """`311 of 311`: of how many models it is known."""


@dataclass(frozen=True, slots=True)
class MethodologyPage:
    page: Page
    fields: tuple[FieldRow, ...]
    doubts: tuple[str, ...]
    """Why two prices that differ may be no conflict."""


@dataclass(frozen=True, slots=True)
class PointerPage:
    """A small page for an id that is not a model's own: it names the model and leads to it, or says what it was."""

    page: Page
    id: str
    meaning: str
    """`the free variant of`, `an alias of`."""
    target_id: str
    """Empty, as the two below, where it leads to no model."""
    target_name: str
    target_href: str
    told: str = ""
    """What an id was that is published no more; else empty."""


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    page: Page
