"""What the answer to one name looks like: as JSON for scripts, as lines for people."""

from collections.abc import Iterator
from typing import Any

from catalog.lookup.finder import Answer
from catalog.match.catalogue import Candidate
from catalog.match.evidence import differences
from catalog.match.relation import RELATIONS

LONGEST = 100
"""So many characters of a name are repeated to people."""
ALIKE = "nothing tells it from the best one"


def as_json(query: str, answer: Answer) -> dict[str, Any]:
    """An answer in the shape that scripts may rely on."""
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
    }


def as_lines(query: str, answer: Answer) -> Iterator[str]:
    """An answer in words."""
    found = answer.found
    verdict = found.verdict
    query = query if len(query) <= LONGEST else f"{query[: LONGEST - 1]}…"
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


def why_not(candidate: Candidate) -> tuple[str, ...]:
    """Why a candidate is not the match."""
    return differences(candidate.verdict) or (ALIKE,)


def _candidate(candidate: Candidate) -> dict[str, Any]:
    verdict = candidate.verdict
    return {
        "model_id": candidate.key, "level": verdict.level, "relation": verdict.relation,
        "why_not": list(why_not(candidate)),
    }  # fmt: skip
