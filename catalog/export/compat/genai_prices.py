"""genai-prices' data, version 2: sellers with their models, each with its prices, as its clients load them.

A model is found by exact ids alone: the one under which it is sold and, at the router, its permanent one. Nothing
is matched by a part of a name, so that a name that nobody knows gives an error and no wrong number.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from catalog.entries import Claimed
from catalog.export.compat._genai_sellers import MOST_OF_A_NAME, OTHER_NAMES, is_id, seller, seller_id
from catalog.export.compat._genai_terms import Terms, terms_of
from catalog.export.compat._genai_units import ATTRIBUTES, KEYS
from catalog.export.compat.format import Compat
from catalog.export.compat.parts import Part, leaves, values
from catalog.export.compat.priced import Priced, Sales, sorted_out
from catalog.export.compat.written import Entry, Written
from catalog.export.content import Content
from catalog.provider_claims import provider_claims
from catalog.shelf import Shelf
from catalog.standing import Standing

MOST_OF_A_TEXT = 1_000
BAD_ID = "no id that the schema takes"
UNBILLED = "no price by which the client reckons all that it makes"
MADE = frozenset(
    {
        "image_output_usd_each", "image_output_usd_per_mtok", "audio_output_usd_per_mtok",
        "video_output_usd_per_second",
    }
)  # fmt: skip
"""Prices of answers that are no text."""


def write(content: Content) -> Written:
    """The list of sellers, by id."""
    said = provider_claims(content.db, {**content.sellers, **OTHER_NAMES})
    names = {row["id"]: row["name"] for row in content.status.sources}
    sales, unpriced = content.once(sorted_out)
    omitted = {reason: list(offers) for reason, offers in unpriced.items()}
    permanent = _permanent(sales, content.standing)
    document, entries = [], Shelf[Entry]()
    for slug, group in groupby(sales, key=lambda sale: str(sale.row["provider"])):
        head: list[Part] = []
        models, pages = Shelf[dict[str, Any]](), set[str]()
        for sale, terms in _sold(group, models, omitted):
            if not head:
                known = said.get(content.sellers.get(slug.lower(), slug), {})
                head = list(seller(slug, known, names.get(sale.row["source"]) or slug))
                entries[seller_id(slug)] = Entry(seller_id(slug), None, None, values(head))
            id_, parts = _id(sale), list(_model(sale, terms, permanent))
            models[id_], key = _document(parts), f"{seller_id(slug)}/{id_}"
            entries[key] = _entry(key, sale, terms, parts)
            pages.add(content.addresses.of(sale.claims(*KEYS, "conditions")[0]))
        if models:
            told = _document([*head, Part("pricing_urls", sorted(pages))])
            document.append({**told, "models": models.values()})
    by_id = {row["id"]: row for row in sorted(document, key=lambda row: str(row["id"]))}
    return Written(by_id.values(), entries.values(), dict(sorted(omitted.items())))


def _sold(
    group: Iterable[Priced], taken: Container[str], omitted: dict[str, list[str]]
) -> Iterator[tuple[Priced, Terms]]:
    """What a seller sells and can be told, with its prices; what cannot be is added to `omitted`."""
    for sale in group:
        terms, id_ = terms_of(sale), _id(sale)
        bad = id_ in taken or not is_id(id_) or not is_id(seller_id(sale.row["provider"]))
        if bad or not _is_whole(sale, _keys(terms)):
            omitted.setdefault(BAD_ID if bad else UNBILLED, []).append(sale.row["id"])
        else:
            yield sale, terms


def _model(sale: Priced, terms: Terms, permanent: Mapping[str, Claimed]) -> Iterator[Part]:
    yield Part("id", _id(sale))
    for key, field, most in (("name", "name", MOST_OF_A_NAME), ("description", "description", MOST_OF_A_TEXT)):
        told = sale.told(field)
        if told is not None and 0 < len(told.value) <= most:
            yield Part(key, told.value, [told])
    yield _match(sale, permanent)
    limit = "context_served" if sale.row["context_served"] is not None else "max_input"
    if sale.row[limit] is not None:
        yield Part("context_window", sale.row[limit], [sale.behind(limit)])
    notes = [claim for claim in sale.claims("price_note", "price_text") if len(claim.value) <= MOST_OF_A_TEXT]
    if notes:
        yield Part("price_comments", notes[0].value, notes[:1])
    gone = [one for one in sale.claims("is_deprecated", "lifecycle") if one.value in ("true", "deprecated")]
    if gone:
        yield Part("deprecated", True, gone[:1])
    yield Part("prices", terms.prices)
    if terms.variants:
        yield Part("price_variants", terms.variants)


def _match(sale: Priced, permanent: Mapping[str, Claimed]) -> Part:
    """The ids that are known to lead to a sale, each as a whole."""
    ids = [(str(sale.row["wire_id"]), sale.behind("wire_id"))]
    slug = permanent.get(sale.row["id"])
    ids += [(claim.value, claim) for claim in (*([slug] if slug else ()), *sale.others.values())]
    clauses = [{"equals": id_} for id_, _ in ids]
    return Part("match", clauses[0] if len(clauses) == 1 else {"or": clauses}, [claim for _, claim in ids])


def _permanent(sales: Sales, standing: Standing) -> dict[str, Claimed]:
    """By sale, the router's permanent id of the model, where it leads to the list price and to no other."""
    taken, said = set[str](), dict[str, Claimed]()
    for row in sales.rows():
        taken.add(str(row["wire_id"]).lower())
        if row["kind"] == "list":
            claims = standing.read((row["source"], row["record"]), "canonical_slug").values()
            said.update((row["id"], claim) for claim in claims)
    times = Counter(claim.value.lower() for claim in said.values())
    return {id_: one for id_, one in said.items() if times[one.value.lower()] == 1 and one.value.lower() not in taken}


def _entry(key: str, sale: Priced, terms: Terms, parts: Sequence[Part]) -> Entry:
    told = {part.key for part in parts}
    held = [ATTRIBUTES[key] for key in _keys(terms)] + (["price_note"] if "price_comments" in told else [])
    left_out = sale.left_out(held, terms.whole)
    long = [field for field in ("name", "description") if field not in told and sale.told(field) is not None]
    claims = {**values(parts), **_price_claims(sale, "prices", terms.prices)}
    claims |= _price_claims(sale, "price_variants", terms.variants)
    return Entry(key, sale.row["model_id"], sale.row["id"], claims, [*left_out, *long])


def _price_claims(sale: Priced, key: str, value: Any) -> dict[str, list[Claimed]]:
    """The claim behind each price: that of its own field where it is the base price, else that of conditions."""
    found = {}
    for path, leaf in leaves(value, key):
        attribute = next((ATTRIBUTES[name] for name in path.split(".") if name in ATTRIBUTES), "")
        price = sale.base.get(attribute)
        is_base = price is not None and ".tiers." not in path and KEYS[attribute][1](price) == leaf
        found[path] = sale.claims(attribute if is_base and key == "prices" else "conditions")
    return found


def _keys(terms: Terms) -> list[str]:
    """The keys of all prices of a sale."""
    listed = terms.prices if isinstance(terms.prices, list) else [{"prices": terms.prices}]
    return list(dict.fromkeys(key for one in listed for key in one["prices"]))


def _is_whole(sale: Priced, keys: Sequence[str]) -> bool:
    """Whether prices can be told at all: with the input alone of what makes pictures or sound, they mislead."""
    return bool(keys) and ("output_mtok" in keys or sale.base.keys().isdisjoint(MADE))


def _id(sale: Priced) -> str:
    """An id without blanks, which the schema forbids; requests are matched by the one under which it is sold."""
    return "-".join(str(sale.row["wire_id"]).split())


def _document(parts: Iterable[Part]) -> dict[str, Any]:
    return {part.key: part.value for part in parts}


GENAI_PRICES = Compat(
    name="genai-prices",
    file="genai-prices.json",
    about="prices as genai-prices' clients load them, with tiers, days and hours",
    cannot_say=(
        "Endpoints of a router: a model of `openrouter` has the router's own list price.",
        "A price that varies, or that nobody knows: the client takes what is missing for 0 or for the price of all"
        " tokens, so such a sale is not there at all, nor one that lacks the price of a side (input or output) that"
        " others ask.",
        "Several prices at one id of one seller, as by resolution: which one holds cannot be said, so none is told.",
        "Ids that a seller's page does not state: such a sale is found by the page's name of it, and by the ids under"
        " which other sources surely know it.",
        "That a cached token's price is not known: the client then takes that of input.",
        "A tier that changes only the price of the tokens above it: a tier changes that of all.",
        "Days of the week, hours beside days or tiers, and hours of which two prices hold at once.",
        "The price of images, sound or video in tokens beside one of cached or reasoning tokens, where nobody says"
        " what tokens that are both cost: the client refuses such prices, so the former are left out.",
        "Prices by piece: of an image in or out, of a second of video; what makes images, sound or video and has no"
        " price of output tokens is left out. Cache storage; discounts; prices in another"
        " currency than the dollar; other services than batch, flex and priority.",
        "How much an answer may hold, what a model is able to do, and when it ends.",
        "How to read usage from the answers of an API (`extractors`), and which seller a name means"
        " (`model_match`): a seller is asked for by its id, or by its address where a source states that.",
        "Names above 100 letters, texts above 1000, and ids above 100 or with blanks, which stand as dashes.",
        "When each price was looked at: version 2 has no `prices_checked`; the file of receipts has it.",
        "Who says otherwise, since when a price holds, and how surely a sale is matched to its model.",
    ),
    write=write,
)
"""The format."""
