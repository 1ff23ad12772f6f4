"""Records with the claims that a test gives them, as the store would hand them to match and resolve."""

from catalog.entries import Claimed, Entry, Key


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
