"""`llms.txt`: the site in one short Markdown page, for programs that read texts.

Its form: https://llmstxt.org/
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from catalog.addresses import api_file, folder, link
from catalog.render.markdown import escape


class _Link(NamedTuple):
    """An address below the root, and what is there."""

    path: str
    name: str
    told: str


DATA = (
    _Link("api/v1/models/all.json", "All models", "every model with its resolved values, as JSON"),
    _Link("catalog.db", "The database", "SQLite: every claim, offer, change and rating; its tables say what they are"),
    _Link("api/v1/changes.json", "Changes", "what each side changed, when, from what to what; also as changes.csv"),
    _Link("api/v1/disagreements.json", "Disagreements", "what sources say against each other"),
)
PAGES = (
    _Link("", "Explorer", "every model, to search, filter and sort"),
    _Link("compare/", "Compare", "models side by side: `compare/?id=A&id=B`"),
    _Link("a-z/", "A-Z", "every model in one list"),
    _Link("labs/", "Labs", "who makes models, and which"),
    _Link("providers/", "Providers", "who sells models, and at what prices"),
    _Link("changes/", "Changes", "what changed, newest first, and a page a day"),
    _Link("disagreements/", "Disagreements", "where sources contradict each other"),
    _Link("sources/", "Sources", "what is read, how fresh it is, on what terms"),
    _Link("methodology/", "Methodology", "how each number is made"),
    _Link("data/", "Data", "every file to download, and what is in it"),
)
"""Pages that may be there; those that are not are left out."""
FEEDS = (
    _Link("feeds/changes.atom", "All changes", "Atom"),
    _Link("feeds/models.atom", "New models", "Atom"),
)
ABOUT = """\
# Model Atlas

> AI models with prices, limits and capabilities, reconciled from many sources. Each value has its receipt: \
who says it, where, since when, and who says otherwise.

Prices are US dollars per million tokens where nothing else is said. What is unknown is left out, or null; \
0 is free of charge. Prices of several sellers are never averaged. A model's id is `author/name`.
"""
CITE = """\
## How to cite

Name Model Atlas with the address of the model's page, and for a single value its source and the day on which \
it was observed: both stand beside the value. The terms of each source are on the page of sources.
"""


def llms(base_url: str, pages: Collection[str], example: str | None) -> bytes:
    """The file; `pages` are the paths of the HTML pages that are there, `example` the id of a model."""
    there = [page for page in PAGES if f"{page.path}index.html" in pages]
    parts = [
        ABOUT,
        _section("Data", base_url, DATA),
        *([_section("One model", base_url, _of_model(example))] if example is not None else []),
        _section("Pages", base_url, there),
        CITE,
        _section("Optional", base_url, FEEDS),
    ]
    return "\n".join(parts).encode("utf-8", "replace")


def _of_model(id_: str) -> Iterator[_Link]:
    """The files that every model has, named with one of them."""
    page, name = f"models/{link(folder(id_))}/", escape(id_)
    yield _Link(f"{page}index.md", f"{name} as Markdown", "a model's page as text: `models/ID/index.md`")
    yield _Link(f"{page}index.json", f"{name} as JSON", "the same with every claim: `models/ID/index.json`")
    yield _Link(f"api/v1/models/{link(api_file(id_))}", f"{name} in the API", "`api/v1/models/ID.json`")
    yield _Link(page, f"{name} as a page", "for people: `models/ID/`")


def _section(heading: str, base_url: str, links: Iterable[_Link]) -> str:
    lines = [f"- [{one.name}]({base_url}{one.path}): {one.told}" for one in links]
    return "\n".join([f"## {heading}", "", *lines, ""])
