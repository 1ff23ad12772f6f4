"""The shapes of 302.AI's records as tables: which key claims what, and what is left out.

There is no public description of these answers; the tables follow what the list itself holds.
"""

import re
from collections.abc import Mapping
from typing import Any

from scraper.claims import Claim
from scraper.errors import BadValue
from scraper.issues import IssueKind
from scraper.quotes import day_quoted, tokens_quoted
from scraper.reading import IGNORED, Field, Reader, Table, among
from scraper.units import day, decimal, dumps, flag, original, plain, text, texts, tokens, unix_time

AGGREGATORS = ("PPIO", "SiliconFlow", "SophNet", "WaveSpeed")
"""Resellers that 302.AI itself sells through; it lists them where a maker stands."""
SELLER = "302.AI"

_KNOWN = {name.lower(): name for name in AGGREGATORS} | {"硅基流动": "SiliconFlow"}
_BRACKETS = re.compile(r"[(\uff08]([^()\uff08\uff09]+)[)\uff09]")
_LINK = re.compile(r"\[a href=(\S+?)\]\s*")
_PERCENT = r"\s*([+\uff0b-])\s*(\d+(?:\.\d+)?)\s*[%\uff05]"
_COMPARE = re.compile(rf"original price(?:{_PERCENT})?|{_PERCENT.lstrip()}", re.IGNORECASE)


def line(value: Any) -> str | None:
    """A text in one line; a dash or nothing claims nothing."""
    shown = text(value)
    shown = " ".join(shown.split()) if shown else ""
    return None if shown in ("", "-") else shown


def note(value: Any) -> str | None:
    """What a price row says of itself, without the link that stands before it."""
    shown = line(value)
    return line(_LINK.sub("", shown)) if shown else None


def length(value: Any) -> str | None:
    """A context length; 0 is what 302.AI writes where none is set."""
    return None if type(value) is int and value == 0 else tokens(value)


def share(value: Any) -> str | None:
    """A factor over the official price; 0 is what 302.AI writes where none is set."""
    number = decimal(value)
    if number < 0:
        raise BadValue(f"{value!r} is no factor")
    return plain(number) if number else None


def claim_markup(reader: Reader, value: Any, pointer: str) -> None:
    """Claim `Original Price` as a factor of 1, `Original Price+10%` as 1.1; other words are reported."""
    told = line(value) if isinstance(value, str) else None
    if told is None:
        return
    match = _COMPARE.fullmatch(told)
    if match is None:
        reader.note(IssueKind.UNKNOWN_VALUE, "markup", f"{told[:60]!r} is no comparison that we know", pointer)
        return
    sign, percent = match[1] or match[3], decimal(match[2] or match[4] or "0")
    factor = plain(1 + (-percent if sign == "-" else percent) / 100)
    reader.claims.append(Claim("markup", factor, told, pointer))


def endpoints(value: Any) -> str | None:
    """The addresses of requests: title, method, address, stability and documentation, as listed, none twice."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise BadValue("no list of endpoints")
    kept: list[dict[str, str]] = []
    for row in value:
        shown = {key: " ".join(part.split()) for key, part in row.items() if isinstance(part, str) and part.strip()}
        if shown and shown not in kept:
            kept.append(shown)
    return dumps(kept) if kept else None


def some(value: Any) -> str | None:
    """A list of texts; an empty one claims nothing."""
    return texts(value) if value else None


def flag_or_nothing(value: Any) -> str | None:
    """`true` or `false`; 302.AI writes an empty text where nobody has said."""
    return None if value == "" else flag(value)


def upstream(titles: Any) -> str | None:
    """The reseller that a title names in brackets, such as `Chat(PPIO)`; None where none or several are."""
    if not isinstance(titles, list):
        return None
    named = [part for title in titles if isinstance(title, str) for part in _BRACKETS.findall(title)]
    found = {_KNOWN[part.strip().lower()] for part in named if part.strip().lower() in _KNOWN}
    return found.pop() if len(found) == 1 else None


def is_reseller(brand: Any) -> bool:
    """Whether a brand is one of the resellers that 302.AI sells through."""
    return isinstance(brand, str) and " ".join(brand.split()).lower() in _KNOWN


def claim_makers(reader: Reader, brand: Any, titles: Any, pointer: str) -> None:
    """Claim who made it, or through whom it is sold: 302.AI has both under `brand`, and itself."""
    shown = " ".join(brand.split()) if isinstance(brand, str) else ""
    via = _KNOWN.get(shown.lower())
    named = upstream(titles)
    if via or named:
        reader.claims.append(Claim("served_via", via or named or "", shown if via else named or "", pointer))
    if shown and not via and shown != SELLER:
        reader.claims.append(Claim("author_name", shown, original(brand), pointer))


def claim_abilities(reader: Reader, told: Any, tag: Any) -> None:
    """Claim what `model_capabilities` says of media: a language model takes them in; elsewhere it is left open."""
    if not isinstance(told, Mapping):
        return
    media = [name for name in ("image", "audio", "video") if told.get(name) is True]
    place = "/model_capabilities"
    if tag == "LLM" and isinstance(told.get("image"), bool):
        reader.claims.append(Claim("supports_vision", flag(told["image"]), original(told["image"]), f"{place}/image"))
    if media:
        field, words = ("modalities_in", ["text", *media]) if tag == "LLM" else ("capabilities", media)
        reader.claims.append(Claim(field, texts(words), dumps(dict(told)), place))


PRODUCT: Table = {
    "id": IGNORED,  # a number of its own; the alias is the record's id
    "alias_name": IGNORED,  # it is the record itself
    "name": Field("name", line, required=True),
    "description": Field("description", line),
    "tag": Field("task", line),
    "brand": IGNORED,  # read by `claim_makers`
    "definition": Field("api_endpoints", endpoints),
    "price_info": IGNORED,  # each row is an offer of its own
    "created_time": Field("listed_at", day),
    "modified_on": Field("updated_at", unix_time),
    "status": Field("lifecycle", among(frozenset({"published"}))),
    "api_doc_url": Field("docs_url", line),
    "open_source": Field("open_weights", flag_or_nothing),
    "open_source_url": Field("page_url", line),
    "model_capabilities": {
        "function_call": Field("supports_tools", flag_or_nothing),
        "thinking": Field("supports_reasoning", flag_or_nothing),
        # Read together with the product's class by `claim_abilities`.
        "image": IGNORED,
        "audio": IGNORED,
        "video": IGNORED,
    },
    "product_type": IGNORED,  # which card is drawn: `tag` says what it is
    "created_on": IGNORED,  # when the row was typed in, after the day that is shown
    "introduction": IGNORED,  # the page's prose, which is read there
    # The shop's furniture: pictures, links, order, counters that change with every visit.
    "image_url": IGNORED,
    "video_url": IGNORED,
    "cover": IGNORED,
    "jump_url_logged_in": IGNORED,
    "jump_url_logged_out": IGNORED,
    "view_count": IGNORED,
    "usage_count": IGNORED,
    "is_hot": IGNORED,
    "is_favorited": IGNORED,
    "playground_support": IGNORED,
    "sort_order": IGNORED,
    "tool_id": IGNORED,
    "tool_name": IGNORED,
    "model_id": IGNORED,
}

OFFER: Table = {
    "name": Field("wire_id", line, required=True),
    "rate": Field("markup", share),
    "description": Field("price_note", note),
    "context_length": Field("context_served", length),
    # Read together, as the unit decides: see `_ai302_prices`.
    "suffix": IGNORED,
    "special_pricing": IGNORED,
    "input_price": IGNORED,
    "output_price": IGNORED,
    "platform_input_price": IGNORED,
    "platform_output_price": IGNORED,
    "platform_cache_read_price": IGNORED,
    "platform_cache_creation_price": IGNORED,
    "is_multimodal": IGNORED,  # true, false or 0; the product's own `image` is plainer
    "file_support_type": IGNORED,  # 0, 1 or 2, which nobody explains
    "product": IGNORED,  # what we hung to the row ourselves
    "tiers": IGNORED,  # read as conditions
    "tiers_at": IGNORED,
}

PRICE_ROW: Table = {
    "name": Field("wire_id", line, required=True),
    "Description": Field("price_note", note),
    "Context": Field("context_served", tokens_quoted),
    "302.AI": IGNORED,  # read as prices
    "302.AI@cny": IGNORED,
    "Compare": IGNORED,  # read as a factor
    "table": IGNORED,
    "tiers": IGNORED,
    "tiers_at": IGNORED,
}

PAGE: Table = {
    "title": Field("name", line, required=True),
    "tagline": Field("description", line),
    "date": Field("listed_at", day_quoted),
    "type": Field("task", line),
    "canonical": Field("declared_url", line),
    "statements": Field("statements", some),
    "endpoints": Field("api_endpoints", endpoints),
    "empty_sections": Field("empty_sections", some),
    # Read together.
    "abilities": IGNORED,
    "hero": IGNORED,
    "row": IGNORED,
}

PAGE_ROW: Table = {
    "Model": Field("wire_id", line, required=True),
    "Description": Field("price_note", note),
    "Context": Field("context_served", tokens_quoted),
    "Official Price": IGNORED,  # read as prices
    "302.AI Price": IGNORED,
    "Official Price Gap": IGNORED,  # read as a factor
    "tiers": IGNORED,
    "tiers_at": IGNORED,
}
