"""One value a field for every model, by written rules, each chosen value with its claim.

A model's fields are those of the record that stands for it. Facts of the release come from it and from
the other records that were matched to it, by precedence of who says them; prices and served limits are
each seller's own and are never taken from another's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from catalog.compare import same
from catalog.entries import Claimed, Entry, Key
from catalog.lineage import Lineage, weighty
from catalog.match.judgement import BY_MAKER, NEW, Judgement
from catalog.precedence import Precedence
from scraper.attributes import FLAGS, OTHER
from scraper.source import Evidence, PublisherKind

LISTING_RULES = frozenset({"own-id", "id-grammar"})
"""Rules by which a record is a listing of the model itself: only these make a model."""

OF_THE_RELEASE = frozenset({"same_release", "offer_of"})
"""Relations by which a record speaks of the release itself: facts of other weights, formats or settings never move."""

TOLD = frozenset({"name", "description"})
"""What any record may say of a model that no router lists."""

NOT_OF_THE_MODEL = frozenset({"base_id", "variant", "alias_target"})
"""Claims about the id, not about the model."""

RULES = {
    "own-record": "the record under the model's own id says so",
    "variant-record": "only a variant of the model is listed, and its record says so",
    "maker-record": "the router does not list the model; its maker says so",
    "founding-record": "the router does not list the model; the record that stands for it says so",
    "last-record": "the record is gone; this is what it said last",
    "precedence": "this is the best placed source of those that say it",
    "evidence": "of the best placed sources, this one declares it to programs or lists it; the others merely say so",
    "agreement": "of the best placed sources that say it, more independent ones say this",
    "freshness": "of the best placed sources that say it, as many say otherwise; this was seen last",
    "name": "the best placed sources say otherwise of each other, as many and as late; the first by name is shown",
    "corrected": "people corrected what this record says; the receipt tells who, why, and what it really says",
    "longest-text": "the newest text is cut off; this earlier one begins the same and goes on",
}
"""What each rule means, in plain words."""

RELEASE_FACTS = frozenset(
    {
        "context_native", "parameters_total", "parameters_active", "architecture", "model_type", "library",
        "training_stage", "languages", "licence", "open_weights", "released_at", "knowledge_cutoff", "family",
        "base_model", "hugging_face_id", "modalities_in", "modalities_out", "supports_tools", "supports_reasoning",
        "supports_vision", "supports_structured_output", "deprecated_at", "retires_at", "successor", "weights_dtype",
        "downloads", "usage_until", "usage_span_days", "usage_prompt_tokens", "usage_completion_tokens",
        "usage_requests", "usage_rank", "usage_week_tokens",
    }
)  # fmt: skip
"""Fields that are the release's own, whoever sells it: these may come from any matched record."""

EVIDENCE = tuple(Evidence)
"""What stands behind a yes or no, the surest first."""

LEVELS = ("exact", "high", "medium")
"""Levels at which a record's facts are taken, the surest first; below them it lends nothing."""


class Resolved(NamedTuple):
    """The value chosen for a field, the claim it comes from, and the rule that chose it."""

    field: str
    value: str
    claim: Claimed
    rule: str
    others: tuple[Claimed, ...] = ()
    """What other matched records say of the field, whether they agree or not."""
    agreeing: int = 1
    """How many records say the same, this one among them."""
    origins: int = 1
    """How many of these are witnesses of their own."""
    disputed: bool = False
    """Whether a witness of its own says otherwise."""
    uncounted: tuple[tuple[str, str, str], ...] = ()
    """Source and record of claims that are no witness, and whom they copy; nobody, where they say it of everything."""


class Model(NamedTuple):
    """A model with the records that speak of it, the one that stands for it first."""

    id: str
    records: tuple[Entry, ...]
    fields: dict[str, Resolved]

    @property
    def main(self) -> Entry:
        """The record that stands for the model."""
        return self.records[0]

    @property
    def active(self) -> bool:
        """Whether any record of the model is still listed, as something that can be had."""
        return any(entry.present and not _is_over(entry) for entry in self.records)


def _is_over(entry: Entry) -> bool:
    """Whether a record tells of a retirement that is past."""
    return entry.kind == "lifecycle" and (entry.value("retires_at") or "9") <= entry.last_seen


class Witnesses(NamedTuple):
    """What is known of those who make claims."""

    kinds: Mapping[str, PublisherKind]
    lineage: Lineage
    weightless: frozenset[tuple[str, str, str]]
    precedence: Precedence = Precedence()
    evidence: Mapping[str, Evidence] = MappingProxyType({})
    """What stands behind a source's yes or no."""


def models(
    entries: Mapping[Key, Entry],
    judged: Mapping[Key, Judgement],
    descriptions: Mapping[Key, Sequence[Claimed]],
    witnesses: Witnesses,
) -> Iterator[Model]:
    """Every model that a listing speaks of, by id, one after the other. An alias alone makes no model."""
    listings: dict[str, list[Entry]] = {}
    others: dict[str, list[tuple[Entry, Judgement]]] = {}
    for key, judgement in judged.items():
        entry = entries[key]
        if judgement.model_id is None or judgement.relation == "alias_of":
            continue
        if judgement.rule in NEW or (entry.kind == "model" and judgement.rule in LISTING_RULES):
            listings.setdefault(judgement.model_id, []).append(entry)
        elif entry.kind != "endpoint" and entry.present and judgement.relation in OF_THE_RELEASE:
            others.setdefault(judgement.model_id, []).append((entry, judgement))
    for model_id, records in sorted(listings.items()):
        ordered = tuple(sorted(records, key=lambda entry: _standing(model_id, entry)))
        main = ordered[0]
        earlier = descriptions.get((main.source, main.record), ())
        rule = judged[main.source, main.record].rule
        fields = _founding(main, rule) if rule in NEW else _fields(model_id, main, earlier)
        standing = (main, judged[main.source, main.record]._replace(level=LEVELS[0]))
        weighed = _weighed(fields, standing, others.get(model_id, ()), witnesses)
        yield Model(model_id, ordered, {name: _corrected(value) for name, value in weighed.items()})


def _corrected(value: Resolved) -> Resolved:
    """A value that people put in the place of a claim is told so, whichever rule chose the claim."""
    if value.claim.correction is None or value.rule == "longest-text":
        return value
    return value._replace(rule="corrected")


def _weighed(
    fields: dict[str, Resolved],
    standing: tuple[Entry, Judgement],
    others: Sequence[tuple[Entry, Judgement]],
    witnesses: Witnesses,
) -> dict[str, Resolved]:
    """The fields with what every matched record says of the release's facts.

    The record that stands for the model is one among those who say them; where it wins, its own rule is told.
    """
    main = standing[0]
    said: dict[str, list[tuple[Entry, Judgement]]] = {}
    for entry, judgement in others:
        for name in RELEASE_FACTS & entry.claims.keys():
            said.setdefault(name, []).append((entry, judgement))
    weighed = dict(fields)
    for name, sayers in sorted(said.items()):
        own = fields.get(name)
        chosen = _first(name, [standing, *sayers] if own else sayers, witnesses) or own
        if own and chosen and chosen.claim == own.claim:
            chosen = own
        if chosen is not None:
            weighed[name] = _compared(chosen, main, [entry for entry, _ in sayers], witnesses)
    return weighed


def _first(name: str, sayers: Sequence[tuple[Entry, Judgement]], witnesses: Witnesses) -> Resolved | None:
    """The best placed claim of a field, with the rule that put it there.

    Sure matches go before doubtful ones, then the kind of publisher decides, then what stands behind a yes
    or no, then how many independent witnesses say the value, then who was seen last.
    """
    fit = [
        (entry, judgement)
        for entry, judgement in sayers
        if judgement.level in LEVELS and weighty(entry.claims[name], witnesses.weightless)
    ]
    if not fit:
        return None
    backing = _backing(name, [entry for entry, _ in fit], witnesses.lineage)
    places = sorted(
        (_place(name, entry, judgement, backing, witnesses), entry.source, entry.record) for entry, judgement in fit
    )
    best, source, record = places[0]
    claims = {(entry.source, entry.record): entry.claims[name] for entry, _ in fit}
    chosen = claims[source, record]
    rivals = [place for place, *key in places if not same(name, claims[key[0], key[1]].value, chosen.value)]
    return Resolved(name, chosen.value, chosen, _decided_by(best, rivals))


class _Place(NamedTuple):
    """Where a claim stands among those of a field; the smallest is taken."""

    uncorrected: bool
    """False for what people put in the place of a claim."""
    doubtful: int
    """0 for an exact or high match, 1 for a medium one."""
    kind: int
    """The publisher's place in the curated order."""
    evidence: int
    """Of a yes or no, the place of what stands behind it; 0 of everything else."""
    disagreeing: int
    """How few independent witnesses say the same, as a negative number."""
    age: tuple[int, ...]
    """The time of the last observation, the newest first."""


def _backing(name: str, entries: Sequence[Entry], lineage: Lineage) -> dict[str, int]:
    """By value, how many independent witnesses say it, or the same in other words; not counted where all say one."""
    values = {entry.claims[name].value for entry in entries}
    if len(values) == 1:
        return dict.fromkeys(values, 1)
    origins: dict[str, set[str]] = {}
    for entry in entries:
        origins.setdefault(entry.claims[name].value, set()).add(lineage.origin(entry, name))
    return {
        value: len(set[str]().union(*(said for other, said in origins.items() if same(name, value, other))))
        for value in values
    }


def _place(name: str, entry: Entry, judgement: Judgement, backing: Mapping[str, int], witnesses: Witnesses) -> _Place:
    claim = entry.claims[name]
    kind = witnesses.precedence.place(name, witnesses.kinds[entry.source])
    evidence = EVIDENCE.index(witnesses.evidence.get(entry.source, Evidence.LISTED)) if name in FLAGS else 0
    doubtful = LEVELS.index(judgement.level) // 2
    age = _newest_first(claim.last_observed)
    return _Place(claim.correction is None, doubtful, kind, evidence, -backing[claim.value], age)


@cache
def _newest_first(at: str) -> tuple[int, ...]:
    """A time as it sorts the newest first. There are as many as answers: each is asked for thousands of times."""
    return tuple(-ord(char) for char in at)


def _decided_by(best: _Place, rivals: Sequence[_Place]) -> str:
    """The rule that put a claim before the nearest one that says otherwise."""
    if not rivals or rivals[0][:3] != best[:3]:
        return "precedence"
    if rivals[0].evidence != best.evidence:
        return "evidence"
    if rivals[0].disagreeing != best.disagreeing:
        return "agreement"
    return "freshness" if rivals[0].age != best.age else "name"


def _compared(chosen: Resolved, main: Entry, sayers: Sequence[Entry], witnesses: Witnesses) -> Resolved:
    """A chosen value beside what everybody else says of it."""
    name, agreeing = chosen.field, 0
    own, against, standing = set[str](), set[str](), set[str]()
    others: list[Claimed] = []
    uncounted: list[tuple[str, str, str]] = []
    for entry in (main, *sayers):
        claim = entry.claims.get(name)
        if claim is None:
            continue
        origin, weighs = witnesses.lineage.origin(entry, name), weighty(claim, witnesses.weightless)
        agrees = same(name, claim.value, chosen.value)
        agreeing += agrees
        if weighs:
            (own if agrees else against).add(origin)
        if claim is chosen.claim:
            standing.add(origin)
        else:
            others.append(claim)
        if origin != entry.source or not weighs:
            uncounted.append((entry.source, entry.record, origin if origin != entry.source else ""))
    # Who says it both ways is no witness against it.
    against -= own | standing
    return chosen._replace(
        others=tuple(others), agreeing=agreeing, origins=len(own), disputed=bool(against), uncounted=tuple(uncounted)
    )


def _standing(model_id: str, entry: Entry) -> tuple[bool, bool, str, str]:
    """Sorts the record that stands for a model first: listed before gone, its own id before variants."""
    newest_first = "".join(chr(0x10FFFF - ord(char)) for char in entry.last_seen)
    return (not entry.present, entry.record != model_id, newest_first, entry.record)


def _fields(model_id: str, main: Entry, earlier: Iterable[Claimed]) -> dict[str, Resolved]:
    rule = "own-record" if main.record == model_id else "variant-record"
    rule = rule if main.present else "last-record"
    fields = {
        name: Resolved(name, _clean(name, claim, main), claim, rule)
        for name, claim in main.claims.items()
        if name not in NOT_OF_THE_MODEL and not name.startswith(OTHER)
    }
    whole = _longest(main.claims.get("description"), earlier)
    if whole is not None:
        fields["description"] = Resolved("description", whole.value, whole, "longest-text")
    return fields


def _founding(main: Entry, rule: str) -> dict[str, Resolved]:
    """What the record of a new model says of it: all of it where it is the maker's own, else what is no seller's."""
    return {
        name: Resolved(name, claim.value, claim, rule)
        for name, claim in main.claims.items()
        if name in RELEASE_FACTS | TOLD or (rule == BY_MAKER and not name.startswith(OTHER))
    }


def _clean(field: str, claim: Claimed, main: Entry) -> str:
    """A variant's name without the variant in brackets, where it stands for the model."""
    variant = main.value("variant")
    ending = f" ({variant})"
    if field == "name" and variant and claim.value.lower().endswith(ending):
        return claim.value[: -len(ending)].rstrip()
    return claim.value


def _longest(current: Claimed | None, earlier: Iterable[Claimed]) -> Claimed | None:
    """The longest earlier text that a cut-off text is the beginning of; None where it is not cut off."""
    if current is None or not current.value.endswith(("...", "…")):
        return None
    stem = current.value.rstrip(".…").rstrip()
    longer = [claim for claim in earlier if claim.value.startswith(stem) and len(claim.value) > len(current.value)]
    return max(longer, key=lambda claim: (len(claim.value), claim.last_observed), default=None)
