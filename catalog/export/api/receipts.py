"""Receipts in JSON: which answer says a value, at which place and in which words."""

from typing import Any

from catalog.entries import Claimed
from catalog.queries import Addresses
from catalog.said import Said
from catalog.values import typed


def claim_block(claim: Claimed, addresses: Addresses) -> dict[str, Any]:
    """One claim with its whole receipt."""
    # Made at once, not of the parts below: there are hundreds of thousands of claims.
    block = {
        "source": claim.source,
        "record": claim.record,
        "value": typed(claim.field, claim.value),
        "original": claim.original,
        "pointer": claim.pointer,
        "url": addresses.of(claim),
        "fetched_at": claim.last_observed,
        "first_observed": claim.first_observed,
        "snapshot": claim.snapshot,
        "held": claim.held,
    }
    if claim.held:
        block |= _held(claim, addresses)
    return block | judged(claim) if _is_judged(claim) else block


def _is_judged(claim: Claimed) -> bool:
    """Whether there is anything of that to tell: asked first, as there are hundreds of thousands of claims."""
    return bool(claim.evidence) or claim.correction is not None


def judged(claim: Claimed) -> dict[str, Any]:
    """What stands behind a yes or no, and what people put in the place of a claim; nothing of most."""
    block: dict[str, Any] = {"evidence": claim.evidence} if claim.evidence else {}
    if claim.correction is not None:
        said = claim.correction._asdict()
        del said["value"]
        block["corrected"] = {**said, "upstream": typed(claim.field, claim.correction.upstream)}
    return block


def backed(said: Said, addresses: Addresses) -> dict[str, Any]:
    """The receipts of a row: the answer it was read from, and by column what that answer says and where.

    A claim of another answer, as one that is held, names its own: `{**receipt, **claim}` is the whole receipt.
    """
    if not said:
        return {"receipt": None, "claims": {}}
    main = min(said.values(), key=lambda claim: claim.held)
    shared = answer(main, addresses)
    return {
        "receipt": shared,
        "claims": {
            column: _short(column, claim, {} if _of_one(claim, main) else _other(answer(claim, addresses), shared))
            for column, claim in said.items()
        },
    }


def _short(column: str, claim: Claimed, other: dict[str, Any]) -> dict[str, Any]:
    """A claim beside the answer that all of a row share; `other` is what its own says otherwise."""
    block = place(claim) if claim.field == column else {"field": claim.field, **place(claim)}
    if other:
        block |= other
    return block | judged(claim) if _is_judged(claim) else block


def _of_one(claim: Claimed, main: Claimed) -> bool:
    """Whether two claims of a record that no guard holds have one answer: of nearly all that is so."""
    return (
        claim.snapshot == main.snapshot
        and claim.first_observed == main.first_observed
        and claim.last_observed == main.last_observed
        and not (claim.held or main.held)
    )


def _other(told: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """What an answer says otherwise than the one that is shared."""
    return {name: value for name, value in told.items() if value != shared.get(name)}


def answer(claim: Claimed, addresses: Addresses) -> dict[str, Any]:
    """The answer in which a claim was last seen, and since when it is made."""
    told = {
        "url": addresses.of(claim),
        "fetched_at": claim.last_observed,
        "first_observed": claim.first_observed,
        "snapshot": claim.snapshot,
        "held": claim.held,
    }
    return told | _held(claim, addresses) if claim.held else told


def _held(claim: Claimed, addresses: Addresses) -> dict[str, Any]:
    """The newer value that a guard holds, where one does."""
    change = addresses.held(claim)
    if change is None:
        return {}
    offered = None if change.offered is None else typed(claim.field, change.offered)
    return {"held_change": {"offered": offered, "rule": change.rule, "since": change.since}}


def place(claim: Claimed) -> dict[str, Any]:
    """A value as the answer writes it, and where."""
    return {"original": claim.original, "pointer": claim.pointer}
