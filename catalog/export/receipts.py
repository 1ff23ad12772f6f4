"""Receipts in JSON: which answer says a value, at which place and in which words."""

from typing import Any

from catalog.entries import Claimed
from catalog.queries import Addresses
from catalog.said import Said
from catalog.values import typed


def claim_block(claim: Claimed, addresses: Addresses) -> dict[str, Any]:
    """One claim with its whole receipt."""
    return {
        "source": claim.source,
        "record": claim.record,
        "value": typed(claim.field, claim.value),
        **place(claim),
        **answer(claim, addresses),
    }


def backed(said: Said, addresses: Addresses) -> dict[str, Any]:
    """The receipts of a row: the answer it was read from, and by column what that answer says and where.

    A claim of another answer, as one that is held, names its own: `{**receipt, **claim}` is the whole receipt.
    """
    if not said:
        return {"receipt": None, "claims": {}}
    shared = answer(next(iter(said.values())), addresses)
    return {
        "receipt": shared,
        "claims": {
            column: {
                **({} if claim.field == column else {"field": claim.field}),
                **place(claim),
                **{name: told for name, told in answer(claim, addresses).items() if told != shared[name]},
            }
            for column, claim in said.items()
        },
    }


def answer(claim: Claimed, addresses: Addresses) -> dict[str, Any]:
    """The answer in which a claim was last seen, and since when it is made."""
    return {
        "url": addresses.of(claim),
        "fetched_at": claim.last_observed,
        "first_observed": claim.first_observed,
        "snapshot": claim.snapshot,
        "held": claim.held,
    }


def place(claim: Claimed) -> dict[str, Any]:
    """A value as the answer writes it, and where."""
    return {"original": claim.original, "pointer": claim.pointer}
