"""`offers.json` and `offers.csv`: every offer, those of no model too, each with its receipt."""

from collections.abc import Iterable, Iterator
from typing import Any

from catalog.export.api.model import offer_block
from catalog.export.csv_table import table
from catalog.offered import Offered
from catalog.queries import Addresses
from catalog.store.tables import PUBLIC

RECEIPT = ("url", "fetched_at", "first_observed", "snapshot")
"""What the table tells of the answer that an offer was read from."""


def all_offers(offers: Iterable[Offered], addresses: Addresses) -> dict[str, Any]:
    """Every offer as in its model's file."""
    return {"offers": (offer_block(offer.row, offer.said, addresses) for offer in offers)}


def offers_csv(offers: Iterable[Offered], addresses: Addresses) -> Iterator[str]:
    """The same as a table: an empty cell for what is not known, conditions as JSON."""
    columns = (*PUBLIC["offers"].columns, *RECEIPT)
    blocks = (offer_block(offer.row, offer.said, addresses) for offer in offers)
    return table(columns, ({**dict.fromkeys(RECEIPT), **block, **(block["receipt"] or {})} for block in blocks))
