"""Records with the claims that a test gives them, as the store would hand them to match and resolve."""

from collections.abc import Mapping

from catalog.entries import Claimed, Entry, Key
from catalog.match import judge as judging
from catalog.match.judgement import Judgement
from catalog.match.knowledge import load_knowledge
from catalog.resources import resource

KNOWLEDGE = load_knowledge(resource("data/curated"))
"""What the project itself knows of names, and what its people decided."""


def judge(entries: Mapping[Key, Entry]) -> dict[Key, Judgement]:
    """Judgements with the project's own knowledge."""
    return judging.judge(entries, KNOWLEDGE)


def entry(source: str, record: str, kind: str = "model", present: bool = True, **claims: str) -> Entry:
    """A record of a source with its claims by field."""
    said = {
        field: Claimed(source, record, field, value, value, f"/{field}", "s", "2026-07-01", "2026-07-31", False)
        for field, value in claims.items()
    }
    return Entry(source, record, kind, f"https://{source}.example/", "2026-07-01", "2026-07-31", present, said)


def by_key(*entries: Entry) -> dict[Key, Entry]:
    """Records by source and id."""
    return {(item.source, item.record): item for item in entries}
