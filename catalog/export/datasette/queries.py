"""Questions that are ready to be asked, each with what it needs to know."""

from typing import NamedTuple

from scraper.attributes import PRICES


class Query(NamedTuple):
    """A question: its title, the SQL with the parameters that it names, and what to put into them."""

    title: str
    about: str
    sql: str


_PRICED = ", ".join(f"'{name}'" for name in PRICES)
_ANSWER = "select min(n.url) from snapshots n where n.sha256 = c.snapshot and n.source = c.source"
_ADDRESS = f"coalesce(({_ANSWER} and n.fetched_at = c.last_observed), ({_ANSWER}))"
"""Two addresses may give the same answer, at other times."""

QUERIES: dict[str, Query] = {
    "search": Query(
        "Models by words",
        "Words of a model's id, name, author or description.",
        """
select m.id, m.name, m.author, m.status, m.input_usd_per_mtok, m.output_usd_per_mtok, m.context_listed
from models_fts f join models m on m.rowid = f.rowid
where models_fts match escape_fts(:words) order by f.rank, m.id
""",
    ),
    "cheapest_offers_of_a_model": Query(
        "Cheapest offers of a model",
        "Offers that can be compared, the cheapest first: at three tokens in to one out. `model` is an id.",
        """
select c.place, o.provider, o.via, o.wire_id, o.input_usd_per_mtok, o.output_usd_per_mtok, c.blended_usd_per_mtok,
    o.observed_at, c.offer
from comparable c join offers o on o.id = c.offer where c.model_id = :model order by c.place
""",
    ),
    "claims_behind_a_value": Query(
        "Claims behind a value",
        "What every record of a model says of a field, with the answer that says so. `model` is an id.",
        f"""
select c.source, c.record, m.relation, m.level, c.value, c.original, c.first_observed, c.last_observed,
    (r.source, r.record) = (c.source, c.record) as chosen, r.rule, {_ADDRESS} as url, c.pointer
from matches m join claims c on (c.source, c.record) = (m.source, m.record)
    left join resolved r on r.model_id = m.model_id and r.field = c.field
where m.model_id = :model and c.field = :field and c.current = 1
order by chosen desc, c.source, c.record
""",  # noqa: S608 - names of our own
    ),
    "price_history": Query(
        "Prices of a model over time",
        "Its list prices as they were published, from when to when. `model` is an id.",
        """
select field, since, until, value, held_by from list_prices_over_time where model_id = :model order by field, since
""",
    ),
    "who_disagrees": Query(
        "Who disagrees on a model",
        "What sources say against each other of a model's prices and facts. `model` is an id.",
        """
select d.field, d.provider, d.wire_id, d.ratio, d.doubt, json_extract(s.value, '$.source') as source,
    json_extract(s.value, '$.record') as record, json_extract(s.value, '$.value') as value,
    json_extract(s.value, '$.since') as since, json_extract(s.value, '$.last') as last
from disagreements d, json_each(d.said) s
where d.model_id = :model order by d.field, d.provider, d.wire_id, s.key
""",
    ),
    "changes_since": Query(
        "Changes since a day",
        "What changed from a day on, the newest first. `since` is a day such as 2026-07-01.",
        """
select at, kind, source, model_id, provider, wire_id, field, old, new, by from changes
where at >= :since order by at desc, source, record, kind, field
""",
    ),
    "said_on_a_day": Query(
        "What a source said on a day",
        "Every field of a record as the source said it at the end of a day. `day` is a day such as 2026-07-01.",
        """
select field, value, original, first_observed, ended_at from claims
where source = :source and record = :record and first_observed < date(:day, '+1 day')
    and (ended_at is null or ended_at >= date(:day, '+1 day'))
order by field
""",
    ),
    "models_an_id_leads_to": Query(
        "Models that an id leads to",
        "Which model an id means, whose id it is, how surely and by which rule. `id` is written as its source has it.",
        """
select model_id, source, record, relation, level, rule, purl from crosswalk where id = :id
order by model_id, source, record
""",
    ),
}  # fmt: skip
"""Every question by name."""
