"""What sources say against each other: of the price of one offer, and of the facts of one release.

Two prices are of one offer where a seller and a wire id are the same, to the letter; what a page sells
under no id is laid beside the seller's offers of that model. A source that copies another is no witness
against it. Prices that differ only by unit, terms, rounding or time are told with that doubt.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from catalog.compare import same
from catalog.doubts import COMPARED, Stated, doubt
from catalog.entries import Claimed, Entry, Key
from catalog.lineage import Lineage
from catalog.match.judgement import ROUTER, Judgement
from catalog.resolve import Model
from scraper.attributes import DYNAMIC

SOLD = frozenset({"offer", "listing", "page"})


class Said(NamedTuple):
    """What a source says."""

    source: str
    record: str
    value: str
    since: str
    """Since when it says so."""
    last: str
    """When it was last seen to say so."""
    original: str
    snapshot: str
    pointer: str


class Disagreement(NamedTuple):
    """A value that is told in two ways by witnesses of their own."""

    kind: str
    """`price` or `fact`."""
    model_id: str | None
    provider: str
    """The seller, of a price."""
    wire_id: str
    field: str
    ratio: Decimal | None
    """The largest value over the smallest of two that conflict; None where they are no numbers, or one is 0."""
    newest: str
    """Since when the last of them says so."""
    doubt: str
    """Why it may be no conflict, a key of `DOUBTS`; empty where two witnesses conflict without doubt."""
    said: tuple[Said, ...]


class Offered(NamedTuple):
    """A record that states prices of an offer."""

    entry: Entry
    model_id: str | None
    wire_id: str


def price_disagreements(
    entries: Mapping[Key, Entry],
    judged: Mapping[Key, Judgement],
    sellers: Mapping[str, str],
    lineage: Lineage,
) -> Iterator[Disagreement]:
    """Prices of one offer that differ, by seller, wire id and field."""
    for (provider, wire_id), offered in sorted(_offers(entries, judged, sellers).items()):
        for field in COMPARED:
            said = [(item.entry, item.entry.claims[field]) for item in offered if field in item.entry.claims]
            stated = _witnesses(field, said, lineage)
            pairs = [pair for pair in combinations(stated, 2) if len(set(map(_price, pair))) > 1]
            if pairs:
                model_id = next((item.model_id for item in offered if item.model_id), None)
                told = tuple(sorted((_said(claim) for _, claim in stated), key=lambda one: (Decimal(one.value), one)))
                ratio, why = _widest(field, pairs)
                newest = max(one.since for one in told)
                yield Disagreement("price", model_id, provider, wire_id, field, ratio, newest, why, told)


def fact_disagreements(models: Iterable[Model]) -> Iterator[Disagreement]:
    """Disputed facts of releases, by model and field."""
    for model in models:
        for name, resolved in sorted(model.fields.items()):
            if resolved.disputed:
                against = (claim for claim in resolved.others if not same(name, claim.value, resolved.value))
                told = tuple(map(_said, once([resolved.claim, *against])))
                newest = max(one.since for one in told)
                yield Disagreement("fact", model.id, "", "", name, _ratio(told), newest, "", told)


def once(claims: Iterable[Claimed]) -> list[Claimed]:
    """The first claim of each source that says a thing, in the same or in other words."""
    first: list[Claimed] = []
    for claim in claims:
        if not any(claim.source == c.source and same(c.field, claim.value, c.value) for c in first):
            first.append(claim)
    return first


def _offers(
    entries: Mapping[Key, Entry], judged: Mapping[Key, Judgement], sellers: Mapping[str, str]
) -> dict[tuple[str, str], list[Offered]]:
    """Records by seller and wire id; those without an id stand at every offer of their model by their seller."""
    groups: dict[tuple[str, str], list[Offered]] = defaultdict(list)
    nameless: list[tuple[str, Offered]] = []
    for key, entry in entries.items():
        provider = sellers.get((entry.value("provider_slug") or _router(entry)).lower())
        if provider is None or not entry.present or not (entry.kind in SOLD or _router(entry)):
            continue
        judgement = judged.get(key)
        model_id = judgement.model_id if judgement else None
        wire_id = entry.record if _router(entry) else entry.value("wire_id")
        if wire_id:
            groups[provider, wire_id.lower()].append(Offered(entry, model_id, wire_id))
        elif model_id and _is_plain(judgement):
            nameless.append((provider, Offered(entry, model_id, "")))
    for provider, item in nameless:
        for (seller, _), offered in groups.items():
            if seller == provider and any(_is_of(other, item, judged) for other in offered):
                offered.append(item)
    return {key: offered for key, offered in groups.items() if len(offered) > 1}


def _is_of(other: Offered, item: Offered, judged: Mapping[Key, Judgement]) -> bool:
    """Whether an offer under an id is of the very model that a page sells under none."""
    judgement = judged.get((other.entry.source, other.entry.record))
    return other.model_id == item.model_id and _is_plain(judgement) and bool(other.wire_id)


def _is_plain(judgement: Judgement | None) -> bool:
    """Whether a record is of the very model, and no variant, snapshot or region of it."""
    return judgement is not None and judgement.relation == "offer_of" and judgement.rule in ("all equal", "declared-id")


def _router(entry: Entry) -> str:
    """The router's name, of its own list price; empty of everything else."""
    return ROUTER if entry.source == ROUTER and entry.kind == "model" else ""


def _witnesses(field: str, said: Sequence[Stated], lineage: Lineage) -> list[Stated]:
    """One claim a witness."""
    first: dict[str, Stated] = {}
    for entry, claim in said:
        if claim.value != DYNAMIC:
            first.setdefault(lineage.origin(entry, field), (entry, claim))
    return list(first.values())


def _price(stated: Stated) -> Decimal:
    return Decimal(stated[1].value)


def _widest(field: str, pairs: Sequence[tuple[Stated, Stated]]) -> tuple[Decimal | None, str]:
    """Of the pairs that differ, how far the widest is apart, and its doubt; one without doubt goes before all others.

    Free against a price is wider than any ratio.
    """
    ranked = []
    for pair in pairs:
        low, high = sorted(map(_price, pair))
        ratio = high / low if low else None
        why = doubt(field, *pair)
        ranked.append(((why != "", ratio is not None, -(ratio or 0), why), ratio, why))
    _, ratio, why = min(ranked, key=lambda place: place[0])
    return ratio, why


def _said(claim: Claimed) -> Said:
    return Said(
        claim.source, claim.record, claim.value, claim.first_observed, claim.last_observed, claim.original,
        claim.snapshot, claim.pointer,
    )  # fmt: skip


def _ratio(told: Iterable[Said]) -> Decimal | None:
    try:
        numbers = [Decimal(one.value) for one in told]
    except ArithmeticError:
        return None
    return max(numbers) / min(numbers) if numbers and min(numbers) > 0 else None
