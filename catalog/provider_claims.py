"""What sources say of providers themselves: names, countries, policies, addresses of their APIs."""

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from catalog.entries import Claimed
from catalog.match.judgement import ROUTER
from catalog.standing import Standing

SLUG = "provider_slug"
FACTS = (
    "headquarters", "datacenters", "api_url", "docs_url", "pricing_url", "pricing_urls", "privacy_policy_url",
    "terms_of_service_url", "status_page_url",
)  # fmt: skip
"""Fields of a provider, in the order in which they are told."""

ProviderClaims = Mapping[str, Mapping[str, Sequence[Claimed]]]
"""By the one name of a seller and field, in the order of sources; the router's word comes first."""


def provider_records(db: Database) -> list[dict[str, Claimed]]:
    """The published claims of each record that is a provider's, by field: the router's first, then by source."""
    keys = db.execute(
        "select source, record from records where kind = 'provider' order by source != ?, source, record",
        [ROUTER],
    ).fetchall()
    standing = Standing(db)
    return [standing.read(key) for key in keys]


def provider_facts(db: Database) -> dict[str, dict[str, Claimed]]:
    """By slug, as the sources write it, what is said of it first, by field of `FACTS`."""
    found: dict[str, dict[str, Claimed]] = {}
    for claims in provider_records(db):
        if SLUG in claims:
            own = found.setdefault(claims[SLUG].value, {})
            own |= {name: claims[name] for name in FACTS if name in claims and name not in own}
    return found


def provider_claims(db: Database, sellers: Mapping[str, str]) -> ProviderClaims:
    """All that is said; `sellers` gives the one name behind a slug."""
    found: dict[str, dict[str, list[Claimed]]] = {}
    for claims in provider_records(db):
        slug = claims[SLUG].value if SLUG in claims else ""
        fields = found.setdefault(sellers.get(slug.lower(), slug), {})
        for claim in claims.values():
            fields.setdefault(claim.field, []).append(claim)
    return found
