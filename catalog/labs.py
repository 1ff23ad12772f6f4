"""Labs: who makes models, what each is called, and which models it has."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from catalog.queries import ModelDetail, Row
from catalog.render.formats import LONGEST

_NOT_WORD = re.compile(r"[\W_]+")


class Lab(NamedTuple):
    """A lab with its models, the newest first."""

    id: str
    name: str
    models: Sequence[ModelDetail]

    @property
    def listed(self) -> list[ModelDetail]:
        """Its models that are listed now."""
        return [detail for detail in self.models if detail.row["status"] == "active"]


def labs(details: Sequence[ModelDetail]) -> list[Lab]:
    """Every lab, those with most listed models first."""
    ordered = sorted(details, key=lambda detail: (str(detail.row["author"]), detail.row["name"].lower(), detail.id))
    found = []
    for id_, group in groupby(ordered, key=lambda detail: str(detail.row["author"])):
        models = sorted(group, key=lambda detail: released(detail.row), reverse=True)
        found.append(Lab(id_, lab_name(id_, [detail.row["name"] for detail in models]), models))
    return sorted(found, key=lambda lab: (-len(lab.listed), -len(lab.models), lab.id))


def lab_name(lab: str, names: Sequence[str]) -> str:
    """What a lab is called before the colon of its models' names, by most of them; its id where nobody says it surely.

    A name that stands before one model alone may be a seller's: it counts where the id holds it.
    """
    told = Counter(before for name in names if (before := name.partition(": ")[0]) != name and len(before) <= LONGEST)
    if not told:
        return lab
    name, count = min(told.items(), key=lambda item: (-item[1], item[0]))
    folded = [_NOT_WORD.sub("", text.lower()) for text in (name, lab)]
    return name if count > 1 or (folded[0] and folded[0] in folded[1]) else lab


def released(row: Row) -> str:
    """The day on which a model was released, or else listed; empty where neither is known."""
    return str(row["released"] or (row["listed_at"] or "")[:10])
