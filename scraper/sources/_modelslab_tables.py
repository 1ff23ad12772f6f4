"""What the labels of ModelsLab's pages claim, and what is left out."""

import re
from typing import Any

from scraper.errors import BadValue
from scraper.quotes import count_quoted, day_quoted, tokens_quoted
from scraper.reading import IGNORED, Field, Table
from scraper.units import dumps, text, texts, utc_time

_GLUED = re.compile(r"[a-z][A-Z][a-z]|\w[$¥€]|[a-z]\d{3}")


def words(value: Any) -> str | None:
    """A short text; one with another label and value glued to it is refused."""
    if not isinstance(value, str) or _GLUED.search(value) or " | " in value:
        raise BadValue(f"{str(value)[:60]!r} is more than one value")
    return text(value)


def open_weights(value: Any) -> str:
    """Whether the weights are open: `Open Source Model` or `Closed Source Model`, in any spelling."""
    first = re.split(r"[\W_]+", str(value).lower(), maxsplit=1)[0]
    if first not in ("open", "opensource", "closed", "closedsource"):
        raise BadValue(f"{str(value)[:60]!r} is neither open nor closed")
    return "true" if first.startswith("open") else "false"


def list_of_texts(value: Any) -> str | None:
    """A list of texts; an empty one claims nothing."""
    return texts(value) if value else None


def endpoints(value: Any) -> str:
    """Addresses that requests are sent to, each with its style and label."""
    return dumps(value)


FRONT: Table = {
    "title": IGNORED,  # the name with the task and the site
    "description": IGNORED,  # praise: among the statements
    "url": IGNORED,  # the canonical address again
    "canonical": Field("declared_url", text),
    "type": IGNORED,  # `product`, for all
    "component": IGNORED,  # by it a language model's page is known
    "generated_at": Field("generated_at", utc_time),
}

SPECIFICATIONS: Table = {
    "Model ID": Field("wire_id", text),
    "Category": IGNORED,  # by it a language model's page is known
    "Task": Field("task", words),
    "Price": IGNORED,  # read with the badge: it is a mean
    "Input Price": IGNORED,  # read with the prices
    "Output Price": IGNORED,
    "Cached Input Price": IGNORED,
    "Added": Field("listed_at", day_quoted),
    "Updated": Field("updated_at", day_quoted),
    "Last Updated": Field("updated_at", day_quoted),
    "Released": Field("released_at", day_quoted),
    "Provider": IGNORED,  # the path's
    "Context Window": Field("context_served", tokens_quoted),
    "Context Length": Field("context_served", tokens_quoted),
    "Max Output": Field("max_output", tokens_quoted),
    "Max Output Tokens": Field("max_output", tokens_quoted),
    "License": Field("licence", words),
    "Source Type": Field("open_weights", open_weights),
    "Status": Field("lifecycle", words),
    "Modality": Field("modality", words),
    "Architecture": Field("architecture", words),
    "Parameters": Field("parameters_total", count_quoted),
}

PAGE: Table = {
    "front": FRONT,
    "name": Field("name", text),
    "badge": {
        "id": IGNORED,  # the specifications have it; claimed where they do not
        "author": IGNORED,  # claimed apart: it may be a router's name
        "type": Field("open_weights", open_weights),
        "price": IGNORED,  # read with the prices
    },
    "links": IGNORED,  # claimed apart as `served_via`
    "Pricing": IGNORED,  # read apart
    "API Endpoints": Field("api_endpoints", endpoints),
    "Playground": Field("playground", endpoints),
    "About": Field("description", text),
    "Technical Specifications": SPECIFICATIONS,
    "Key Features": Field("capabilities", list_of_texts),
    "FAQ": IGNORED,  # among the statements, but for what the rest of the page says
    "statements": IGNORED,
}

LISTED: Table = {
    "id": IGNORED,  # it is the record itself
    "name": Field("name", text),
    "label": IGNORED,  # claimed apart as `served_via`
}

FEATURES = (
    (re.compile(r"function call|tool use|tool call", re.IGNORECASE), "supports_tools"),
    (re.compile(r"structured output|json mode", re.IGNORECASE), "supports_structured_output"),
    (re.compile(r"\bvision\b|image (?:input|understanding)", re.IGNORECASE), "supports_vision"),
    (re.compile(r"\breasoning\b|\bthinking\b", re.IGNORECASE), "supports_reasoning"),
    (re.compile(r"prompt cach", re.IGNORECASE), "supports_prompt_caching"),
    (re.compile(r"web search", re.IGNORECASE), "supports_web_search"),
)
"""Key features that are flags. They are boilerplate: all models are praised for the same five."""
