"""One value a field for every model, by written rules, each chosen value with its claim.

With one source there is nothing to weigh yet: a model's facts are those of the record that stands
for it, and the rule says which record that is.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from catalog.entries import Claimed, Entry, Key
from catalog.match import Judgement
from scraper.attributes import OTHER

NOT_OF_THE_MODEL = frozenset({"base_id", "variant", "alias_target"})
"""Claims about the id, not about the model."""

RULES = {
    "own-record": "the record under the model's own id says so",
    "variant-record": "only a variant of the model is listed, and its record says so",
    "last-record": "the record is gone; this is what it said last",
    "longest-text": "the newest text is cut off; this earlier one begins the same and goes on",
}
"""What each rule means, in plain words."""


class Resolved(NamedTuple):
    """The value chosen for a field, the claim it comes from, and the rule that chose it."""

    field: str
    value: str
    claim: Claimed
    rule: str


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
        """Whether any record of the model is still listed."""
        return any(entry.present for entry in self.records)


def models(
    entries: Mapping[Key, Entry],
    judged: Mapping[Key, Judgement],
    descriptions: Mapping[Key, Sequence[Claimed]],
) -> list[Model]:
    """Every model that a listing speaks of, by id. An alias alone makes no model."""
    listings: dict[str, list[Entry]] = {}
    for key, judgement in judged.items():
        entry = entries[key]
        if judgement.model_id is not None and entry.kind == "model" and judgement.relation != "alias_of":
            listings.setdefault(judgement.model_id, []).append(entry)
    found = []
    for model_id, records in sorted(listings.items()):
        ordered = tuple(sorted(records, key=lambda entry: _standing(model_id, entry)))
        main = ordered[0]
        earlier = descriptions.get((main.source, main.record), ())
        found.append(Model(model_id, ordered, _fields(model_id, main, earlier)))
    return found


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
