"""Which model each record speaks of: the router's own ids first, then everybody else's."""

from collections.abc import Mapping

from catalog.entries import Entry, Key
from catalog.match.declared import UNSPOKEN
from catalog.match.foreign import Foreign
from catalog.match.judgement import Judgement
from catalog.match.knowledge import Knowledge
from catalog.match.listings import judge_listings, standing


def judge(entries: Mapping[Key, Entry], knowledge: Knowledge) -> dict[Key, Judgement]:
    """A judgement for every record that speaks of a model (providers do not)."""
    judged = judge_listings(entries)
    foreign = Foreign(standing(entries, judged), _further_ids(judged), knowledge)
    for key, entry in entries.items():
        if key not in judged and entry.kind not in UNSPOKEN:
            judged[key] = foreign.judge(entry)
    return judged


def _further_ids(judged: Mapping[Key, Judgement]) -> dict[str, tuple[str, str]]:
    """The router's ids that are no model's own: variants and aliases, with model and relation."""
    return {
        judgement.record: (judgement.model_id, judgement.relation)
        for judgement in judged.values()
        if judgement.model_id is not None and judgement.rule in ("id-grammar", "declared-alias")
    }
