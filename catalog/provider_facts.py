"""What sources say of providers themselves: country, policies, addresses; one claim a field, with its receipt."""

from sqlite_utils import Database

from catalog.entries import CLAIM_COLUMNS, Claimed, claimed
from catalog.match.judgement import ROUTER
from catalog.published_claims import PublishedClaims
from catalog.queries import OF_PROVIDERS

SLUG = "provider_slug"
FACTS = (
    "headquarters", "datacenters", "api_url", "docs_url", "pricing_url", "pricing_urls", "privacy_policy_url",
    "terms_of_service_url", "status_page_url",
)  # fmt: skip
"""Fields of a provider, in the order in which they are told."""


def provider_facts(db: Database) -> dict[str, dict[str, Claimed]]:
    """By slug, as the sources write it, what is said of it: by the router first, then by source and record."""
    names = ", ".join(f"'{name}'" for name in (SLUG, *FACTS))
    sql = f"select {CLAIM_COLUMNS} from standing where {OF_PROVIDERS} and field in ({names}) order by source, record"  # noqa: S608
    published = PublishedClaims(db)
    said: dict[tuple[str, str], dict[str, Claimed]] = {}
    for claim in filter(None, (published.of(claimed(row)) for row in db.execute(sql))):
        said.setdefault((claim.source, claim.record), {})[claim.field] = claim
    found: dict[str, dict[str, Claimed]] = {}
    for _, claims in sorted(said.items(), key=lambda one: one[0][0] != ROUTER):
        if SLUG in claims:
            own = found.setdefault(claims[SLUG].value, {})
            own |= {name: claims[name] for name in FACTS if name in claims and name not in own}
    return found
