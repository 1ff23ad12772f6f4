"""`providers.json`: every seller, what sources say of it, and how its prices stand to others'."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from catalog.addresses import provider_page
from catalog.entries import Claimed
from catalog.export.api.receipts import claim_block
from catalog.pricing.level import Level
from catalog.provider_claims import FACTS, provider_facts
from catalog.queries import Addresses, Status, provider_names
from catalog.render.receipts import Receipts
from catalog.render.seller_names import seller_names
from catalog.resources import resource
from catalog.sales import standing_offers
from catalog.sellers import load_sellers
from catalog.selling import Seller, all_sellers, one_name
from catalog.values import Exact


def all_providers(db: Database, status: Status, addresses: Addresses) -> dict[str, Any]:
    """Every seller, those with most models first; then providers that somebody lists and that sell nothing here."""
    offers, called, facts = standing_offers(db), provider_names(db), provider_facts(db)
    one = load_sellers(resource("data/curated"))
    names = seller_names(offers, Receipts(addresses, {row["id"]: str(row["name"]) for row in status.sources}), called)
    found = all_sellers(offers, names, one)
    sold = {seller.slug for seller in found}
    found += [Seller(slug, called.get(slug, slug), [], None, (None, None), 0) for slug in sorted({*facts} - sold)]
    return {"providers": [_provider(seller, one, facts.get(seller.slug, {}), addresses) for seller in found]}


def _provider(
    seller: Seller, one: Mapping[str, str], facts: Mapping[str, Claimed], addresses: Addresses
) -> dict[str, Any]:
    seen = [str(offer["observed_at"]) for offer in seller.offers]
    return {
        "slug": seller.slug,
        "name": seller.name,
        "seller": one_name(seller.slug, one),
        "facts": {name: claim_block(facts[name], addresses) for name in FACTS if name in facts},
        "models": seller.models,
        "offers": len(seller.offers),
        "unmatched": sum(offer["model_id"] is None for offer in seller.offers),
        "sources": sorted({str(offer["source"]) for offer in seller.offers}),
        "level": _level(seller.level),
        "markup_input": _share(seller.markups[0]),
        "markup_output": _share(seller.markups[1]),
        "compared": seller.compared,
        "oldest": min(seen, default=None),
        "newest": max(seen, default=None),
        "page": f"{provider_page(seller.slug)}/" if seller.offers else None,
    }


def _level(level: Level | None) -> dict[str, Any] | None:
    if level is None:
        return None
    over = {"over_cheapest": Exact(level.over_cheapest), "over_middle": Exact(level.over_middle)}
    return {"models": level.models, "cheapest": level.cheapest, **over}


def _share(share: Decimal | None) -> Exact | None:
    return None if share is None else Exact(share)
