"""Labs: who makes models, what each is called, and which models it has."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from catalog.queries import Row
from catalog.render.formats import LONGEST

_NOT_WORD = re.compile(r"[\W_]+")


class Lab(NamedTuple):
    """A lab with its models, the newest first."""

    id: str
    name: str
    models: Sequence[Row]

    @property
    def listed(self) -> list[Row]:
        """Its models that are listed now."""
        return [row for row in self.models if row["status"] == "active"]


def labs(rows: Sequence[Row]) -> list[Lab]:
    """Every lab, those with most listed models first; `rows` are those of `models`."""
    ordered = sorted(rows, key=lambda row: (str(row["author"]), row["name"].lower(), row["id"]))
    found = []
    for id_, group in groupby(ordered, key=lambda row: str(row["author"])):
        models = sorted(group, key=released, reverse=True)
        found.append(Lab(id_, lab_name(id_, [row["name"] for row in models]), models))
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
