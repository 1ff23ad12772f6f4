"""Which pages exist, where they are, and what is on them: every file of the site but the data."""

import hashlib
import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from sqlite_utils import Database

from catalog.addresses import folder, link, model_feed
from catalog.carried import digest, program
from catalog.changes.events import Event
from catalog.doubts import DOUBTS
from catalog.guards.held import Held, held
from catalog.health import STATES
from catalog.match.judgement import ROUTER
from catalog.published_ids import PublishedIds
from catalog.quality import accuracies, filled
from catalog.queries import (
    Addresses,
    ModelDetail,
    Row,
    Status,
    disagreements,
    other_ids,
    provider_names,
)
from catalog.render.changes_page import FEEDS, changes_pages
from catalog.render.contexts import (
    FieldRow,
    MethodologyPage,
    ModelPage,
    NotFoundPage,
    Notice,
    Page,
    SourceRow,
    SourcesPage,
)
from catalog.render.disagreements_page import disagreement_pages
from catalog.render.environment import PageContext, environment, render
from catalog.render.event_names import EventNames
from catalog.render.explorer_page import explorer
from catalog.render.formats import moment
from catalog.render.linked import FeedLink, Moment
from catalog.render.markdown import markdown
from catalog.render.model_page import ModelPages, lead
from catalog.render.pointer_page import former_page, pointer
from catalog.render.quality_rows import accuracy_text, fill_lines, fill_rows
from catalog.render.receipts import Receipts
from catalog.surprises import document_counts, issue_counts, issue_details
from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES
from scraper.issues import IssueKind

MOST_HELD = 50
"""So many held changes of a source the sources page lists."""
NOTICES = {
    "seed": "{name} could not be reached yet: values from the snapshot that came with the program",
    "failed": "The newest answer of {name} could not be used: values from the last good one",
    "stale": "{name} was not asked lately: values from its last answer",
}
KINDS = {
    "model": "models", "endpoint": "endpoints", "provider": "providers", "offer": "offers", "page": "pages",
    "listing": "listed", "score": "leaderboard rows", "usage": "usage", "lifecycle": "lifecycle rows",
    "config": "configurations of weights",
}  # fmt: skip
"""What records of each kind are called."""


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
    ) -> None:
        self.db = db
        self.ids = ids
        self.status = status
        self.base_url = base_url
        self.templates = environment(templates)
        self.assets = assets
        self.digest = _digest(assets)
        self.notice = _notice(status, now)
        self.issues_url = issues_url
        self.details = details
        self.other_ids = other_ids(db)
        self.names = {detail.id: str(detail.row["name"]) for detail in details}
        self.titles = _unique_titles(details)
        self.providers = provider_names(db)
        self.sources = {row["id"]: str(row["name"]) for row in status.sources}
        self.receipts = Receipts(Addresses(db), self.sources, issues_url)
        self.models = ModelPages(self.receipts, self.providers, self.other_ids, self.names, ids.earlier(db))

    def shared(self, until: str) -> str:
        """A digest of what the files of all models are made from beside the model itself, answers up to a time."""
        answers = "select source, url, fetched_at, sha256 from snapshots where fetched_at <= ? order by 1, 2, 3, 4"
        return digest(
            program(), self.base_url, self.issues_url, self.notice, self.sources, self.providers, held(self.db),
            self.db.execute(answers, [until]).fetchall(),
        )  # fmt: skip

    def inputs(self, detail: ModelDetail) -> str:
        """A digest of what the files of one model are made from beside what all share."""
        kin = [self.names.get(row["other_id"]) for row in detail.kin]
        earlier = [(one, self.names.get(one.model_id)) for one in self.models.earlier.get(detail.id, ())]
        return digest(detail, self.titles[detail.id], self.models.others.get(detail.id), kin, earlier)

    def files(
        self, told: Sequence[Event], names: EventNames, carried: Container[str] = (), stays: Stays = lambda *_: False
    ) -> Iterator[File]:
        """Every page, style sheet and script, and the lists for robots. `told` are changes, the newest first.

        Pages of the models that are `carried` over are not made, nor others of which `stays` says that they stay.
        """
        details = self.details
        paths = [f"models/{folder(detail.id)}/index.html" for detail in details if detail.id in carried]
        made = [detail for detail in details if detail.id not in carried]
        for file in chain(self._pages(made), self._changes(told, names, stays, paths)):
            paths.append(file.path)
            yield file
        yield from self._assets()
        yield self._file("404.html", NotFoundPage(self._page("404.html", "Not found", "This page does not exist.")))
        yield File("sitemap.xml", _sitemap(self.base_url, paths))
        yield File("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {self.base_url}sitemap.xml\n".encode())
        yield File(".nojekyll", b"")

    def _pages(self, made: Sequence[ModelDetail]) -> Iterator[File]:
        details = self.details
        active = sum(detail.row["status"] == "active" for detail in details)
        about = f"{active} AI models with prices, limits and capabilities, each value with its source and date."
        page = self._page("index.html", "Model Atlas: AI models, every value with its receipt", about)
        page = replace(page, feeds=tuple(FeedLink(title, feed) for title, feed in FEEDS))
        yield self._file("index.html", explorer(details, page, self.status.generated_at))
        yield from self._model_pages(made)
        for id_, (relation, model_id) in self.other_ids.items():
            yield self._file(*pointer(id_, relation, model_id, self.names, self._page))
        for former in self.ids.former(self.db):
            yield self._file(*former_page(former, self.names, self.receipts, self._page))
        yield self._file("methodology/index.html", self._methodology(details))
        yield self._file("sources/index.html", self._sources())
        for path, context in disagreement_pages(disagreements(self.db), self.names, self.receipts, self._page):
            yield self._file(path, context)

    def _changes(self, told: Sequence[Event], names: EventNames, stays: Stays, stayed: list[str]) -> Iterator[File]:
        for path, context in changes_pages(told, names, self._page, bool(self.status.as_of)):
            if stays(path, digest(context), (path,)):
                stayed.append(path)
            else:
                yield self._file(path, context)

    def _model_pages(self, details: Sequence[ModelDetail]) -> Iterator[File]:
        for detail in details:
            path = f"models/{folder(detail.id)}"
            page = self._page(
                f"{path}/index.html", self.titles[detail.id], f"{detail.row['name']} ({detail.id}). {lead(detail)}"
            )
            feed = FeedLink(f"Changes of {detail.row['name']}", page.root + link(model_feed(detail.id)))
            context: ModelPage = self.models.context(detail, replace(page, feeds=(feed,)))
            yield self._file(f"{path}/index.html", context)
            yield File(f"{path}/index.md", markdown(context).encode("utf-8", "replace"))

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

    def _sources(self) -> SourcesPage:
        about = "Where every value comes from: state, age, records and surprises of each source."
        page = self._page("sources/index.html", "Sources · Model Atlas", about)
        checked, known = accuracies(self.db), filled(self.db)
        rows = (
            replace(
                self._source(row),
                checked=accuracy_text(checked, row["id"]),
                completeness=fill_lines(known.get(row["id"], ()), KINDS),
            )
            for row in self.status.sources
        )
        return SourcesPage(page, tuple(rows), accuracy_text(checked), fill_rows(known))

    def _source(self, row: Row) -> SourceRow:
        odd = (IssueKind.UNKNOWN_KEY, IssueKind.UNKNOWN_VALUE)
        return SourceRow(
            **{name: row[name] for name in ("id", "name", "url", "kind", "licence", "cannot_know", "state")},
            state_meaning=STATES[row["state"]],
            last_success=moment(row["last_success"]) if row["last_success"] else None,
            records=row["records"],
            claims=row["claims"],
            held=row["held"],
            unreadable=row["unreadable"],
            surprises=tuple(
                f"{kind.replace('_', ' ')}: {field}, in {count} records"
                for kind, field, count in issue_counts(self.db, row["id"])
                if kind in odd
            ),
            copies=tuple(
                f"{copy['origin']}: {copy['what']} ({copy['evidence']})" for copy in parse_raw(row["copies"] or "[]")
            ),
            held_changes=_held_changes(held(self.db, row["id"])),
            left_out=tuple(issue_details(self.db, row["id"], (IssueKind.IGNORED,))),
            not_read=tuple(issue_details(self.db, row["id"], (IssueKind.BAD_VALUE, IssueKind.BAD_RECORD))),
            documents=tuple(
                f"{KINDS.get(kind, kind)}: {count}, last seen {moment(seen).text}"
                for kind, count, seen in document_counts(self.db, row["id"])
            ),
            error=row["error"] or "",
        )

    def _page(self, path: str, title: str, description: str) -> Page:
        deep = path.count("/")
        # A host shows 404.html at any depth: its links begin at the path under which the site is published.
        root = urlsplit(self.base_url).path if path == "404.html" else "../" * deep
        return Page(
            title=title,
            description=description,
            canonical=self.base_url + quote(path.removesuffix("index.html"), safe="/-._~@+="),
            root=root,
            assets=f"{root}assets/{self.digest}/",
            notice=self.notice,
        )

    def _file(self, path: str, context: PageContext) -> File:
        # A lone surrogate cannot be written as UTF-8: it becomes a question mark, as a browser would show it.
        return File(path, render(self.templates, context).encode("utf-8", "replace"))

    def _assets(self) -> Iterator[File]:
        for file in _asset_files(self.assets):
            yield File(f"assets/{self.digest}/{file.relative_to(self.assets).as_posix()}", file.read_bytes())


def _held_changes(changes: Sequence[Held]) -> tuple[str, ...]:
    """Held changes, each in a line; beyond `MOST_HELD`, how many more there are."""
    lines = [f"{change.record}: {change.step}; {change.why}" for change in changes[:MOST_HELD]]
    return (*lines, *([f"and {len(changes) - MOST_HELD:,} more"] if len(changes) > MOST_HELD else []))


def _asset_files(assets: Path) -> list[Path]:
    wanted = {".css", ".js", ".svg", ".png", ".ico", ".woff2"}
    return sorted(file for file in assets.rglob("*") if file.suffix in wanted)


def _digest(assets: Path) -> str:
    """A name for the assets' folder that changes with their content, so that they can be cached for good."""
    digest = hashlib.sha256()
    for file in _asset_files(assets):
        digest.update(file.relative_to(assets).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _notice(status: Status, now: datetime) -> Notice | None:
    """What every page says where values are not fresh, or of another time on purpose.

    Only where they are not fresh does a page depend on the day it is made.

    The router's list is behind every page and is told by name and age; of the others, how many.
    """
    if status.as_of:
        return Notice("An earlier state of the catalog, not today's.", moment(status.as_of), status.as_of)
    rows = {row["id"]: row for row in status.sources}
    main = rows.get(ROUTER)
    if main and main["last_success"] and main["state"] in NOTICES:
        as_of: Moment = moment(main["last_success"])
        days = (now - datetime.fromisoformat(as_of.iso)).days
        age = f"{days} day{'' if days == 1 else 's'} old when this page was made"
        return Notice(f"{NOTICES[main['state']].format(name=main['name'])}.", as_of, age)
    late = [row for row in rows.values() if row["state"] in NOTICES]
    if not late:
        return None
    told = ", ".join(str(row["name"]) for row in late[:3]) + (" and others" if len(late) > 3 else "")
    return Notice(f"{len(late)} of {len(rows)} sources are not fresh: {told}.", None, "")


def _unique_titles(details: Sequence[ModelDetail]) -> dict[str, str]:
    """Titles by id; where two models bear one name, the id tells them apart."""
    names = [detail.row["name"] for detail in details]
    twice = {name for name in names if names.count(name) > 1}
    return {
        detail.id: f"{name} ({detail.id}) · Model Atlas" if name in twice else f"{name} · Model Atlas"
        for detail, name in zip(details, names, strict=True)
    }


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _sitemap(base_url: str, paths: Sequence[str]) -> bytes:
    """Every page's address, in an order of its own."""
    addresses = sorted(
        base_url + quote(path.removesuffix("index.html"), safe="/-._~@+=") for path in paths if path.endswith(".html")
    )
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines += ['<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    lines += [f"<url><loc>{escape(_NOT_XML.sub('', address))}</loc></url>" for address in addresses]
    return ("\n".join([*lines, "</urlset>"]) + "\n").encode()
