"""What ids were pointed to, and what people corrected: changes that other tables tell already."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise

from catalog.changes.change import ATLAS, Change, ChangeKind
from catalog.changes.fields import KIND_OF
from catalog.changes.stays import Listing
from catalog.corrections import Applied
from catalog.entries import Entry, Key
from catalog.match.releases import Interval

FIELD_OF = {"created-moved": "listed_at", "weights-moved": "hugging_face_id", "alias-moved": "alias_target"}
"""By the rule that tells a move, the field that moved."""
TOLD = ("release", "listed_at", "hugging_face_id")


def repointed(intervals: Iterable[Interval], listed: Mapping[Key, Listing]) -> Iterator[Change]:
    """Ids that mean another release from a day on."""
    for key, group in groupby(intervals, key=lambda one: (one.source, one.record)):
        for before, after in pairwise(group):
            field = FIELD_OF[after.rule]
            column = "release" if field == "alias_target" else field
            was, now = before._asdict(), after._asdict()
            moved = {name: [was[name], now[name]] for name in TOLD if was[name] != now[name] and name != column}
            yield Change(
                after.valid_from, ChangeKind.REPOINTED, *key, field, was[column], now[column],
                snapshot=listed[key].snapshot, evidence={"rule": after.rule, **({"moved": moved} if moved else {})},
            )  # fmt: skip


def corrections(corrected: Iterable[Applied], entries: Mapping[Key, Entry]) -> Iterator[Change]:
    """Corrections of ours that are applied, from the day on which people wrote them."""
    for row in (outcome.row for outcome in corrected if not outcome.unneeded):
        kind, said = KIND_OF.get(row.field), row.correction
        if kind is None or row.key not in entries:
            continue
        told = {"who": said.who, "why": said.why, "url": said.url}
        at = f"{said.on}T00:00:00Z"
        yield Change(at, kind, *row.key, row.field, said.upstream, said.value, by=ATLAS, evidence=told)
