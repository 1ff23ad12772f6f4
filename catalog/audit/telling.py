"""The audit in words, and as JSON."""

from collections.abc import Iterator
from typing import Any

from catalog.audit.accuracy import Audit, Tally
from catalog.audit.check import Checked, Outcome


def as_json(found: Audit) -> dict[str, Any]:
    """The audit for tools."""
    return {
        "seed": found.seed,
        "published": found.published,
        "active_models": found.active,
        **_tally_json(found.total),
        "sources": [{"source": tally.source, **_tally_json(tally)} for tally in found.by_source],
        "faults": [_fault_json(checked) for checked in found.faults],
        "completeness": [fill._asdict() for fill in found.completeness],
    }


def as_lines(found: Audit) -> Iterator[str]:
    """The audit for people."""
    yield f"{found.total.sampled:,} of {found.published:,} published values, seed {found.seed}"
    yield _tally_line("all", found.total)
    yield f"{found.total.by_place:,} of them also looked up in the answer's JSON, without the source's reader"
    yield from (_tally_line(tally.source, tally) for tally in found.by_source)
    for checked in found.faults:
        yield ""
        yield from _fault_lines(checked)
    yield ""
    yield f"fields of {found.active:,} active models:"
    yield from (f"  {fill.field}: {fill.models:,} ({fill.share:.2%})" for fill in found.completeness)


def _tally_json(tally: Tally) -> dict[str, Any]:
    row = tally._asdict()
    del row["source"]
    return {"accuracy": tally.accuracy, **row}


def _tally_line(name: str, tally: Tally) -> str:
    told = [f"{tally.right:,} of {tally.sampled:,} right ({tally.accuracy:.2%})"]
    told += [f"{count:,} {word}" for count, word in zip(tally[3:6], list(Outcome)[1:], strict=True) if count]
    return f"{name}: {', '.join(told)}"


def _fault_json(checked: Checked) -> dict[str, Any]:
    published, claim = checked.published, checked.published.claim
    receipt = {} if claim is None else {"record": claim.record, "snapshot": claim.snapshot, "pointer": claim.pointer}
    return {
        "kind": published.kind, "id": published.id, "field": published.field, "value": published.value,
        "source": published.source, **receipt, "outcome": checked.outcome.value, "part": checked.part,
        "expected": checked.expected, "found": checked.found, "detail": checked.detail,
    }  # fmt: skip


def _fault_lines(checked: Checked) -> Iterator[str]:
    published, claim = checked.published, checked.published.claim
    told = f"{checked.outcome} ({checked.part})" if checked.part else str(checked.outcome)
    yield f"{published.kind} {published.id}, {published.field}: {told}"
    if checked.part:
        yield f"    expected {checked.expected[:200]!r}, found {checked.found[:200]!r}"
    if checked.detail:
        yield f"    {checked.detail}"
    if claim is not None:
        yield f"    {claim.source}:{claim.record} {claim.pointer} snapshot {claim.snapshot[:12]}"
