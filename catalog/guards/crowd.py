"""A whole answer beside the last one: what many records do at once is rarely news and often an accident."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from catalog.guards.prices import BASE, OF_AN_OFFER, Claims
from catalog.guards.rules import COLUMN, CROWD, CROWD_SHARE, GROUP
from scraper.attributes import ATTRIBUTES, DYNAMIC, Kind

Pair = tuple[Claims, Claims]
"""A record's claims before and after."""


PASSING = frozenset(
    {name for name, attribute in ATTRIBUTES.items() if attribute.kind is Kind.DATE}
    | {name for name in ATTRIBUTES if name.startswith(("rating", "rank", "votes", "usage_"))}
)
"""Fields that belong to the answer in which they stand: an earlier one beside newer values would be wrong."""

Unchanged = Callable[[], Iterable[Claims]]
"""Gives the claims of all records that say what they said: asked for only where it matters."""


def jumping(pairs: Mapping[str, Pair], unchanged: Unchanged) -> set[str]:
    """Records whose prices jump twofold or more, where they are a large share of the priced ones."""
    found = {id_ for id_, (before, after) in pairs.items() if _jumps(before, after)}
    if len(found) < CROWD:
        return set()
    priced = sum(any(name in claims for name in BASE) for claims in (*unchanged(), *(one for one, _ in pairs.values())))
    return found if len(found) >= CROWD_SHARE * priced else set()


def lost_columns(changed: Iterable[Pair], unchanged: Unchanged) -> set[str]:
    """Fields that most of the records that bore them lost at once; that a 0 is left out is no loss."""
    lost, kept = Counter[str](), Counter[str]()
    for before, after in changed:
        lost.update(name for name in before.keys() - after.keys() - PASSING if before[name] != "0")
        kept.update(before.keys() & after.keys())
    suspects = {name for name, count in lost.items() if count >= COLUMN // 2 and count > kept[name]}
    if suspects:
        for claims in unchanged():
            kept.update(suspects & claims.keys())
    return {name for name in suspects if lost[name] + kept[name] >= COLUMN and lost[name] > kept[name]}


def lost_groups(gone: Mapping[str, Claims], stayed: Iterable[Claims]) -> set[str]:
    """Records that vanished together with all others of their variant."""
    sizes = Counter(claims["variant"] for claims in gone.values() if "variant" in claims)
    large = {variant for variant, size in sizes.items() if size >= GROUP}
    if large:
        large -= {claims.get("variant", "") for claims in stayed}
    return {id_ for id_, claims in gone.items() if claims.get("variant") in large}


def price_changes(pair: Pair) -> set[str]:
    """Prices of a record that are said otherwise, or are new."""
    before, after = pair
    return {name for name in OF_AN_OFFER if before.get(name) != after.get(name)}


def _jumps(before: Claims, after: Claims) -> bool:
    for name in BASE:
        one, other = before.get(name, DYNAMIC), after.get(name, DYNAMIC)
        if one != other and DYNAMIC not in (one, other) and Decimal(one) and Decimal(other):
            return max(Decimal(one) / Decimal(other), Decimal(other) / Decimal(one)) >= 2
    return False
