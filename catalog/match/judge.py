"""Which model each record speaks of: the router's own ids first, then everybody else's, then new models."""

from collections.abc import Mapping
from types import MappingProxyType

from catalog.entries import Entry, Key
from catalog.match.called import Called, Sides, called
from catalog.match.declared import UNSPOKEN
from catalog.match.foreign import PRICE_STANDS, Each, Foreign, compare_prices, own_relation
from catalog.match.judgement import BY_MAKER, FOUNDING, MEMBER, NEW, ROUTER, Judgement, Why, declared
from catalog.match.knowledge import Knowledge
from catalog.match.listings import OWN, judge_listings, standing
from catalog.match.provisional import Founded, found_models
from scraper.source import PublisherKind

_OF_ITSELF = OWN | NEW | {MEMBER}
"""Rules by which a record speaks of itself, or makes the model."""
NOBODY: Mapping[str, PublisherKind] = MappingProxyType({})


def judge(
    entries: Mapping[Key, Entry],
    knowledge: Knowledge,
    kinds: Mapping[str, PublisherKind] = NOBODY,
    each: Each = map,
) -> dict[Key, Judgement]:
    """A judgement for every record that speaks of a model (providers do not), with how the prices lie to each other.

    `kinds` are the kinds of the sources' publishers: only sources of which they are known found new models. With
    `each`, names may be looked up side by side.
    """
    return with_prices(judge_identity(entries, knowledge, kinds, each), entries)


def with_prices(judged: Mapping[Key, Judgement], entries: Mapping[Key, Entry]) -> dict[Key, Judgement]:
    """Judgements with how each record's price lies to its model's: that decides nothing, and tells a person much."""
    models = standing(entries, {key: judgement for key, judgement in judged.items() if key[0] == ROUTER})
    models |= {j.model_id: entries[key] for key, j in judged.items() if j.model_id is not None and j.rule in NEW}
    return {key: _with_price(judgement, entries[key], models) for key, judgement in judged.items()}


def _with_price(judgement: Judgement, entry: Entry, models: Mapping[str, Entry]) -> Judgement:
    """Of what a record says of itself, and of those that make a model, there is nothing to compare."""
    fields = judgement.why.fields
    if fields and fields[-1].field == PRICE_STANDS:
        fields = fields[:-1]
    if judgement.model_id is not None and judgement.rule not in _OF_ITSELF:
        price = compare_prices(entry, models[judgement.model_id])
        fields = (*fields, price) if price else fields
    if fields == judgement.why.fields:
        return judgement
    return judgement._replace(why=judgement.why._replace(fields=fields))


def judge_identity(
    entries: Mapping[Key, Entry], knowledge: Knowledge, kinds: Mapping[str, PublisherKind], each: Each = map
) -> dict[Key, Judgement]:
    """The same by ids and names alone, which prices have no say in."""
    judged = judge_listings(entries)
    said = {key: called(entry) for key, entry in entries.items() if entry.kind not in UNSPOKEN}
    sides = Sides(knowledge.vocabulary)
    foreign = Foreign(standing(entries, judged), _further_ids(judged), knowledge, sides)
    others = [key for key in said if key not in judged]
    found = foreign.judge([(entries[key], said[key]) for key in others], each)
    judged.update(zip(others, found, strict=True))
    if kinds:
        judged.update(_new(entries, said, judged, knowledge, kinds, sides, each))
    return judged


def _new(
    entries: Mapping[Key, Entry],
    said: Mapping[Key, Called],
    judged: Mapping[Key, Judgement],
    knowledge: Knowledge,
    kinds: Mapping[str, PublisherKind],
    sides: Sides,
    each: Each,
) -> dict[Key, Judgement]:
    """Judgements of the records that make new models, and of those that speak of one in another way."""
    founded = found_models(entries, said, judged, kinds, sides, knowledge.vocabulary)
    found = {key: _member(entries[key], said[key], one) for one in founded for key in one.records}
    foreign = Foreign({one.id: entries[one.main] for one in founded}, {}, knowledge, sides, strangers=False)
    free = [key for key, one in judged.items() if key not in found and one.model_id is None and one.level == "none"]
    again = foreign.judge([(entries[key], said[key]) for key in free], each)
    return found | {key: one for key, one in zip(free, again, strict=True) if one.level != "none"}


def _member(entry: Entry, said: Called, one: Founded) -> Judgement:
    """That a record is one of those that make a new model."""
    stands = BY_MAKER if one.by_maker else FOUNDING
    rule = stands if (entry.source, entry.record) == one.main else MEMBER
    others = ", ".join(sorted({source for source, _ in one.records} - {entry.source}))
    note = f"not listed by the router; named alike by {others}" if others else "not listed by the router"
    why = Why(declared("name", entry.own_id, one.id).fields, note=note)
    return Judgement(entry.source, entry.record, one.id, own_relation(entry.kind, said), "exact", rule, why)


def _further_ids(judged: Mapping[Key, Judgement]) -> dict[str, tuple[str, str]]:
    """The router's ids that are no model's own: variants and aliases, with model and relation."""
    return {
        judgement.record: (judgement.model_id, judgement.relation)
        for judgement in judged.values()
        if judgement.model_id is not None and judgement.rule in ("id-grammar", "declared-alias")
    }
