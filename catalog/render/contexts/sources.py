"""The context of the page of sources."""

from dataclasses import dataclass

from catalog.render.contexts.page import Page
from catalog.render.linked import CorrectedRow, Moment

# ruff: noqa: D101  the docstrings of small rows would repeat their names


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
    last_look: Moment | None = None
    last_outcome: str = ""
    """`good`, `refused`, `failed`; empty without a look."""
    nights_failed: int = 0
    failing: str = ""
    """What is said of a source that fails night after night; empty for a night or two."""
    nights: str = ""
    """A sign for each of the last days, the oldest first; empty where none had a look."""
    nights_told: str = ""
    """The same in words."""
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
    newest: Moment | None = None
    """When any source was looked at last."""
    corrections: tuple[CorrectedRow, ...] = ()
    """Every correction of ours, by source and record."""
