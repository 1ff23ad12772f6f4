"""Ways in which people write down whose id an id is: package URLs, addresses of pages, `hf:`."""

import re
from typing import NamedTuple
from urllib.parse import unquote

from catalog.known_ids import HUB
from catalog.match.judgement import ROUTER
from catalog.purl import repository_of

_SHORT = re.compile(r"(?:hf|huggingface):(?://)?([^/\s]+/[^/\s]+)", re.IGNORECASE)
_PAGE = re.compile(r"https?://(?:www\.)?(huggingface\.co|hf\.co|openrouter\.ai)/([^?#]+)(?:[?#].*)?", re.IGNORECASE)
_OF_MODELS = re.compile(r"^(?:api/)?(?:v1/)?models/")
"""Stands before a model's id in addresses of an API and in old ones of pages."""
_NO_AUTHOR = frozenset({"datasets", "spaces", "papers", "docs", "collections", "blog", "api", "models"})
"""First segments of addresses that are no author."""


class Spelled(NamedTuple):
    """An id and the source whose it is."""

    source: str
    id: str


def spelled(text: str) -> Spelled | None:
    """The id that a text writes in such a way; None where it is written in none."""
    repository = repository_of(text)
    if repository is not None:
        return Spelled(HUB, repository)
    short = _SHORT.fullmatch(text)
    if short is not None:
        return Spelled(HUB, short[1])
    page = _PAGE.fullmatch(text)
    return None if page is None else _of_page(page[1].lower(), unquote(page[2]))


def _of_page(host: str, path: str) -> Spelled | None:
    """Author and name are the first two segments; what follows are parts of the same page."""
    author, name, *_ = (*_OF_MODELS.sub("", path).split("/"), "")
    if not author or not name or author in _NO_AUTHOR:
        return None
    return Spelled(ROUTER if host == "openrouter.ai" else HUB, f"{author}/{name}")
