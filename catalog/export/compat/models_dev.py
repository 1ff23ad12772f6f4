"""models.dev's `api.json`: by seller what it sells, under its own ids, with limits, abilities and costs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from catalog.entries import Claimed
from catalog.export.compat._models_dev_entry import left_out, made
from catalog.export.compat._models_dev_sellers import SELLERS
from catalog.export.compat.facts import Facts
from catalog.export.compat.format import Compat
from catalog.export.compat.priced import sorted_out
from catalog.export.compat.sizes import moment_of
from catalog.export.compat.written import Entry, Written
from catalog.export.content import Content
from catalog.match.judgement import ROUTER
from catalog.offered import Offered
from catalog.shelf import Shelf

NO_SELLER = "the seller has no client there"
TWICE = "the seller has another sale of that id"
IN_WORDS = "the seller names it in words, and nobody knows its id"


def _write(content: Content) -> Written:
    """Every sale of which all is known that the format demands; a router's endpoints have no place in it."""
    facts, at = content.once(Facts), moment_of(content)
    sales, _ = content.once(sorted_out)
    models: dict[str, Shelf[dict[str, Any]]] = {}
    entries, omitted = Shelf[Entry](), dict[str, list[str]]()
    for offered in sales.own():
        row = offered.row
        sold = models.get(row["provider"]) or models.setdefault(row["provider"], Shelf())
        ids = _ids(offered, sales.others(row["id"]))
        done = made(offered, facts.of(row), at)
        why = [f"{key} is not known" for key in done.missing]
        why += [IN_WORDS] * (not ids) + [NO_SELLER] * (row["provider"] not in SELLERS)
        why += [TWICE] * any(id_ in sold for id_ in ids)
        for reason in why:
            omitted.setdefault(reason, []).append(row["id"])
        for id_, said in ids.items() if not why else ():
            sold[id_] = {"id": id_, **done.block}
            key, values = f"{SELLERS[row['provider']].id}/{id_}", {**({"id": said} if said else {}), **done.values}
            entries[key] = Entry(key, row["model_id"], row["id"], values, left_out(offered, values, at))
    by_id = sorted((SELLERS[provider], sold) for provider, sold in models.items() if sold)
    document = MappingProxyType({seller.id: seller.block(sold) for seller, sold in by_id})
    return Written(document, entries.values(), dict(sorted(omitted.items())))


def _ids(offered: Offered, others: Mapping[str, Claimed]) -> dict[str, list[Claimed]]:
    """The ids that a request may name, with who says them: the seller, or whoever else knows a sale in words by one."""
    claim = offered.claims.get("wire_id")
    if claim is None and offered.row["provider"] != ROUTER:
        return {id_: [said] for id_, said in others.items()}
    return {offered.row["wire_id"]: [claim] if claim else []}


MODELS_DEV = Compat(
    name="models-dev",
    file="models.dev.json",
    about="what sellers offer, in the shape of models.dev's api.json",
    cannot_say=(
        "Sales of which something is not known that the format demands (a limit, a date, an ability, a description):"
        " an entry would have to make it up. They are listed as omitted.",
        "Sellers whose client settings are not known here, a second sale under one id, and sales that are named in"
        " words alone: listed as omitted too.",
        "Endpoints of a router: the prices under its ids are those of its own list.",
        "That a price varies, or that only one of input and output is known: such entries have no cost at all.",
        "Prices in other units (images, requests, searches, minutes, characters, one hour of cache) or currencies.",
        "Prices by service (batch, flex, priority), time of day, resolution, or by part of a prompt: cost is the base"
        " price of the day of the newest answer, its tiers are by the size of the prompt alone.",
        "That nothing is to be paid, against being part of a subscription: both are a cost of 0.",
        "Embeddings and rerankings as what a model gives: they are no modality there, only its type says them.",
        "Who says a value: where a seller does not state a limit, a date or an ability, it is that of the model.",
        "When a model was last changed: `last_updated` is the day on which the newest value of the entry was first"
        " seen.",
        "Whether it is known how a request may steer the reasoning: no options may be none, or none known.",
    ),
    write=_write,
)
