"""What sources say of providers: names, addresses of their APIs."""

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from catalog.entries import CLAIM_COLUMNS, Claimed, Key, claimed
from catalog.match.judgement import ROUTER
from catalog.published_claims import PublishedClaims

ProviderClaims = Mapping[str, Mapping[str, Sequence[Claimed]]]
"""By the one name of a seller and field, in the order of sources; the router's word comes first."""


def provider_claims(db: Database, sellers: Mapping[str, str]) -> ProviderClaims:
    """Every published claim of a record that is a provider's; `sellers` gives the one name behind its slug."""
    keys = db.execute(
        "select source, record from records where record like 'provider:%' order by source != ?, source, record",
        [ROUTER],
    ).fetchall()
    # One question a record: the database answers those by its index, and all at once by reading every claim.
    sql = f"select {CLAIM_COLUMNS} from standing where source = ? and record = ? order by field"  # noqa: S608
    published = PublishedClaims(db)
    by_record: dict[Key, dict[str, Claimed]] = {}
    rows = (row for key in keys for row in db.execute(sql, key).fetchall())
    for claim in filter(None, (published.of(claimed(row)) for row in rows)):
        by_record.setdefault((claim.source, claim.record), {})[claim.field] = claim
    found: dict[str, dict[str, list[Claimed]]] = {}
    for said in by_record.values():
        slug = said["provider_slug"].value if "provider_slug" in said else ""
        fields = found.setdefault(sellers.get(slug.lower(), slug), {})
        for claim in said.values():
            fields.setdefault(claim.field, []).append(claim)
    return found
