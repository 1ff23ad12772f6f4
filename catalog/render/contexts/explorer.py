"""The context of the explorer."""

from dataclasses import dataclass

from catalog.render.contexts.page import Page
from catalog.render.linked import Moment


@dataclass(frozen=True, slots=True)
class ExplorerRow:
    """A model in the listing that is there without a script."""

    id: str
    name: str
    href: str
    context: str
    max_output: str
    input: str
    """`$0.42`, `free`, `—`, `varies`; per 1M tokens."""
    output: str
    blended: str
    """The list price of three tokens of input to one of output."""
    listed: str
    """ISO date at which the router added it, or empty."""


@dataclass(frozen=True, slots=True)
class ExplorerPage:
    """The explorer: its newest models as rows of a table; the scripts read all of them from a file."""

    page: Page
    catalog: str
    """Relative address of the file with all models that the scripts read."""
    rows: tuple[ExplorerRow, ...]
    """The first of those on offer: newest listing first, undated ones last, then by name."""
    total: int
    active: int
    snapshot: Moment
    """The time of the newest answer behind the page."""
