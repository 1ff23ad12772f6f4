"""Labelled pairs one by one: what is wrongly joined, what is found, and which relations are recognised."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from benchmarks.matching.labelled import Decided
from benchmarks.matching.tables import Goal, share, table
from catalog.match.sides import LEADING, SURE

EXPECTED = {
    "quant": ("artifact_of",),
    "offer": ("offer_of",),
    "config": ("config_of",),
    "alias": ("alias_of", "snapshot_of"),
    "family": ("sibling_of", "different", "alias_of", "snapshot_of"),
}
"""The relations that a class of variants may have."""


def leads(decided: Decided, levels: Sequence[str] = SURE) -> bool:
    """Whether the left side is surely joined to the right one, in whichever relation."""
    return decided.verdict.relation in LEADING and decided.verdict.level in levels


def merges(decided: Decided, levels: Sequence[str] = SURE) -> bool:
    """Whether both sides are surely taken for the same release."""
    return leads(decided, levels) and decided.verdict.relation == "same_release"


def negatives(pairs: Sequence[Decided], verbose: bool) -> list[Goal]:
    """Wrong merges by type of error."""
    by_type = _by(pairs, "relation")
    by_type.append(("all", pairs))
    rows = [(name, len(some), *_joined(some)) for name, some in by_type]
    head = ("hard negatives", "n", "wrong exact", "wrong exact+high", "other relation that joins")
    table("Hard negatives: two different releases", head, rows)
    for decided in pairs if verbose else ():
        if leads(decided):
            _tell(decided)
    return [Goal("hard negatives: wrong exact", sum(merges(d, ("exact",)) for d in pairs), 0, at_least=False)]


def positives(pairs: Sequence[Decided], negative: Sequence[Decided], verbose: bool) -> list[Goal]:
    """Recall by kind of sources, and precision over all pairs."""
    kinds = sorted({d.pair.kind for d in pairs})
    groups = [(kind, [d for d in pairs if d.pair.kind == kind]) for kind in kinds]
    groups.sort(key=lambda group: -len(group[1]))
    provider = [d for d in pairs if d.pair.row["relation"] == "base_model"]
    groups += [("provider ids -> canonical models", provider), ("all", list(pairs))]
    rows = [(name, len(some), *_recalls(some)) for name, some in groups]
    table("Positives: one release", ("sources", "n", "exact", "exact+high", "any relation that joins"), rows)
    for decided in pairs if verbose else ():
        if not leads(decided):
            _tell(decided)
    right, wrong = sum(map(merges, pairs)), sum(map(merges, negative))
    print(f"\n  precision at exact + high: {right} right, {wrong} wrong: {share(right, right + wrong)}")
    return [
        Goal("precision at exact + high", right / max(1, right + wrong), 0.995),
        Goal("recall, development pairs", sum(map(leads, pairs)) / len(pairs), 0.92),
        Goal("recall, provider ids", sum(map(leads, provider)) / len(provider), 0.97),
    ]


def variants(pairs: Sequence[Decided], verbose: bool) -> list[Goal]:
    """The share of variants whose relation is recognised, by class, and what the others are taken for."""
    rows, right = [], 0
    for name, some in _by(pairs, "variant_class"):
        known = [d for d in some if d.verdict.relation in EXPECTED[name]]
        right += len(known)
        others = Counter(d.verdict.relation for d in some if d not in known)
        taken = ", ".join(f"{relation} {n}" for relation, n in others.most_common(3))
        rows.append((name, len(some), len(known), share(len(known), len(some)), taken))
        for decided in some if verbose else ():
            if decided not in known:
                _tell(decided)
    rows.append(("all", len(pairs), right, share(right, len(pairs)), ""))
    table("Variants: a release in another form", ("class", "n", "recognised", "share", "else taken for"), rows)
    return [Goal("variants recognised", right / len(pairs), 0.85)]


def _joined(pairs: Sequence[Decided]) -> tuple[int, int, int]:
    sure = sum(map(merges, pairs))
    return sum(merges(d, ("exact",)) for d in pairs), sure, sum(map(leads, pairs)) - sure


def _recalls(pairs: Sequence[Decided]) -> tuple[str, str, str]:
    found = (sum(merges(d, ("exact",)) for d in pairs), sum(map(merges, pairs)), sum(map(leads, pairs)))
    exact, sure, any_ = (share(n, len(pairs)) for n in found)
    return exact, sure, any_


def _by(pairs: Iterable[Decided], column: str) -> list[tuple[str, Sequence[Decided]]]:
    groups: dict[str, list[Decided]] = defaultdict(list)
    for decided in pairs:
        groups[decided.pair.row[column]].append(decided)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))


def _tell(decided: Decided) -> None:
    verdict = decided.verdict
    print(f"    {decided.pair.left} | {decided.pair.right}: {verdict.relation} {verdict.level} by {verdict.rule}")
