"""OpenRouter's list of models, as its API gives it: what it lists now, under its own ids, as published here.

Each entry is written from the claims of its record by the table that reads OpenRouter's own answers, the other way
round: read by that table again, the file gives the same claims. What people corrected or a guard holds stands as it
is published, not as OpenRouter says it.
"""

from collections.abc import Mapping
from typing import Any

from catalog.entries import Claimed
from catalog.export.compat._openrouter_entry import entry_block, left_out
from catalog.export.compat.format import Compat
from catalog.export.compat.written import Entry, Written
from catalog.export.content import Content
from catalog.match.judgement import ROUTER
from catalog.shelf import Shelf


def _write(content: Content) -> Written:
    """Every id that the router lists, in the order of ids, all on one page."""
    models = dict(content.db.execute("select record, model_id from offers where source = ?", [ROUTER]).fetchall())
    rows, entries = Shelf[dict[str, Any]](), Shelf[Entry]()
    for id_, claims in content.listed.items():
        values: dict[str, list[Claimed]] = {}
        rows[id_] = entry_block(id_, claims, _target(content.listed, claims), values)
        offer = f"{ROUTER}:{id_}" if id_ in models else None
        entries[id_] = Entry(id_, models.get(id_), offer, values, left_out(claims, values))
    return Written({"data": rows.values(), "total_count": len(rows), "links": {"next": None}}, entries.values())


def _target(listed: Mapping[str, Mapping[str, Claimed]], claims: Mapping[str, Claimed]) -> Claimed | None:
    """Who says the name of the entry that an alias leads to."""
    alias = claims.get("alias_target")
    return None if alias is None else listed.get(alias.value, {}).get("name")


OPENROUTER = Compat(
    name="openrouter",
    file="openrouter.json",
    about="what OpenRouter lists, in the shape of its own /api/v1/models, as corrected and held here",
    cannot_say=(
        "Endpoints: which sellers serve an id, at which prices and limits of their own. It has one price an id.",
        "What a model costs anywhere but through the router.",
        "What no answer of the router's list says: release dates, licences, ratings by people, other sources' values.",
        "Since when a value is so, what it was before, and that a guard holds it or people corrected it.",
        "Abilities that differ from the supported parameters: a corrected flag has no key of its own.",
        "That something is not known, in some keys: a text is empty then, and a list, a price, a yes or no, the day"
        " of listing or the tokenizer has no key, even where the API always has one.",
        "The kind of a number under a key that is not known here yet: it is written as a text.",
    ),
    write=_write,
)
