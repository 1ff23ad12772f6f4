"""Who is a witness of his own: copies count once, and what is the same on every page counts nothing.

Lineage is data, in the sources' modules: whom a publisher copies, what, and how that is known. A
record may name its upstream itself (`served_via`).
"""

from collections.abc import Iterable, Mapping

from catalog.entries import Claimed, Entry, Key
from scraper.attributes import ATTRIBUTES, Kind
from scraper.source import Publisher, PublisherKind

FEWEST = 5
"""A value that fewer records bear may be the same by chance."""
PEOPLE = "people"
"""Whose word a corrected claim is, however many records it was corrected in."""
BOILERPLATE = frozenset({PublisherKind.RESELLER, PublisherKind.PROVIDER})
"""Publishers whose pages are made from one template: there a value that never differs was not looked up."""


class Lineage:
    """Whose word a claim really is."""

    def __init__(self, publishers: Mapping[str, Publisher]) -> None:
        self._copies = {id_: publisher.copies for id_, publisher in publishers.items() if publisher.copies}
        self._named = {_key(name): id_ for id_, p in publishers.items() for name in (id_, p.name)}

    def origin(self, entry: Entry, field: str) -> str:
        """The source, or the publisher outside, from whom a record has a field: itself, if from nobody.

        What people corrected is their word, and no longer the source's.
        """
        claim = entry.claims.get(field)
        if claim is not None and claim.correction is not None:
            return PEOPLE
        via = entry.claims.get("served_via")
        if via is not None:
            return self._named.get(_key(via.value), _key(via.value))
        if entry.source not in self._copies:
            return entry.source
        return self._origin(entry.source, entry.own_id, field, ())

    def _origin(self, source: str, record: str, field: str, seen: tuple[str, ...]) -> str:
        for copy in self._copies.get(source, ()) if source not in seen else ():
            if record.startswith(copy.records) and (field in copy.fields or not copy.fields):
                return self._origin(copy.origin, record.removeprefix(copy.records), field, (*seen, source))
        return source


def constants(entries: Mapping[Key, Entry], publishers: Mapping[str, Publisher]) -> frozenset[tuple[str, str, str]]:
    """Source, field and value of what a source says of everything alike, and so of nothing.

    Found in the records, and declared by the sources' modules where a page itself shows it.
    """
    values: dict[tuple[str, str, str], list[str]] = {}
    for entry in entries.values():
        publisher = publishers.get(entry.source)
        if publisher is None or publisher.kind not in BOILERPLATE or not entry.present:
            continue
        for name, claim in entry.claims.items():
            if may_be_boilerplate(name):
                values.setdefault((entry.source, entry.kind, name), []).append(claim.value)
    found = {
        (source, name, seen[0])
        for (source, _, name), seen in values.items()
        if len(seen) >= FEWEST and len(set(seen)) == 1
    }
    declared = {(id_, c.field, c.value) for id_, publisher in publishers.items() for c in publisher.constants}
    return frozenset(found | declared)


def weighty(claim: Claimed, weightless: frozenset[tuple[str, str, str]]) -> bool:
    """Whether a claim says anything of this model in particular."""
    return (claim.source, claim.field, claim.value) not in weightless


def independent(claims: Iterable[tuple[Entry, str]], lineage: Lineage) -> int:
    """How many origins stand behind claims of a field."""
    return len({lineage.origin(entry, field) for entry, field in claims})


def may_be_boilerplate(field: str) -> bool:
    """Whether a field is one that a template fills in with the same value on every page."""
    attribute = ATTRIBUTES.get(field)
    return attribute is not None and (attribute.kind in (Kind.FLAG, Kind.LIST) or field in ("licence", "task"))


def _key(name: str) -> str:
    return "".join(char for char in name.lower().removesuffix(" api") if char.isalnum())
