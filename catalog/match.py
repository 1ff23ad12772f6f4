"""Which model each record speaks of. For now by what ids declare: nothing is guessed from names.

A router's own id is the model; `base:variant` is the base sold or set up another way; a `~…-latest`
alias leads to the target that it declares; an endpoint is an offer of the id it is sold under. The
records of every other source are joined by the ids that they declare (`catalog.declared`).
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from catalog.declared import UNSPOKEN, Declared
from catalog.entries import Entry, Key

ROUTER = "openrouter"
"""The source whose ids are the models' ids."""

CONFIGURATIONS = frozenset({"thinking"})
"""Variants that are the same model set up another way; every other variant is a way of selling it."""


class Judgement(NamedTuple):
    """That a record speaks of a model, in which relation, how surely, by which rule."""

    source: str
    record: str
    model_id: str | None
    relation: str
    level: str
    rule: str
    evidence: dict[str, str]
    decided_by: str = "rule"


def judge(entries: Mapping[Key, Entry]) -> dict[Key, Judgement]:
    """A judgement for every record that speaks of a model (providers do not)."""
    judged: dict[Key, Judgement] = {}
    routed = {key: entry for key, entry in entries.items() if entry.source == ROUTER}
    known = _own_models(routed.values())
    for key, entry in routed.items():
        if entry.kind == "model":
            judged[key] = _judge_listing(entry, known)
    for key, entry in routed.items():
        if entry.kind == "endpoint":
            judged[key] = _judge_endpoint(entry, judged)
    declared = Declared(_standing(routed, judged))
    for key, entry in entries.items():
        if key not in judged and entry.kind not in UNSPOKEN:
            judged[key] = Judgement(entry.source, entry.record, *declared.model_of(entry))
    return judged


def _standing(routed: Mapping[Key, Entry], judged: Mapping[Key, Judgement]) -> dict[str, Entry]:
    """A listing for each model: the one under its own id, else one of its variants."""
    found: dict[str, Entry] = {}
    for key, entry in routed.items():
        judgement = judged.get(key)
        if judgement is None or judgement.model_id is None or entry.kind != "model" or judgement.relation == "alias_of":
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
        evidence = {"base_id": base, "variant": variant}
        return Judgement(entry.source, entry.record, base, relation, "exact", "id-grammar", evidence)
    evidence = {"id": entry.record}
    return Judgement(entry.source, entry.record, entry.record, "same_release", "exact", "own-id", evidence)


def _judge_alias(entry: Entry, known: frozenset[str]) -> Judgement:
    target = (entry.value("alias_target") or "").partition(":")[0]
    if target in known:
        evidence = {"alias_target": target}
        return Judgement(entry.source, entry.record, target, "alias_of", "exact", "declared-alias", evidence)
    evidence = {"alias_target": target} if target else {}
    return Judgement(entry.source, entry.record, None, "unknown", "none", "undeclared-alias", evidence)


def _judge_endpoint(entry: Entry, judged: Mapping[Key, Judgement]) -> Judgement:
    sold_as = entry.value("model_record") or ""
    listing = judged.get((entry.source, sold_as))
    evidence = {"model_record": sold_as}
    if listing is None or listing.model_id is None:
        return Judgement(entry.source, entry.record, None, "unknown", "none", "unlisted-endpoint", evidence)
    return Judgement(
        entry.source, entry.record, listing.model_id, "offer_of", listing.level, "declared-endpoint", evidence
    )
