"""What holds of every known id of any catalog, asked as a user asks it."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from catalog.known_ids import HUB, KnownId, known_ids
from catalog.lookup.finder import Finder
from catalog.lookup.known import AGAINST
from catalog.lookup.lists import Wanted
from catalog.lookup.opening import finder_of
from catalog.match.catalogue import Found
from catalog.match.judgement import ROUTER
from catalog.match.knowledge import Knowledge, load_knowledge
from catalog.match.relation import LEVELS
from catalog.match.sides import side
from catalog.purl import huggingface_purl
from catalog.resources import resource

TODAY = date(2026, 11, 21)


class Asked(NamedTuple):
    """A catalog ready to be asked, and every id by which somebody knows its models."""

    known: list[KnownId]
    finder: Finder
    knowledge: Knowledge

    def find(self, text: str, source: str = "") -> Found:
        """What a text leads to."""
        return self.finder.find(Wanted(side(text, self.knowledge.vocabulary, ids=[text], source=source), source))

    def bearers(self, text: str, source: str = "") -> set[str]:
        """The models that are known by an id, in capitals or not: by their own one, or by a source's."""
        found = {one.model_id for one in self.known if one.id.lower() == text.lower() and source in ("", one.source)}
        return found | {one.model_id for one in self.known if one.model_id.lower() == text.lower()}


def asked(database: Path) -> Asked:
    """A catalog's file, opened."""
    db = Database(database)
    knowledge = load_knowledge(resource("data/curated"))
    try:
        return Asked(known_ids(db, knowledge), finder_of(db, knowledge, TODAY), knowledge)
    finally:
        db.close()


def lead_back(catalog: Asked, with_source: bool) -> Counter[str]:
    """Ask for every id; gives how many lead back, to nothing, and to another of the models that bear them.

    Asserts that none leads to a model that is not known so, and none more surely than it is known.
    """
    counted: Counter[str] = Counter()
    surest = {(one.model_id, one.model_id.lower()): 0 for one in catalog.known}
    for one in catalog.known:
        key = (one.model_id, one.id.lower())
        surest[key] = min(surest.get(key, len(LEVELS)), LEVELS.index(one.level))
    for one in catalog.known:
        source = one.source if with_source else ""
        found = catalog.find(one.id, source)
        if found.match == one.model_id:
            counted["back"] += 1
        else:
            counted["nothing" if found.match is None else "elsewhere"] += 1
            others = catalog.bearers(one.id, source)
            contradicted = found.verdict.rule.endswith(AGAINST) and not with_source
            several = len(others) > 1 and others >= {found.match or one.model_id, one.model_id}
            assert several or (found.match is None and (one.level == "medium" or contradicted)), (one, found)
        if found.match is not None:
            assert LEVELS.index(found.verdict.level) >= surest[found.match, one.id.lower()], (one, found)
    return counted


def spellings(one: KnownId) -> list[str]:
    """Other ways to write an id down that say whose it is."""
    if one.source == HUB:
        return [huggingface_purl(one.id) or "", f"hf:{one.id}", f"https://huggingface.co/{one.id}/tree/main?x#y"]
    if one.source == ROUTER and "#" not in one.record:
        return [f"https://openrouter.ai/{one.id}", f"https://openrouter.ai/{one.id}/providers?sort=price"]
    return []
