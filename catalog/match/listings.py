"""The router's own records: its ids say by themselves which model they are of.

A router's own id is the model; `base:variant` is the base sold or set up another way; a `~…-latest`
alias leads to the target that it declares; an endpoint is an offer of the id it is sold under.
"""

from collections.abc import Iterable, Mapping

from catalog.entries import Entry, Key
from catalog.match.judgement import ROUTER, Judgement, Why, declared

CONFIGURATIONS = frozenset({"thinking"})
"""Variants that are the same model set up another way; every other variant is a way of selling it."""
OWN = frozenset({"own-id", "id-grammar", "declared-alias", "declared-endpoint"})
"""Rules by which a record of the router says itself which model it is of."""


def judge_listings(entries: Mapping[Key, Entry]) -> dict[Key, Judgement]:
    """A judgement for every listing and endpoint of the router."""
    judged: dict[Key, Judgement] = {}
    routed = {key: entry for key, entry in entries.items() if entry.source == ROUTER}
    known = _own_models(routed.values())
    for key, entry in routed.items():
        if entry.kind == "model":
            judged[key] = _judge_listing(entry, known)
    for key, entry in routed.items():
        if entry.kind == "endpoint":
            judged[key] = _judge_endpoint(entry, judged)
    return judged


def standing(entries: Mapping[Key, Entry], judged: Mapping[Key, Judgement]) -> dict[str, Entry]:
    """A listing for each model: the one under its own id, else one of its variants."""
    found: dict[str, Entry] = {}
    for key, judgement in judged.items():
        entry = entries[key]
        if judgement.model_id is None or entry.kind != "model" or judgement.relation == "alias_of":
            continue
        if entry.record == judgement.model_id or judgement.model_id not in found:
            found[judgement.model_id] = entry
    return found


def _own_models(entries: Iterable[Entry]) -> frozenset[str]:
    """Ids of models that some listing is about, directly or as a variant."""
    return frozenset(
        entry.value("base_id") or entry.record
        for entry in entries
        if entry.kind == "model" and not entry.record.startswith("~")
    )


def _judge_listing(entry: Entry, known: frozenset[str]) -> Judgement:
    base, variant = entry.value("base_id"), entry.value("variant")
    if entry.record.startswith("~"):
        return _judge_alias(entry, known)
    if base and variant:
        relation = "config_of" if variant in CONFIGURATIONS else "offer_of"
        why = declared("base_id", base)
        return Judgement(entry.source, entry.record, base, relation, "exact", "id-grammar", why)
    why = declared("id", entry.record)
    return Judgement(entry.source, entry.record, entry.record, "same_release", "exact", "own-id", why)


def _judge_alias(entry: Entry, known: frozenset[str]) -> Judgement:
    target = (entry.value("alias_target") or "").partition(":")[0]
    if target in known:
        why = declared("alias_target", target)
        return Judgement(entry.source, entry.record, target, "alias_of", "exact", "declared-alias", why)
    why = Why(note=f"it leads to {target}, which is not listed" if target else "it names no target")
    return Judgement(entry.source, entry.record, None, "unknown", "none", "undeclared-alias", why)


def _judge_endpoint(entry: Entry, judged: Mapping[Key, Judgement]) -> Judgement:
    sold_as = entry.value("model_record") or ""
    listing = judged.get((entry.source, sold_as))
    if listing is None or listing.model_id is None:
        why = Why(note=f"it is sold as {sold_as}, which is not listed")
        return Judgement(entry.source, entry.record, None, "unknown", "none", "unlisted-endpoint", why)
    why = declared("model_record", sold_as)
    return Judgement(entry.source, entry.record, listing.model_id, "offer_of", listing.level, "declared-endpoint", why)
