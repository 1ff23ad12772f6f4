"""Sellers as genai-prices tells them: id, name, and by which addresses its client knows their APIs."""

import re
from collections.abc import Iterator, Mapping, Sequence

from catalog.entries import Claimed
from catalog.export.compat.parts import Part

IDS = {"xai": "x-ai", "z-ai": "zai"}
"""Sellers that genai-prices knows by another id than we; all others stand under our own."""
OTHER_NAMES = {"302ai": "ai302"}
"""Names of sellers that are no names of theirs where prices are compared."""
NO_ADDRESS = "(?!)"
"""A pattern that no address meets."""
MOST_OF_A_NAME = 100
MOST_OF_A_PATTERN = 200


def seller_id(slug: str) -> str:
    """The id by which its clients ask for a seller."""
    return IDS.get(slug, slug)


def is_id(text: str) -> bool:
    """Whether the schema takes a text for an id."""
    return 0 < len(text) <= MOST_OF_A_NAME and not re.search(r"\s", text)


def seller(slug: str, said: Mapping[str, Sequence[Claimed]], otherwise: str) -> Iterator[Part]:
    """What is known of a seller; `otherwise` is its name where nobody says it."""
    yield Part("id", seller_id(slug))
    named = [claim for claim in said.get("provider_name", ()) if len(claim.value) <= MOST_OF_A_NAME]
    yield Part("name", named[0].value, named[:1]) if named else Part("name", otherwise[:MOST_OF_A_NAME])
    yield next(_patterns(said), Part("api_pattern", NO_ADDRESS))
    if seller_id(slug) != slug:
        yield Part("provider_match", {"equals": slug})


def _patterns(said: Mapping[str, Sequence[Claimed]]) -> Iterator[Part]:
    """Patterns of its addresses that sources state; else an address that they state, itself."""
    for claim in said.get("api_pattern", ()):
        if len(claim.value) <= MOST_OF_A_PATTERN and _is_pattern(claim.value):
            yield Part("api_pattern", claim.value, [claim])
    for claim in said.get("api_url", ()):
        if re.fullmatch(r"https://[\w./-]+", claim.value, re.ASCII):
            yield Part("api_pattern", claim.value.rstrip("/").replace(".", r"\."), [claim])


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True
