"""By which ids other sources call a seller's sale of a model: what a page names in words, a request has to name."""

from collections.abc import Collection, Mapping

from sqlite_utils import Database

from catalog.entries import Claimed, Key
from catalog.standing import Standing


def wire_ids(
    db: Database, models: Collection[str], sellers: Mapping[str, str]
) -> dict[tuple[str, str], dict[str, Claimed]]:
    """By seller (under its one name) and model, every id by which a source knows that sale, with its first claim.

    Only of records that are surely offers of the model: an id of a variant or of another release leads elsewhere.
    """
    listed = ", ".join("?" * len(models))
    judged: dict[Key, str] = {
        (source, record): model_id
        for source, record, model_id in db.execute(
            "select source, record, model_id from matches join records using (source, record)"  # noqa: S608
            f" where present = 1 and level = 'exact' and relation = 'offer_of' and model_id in ({listed})"
            " order by source, record",
            sorted(models),
        ).fetchall()
    }
    standing = Standing(db)
    found: dict[tuple[str, str], dict[str, Claimed]] = {}
    for key, model_id in judged.items():
        claims = standing.read(key)
        if "provider_slug" in claims and "wire_id" in claims:
            slug = claims["provider_slug"].value
            sale = (sellers.get(slug.lower(), slug), model_id)
            found.setdefault(sale, {}).setdefault(claims["wire_id"].value, claims["wire_id"])
    return found
