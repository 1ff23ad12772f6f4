"""A change in one line, for a terminal."""

from decimal import Decimal

from catalog.changes.change import ATLAS, ChangeKind
from catalog.changes.reading import Row
from catalog.terminal import printable
from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES, DYNAMIC, Kind
from scraper.units import plain

LONGEST = 60
"""So many letters of a value are shown."""
_HAPPENED = {
    ChangeKind.ADDED: "added",
    ChangeKind.RETIRED: "gone from the list",
    ChangeKind.RETURNED: "back in the list",
}


def line(row: Row) -> str:
    """`2026-01-01 acme/atlas input price 0.336 -> 0.42 USD per 1M tokens (+25 %), openrouter`."""
    subject = row["model_id"] or row["record"]
    where = row["provider"] or row["source"]
    wire_id = row["wire_id"] or row["record"]
    seller = where if wire_id == subject else f"{where} {wire_id}"
    said = "" if where == row["source"] else f", says {row['source']}"
    marks = "; corrected by us" if row["by"] == ATLAS else ""
    marks += "; held, so not published then" if row["held"] else ""
    return printable(f"{row['at'][:10]} {subject} {_happened(row)}, {seller}{said}{marks}")


def _happened(row: Row) -> str:
    kind, field, old, new = ChangeKind(row["kind"]), row["field"] or "", row["old"], row["new"]
    if kind in _HAPPENED:
        since = (row["evidence"] or {}).get("gone_since", "")
        return _HAPPENED[kind] + (f" (gone since {since[:10]})" if since else "")
    attribute = ATTRIBUTES.get(field)
    label = attribute.label.lower() if attribute else field
    if attribute is not None and attribute.kind is Kind.LIST and old is not None and new is not None:
        return f"{label} {_items(old, new)}"
    if attribute is not None and attribute.kind is Kind.JSON and old is not None and new is not None:
        return f"{label} changed"
    unit = f" USD per {attribute.per}" if attribute and attribute.per and new not in (None, DYNAMIC) else ""
    told = f"{label} {_short(old)} -> {_short(new)}{unit}{_moved(attribute and attribute.kind, old, new)}"
    return f"now means another release: {told}" if kind is ChangeKind.REPOINTED else told


def _moved(kind: Kind | None, old: str | None, new: str | None) -> str:
    """By how much a number moved, where that can be said."""
    if kind not in (Kind.PRICE, Kind.TOKENS) or old in (None, "0", DYNAMIC) or new in (None, DYNAMIC):
        return ""
    share = (Decimal(new or "0") / Decimal(old or "1") - 1) * 100
    digits = 0 if abs(share) >= 1 else 2
    return f" ({'+' if share > 0 else ''}{plain(round(share, digits))} %)"


def _items(old: str, new: str) -> str:
    before, after = parse_raw(old), parse_raw(new)
    steps = [f"+{item}" for item in after if item not in before] + [f"-{item}" for item in before if item not in after]
    return _short(", ".join(steps))


def _short(said: str | None) -> str:
    if said is None:
        return "nothing said"
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"
