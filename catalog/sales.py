"""Every sale that stands, as the pages of sellers and labs read it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from sqlite_utils import Database

from catalog.pricing.level import Sale
from catalog.pricing.maker import COMPARED, base_prices, is_plain
from catalog.queries import Row, rows
from scraper.answers import parse_raw


def standing_offers(db: Database) -> list[Row]:
    """Every offer with how its record relates to its model, how surely, and who the compared maker's seller is."""
    sql = (
        "select o.*, m.relation, m.level, own.provider as maker from offers o"
        " left join matches m using (source, record) left join offers own on own.id = o.maker_offer"
        " order by o.provider, o.model_id is null, o.model_id, o.via, o.wire_id, o.id"
    )
    return rows(db, sql)


def plain_sales(offers: Iterable[Row], sellers: Mapping[str, str]) -> Iterator[Sale]:
    """Sales that can be laid beside each other: surely of the model itself, both prices known, in dollars.

    Dated prices are those of the day on which the newest of all offers was seen. `sellers` gives the one name
    of a seller by each of its names.
    """
    listed = list(offers)
    newest = max((offer["observed_at"] for offer in listed), default="")
    for offer in listed:
        told = [offer[name] for name in ("kind", "tag", "quantization", "relation", "level")]
        if offer["model_id"] is None or offer["price_state"] != "known" or not is_plain(*told):
            continue
        stated = {name: Decimal(offer[name]) for name in COMPARED if offer[name] is not None}
        prices = base_prices(stated, parse_raw(offer["conditions"] or "[]"), datetime.fromisoformat(newest))
        input_, output = (prices.get(name) for name in COMPARED)
        if input_ is not None and output is not None:
            provider = offer["provider"]
            yield Sale(offer["model_id"], provider, sellers.get(provider.lower(), provider), input_, output)
