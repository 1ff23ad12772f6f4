"""Which changes a guard held, so that they were said and not published then."""

from collections.abc import Iterable, Iterator, Mapping

from catalog.changes.change import Change, ChangeKind
from catalog.changes.fields import alike
from catalog.guards.holds import Hold
from catalog.store.ledger import PRESENT

Holds = Mapping[tuple[str, str, str], list[Hold]]
"""By source, record and field."""


def marked(changes: Iterable[Change], known: Holds) -> Iterator[Change]:
    """The changes, each with whether a guard held it, and what was published instead."""
    for change in changes:
        field = PRESENT if change.kind in (ChangeKind.RETIRED, ChangeKind.RETURNED) else change.field or ""
        held = known.get((change.source, change.record, field))
        over = next((hold for hold in held if _over(hold, change)), None) if held else None
        yield change if over is None else _told(change, over)


def _over(hold: Hold, change: Change) -> bool:
    """Whether a hold was on when the change was said, or came to its end by it."""
    return hold.since <= change.at and (hold.until is None or change.at <= hold.until)


def _told(change: Change, hold: Hold) -> Change:
    """A hold that ends by a change leaves it held only where nothing moved for readers: what was kept is said again."""
    ends = change.at == hold.until
    back = change.kind is ChangeKind.RETURNED or _same(change, hold.kept)
    if ends and not back:
        return change._replace(evidence={**change.evidence, "published_before": hold.kept})
    guard = {"rule": hold.rule, "since": hold.since, "until": hold.until, "published": hold.kept}
    return change._replace(held=True, evidence={**change.evidence, "guard": guard})


def _same(change: Change, kept: str | None) -> bool:
    if change.new is None or kept is None:
        return change.new == kept
    return alike(change.field or "", change.new, kept)
