"""The page of sources: state, age, records, surprises and accuracy of each."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from catalog import looks
from catalog.guards.held import Held, held
from catalog.health import STATES
from catalog.published_claims import every_correction
from catalog.quality import accuracies, filled
from catalog.queries import Row, Status, newest_answer
from catalog.render.contexts import Page, SourceRow, SourcesPage
from catalog.render.corrected import corrected_rows
from catalog.render.formats import day, moment
from catalog.render.quality_rows import accuracy_text, fill_lines, fill_rows
from catalog.render.receipts import Receipts
from catalog.surprises import document_counts, issue_counts, issue_details
from scraper.answers import parse_raw
from scraper.issues import IssueKind

MOST_HELD = 50
"""So many held changes of a source the sources page lists."""
KINDS = {
    "model": "models", "endpoint": "endpoints", "provider": "providers", "offer": "offers", "page": "pages",
    "listing": "listed", "score": "leaderboard rows", "usage": "usage", "lifecycle": "lifecycle rows",
    "config": "configurations of weights",
}  # fmt: skip
"""What records of each kind are called."""


def sources_page(
    db: Database, status: Status, receipts: Receipts, page: Callable[[str, str, str], Page]
) -> SourcesPage:
    """The page of sources; `page` gives what every page has, of its path, title and description."""
    about = "Where every value comes from: state, age, records, terms, accuracy and surprises of each source."
    about_page = page("sources/index.html", "Sources · Model Atlas", about)
    checked, known, newest = accuracies(db), filled(db), newest_answer(db)
    told = (
        replace(
            _source(db, row),
            **_nights(row, newest),
            checked=accuracy_text(checked, row["id"]),
            completeness=fill_lines(known.get(row["id"], ()), KINDS),
        )
        for row in status.sources
    )
    return SourcesPage(
        about_page, tuple(told), accuracy_text(checked), fill_rows(known), moment(newest) if newest else None,
        corrected_rows(every_correction(db), receipts),
    )  # fmt: skip


def _source(db: Database, row: Row) -> SourceRow:
    odd = (IssueKind.UNKNOWN_KEY, IssueKind.UNKNOWN_VALUE)
    return SourceRow(
        **{name: row[name] for name in ("id", "name", "url", "kind", "licence", "cannot_know", "state")},
        state_meaning=STATES[row["state"]],
        last_success=day(row["last_success"]) if row["last_success"] else None,
        records=row["records"],
        claims=row["claims"],
        held=row["held"],
        unreadable=row["unreadable"],
        surprises=tuple(
            f"{kind.replace('_', ' ')}: {field}, in {count} records"
            for kind, field, count in issue_counts(db, row["id"])
            if kind in odd
        ),
        copies=tuple(
            f"{copy['origin']}: {copy['what']} ({copy['evidence']})" for copy in parse_raw(row["copies"] or "[]")
        ),
        held_changes=_held_changes(held(db, row["id"])),
        left_out=tuple(issue_details(db, row["id"], (IssueKind.IGNORED,))),
        not_read=tuple(issue_details(db, row["id"], (IssueKind.BAD_VALUE, IssueKind.BAD_RECORD))),
        documents=tuple(
            f"{KINDS.get(kind, kind)}: {count}, last seen {moment(seen).text}"
            for kind, count, seen in document_counts(db, row["id"])
        ),
        error=row["error"] or "",
    )


def _nights(row: Row, newest: str) -> dict[str, Any]:
    """How the last nights of a source went."""
    found = parse_raw(row["looks"] or "{}")
    return {
        "last_look": moment(row["last_look"]) if row["last_look"] else None,
        "last_outcome": row["last_outcome"] or "",
        "nights_failed": row["nights_failed"],
        "failing": looks.failing(row["nights_failed"], row["last_success"]),
        "nights": looks.drawn(found, newest) if found else "",
        "nights_told": looks.told(found),
    }


def _held_changes(changes: Sequence[Held]) -> tuple[str, ...]:
    """Held changes, each in a line; beyond `MOST_HELD`, how many more there are."""
    lines = [f"{change.record}: {change.step}; {change.why}" for change in changes[:MOST_HELD]]
    return (*lines, *([f"and {len(changes) - MOST_HELD:,} more"] if len(changes) > MOST_HELD else []))
