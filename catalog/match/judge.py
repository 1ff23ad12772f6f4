"""Which model each record speaks of: the router's own ids, then the ids that other records declare."""

from collections.abc import Mapping

from catalog.entries import Entry, Key
from catalog.match.declared import UNSPOKEN, Declared
from catalog.match.judgement import Judgement
from catalog.match.listings import judge_listings, standing


def judge(entries: Mapping[Key, Entry]) -> dict[Key, Judgement]:
    """A judgement for every record that speaks of a model (providers do not)."""
    judged = judge_listings(entries)
    by_id = Declared(standing(entries, judged))
    for key, entry in entries.items():
        if key not in judged and entry.kind not in UNSPOKEN:
            judged[key] = Judgement(entry.source, entry.record, *by_id.model_of(entry))
    return judged
