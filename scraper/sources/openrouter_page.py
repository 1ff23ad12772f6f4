"""OpenRouter's web page of a model, as it is without scripts: name, id, date, context, two prices, prose.

The pages asked for are those of the ids that OpenRouter's list has; a recorded page of an id that has
left the list is read as well. Without scripts the sections for providers, performance, apps, activity
and uptime hold a title and one sentence: they are claimed as `empty_sections`, which is not zero.

How it is read:
- Figures are read between the id and the first section: further down a page shows other models and
  sellers. What the description says (`131K context`) is description, never a limit.
- Glued texts are split at the year's fourth digit and at a price's sign; a line that is not made of
  known parts alone gives nothing, and is reported.
- Prices are per million (`/M`) tokens; images and searches per thousand (`/K`). A page that says
  `Released` instead of `Created` is taken at its word.
- The addresses of variants (`:free`) are read when recorded, but not asked for: the list has the same
  facts. `~` aliases are their target's page and are not read.

Left out on purpose: providers' rows if they are there (the API gives endpoints exactly), navigation,
ranks in categories, code samples, other models below. It is the publisher of `openrouter` again: what
it says counts as a copy of the list.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from scraper.claims import Claim, Observation
from scraper.errors import FetchError
from scraper.html import Page
from scraper.http import Http
from scraper.issues import IssueKind
from scraper.reading import Reader
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Copy, Expectations, Known, Parsed, Publisher, PublisherKind, Record, Source
from scraper.sources._openrouter_page_claims import claim_told
from scraper.sources._openrouter_page_head import empty_sections, read_head
from scraper.units import dumps

SITE = "https://openrouter.ai"
PATTERN = f"{SITE}/{{author}}/{{slug}}"
"""The address of a recording that has none of its own: the page itself shows which id it is about."""
ACCEPT = "text/html"
NO_AUTHORS = frozenset(
    {
        "_next", "about", "account", "achievements", "activity", "announcements", "api", "api-reference", "app", "apps",
        "assets", "auth", "benchmarks", "blog", "brand", "byok", "careers", "categories", "chat", "collections",
        "compare", "credits", "dashboard", "discover", "docs", "enterprise", "explore", "faq", "features", "fusion",
        "help", "images", "keys", "labs", "legal", "login", "logs", "model", "models", "oauth", "observability", "org",
        "orgs", "partners", "playground", "press", "pricing", "privacy", "provider", "providers", "rankings", "redeem",
        "search", "settings", "sign-in", "sign-up", "signin", "signup", "sitemap", "static", "status", "support",
        "terms", "user", "users", "workspaces",
    }
)  # fmt: skip
"""First segments of addresses that are the site's own rooms."""

PRICED = ("input_usd_per_mtok", "output_usd_per_mtok")
DATED = ("listed_at", "context_listed")
"""Fields of which nothing is known where a line of figures cannot be read."""

_PAGE = re.compile(
    re.escape(SITE) + r"/(?P<id>(?P<author>[A-Za-z0-9][\w.-]*)/[A-Za-z0-9][\w.-]*(?::[\w-]+)?)", re.ASCII
)


def page_id(url: str) -> str:
    """The id whose page an address is; empty for an address that is none."""
    match = _PAGE.fullmatch(url)
    return match["id"] if match and match["author"].lower() not in NO_AUTHORS and len(match["id"]) <= 200 else ""


DAYS = 180
"""A model that left the list keeps its page: so long it is still asked for."""


class OpenRouterPage(Source):
    """The source `openrouter_page`."""

    id = "openrouter_page"
    lists = "pages"
    address = PATTERN
    asks = ("openrouter",)
    publisher = Publisher(
        name="OpenRouter model pages",
        url=SITE,
        kind=PublisherKind.ROUTER,
        licence="Public pages, no licence stated; OpenRouter's terms of service apply",
        cannot_know="Anything that OpenRouter's API does not say as well: it is the same publisher.",
        copies=(
            Copy(
                origin="openrouter",
                what="Everything",
                evidence="The same publisher shows the entry of its list on a page; the API links to it",
            ),
        ),
    )
    # Its prices move as those of the list do.
    expects = Expectations(min_records=1, max_price_factor=Decimal(100))

    def fetch(self, http: Http, known: Known) -> Iterator[Sighting]:
        """The pages of the ids that OpenRouter lists or listed lately, without aliases and variants."""
        ids = [*known.records("openrouter"), *known.gone("openrouter", DAYS)]
        ids = [id_ for id_ in ids if ":" not in id_]
        addresses = [f"{SITE}/{id_}" for id_ in ids if page_id(f"{SITE}/{id_}")]
        if not addresses:
            detail = "no model is known yet whose page to ask for: fetch openrouter first"
            raise FetchError(self.id, PATTERN, detail)
        bad: list[Sighting] = []
        found = 0
        for sighting in http.get_all(self.id, addresses, accept=ACCEPT, page=True, label="pages"):
            if not sighting.ok and sighting.status not in (404, 410):
                bad.append(sighting)
            found += sighting.ok
            yield sighting
        if bad or not found:
            told = f", first {bad[0].url}: {bad[0].error}" if bad else ": none is there"
            raise FetchError(self.id, PATTERN, f"{len(addresses) - found} of {len(addresses)} pages failed{told}")

    def reads(self, url: str) -> bool:
        """Whether an address is the page of a model."""
        return url == PATTERN or page_id(url) != ""

    def is_main(self, url: str) -> bool:
        """Every page is one of the source's entries."""
        return self.reads(url)

    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        """The one record of a page. Raises ShapeError where it is not a page of the id that it was asked for."""
        page = Page(pages[0])
        head = read_head(page, page_id(pages[0].sighting.url))
        if not head.told and not head.unread and not head.description:
            raise page.error("a page without date, context, prices and description")
        raw: dict[str, Any] = {
            "name": head.name,
            "id": head.id,
            "told": head.told,
            "description": head.description,
            "unread": head.unread,
            "empty_sections": empty_sections(page, head.name),
        }
        return Parsed({f"pages:{head.id}": [Record(head.id, "page", "", raw)]})

    def observe(self, record: Record) -> Observation:
        """What the page says of its model."""
        reader = Reader(record.id)
        raw = record.raw
        for field, value in (("name", raw["name"]), ("description", raw["description"])):
            if value:
                reader.claims.append(Claim(field, value.strip(), value, f"/{field}"))
        for field in ("openrouter_id", "wire_id"):
            reader.claims.append(Claim(field, record.id, record.id, "/id"))
        reader.claims.append(Claim("provider_slug", "openrouter", "", ""))
        claim_told(raw["told"], reader)
        claimed = {claim.field for claim in reader.claims}
        for line in raw["unread"]:
            missing = [field for field in (PRICED if "/" in line or "$" in line else DATED) if field not in claimed]
            for field in missing or ["other_prices"]:
                reader.note(IssueKind.BAD_VALUE, field, f"{line!r}: figures that cannot be told apart", "/unread")
        if raw["empty_sections"]:
            sections = dumps(raw["empty_sections"])
            reader.claims.append(Claim("empty_sections", sections, sections, "/sections"))
        return Observation(
            record=record.id,
            kind=record.kind,
            url=f"{SITE}/{record.id}",
            pointer=record.pointer,
            claims=tuple(reader.claims),
            issues=tuple(reader.issues),
            raw=dumps(raw),
        )


SOURCE = OpenRouterPage()
