"""The context of the explorer."""

from dataclasses import dataclass

from catalog.render.contexts.page import Page
from catalog.render.linked import Moment

# ruff: noqa: D101  the docstrings of small rows would repeat their names


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
    """`lab`, `in`, `out`, `param`, `provider`, `price` ...: the name in the address."""
    label: str
    """`Lab`, `Input modality` ..."""
    options: tuple[FacetOption, ...]
    """Most frequent first; a long list scrolls in its own box."""


@dataclass(frozen=True, slots=True)
class ExplorerPage:
    """The explorer: every model as a real table row, filtered in place."""

    page: Page
    catalog: str
    """Relative address of the file with all models that the scripts read."""
    rows: tuple[ExplorerRow, ...]
    """Newest listing first, undated ones last, then by name: the order that the page says it has."""
    facets: tuple[Facet, ...]
    total: int
    active: int
    snapshot: Moment
    """The time of the newest answer behind the page."""
