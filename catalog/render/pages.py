"""Which pages exist, where they are, and what is on them: every file of the site but the data."""

from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup
from sqlite_utils import Database

from catalog.addresses import folder, link, model_feed
from catalog.carried import digest, program
from catalog.changes.events import Event
from catalog.doubts import DOUBTS
from catalog.guards.held import held
from catalog.published_ids import PublishedIds
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
from catalog.render.environment import PageContext, environment, render
from catalog.render.event_names import EventNames
from catalog.render.explorer_data import data_path, explorer_data
from catalog.render.explorer_models import ExplorerModel, explorer_models
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
    """Renders every page of a catalog. Holds nothing that changes from run to run by itself."""

    def __init__(
        self,
        db: Database,
        status: Status,
        templates: Path,
        assets: Path,
        base_url: str,
        now: datetime,
        issues_url: str,
        details: Sequence[ModelDetail],
        ids: PublishedIds,
        og_images: bool = False,
    ) -> None:
        self.db = db
        self.ids = ids
        self.status = status
        self.base_url = base_url
        self.templates = environment(templates)
        self.assets = Assets(assets)
        self.notice = notice(status, now)
        self.cards = Cards(og_images, base_url)
        self.issues_url = issues_url
        self.details = details
        self.other_ids = other_ids(db)
        self.names = {detail.id: str(detail.row["name"]) for detail in details}
        self.titles = _unique_titles(details)
        self.providers = provider_names(db)
        self.sources = {row["id"]: str(row["name"]) for row in status.sources}
        self.receipts = Receipts(Addresses(db), self.sources, issues_url)
        self.models = ModelPages(self.receipts, self.providers, self.other_ids, self.names, ids.earlier(db), details)

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
        return digest(detail, self.titles[detail.id], others, kin, earlier, compared)

    def files(
        self,
        told: Sequence[Event],
        names: EventNames,
        carried: Container[str] = (),
        stays: Stays = lambda *_: False,
        drawn: Callable[[str], bool] = lambda _: False,
    ) -> Iterator[File]:
        """Every page, style sheet and script, and the lists for robots. `told` are changes, the newest first.

        Pages of the models that are `carried` over are not made, nor others of which `stays` says that they stay,
        nor cards that are `drawn` already, by their path.
        """
        details = self.details
        paths = [f"models/{folder(detail.id)}/index.html" for detail in details if detail.id in carried]
        made = [detail for detail in details if detail.id not in carried]
        for file in chain(self._pages(made), self._lists(told, names), self._changes(told, names, stays, paths)):
            paths.append(file.path)
            yield file
        yield from self._assets()
        for path, card in self.cards.files([SITE, *(card_of(detail.row) for detail in details)]):
            if not drawn(path):
                yield File(path, draw(card))
        yield from self._pointers()
        lost = self._unlisted("404.html", "Not found · Model Atlas", "There is no page at this address.")
        yield self._file("404.html", NotFoundPage(lost))
        yield from (File(*made) for made in sitemap(self.base_url, paths))
        yield File("robots.txt", robots(self.base_url))
        priced = [detail.id for detail in details if detail.row["price_state"] == "known"]
        example = next(iter(priced or self.names), None)
        yield File("llms.txt", llms(self.base_url, paths, example))
        yield File(".nojekyll", b"")

    def _pages(self, made: Sequence[ModelDetail]) -> Iterator[File]:
        details = self.details
        active = sum(detail.row["status"] == "active" for detail in details)
        about = f"{active} AI models with prices, limits and capabilities, each value with its source and date."
        page = self._page("index.html", "Model Atlas: AI models, every value with its receipt", about)
        feeds = tuple(FeedLink(title, feed) for title, feed in FEEDS)
        page = replace(page, feeds=feeds)
        listed, told = explorer_models(details, self.receipts, self.providers), labels(self.sources)
        data = File(data_path(content := explorer_data(listed, told)), content)
        yield data
        yield self._file("index.html", explorer(listed, page, self.status.generated_at, data.path))
        yield from self._compare(listed, data.path)
        yield from self._model_pages(made)
        yield self._file("methodology/index.html", self._methodology(details))
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
        for path, lab in lab_pages(self.details, told, names, called, self._page):
            yield self._file(path, lab)
        for path, seller in provider_pages(offers, called, sellers, self.names, self.receipts, self._page):
            yield self._file(path, seller)
        yield self._file(A_TO_Z, a_z_page(self.details, self._page))
        yield self._file(DATA, data_page(self.db, self.status, self.base_url, self._page))

    def _changes(self, told: Sequence[Event], names: EventNames, stays: Stays, stayed: list[str]) -> Iterator[File]:
        for path, context in changes_pages(told, names, self._page, bool(self.status.as_of)):
            if stays(path, digest(context), (path,)):
                stayed.append(path)
            else:
                yield self._file(path, context)

    def _model_pages(self, details: Sequence[ModelDetail]) -> Iterator[File]:
        for detail in details:
            path = f"models/{folder(detail.id)}"
            about = f"{shortened(detail.row['name'])} ({detail.id}). {lead(detail)}"
            page = self._page(f"{path}/index.html", self.titles[detail.id], about)
            feed = FeedLink(f"Changes of {detail.row['name']}", page.root + link(model_feed(detail.id)))
            told = model_documents(detail, page.canonical, lead(detail), self._seller)
            picture = self.cards.picture(card_of(detail.row))
            page = replace(page, feeds=(feed,), json_ld=(*told, *page.json_ld), picture=picture)
            context: ModelPage = self.models.context(detail, page)
            yield self._file(f"{path}/index.html", context)
            yield File(f"{path}/index.md", markdown(context).encode("utf-8", "replace"))

    def _seller(self, offer: Row) -> tuple[str, str]:
        return sold_by(offer, self.receipts, self.providers)

    def _dataset(self, address: str) -> Markup:
        """The catalog as a data set, described at an address."""
        first = self.db.execute("select min(first_seen) from presence").fetchone()[0]
        known = {name for detail in self.details for name in detail.fields}
        return dataset(self.base_url, address, self.status, first or "", known)

    def _compare(self, models: Sequence[ExplorerModel], data: str) -> Iterator[File]:
        about = "AI models side by side: limits, prices, scores and capabilities, with what differs and what is best."
        yield self._file(
            COMPARE, compare_page(models, self._page(COMPARE, "Compare AI models · Model Atlas", about), data)
        )
        others = {former.id: former.model_id for former in self.ids.former(self.db) if former.model_id is not None}
        others |= {id_: model_id for id_, (_, model_id) in self.other_ids.items()}
        yield File(OTHER_IDS, other_ids_json(others, self.names))

    def _methodology(self, details: Sequence[ModelDetail]) -> MethodologyPage:
        active = [detail for detail in details if detail.row["status"] == "active"]
        fields = tuple(
            FieldRow(name, attribute.label, attribute.meaning, f"{known} of {len(active)}")
            for name, attribute in ATTRIBUTES.items()
            if (known := sum(name in detail.fields for detail in active))
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
        # A lone surrogate cannot be written as UTF-8: it becomes a question mark, as a browser would show it.
        return File(path, render(self.templates, context).encode("utf-8", "replace"))

    def _assets(self) -> Iterator[File]:
        for path, content in self.assets.files.items():
            yield File(self.assets.path + path, content)


def _unique_titles(details: Sequence[ModelDetail]) -> dict[str, str]:
    """Titles by id; where two models bear one name, the id tells them apart."""
    names = [shortened(detail.row["name"]) for detail in details]
    twice = {name for name, times in Counter(names).items() if times > 1}
    return {
        detail.id: f"{name} ({detail.id}) · Model Atlas" if name in twice else f"{name} · Model Atlas"
        for detail, name in zip(details, names, strict=True)
    }
