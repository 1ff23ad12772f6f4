"""What the answer to one name looks like: as JSON for scripts, as lines for people."""

from collections.abc import Iterator, Sequence
from typing import Any

from catalog.known_ids import HUB, KnownId, purl_of
from catalog.lookup.finder import Answer
from catalog.lookup.known import AGAINST
from catalog.match.catalogue import Candidate
from catalog.match.evidence import differences
from catalog.match.judgement import ROUTER
from catalog.match.relation import RELATIONS

LONGEST = 100
"""So many characters of a name are repeated to people."""
FIRST = (ROUTER, HUB, "models_dev", "litellm", "genai_prices", "arena")
"""Sources by whose ids a model is told to people."""
ALIKE = "nothing tells it from the best one"


def as_json(query: str, answer: Answer, known: Sequence[KnownId] = ()) -> dict[str, Any]:
    """An answer in the shape that scripts may rely on; `known` are the ids of the model that it leads to."""
    verdict = answer.found.verdict
    return {
        "query": query,
        "model_id": answer.found.match,
        "level": verdict.level,
        "relation": verdict.relation,
        "rule": verdict.rule,
        "evidence": [item._asdict() for item in answer.evidence],
        "vetoes": list(verdict.vetoes),
        "candidates": [_candidate(candidate) for candidate in answer.others],
        "ids": [_id(one) for one in sorted(known, key=lambda one: one.key)],
    }


def as_lines(query: str, answer: Answer, known: Sequence[KnownId] = ()) -> Iterator[str]:
    """An answer in words; of the ids of the model the closest of each of the first sources."""
    found = answer.found
    verdict = found.verdict
    query = _cut(query)
    if found.match is not None:
        yield f"{query} is {found.match}"
    elif found.key is not None:
        yield f"{query} is perhaps {found.key}; it is not sure"
    else:
        yield f"{query} is no model that is known here"
    yield f"{verdict.relation} ({RELATIONS.get(verdict.relation, '')}), {verdict.level}; rule: {verdict.rule}"
    if answer.evidence:
        yield from ["", f"compared with {found.candidates[0].key}:"]
        for item in answer.evidence:
            yield f"  {item.state:<8}{item.field}: {item.left or '-'} | {item.right or '-'}"
    if answer.others:
        yield from ["", "other candidates:" if found.match else "candidates:"]
        yield from (f"  {other.key}: {'; '.join(why_not(other))}" for other in answer.others)
    if known:
        yield from ["", f"known as ({len(known)} ids, all of them with --json):"]
        closest = [
            min((one for one in known if one.source == source), key=_by_others, default=None) for source in FIRST
        ]
        yield from (f"  {one.source:<13}{_cut(purl_of(one) or one.id)}" for one in closest if one is not None)


def why_not(candidate: Candidate) -> tuple[str, ...]:
    """Why a candidate is not the match."""
    return differences(candidate.verdict) or (AGAINST if candidate.verdict.rule.endswith(AGAINST) else ALIKE,)


def _candidate(candidate: Candidate) -> dict[str, Any]:
    verdict = candidate.verdict
    return {
        "model_id": candidate.key, "level": verdict.level, "relation": verdict.relation,
        "why_not": list(why_not(candidate)),
    }  # fmt: skip


def _id(one: KnownId) -> dict[str, Any]:
    """An id in short."""
    return {
        "source": one.source, "id": one.id, "relation": one.relation, "level": one.level, "purl": purl_of(one),
    }  # fmt: skip


def _by_others(one: KnownId) -> bool:
    """Whether an id begins with somebody else than the model's maker."""
    return not one.id.lower().startswith(f"{one.model_id.partition('/')[0]}/".lower())


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
