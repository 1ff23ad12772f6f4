"""Views for common questions, each in the order in which its answer is read."""

from typing import NamedTuple

from catalog.queries import LARGEST_FIRST
from catalog.store.tables import STANDING, STANDING_IS
from scraper.attributes import PRICES


class View(NamedTuple):
    """A question that is asked often: the SQL that answers it, what a row is, the tables it is read from."""

    sql: str
    about: str
    tables: tuple[str, ...]


_PRICED = ", ".join(f"'{name}'" for name in PRICES)

VIEWS: dict[str, View] = {
    "standing": View(STANDING, STANDING_IS, ("claims",)),
    "cheapest_offers": View(
        """
create view cheapest_offers as
    select m.id as model_id, m.name, m.author, o.provider, o.via, o.wire_id, o.input_usd_per_mtok,
        o.output_usd_per_mtok, c.blended_usd_per_mtok, c.offer, o.observed_at, c.blended_usd_per_mtok_number
    from comparable c join models m on m.id = c.model_id join offers o on o.id = c.offer
    where c.place = 1 order by c.blended_usd_per_mtok_number, m.id
""",
        "The cheapest comparable offer of each model, the cheapest model first.",
        ("comparable", "offers", "models"),
    ),
    "largest_disagreements": View(
        f"""
create view largest_disagreements as
    select kind, model_id, provider, wire_id, field, ratio, newest, said from disagreements
    where coalesce(doubt, '') = '' order by {LARGEST_FIRST}
""",  # noqa: S608 - names of our own
        "What sources say against each other without a known reason, the largest difference first.",
        ("disagreements",),
    ),
    "changes_last_week": View(
        """
create view changes_last_week as
    select at, kind, source, record, model_id, provider, wire_id, field, old, new, by, held from changes
    where at >= strftime('%Y-%m-%dT%H:%M:%SZ',
        (select max(fetched_at) from snapshots where state = 'accepted'), '-7 days')
    order by at desc, source, record, kind, field
""",
        "Changes of the seven days before the newest answer, the newest first.",
        ("changes",),
    ),
    "list_prices_over_time": View(
        f"""
create view list_prices_over_time as
    select h.model_id, m.name, h.field, h.since, h.until, h.value, h.held_by, h.value_number
    from history h join models m on m.id = h.model_id
    where h.field in ({_PRICED}) order by h.model_id, h.field, h.since
""",  # noqa: S608 - names of our own
        "The list price of each model as it was published, from when to when.",
        ("history", "models"),
    ),
    "newest_models": View(
        """
create view newest_models as
    select id, name, author, released, listed_at, first_seen, input_usd_per_mtok, output_usd_per_mtok, context_listed
    from models where status = 'active' order by coalesce(released, substr(listed_at, 1, 10), '') desc, id
""",
        "Models that are listed now, the newest first: by the day on which it was released, or else listed.",
        ("models",),
    ),
    "source_health": View(
        """
create view source_health as
    select s.id, s.name, s.kind, s.state, s.last_success, s.records, s.claims, s.held, s.unreadable, s.error,
        (select max(fetched_at) from snapshots n where n.source = s.id) as last_look,
        (select count(*) from snapshots n where n.source = s.id and n.state = 'refused') as refused,
        (select count(*) from snapshots n where n.source = s.id and n.state = 'failed') as failed
    from sources s order by s.state = 'fresh', s.last_success, s.id
""",
        "How each source fares, those in trouble first.",
        ("sources",),
    ),
}
"""Every view by name."""
