"""A claim: source S says that field F of record R is V, in these words, at this place of its answer."""

from typing import NamedTuple

from scraper.issues import Issue


class Claim(NamedTuple):
    """One value as a source states it. What is unknown is not claimed at all."""

    field: str
    """The attribute's name, with its unit, as registered in `scraper.attributes`."""
    value: str
    """The value in our units: exact decimals without an exponent, ISO dates, JSON for lists."""
    original: str
    """The value as the source wrote it; empty where it says so in no words, as a seller's page names its seller."""
    pointer: str
    """Where it stands, as a JSON pointer (RFC 6901) below the record's own place; after `#`, below the whole answer."""


def place_of(record: str, claim: str) -> str:
    """A claim's place in the whole answer, from its record's and its own."""
    return claim[1:] if claim.startswith("#") else record + claim


class Observation(NamedTuple):
    """All that one answer says of one record."""

    record: str
    """The source's own id for the thing spoken of."""
    kind: str
    """What the record is: `model`, `endpoint` or `provider`."""
    url: str
    """Where a person can look at the record."""
    pointer: str
    """The record's place in the answer, as a JSON pointer."""
    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...] = ()
    raw: str = ""
    """The record as served, as JSON text."""
