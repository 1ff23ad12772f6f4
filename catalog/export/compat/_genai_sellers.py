"""Sellers as genai-prices tells them: id, name, and by which addresses its client knows their APIs."""

import re
from collections.abc import Iterable, Iterator

from catalog.entries import Claimed
from catalog.export.compat.parts import Part
from catalog.provider_claims import ProviderClaims

IDS = {"xai": "x-ai", "z-ai": "zai"}
"""Sellers that genai-prices knows by another id than we; all others stand under our own."""
OTHER_NAMES = {"ai302": ("302ai",), "novita": ("novita-ai",), "xai": ("x-ai",), "z-ai": ("zai",)}
"""Names under which sources speak of a seller, beside our own."""
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


def seller(slug: str, said: ProviderClaims, otherwise: str) -> Iterator[Part]:
    """What is known of a seller; `otherwise` is its name where nobody says it."""
    yield Part("id", seller_id(slug))
    named = [claim for claim in _said(slug, said, "provider_name") if len(claim.value) <= MOST_OF_A_NAME]
    yield Part("name", named[0].value, named[:1]) if named else Part("name", otherwise[:MOST_OF_A_NAME])
    yield next(_patterns(slug, said), Part("api_pattern", NO_ADDRESS))
    if seller_id(slug) != slug:
        yield Part("provider_match", {"equals": slug})


def _patterns(slug: str, said: ProviderClaims) -> Iterator[Part]:
    """Patterns of its addresses that sources state; else an address that they state, itself."""
    for claim in _said(slug, said, "api_pattern"):
        if len(claim.value) <= MOST_OF_A_PATTERN and _is_pattern(claim.value):
            yield Part("api_pattern", claim.value, [claim])
    for claim in _said(slug, said, "api_url"):
        if re.fullmatch(r"https://[\w./-]+", claim.value, re.ASCII):
            yield Part("api_pattern", re.escape(claim.value.rstrip("/")).replace(r"\-", "-"), [claim])


def _said(slug: str, said: ProviderClaims, field: str) -> Iterable[Claimed]:
    return [claim for name in (slug, *OTHER_NAMES.get(slug, ())) for claim in said.get(name, {}).get(field, ())]


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True
