"""The pages of labs: all of them with their figures, and one a lab with its models, sellers and changes."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from urllib.parse import quote

from catalog.addresses import folder, lab_feed, lab_page, link, provider_page
from catalog.changes.events import Event, published
from catalog.labs import Lab, labs, released
from catalog.outlines import LabFacts
from catalog.queries import Row
from catalog.render.change_rows import ChangeRow
from catalog.render.changes_page import change_row
from catalog.render.contexts import Counted, LabModel, LabPage, LabRow, LabsPage, Page
from catalog.render.event_names import EventNames
from catalog.render.formats import UNKNOWN, bare_name, day, moment, price, short_count, usd
from catalog.render.linked import FeedLink

ROOT = "labs/index.html"
MOST = 10
"""So many of the newest changes a lab's page shows."""

MakePage = Callable[[str, str, str], Page]
"""Makes what every page has, of path, title and description."""


def lab_pages(
    rows: Sequence[Row], facts: LabFacts, told: Sequence[Event], names: EventNames, sellers: Mapping[str, str],
    make: MakePage,
) -> Iterator[tuple[str, LabsPage | LabPage]]:  # fmt: skip
    """Every page with its path. `sellers` are the names of providers, by slug."""
    found = labs(rows)
    authors = {row["id"]: str(row["author"]) for row in rows}
    news: dict[str, list[Event]] = {}
    for event in published(told):
        if event.model_id in authors:
            news.setdefault(authors[event.model_id], []).append(event)
    about = f"{len(found)} makers of AI models: how many each has, its newest, its prices, and who sells them."
    yield ROOT, LabsPage(make(ROOT, "Labs · Model Atlas", about), tuple(_row(lab, facts) for lab in found))
    for lab in found:
        yield _page(lab, facts, news.get(lab.id, [])[:MOST], names, sellers, make)


def _row(lab: Lab, facts: LabFacts) -> LabRow:
    dated = [row for row in lab.models if released(row)]
    newest = next((row for row in dated if row["status"] == "active"), (*dated, lab.models[0])[0])
    retired = len(lab.models) - len(lab.listed)
    return LabRow(
        name=lab.name,
        lab=lab.id,
        href=f"../{link(lab_page(lab.id))}/",
        listed=str(len(lab.listed)),
        retired=str(retired),
        newest=bare_name(newest["name"]),
        newest_href=f"../models/{link(folder(newest['id']))}/",
        newest_on=_day(newest),
        prices=_span(lab.listed),
        open_weights=_open(lab.listed, facts),
        sellers=str(len(facts.sellers.get(lab.id, ()))),
    )


def _page(
    lab: Lab, facts: LabFacts, news: Sequence[Event], names: EventNames, sellers: Mapping[str, str], make: MakePage
) -> tuple[str, LabPage]:
    path = f"{lab_page(lab.id)}/index.html"
    called = lab.name if lab.name == lab.id else f"{lab.name} ({lab.id})"
    gone = len(lab.models) - len(lab.listed)
    told = f"{_models(len(lab.listed))} listed" + (f", {gone} no longer" if gone else "")
    page = make(path, f"{called}, a lab · Model Atlas", f"AI models by {called}: {told}, with limits, prices, sellers.")
    feed = FeedLink(f"Changes of models by {lab.name}", page.root + link(lab_feed(lab.id)))
    families = Counter(str(row["family"]) for row in lab.models if row["family"])
    return path, LabPage(
        page=replace(page, feeds=(feed,)),
        name=lab.name,
        lab=lab.id,
        told=told,
        explorer=f"{page.root}?lab={quote(lab.id, safe='', errors='replace')}",
        models=tuple(_model(row, facts, page.root) for row in lab.models),
        families=tuple(Counted(name, "", str(count)) for name, count in _most(families)),
        sellers=tuple(
            Counted(sellers.get(slug, slug), f"{page.root}{link(provider_page(slug))}/", str(count))
            for slug, count in _most(facts.sellers.get(lab.id, {}))
        ),
        changes=tuple(_change(event, page.root, names) for event in news),
    )


def _model(row: Row, facts: LabFacts, root: str) -> LabModel:
    return LabModel(
        name=bare_name(row["name"]),
        id=row["id"],
        href=f"{root}models/{link(folder(row['id']))}/",
        family=row["family"] or UNKNOWN,
        released=_day(row) or UNKNOWN,
        context=short_count(row["context_listed"]),
        input=price(row["input_usd_per_mtok"], row["price_state"]),
        output=price(row["output_usd_per_mtok"], row["price_state"]),
        rating=_rating(row, facts),
        status=row["status"],
    )


def _rating(row: Row, facts: LabFacts) -> str:
    """The Arena's rating of the model as it comes, with its overall rank."""
    rank = row["arena_rank"]
    rows = [score for score in facts.ratings.get(row["id"], ()) if score["rank"] == rank]
    if rank is None or not rows:
        return UNKNOWN
    newest = max(rows, key=lambda score: str(score["published"] or score["observed_at"]))
    return f"{round(Decimal(newest['rating']))}, #{rank}"


def _change(event: Event, root: str, names: EventNames) -> ChangeRow:
    """A change with its day: its time of day says little among others of a month."""
    return replace(change_row(event, root, names), at=moment(event.at))


def _span(rows: Sequence[Row]) -> str:
    """From the lowest to the highest known input price."""
    known = [Decimal(row["input_usd_per_mtok"]) for row in rows if row["input_usd_per_mtok"] is not None]
    if not known:
        return UNKNOWN
    low, high = usd(min(known)), usd(max(known))
    return low if low == high else f"{low} to {high}"


def _open(models: Sequence[Row], facts: LabFacts) -> str:
    """Of how many models the weights can be had, of those of which it is known."""
    told = [facts.open_weights[row["id"]] for row in models if row["id"] in facts.open_weights]
    return f"{told.count('true')} of {len(told)}" if told else UNKNOWN


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _day(row: Row) -> str:
    """The day of release in short; a bare month stays one."""
    told = released(row)
    return (day(told).text if len(told) > len("2026-01") else moment(told).text) if told else ""


def _models(count: int) -> str:
    return "1 model" if count == 1 else f"{count} models"
