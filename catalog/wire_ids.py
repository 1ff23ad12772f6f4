"""By which ids other sources call a seller's sale of a model: what a page names in words, a request has to name."""

from collections.abc import Collection, Mapping

from sqlite_utils import Database

from catalog.entries import Claimed
from catalog.standing import Standing

_SALES = (
    "select model_id, source, record from matches join records using (source, record)"
    " where present = 1 and level = 'exact' and relation = 'offer_of' and model_id in ({models})"
)


def wire_ids(
    db: Database, models: Collection[str], sellers: Mapping[str, str]
) -> dict[tuple[str, str], dict[str, Claimed]]:
    """By seller (under its one name) and model, every id by which a source knows that sale, with its first claim.

    Only of records that are surely offers of the model: an id of a variant or of another release leads elsewhere.
    """
    sales, asked = _SALES.format(models=", ".join("?" * len(models))), sorted(models)
    said = Standing(db).few(sales, asked, ("provider_slug", "wire_id"))
    found: dict[tuple[str, str], dict[str, Claimed]] = {}
    for model_id, *key in sorted(db.execute(sales, asked).fetchall(), key=lambda row: row[1:]):
        claims = said[key[0], key[1]]
        if "provider_slug" in claims and "wire_id" in claims:
            slug = claims["provider_slug"].value
            sale = (sellers.get(slug.lower(), slug), model_id)
            found.setdefault(sale, {}).setdefault(claims["wire_id"].value, claims["wire_id"])
    return found
