"""Jinja, set up so that a missing variable is an error and no text of a source can become markup."""

import re
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from catalog.render.changed import ChangesPage, DayPage
from catalog.render.contexts import (
    AToZPage,
    ComparePage,
    DataPage,
    DisagreementsPage,
    ExplorerPage,
    LabPage,
    LabsPage,
    MethodologyPage,
    ModelPage,
    NotFoundPage,
    PointerPage,
    ProviderPage,
    ProvidersPage,
    SourcesPage,
)
from catalog.render.linked import of_the_web
from catalog.render.template_code import PlainEnvironment

PageContext: TypeAlias = (
    AToZPage
    | ChangesPage
    | DataPage
    | ComparePage
    | DayPage
    | DisagreementsPage
    | ExplorerPage
    | LabPage
    | LabsPage
    | MethodologyPage
    | ModelPage
    | NotFoundPage
    | PointerPage
    | ProviderPage
    | ProvidersPage
    | SourcesPage
)
"""What can be rendered: one class a kind of page."""

TEMPLATES: dict[type[PageContext], str] = {
    ChangesPage: "changes.html",
    ComparePage: "compare.html",
    DayPage: "changes_day.html",
    DisagreementsPage: "disagreements.html",
    ExplorerPage: "index.html",
    ModelPage: "model.html",
    SourcesPage: "sources.html",
    MethodologyPage: "methodology.html",
    PointerPage: "pointer.html",
    LabsPage: "labs.html",
    LabPage: "lab.html",
    ProvidersPage: "providers.html",
    ProviderPage: "provider.html",
    AToZPage: "a_z.html",
    DataPage: "data.html",
    NotFoundPage: "404.html",
}
"""The template of each kind of page."""

# HTML forbids these even as character references, and a lone surrogate cannot be written as UTF-8.
# https://html.spec.whatwg.org/multipage/parsing.html#parse-error-control-character-in-input-stream
# The overrides of direction among them could make a name read as another one.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Characters that no page may hold."""
_PLAIN = bytes(code for code in range(128) if not UNPRINTABLE.match(chr(code)))
"""Characters of ASCII that a page may hold: nearly all of any page."""


@cache
def environment(templates: Path) -> Environment:
    """Templates of that folder: strict about names, escaping everything, without stray blank lines.

    They are part of the program: a process reads and compiles each of them once, however often it builds.
    """
    made = PlainEnvironment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.tests["of_the_web"] = of_the_web
    return made


def compile_all(templates: Path) -> None:
    """Compile every template of that folder, so that processes which are begun later need not."""
    made = environment(templates)
    for name in made.list_templates():
        made.get_template(name)


def render(environment: Environment, context: PageContext) -> str:
    """Give the page as HTML; each field of its context is a variable of the same name in its template."""
    return page_file(environment, context).decode()


def page_file(environment: Environment, context: PageContext) -> bytes:
    """The same as a file: texts of sources come as they were served."""
    template = environment.get_template(TEMPLATES[type(context)])
    return as_file(template.render({field.name: getattr(context, field.name) for field in fields(context)}))


def as_file(html: str) -> bytes:
    """A page as it is written: characters that no page may hold become U+FFFD."""
    data = html.encode("utf-8", "surrogatepass")
    # Looked for among the few characters that are not plain: through the whole page it takes three times as long.
    others = data.translate(None, _PLAIN).decode("utf-8", "surrogatepass")
    return UNPRINTABLE.sub("\ufffd", html).encode() if UNPRINTABLE.search(others) else data
