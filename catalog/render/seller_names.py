"""What to call a seller, whether it is met by its own prices or behind a router."""

from collections.abc import Iterable, Mapping

from catalog.queries import Row
from catalog.render.receipts import Receipts


def seller_name(offer: Row, receipts: Receipts, providers: Mapping[str, str]) -> str:
    """The display name of its slug; where there is none, the publisher of its own prices, or the slug."""
    slug = str(offer["provider"])
    own = slug if offer["via"] else receipts.name(offer["source"]).removesuffix(" pricing").removesuffix(" API")
    return providers.get(slug, own)


def sold_by(offer: Row, receipts: Receipts, providers: Mapping[str, str]) -> tuple[str, str]:
    """What to call an offer's seller, and through whom it sells; that is empty where it sells itself."""
    via = receipts.name(offer["via"]).removesuffix(" API") if offer["via"] else ""
    return seller_name(offer, receipts, providers), via


def seller_names(offers: Iterable[Row], receipts: Receipts, providers: Mapping[str, str]) -> dict[str, str]:
    """What each seller is called, by its slug: as the first of its offers tells."""
    found: dict[str, str] = {}
    for offer in offers:
        found.setdefault(offer["provider"], seller_name(offer, receipts, providers))
    return found
