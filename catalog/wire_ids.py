"""By which ids other sources call a seller's sale of a model: what a page names in words, a request has to name."""

from collections.abc import Collection, Mapping

from sqlite_utils import Database

from catalog.entries import CLAIM_COLUMNS, Claimed, Key, claimed
from catalog.published_claims import PublishedClaims


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
    # One question a record: the database answers those by its index, and all at once by reading every claim.
    sql = (
        f"select {CLAIM_COLUMNS} from standing where source = ? and record = ?"  # noqa: S608
        " and field in ('provider_slug', 'wire_id') order by field"
    )
    published, said = PublishedClaims(db), dict[Key, dict[str, Claimed]]()
    rows = (row for key in judged for row in db.execute(sql, key).fetchall())
    for claim in filter(None, (published.of(claimed(row)) for row in rows)):
        said.setdefault((claim.source, claim.record), {})[claim.field] = claim
    found: dict[tuple[str, str], dict[str, Claimed]] = {}
    for key, claims in said.items():
        if len(claims) == 2:
            slug = claims["provider_slug"].value
            sale = (sellers.get(slug.lower(), slug), judged[key])
            found.setdefault(sale, {}).setdefault(claims["wire_id"].value, claims["wire_id"])
    return found
