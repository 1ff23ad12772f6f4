"""All that a judgement depends on beside what matching knows: where it is as it was, so is every judgement.

Knowledge, the kinds of the publishers and the program itself stand beside it; how prices lie to each other is told
of judgements, and is no part of them.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from catalog.entries import Entry, Key
from catalog.match.called import CALLING, Called, called
from catalog.match.crosswalk import Crosswalk
from catalog.match.declared import UNSPOKEN
from catalog.match.foreign import PRICE, seen_on
from catalog.match.judgement import ROUTER

LISTED = ("base_id", "variant", "alias_target", "model_record")
"""Fields by which the router's own records say what they are of."""


READ = frozenset({*CALLING, *LISTED, PRICE})
"""Fields of which a claim is read for a judgement, and for how its prices lie."""


class Identity(NamedTuple):
    """What matching reads of a record, and nothing else."""

    record: str
    kind: str
    present: bool
    said: Called
    listed: tuple[str | None, ...]
    """What it says in the fields of LISTED; nothing where it is not the router's."""
    era: int
    """Of the day on which it was last seen no more than this: between two eras people say another thing of a name."""


def identity(entries: Mapping[Key, Entry], crosswalk: Crosswalk) -> Iterator[Identity]:
    """What matching reads of the records, in their order."""
    for entry in entries.values():
        if entry.kind not in UNSPOKEN:
            listed = tuple(entry.value(field) for field in LISTED) if entry.source == ROUTER else ()
            era = crosswalk.era(seen_on(entry))
            yield Identity(entry.record, entry.kind, entry.present, called(entry), listed, era)


def spoken(entries: Mapping[Key, Entry]) -> list[Key]:
    """The records of which there are judgements, in the order of these: the router's listings, its endpoints, others.

    Judgements that are read again are put in it, so that all that follows from them comes out the same.
    """
    routed = [key for key, entry in entries.items() if entry.source == ROUTER]
    first = [key for kind in ("model", "endpoint") for key in routed if entries[key].kind == kind]
    own = set(first)
    return first + [key for key, entry in entries.items() if key not in own and entry.kind not in UNSPOKEN]
