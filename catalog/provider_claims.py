"""What sources say of providers: names, addresses of their APIs."""

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from catalog.entries import CLAIM_COLUMNS, Claimed, Key, claimed
from catalog.match.judgement import ROUTER
from catalog.published_claims import PublishedClaims

ProviderClaims = Mapping[str, Mapping[str, Sequence[Claimed]]]
"""By slug and field, in the order of sources; the router's word comes first."""


def provider_claims(db: Database) -> ProviderClaims:
    """Every published claim of a record that is a provider's, by the slug that the record gives it."""
    sql = (
        f"select {CLAIM_COLUMNS} from standing where record like 'provider:%'"  # noqa: S608
        " order by source != ?, source, record, field"
    )
    published = PublishedClaims(db)
    by_record: dict[Key, dict[str, Claimed]] = {}
    for claim in filter(None, (published.of(claimed(row)) for row in db.execute(sql, [ROUTER]).fetchall())):
        by_record.setdefault((claim.source, claim.record), {})[claim.field] = claim
    found: dict[str, dict[str, list[Claimed]]] = {}
    for said in by_record.values():
        fields = found.setdefault(said["provider_slug"].value, {}) if "provider_slug" in said else {}
        for claim in said.values():
            fields.setdefault(claim.field, []).append(claim)
    return found
