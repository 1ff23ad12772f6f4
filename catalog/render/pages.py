"""Which pages exist, where they are, and what is on them: every file of the site but the data."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup
from sqlite_utils import Database

from catalog.addresses import folder, link, model_feed
from catalog.carried import digest, made_from, program
from catalog.changes.events import Event
from catalog.doubts import DOUBTS
from catalog.guards.held import held
from catalog.outlines import lab_facts, overall_ratings, rated
from catalog.published_ids import PublishedIds
from catalog.quality import known_fields
from catalog.queries import (
    Addresses,
    ModelDetail,
    Row,
    Status,
    disagreements,
    other_ids,
    provider_names,
)
from catalog.render.a_z_page import PATH as A_TO_Z
from catalog.render.a_z_page import a_z_page
from catalog.render.assets import Assets
from catalog.render.cards import SITE, Cards, card_of, draw
from catalog.render.changes_page import FEEDS, changes_pages
from catalog.render.compare_page import OTHER_IDS, compare_page, other_ids_json
from catalog.render.compare_page import PATH as COMPARE
from catalog.render.contexts import (
    FieldRow,
    MethodologyPage,
    ModelPage,
    NotFoundPage,
    Page,
)
from catalog.render.data_page import PATH as DATA
from catalog.render.data_page import data_page
from catalog.render.disagreements_page import disagreement_pages
from catalog.render.environment import PageContext, environment, page_file
from catalog.render.event_names import EventNames
from catalog.render.explored import Explored
from catalog.render.explorer_data import data_path, explorer_data
from catalog.render.explorer_models import ExplorerModel, arena_ratings, explorer_model
from catalog.render.explorer_page import explorer, labels
from catalog.render.formats import shortened
from catalog.render.json_ld import breadcrumbs, dataset, model_documents
from catalog.render.lab_pages import lab_pages
from catalog.render.lead import lead
from catalog.render.linked import FeedLink
from catalog.render.llms import llms
from catalog.render.markdown import markdown
from catalog.render.model_page import ModelPages
from catalog.render.notice import notice
from catalog.render.pointer_page import former_page, pointer
from catalog.render.provider_pages import provider_pages
from catalog.render.receipts import Receipts
from catalog.render.seller_names import seller_names, sold_by
from catalog.render.sitemap import robots, sitemap
from catalog.render.sources_page import sources_page
from catalog.resources import resource
from catalog.sales import standing_offers
from catalog.sellers import load_sellers
from scraper.attributes import ATTRIBUTES

DATASETS = ("index.html", "data/index.html")
"""Pages that speak of the catalog as a data set."""
LONGEST_NAME = 100
"""So many letters of a name stand in a title: names come from outside, of any length."""

Stays = Callable[[str, str, Sequence[str]], bool]
"""Tells whether files stay as they are: by a name for them, a digest of what they are made from, and their paths."""


class File(NamedTuple):
    """One file of the site: its path below the root, and its content."""

    path: str
    content: bytes


class Site:
    """Renders every page of a catalog: first of its models, one at a time, then all others."""

    def __init__(
        self,
        db: Database,
        status: Status,
        templates: Path,
        assets: Path,
        base_url: str,
        now: datetime,
        issues_url: str,
        models: Sequence[Row],
        ids: PublishedIds,
        og_images: bool = False,
    ) -> None:
        """`models` are the rows of all of them, by id, in the few columns that lists need."""
        self.db = db
        self.ids = ids
        self.status = status
        self.base_url = base_url
        self.templates = environment(templates)
        self.assets = Assets(assets)
        self.notice = notice(status, now)
        self.cards = Cards(og_images, base_url)
        self.issues_url = issues_url
        self.rows = models
        self.other_ids = other_ids(db)
        self.names = {row["id"]: str(row["name"]) for row in models}
        self.titles = _unique_titles(models)
        self.providers = provider_names(db)
        self.sources = {row["id"]: str(row["name"]) for row in status.sources}
        self.addresses = Addresses(db)
        self.receipts = Receipts(self.addresses, self.sources, issues_url)
        self.models = ModelPages(self.receipts, self.providers, self.other_ids, self.names, ids.earlier(db), rated(db))
        self.ratings = arena_ratings(overall_ratings(db))
        self.fields = known_fields(db)
        self.explored = Explored()

    def use(self, db: Database) -> None:
        """Ask another connection to the same database from now on: a process of its own has to open one."""
        self.db = db
        self.addresses.use(db)

    def shared(self, until: str) -> str:
        """A digest of what the files of all models are made from beside the model itself, answers up to a time."""
        answers = "select source, url, fetched_at, sha256 from snapshots where fetched_at <= ? order by 1, 2, 3, 4"
        return digest(
            program(), self.cards.by, self.base_url, self.issues_url, self.notice, self.sources, self.providers,
            held(self.db), self.db.execute(answers, [until]).fetchall(),
        )  # fmt: skip

    def inputs(self, detail: ModelDetail) -> str:
        """A digest of what the files of one model are made from beside what all share."""
        kin = [self.names.get(row["other_id"]) for row in detail.kin]
        earlier = [(one, self.names.get(one.model_id)) for one in self.models.earlier.get(detail.id, ())]
        others, compared = self.models.others.get(detail.id), self.models.peers.of(detail)
        return made_from(*detail, self.titles[detail.id], others, kin, earlier, compared)

    def explored_of(self, detail: ModelDetail) -> ExplorerModel:
        """What the explorer tells of a model; `explored` takes it, for the lists of all models."""
        return explorer_model(detail, self.ratings.get(detail.id), self.receipts, self.providers)

    def model_files(self, detail: ModelDetail) -> Iterator[File]:
        """The page of one model, and the same as Markdown."""
        path, row, told = f"models/{folder(detail.id)}", detail.row, lead(detail)
        about = f"{shortened(row['name'])} ({detail.id}). {told}"
        page = self._page(f"{path}/index.html", self.titles[detail.id], about)
        feed = FeedLink(f"Changes of {row['name']}", page.root + link(model_feed(detail.id)))
        documents = model_documents(detail, page.canonical, told, self._seller)
        picture = self.cards.picture(card_of(row))
        page = replace(page, feeds=(feed,), json_ld=(*documents, *page.json_ld), picture=picture)
        context: ModelPage = self.models.context(detail, page)
        yield self._file(f"{path}/index.html", context)
        yield File(f"{path}/index.md", markdown(context).encode("utf-8", "replace"))

    def files(
        self,
        told: Sequence[Event],
        names: EventNames,
        stays: Stays = lambda *_: False,
        drawn: Callable[[str], bool] = lambda _: False,
    ) -> Iterator[File]:
        """Every other page, style sheet and script, and the lists for robots, once all models were taken.

        `told` are changes, the newest first. Pages of which `stays` says that they stay are not made, nor cards that
        are `drawn` already, by their path.
        """
        paths = [f"models/{folder(row['id'])}/index.html" for row in self.rows]
        for file in chain(self._pages(), self._lists(told, names), self._changes(told, names, stays, paths)):
            paths.append(file.path)
            yield file
        yield from self._assets()
        for path, card in self.cards.files(chain([SITE], map(card_of, self.rows))):
            if not drawn(path):
                yield File(path, draw(card))
        yield from self._pointers()
        lost = self._unlisted("404.html", "Not found · Model Atlas", "There is no page at this address.")
        yield self._file("404.html", NotFoundPage(lost))
        yield from (File(*made) for made in sitemap(self.base_url, paths))
        yield File("robots.txt", robots(self.base_url))
        priced = [row["id"] for row in self.rows if row["price_state"] == "known"]
        example = next(iter(priced or self.names), None)
        yield File("llms.txt", llms(self.base_url, paths, example))
        yield File(".nojekyll", b"")

    @cached_property
    def active(self) -> int:
        """How many models are listed now."""
        return sum(row["status"] == "active" for row in self.rows)

    def _pages(self) -> Iterator[File]:
        about = f"{self.active} AI models with prices, limits and capabilities, each value with its source and date."
        page = self._page("index.html", "Model Atlas: AI models, every value with its receipt", about)
        feeds = tuple(FeedLink(title, feed) for title, feed in FEEDS)
        page = replace(page, feeds=feeds)
        listed, told = self.explored.in_order(), labels(self.sources)
        data = File(data_path(content := explorer_data(listed, told)), content)
        yield data
        yield self._file("index.html", explorer(listed, page, self.status.generated_at, data.path))
        yield from self._compare(listed, data.path)
        yield self._file("methodology/index.html", self._methodology())
        yield self._file("sources/index.html", sources_page(self.db, self.status, self.receipts, self._page))
        for path, context in disagreement_pages(disagreements(self.db), self.names, self.receipts, self._page):
            yield self._file(path, context)

    def _pointers(self) -> Iterator[File]:
        for id_, (relation, model_id) in self.other_ids.items():
            yield self._file(*pointer(id_, relation, model_id, self.names, self._unlisted))
        for former in self.ids.former(self.db):
            yield self._file(*former_page(former, self.names, self.receipts, self._unlisted))

    def _lists(self, told: Sequence[Event], names: EventNames) -> Iterator[File]:
        """The pages of labs and sellers, the list of all models, and the page of the data."""
        offers = standing_offers(self.db)
        called = seller_names(offers, self.receipts, self.providers)
        sellers = load_sellers(resource("data/curated"))
        for path, lab in lab_pages(self.rows, lab_facts(self.db), told, names, called, self._page):
            yield self._file(path, lab)
        for path, seller in provider_pages(offers, called, sellers, self.names, self.receipts, self._page):
            yield self._file(path, seller)
        yield self._file(A_TO_Z, a_z_page(self.rows, self._page))
        yield self._file(DATA, data_page(self.db, self.status, self.base_url, self._page))

    def _changes(self, told: Sequence[Event], names: EventNames, stays: Stays, stayed: list[str]) -> Iterator[File]:
        for path, context in changes_pages(told, names, self._page, bool(self.status.as_of)):
            if stays(path, made_from(context), (path,)):
                stayed.append(path)
            else:
                yield self._file(path, context)

    def _seller(self, offer: Row) -> tuple[str, str]:
        return sold_by(offer, self.receipts, self.providers)

    def _dataset(self, address: str) -> Markup:
        """The catalog as a data set, described at an address."""
        first = self.db.execute("select min(first_seen) from presence").fetchone()[0]
        return dataset(self.base_url, address, self.status, first or "", self.fields)

    def _compare(self, models: Explored, data: str) -> Iterator[File]:
        about = "AI models side by side: limits, prices, scores and capabilities, with what differs and what is best."
        yield self._file(
            COMPARE, compare_page(models, self._page(COMPARE, "Compare AI models · Model Atlas", about), data)
        )
        others = {former.id: former.model_id for former in self.ids.former(self.db) if former.model_id is not None}
        others |= {id_: model_id for id_, (_, model_id) in self.other_ids.items()}
        yield File(OTHER_IDS, other_ids_json(others, self.names))

    def _methodology(self) -> MethodologyPage:
        fields = tuple(
            FieldRow(name, attribute.label, attribute.meaning, f"{known} of {self.active}")
            for name, attribute in ATTRIBUTES.items()
            if (known := self.fields.get(name))
        )
        about = "How each number is made: prices, limits, dates, free and unknown, receipts."
        return MethodologyPage(
            self._page("methodology/index.html", "Methodology · Model Atlas", about), fields, (*DOUBTS.values(),)
        )

    def _page(self, path: str, title: str, description: str) -> Page:
        deep = path.count("/")
        # A host shows 404.html at any depth: its links begin at the path under which the site is published.
        root = urlsplit(self.base_url).path if path == "404.html" else "../" * deep
        canonical = self.base_url + link(path.removesuffix("index.html"))
        title = shortened(title, 2 * LONGEST_NAME, keep=LONGEST_NAME)
        told = (self._dataset(canonical),) if path in DATASETS else ()
        return Page(
            title=title,
            description=shortened(description, 4 * LONGEST_NAME),
            canonical=canonical,
            root=root,
            assets=root + self.assets.path,
            notice=self.notice,
            json_ld=(*told, *breadcrumbs(self.base_url, path, title, canonical)),
            picture=self.cards.picture(SITE),
        )

    def _unlisted(self, path: str, title: str, description: str) -> Page:
        """A page that search engines are to leave out, and its way from the explorer with it."""
        return replace(self._page(path, title, description), indexed=False, json_ld=())

    def _file(self, path: str, context: PageContext) -> File:
        return File(path, page_file(self.templates, context))

    def _assets(self) -> Iterator[File]:
        for path, content in self.assets.files.items():
            yield File(self.assets.path + path, content)


def _unique_titles(rows: Sequence[Row]) -> dict[str, str]:
    """Titles by id; where two models bear one name, the id tells them apart."""
    names = [shortened(row["name"]) for row in rows]
    twice = {name for name, times in Counter(names).items() if times > 1}
    return {
        row["id"]: f"{name} ({row['id']}) · Model Atlas" if name in twice else f"{name} · Model Atlas"
        for row, name in zip(rows, names, strict=True)
    }
