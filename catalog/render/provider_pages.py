"""The pages of sellers: all of them with their price levels, and one a seller with every offer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from catalog.addresses import folder, link, provider_page
from catalog.pricing.level import Level
from catalog.queries import Row
from catalog.render.contexts import Figure, Page, ProviderPage, ProviderRow, ProvidersPage, SoldRow
from catalog.render.formats import UNKNOWN, bare_name, day, price, short_count
from catalog.render.offer_rows import KINDS
from catalog.render.price_words import over_words, when_words
from catalog.render.receipts import Receipts
from catalog.selling import Seller, all_sellers
from scraper.answers import parse_raw

ROOT = "providers/index.html"
MOST_CONDITIONS = 3
"""So many conditions stand with an offer here; all of them stand on its model's page, with their prices."""
MakePage = Callable[[str, str, str], Page]
"""Makes what every page has, of path, title and description."""


def provider_pages(
    offers: Sequence[Row],
    names: Mapping[str, str],
    sellers: Mapping[str, str],
    models: Mapping[str, str],
    receipts: Receipts,
    make: MakePage,
) -> Iterator[tuple[str, ProvidersPage | ProviderPage]]:
    """Every page with its path. `offers` come by provider; `sellers` gives one name for the many of a seller."""
    found = all_sellers(offers, names, sellers)
    about = f"{len(found)} sellers of AI models: what they sell, and how their prices stand to others' and the makers'."
    page = make(ROOT, "Providers · Model Atlas", about)
    yield ROOT, ProvidersPage(page, tuple(_row(seller, receipts) for seller in found))
    for seller in found:
        yield _page(seller, models, receipts, make)


def _row(seller: Seller, receipts: Receipts) -> ProviderRow:
    level = seller.level
    return ProviderRow(
        name=seller.name,
        slug=seller.slug,
        href=f"../{link(provider_page(seller.slug))}/",
        models=str(seller.models),
        offers=str(len(seller.offers)),
        over_cheapest=_over(level.over_cheapest) if level else UNKNOWN,
        over_middle=_over(level.over_middle) if level else UNKNOWN,
        shared=f"over {_models(level.models)}" if level else "",
        markup=_markup(*seller.markups) or UNKNOWN,
        seen=_seen(seller.offers),
        via=", ".join(_via(seller.offers, receipts)),
    )


def _page(seller: Seller, models: Mapping[str, str], receipts: Receipts, make: MakePage) -> tuple[str, ProviderPage]:
    path = f"{provider_page(seller.slug)}/index.html"
    called = seller.name if seller.name.lower() == seller.slug else f"{seller.name} ({seller.slug})"
    told = f"{_models(seller.models)}, {_offers(len(seller.offers))}"
    about = f"What {called} sells: {told}, each with its prices, conditions and day."
    page = make(path, f"{called}, a seller · Model Atlas", about)
    return path, ProviderPage(
        page=page,
        name=seller.name,
        slug=seller.slug,
        told=told,
        figures=tuple(_figures(seller, receipts)),
        sold=tuple(_sold(offer, models, page.root, receipts) for offer in _by_model(seller.offers, models)),
        unmatched=sum(offer["model_id"] is None for offer in seller.offers),
    )


def _figures(seller: Seller, receipts: Receipts) -> Iterator[Figure]:
    yield _against_cheapest(seller.level)
    yield _against_middle(seller.level)
    yield _against_makers(seller)
    told = f"Told by {', '.join(_via(seller.offers, receipts))}. Of two days the first is that of the oldest offer."
    yield Figure("Last seen", _seen(seller.offers), told)


def _against_cheapest(level: Level | None) -> Figure:
    if level is None:
        return Figure("Price level", UNKNOWN, "No plain price of its has another seller's of the same model beside it.")
    told = (
        f"The middle over {_models(level.models)} that others sell too: its lowest plain price against the lowest of"
        f" any other seller, at three tokens in for one out. For {level.cheapest} of them nobody asks less."
    )
    return Figure("Price level", f"{over_words(level.over_cheapest)} the cheapest other seller's price", told)


def _against_middle(level: Level | None) -> Figure:
    label = "Against the middle"
    if level is None:
        return Figure(label, UNKNOWN, "As above.")
    told = "The same against the seller in the middle of the others; of an even number, the cheaper of the two there."
    return Figure(label, f"{over_words(level.over_middle)} the middle seller's price", told)


def _against_makers(seller: Seller) -> Figure:
    told = _markup(*seller.markups, "at")
    if not told:
        return Figure("Mark-up", UNKNOWN, "No offer of its can be laid beside the price of a maker, other than itself.")
    meaning = f"The middle of {_offers(seller.compared)} of models that their makers sell too, over the makers' prices."
    return Figure("Mark-up", f"{told} the makers' own prices", meaning)


def _by_model(offers: Sequence[Row], models: Mapping[str, str]) -> list[Row]:
    """By the model's name, those of no model last."""
    named = {offer["id"]: bare_name(models.get(offer["model_id"], "")).lower() for offer in offers}
    return sorted(offers, key=lambda offer: (offer["model_id"] is None, named[offer["id"]], offer["id"]))


def _sold(offer: Row, models: Mapping[str, str], root: str, receipts: Receipts) -> SoldRow:
    id_ = offer["model_id"]
    return SoldRow(
        model=bare_name(models.get(id_, id_)) if id_ else "",
        href=f"{root}models/{link(folder(id_))}/" if id_ in models else "",
        wire_id=offer["wire_id"],
        kind=_kind(offer, receipts),
        input=price(offer["input_usd_per_mtok"], offer["price_state"]),
        output=price(offer["output_usd_per_mtok"], offer["price_state"]),
        markup=_markup(_share(offer["markup_input"]), _share(offer["markup_output"])),
        conditions=_conditions(offer["conditions"]),
        context=short_count(offer["context_served"]),
        quantization=offer["quantization"] or "",
        seen=day(offer["observed_at"]).text,
    )


def _kind(offer: Row, receipts: Receipts) -> str:
    kind = KINDS.get(offer["kind"], f"{offer['kind']} variant")
    via = f"via {receipts.name(offer['via']).removesuffix(' API')}" if offer["via"] else ""
    return ", ".join(filter(None, (f"{kind} {offer['tag'] or ''}".strip(), via)))


def _conditions(text: str | None) -> tuple[str, ...]:
    """When other prices hold, without the prices: these stand on the model's page."""
    told = list(dict.fromkeys(when_words(entry["when"]) for entry in parse_raw(text or "[]")))
    more = len(told) - MOST_CONDITIONS
    return (*told[:MOST_CONDITIONS], *([f"and {more} more"] if more > 0 else []))


def _via(offers: Sequence[Row], receipts: Receipts) -> list[str]:
    """Where the offers stand: whose answers tell them."""
    return sorted({receipts.name(offer["source"]) for offer in offers})


def _seen(offers: Sequence[Row]) -> str:
    """The days on which its offers were last seen: one, or the oldest and the newest."""
    days = [offer["observed_at"] for offer in offers]
    first, last = day(min(days)).text, day(max(days)).text
    return last if first == last else f"{first} to {last}"


def _markup(input_: Decimal | None, output: Decimal | None, at: str = "the same") -> str:
    """How two prices stand to others, in short: `5 % above`, `input 5 % above, output the same`; empty of none."""
    told = {"input": input_, "output": output}
    words = {name: _over(share, at) for name, share in told.items() if share is not None}
    if len(words) == len(told) and len(set(words.values())) == 1:
        return words["input"]
    return ", ".join(f"{name} {over}" for name, over in words.items())


def _over(share: Decimal, at: str = "the same") -> str:
    return over_words(share) if share else at


def _share(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _models(count: int) -> str:
    return "1 model" if count == 1 else f"{count} models"


def _offers(count: int) -> str:
    return "1 offer" if count == 1 else f"{count} offers"
