"""Mistral's price entries: a model with labelled prices, in dollars and in euros.

The label says the unit (`Input (/M tokens)`, `Audio Input/min`), or the price does (`$2 / 1000 pages`);
`Input (per min / per M tok)` has two prices in one text, for audio and for text. A model that stands in
two lists of the page is one record. An API name that the page gives to more than one model is claimed
of none: it says where a request goes, not which of them answers.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from bs4 import BeautifulSoup

from scraper.answers import shape_error
from scraper.errors import BadValue
from scraper.html import Page, norm
from scraper.issues import Issue, IssueKind
from scraper.quotes import heading_of
from scraper.reading import IGNORED
from scraper.snapshots import Snapshot
from scraper.source import Parsed, Record
from scraper.sources._mistral_pricing_stream import objects, stream_rows, unescaped
from scraper.sources._price_tables import CLASH
from scraper.sources._pricing_pages import offer, seller_record
from scraper.sources._pricing_rates import OTHER_PRICE, Price, Prices, rate

PRICES: Final[Prices] = {
    "input": Price({"mtok": "input_usd_per_mtok"}),
    "cached input": Price({"mtok": "cache_read_usd_per_mtok"}),
    "output": Price({"mtok": "output_usd_per_mtok"}),
    "audio input": Price({"minute": "audio_usd_per_minute", "mtok": "audio_usd_per_mtok"}),
    "audio output": Price({"mtok": "audio_output_usd_per_mtok"}),
    "audio generation": Price({"mchar": "speech_usd_per_mchar"}),
    "ocr": Price({"page": "page_usd_each"}),
    "annotations": OTHER_PRICE,
    "training cost": OTHER_PRICE,
    "storage cost": OTHER_PRICE,
    "web search": Price({"call": "web_search_usd_each"}),
    "tool": OTHER_PRICE,
    "available on": IGNORED,  # an address of the API
}
"""Label without its unit to what it is the price of."""

_BATCH = re.compile(r"\+?\s*(?P<off>\d{1,2})% off with batch[\w -]*\.?", re.IGNORECASE)
_BOTH = re.compile(r"(?P<audio>\S+) \(audio\) / (?P<text>\S+) \(text\)")
_TWO_UNITS = re.compile(r"per min\b.*per M\b", re.IGNORECASE)


def parse_prices(snapshot: Snapshot) -> Parsed:
    """The offers of the page, and what it says of tools."""
    Page(snapshot)
    entries = [found for row in stream_rows(snapshot) for found in objects(row) if _is_entry(found)]
    models: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {}
    tools: list[dict[str, Any]] = []
    issues: list[Issue] = []
    for entry in entries:
        name = _shown(entry["name"]).strip()
        if not name or entry.get("locale", "en") != "en" or entry.get("status", "published") != "published":
            issues.append(Issue(IssueKind.IGNORED, "", "name", f"{name!r} is not published, or not in English"))
        elif entry.get("type") == "Tools":
            tools.extend(_tools(name, entry["price"]))
        else:
            facts, rates = models.setdefault(name, ({"name": name}, []))
            issues.extend(_facts(name, entry, facts))
            rates.extend(_rates(name, entry["price"], issues))
            if entry.get("fine_tuning"):
                tuned = f"{name} (fine-tuned)"
                known = models.setdefault(tuned, ({"name": tuned, "base_id": name, "variant": "fine-tuned"}, []))
                known[1].extend(_rates(tuned, entry["fine_tuning"], issues))
    if not any(rates for _, rates in models.values()):
        raise shape_error(snapshot.sighting, "no model with prices in the page's data")
    issues.extend(_without_shared_names(models.values()))
    records = [offer(name, f"/{name}", facts, rates) for name, (facts, rates) in models.items()]
    scopes: dict[str, list[Record]] = {"offers": records}
    return Parsed(scopes | seller_record("mistral", {"provider_name": "Mistral AI"}, tools), tuple(issues))


def _is_entry(found: Mapping[str, Any]) -> bool:
    """Whether an object is a model or a tool with prices, and no plan, which has no list of them."""
    prices = found.get("price")
    return (
        isinstance(found.get("name"), str)
        and isinstance(prices, list)
        and bool(prices)
        and all(isinstance(price, dict) and "price_dollar" in price for price in prices)
    )


def _facts(name: str, entry: Mapping[str, Any], facts: dict[str, Any]) -> Iterator[Issue]:
    wire = entry.get("api_endpoint") or entry.get("api")
    if isinstance(wire, str) and _shown(wire) and facts.setdefault("wire_id", _shown(wire)) != _shown(wire):
        yield Issue(IssueKind.BAD_VALUE, name, "wire_id", f"both {facts['wire_id']} and {_shown(wire)}", f"/{name}")
        facts["wire_id"] = None
    told = entry.get("description")
    if isinstance(told, str) and _shown(told):
        facts.setdefault("description", _shown(told))
    abilities = [
        linked["value"]
        for part in entry.get("capabilities") or ()
        if isinstance(part, dict)
        and isinstance(linked := part.get("api_capability_id"), dict)
        and isinstance(linked.get("value"), str)
    ]
    if abilities:
        facts["capabilities"] = abilities


def _rates(name: str, prices: Iterable[Any], issues: list[Issue]) -> Iterator[dict[str, Any]]:
    for price in prices:
        label = _shown(price.get("value"))
        for key in ("price_dollar", "price_euro"):
            stated = _lines(price.get(key))
            if not stated or (key == "price_euro" and not re.search(r"\d", stated[0])):
                # A euro price without a figure is the dollar one's free of charge, or a label put there by mistake.
                continue
            batch = _BATCH.fullmatch(stated[-1]) if len(stated) == 2 else None
            if len(stated) > 1 and batch is None:
                detail = f"{' | '.join(stated)[:80]!r} is more than a price"
                issues.append(Issue(IssueKind.BAD_VALUE, name, label, detail, f"/{name}/{label}"))
                continue
            for entry in _split(label, stated[0], f"/{name}/{label}"):
                yield entry
                if batch:
                    share = f"0.{100 - int(batch['off']):02}"
                    yield entry | {"when": {**entry["when"], "service": "batch"}, "share": share}


def _split(label: str, stated: str, place: str) -> Iterator[dict[str, Any]]:
    bare = re.sub(r"\([^()]*\)|/\s*min(?:ute)?\b", "", label).strip()
    if norm(bare) == "api endpoint" and norm(stated) == "free":
        for free in ("Input", "Output"):
            yield rate(free, stated, "mtok", place)
        return
    if _TWO_UNITS.search(label):
        both = _BOTH.fullmatch(stated)
        if both is None:
            yield rate(bare, stated, CLASH, place)
            return
        yield rate(f"Audio {bare.lower()}", both["audio"], "minute", place)
        yield rate(bare, both["text"], "mtok", place)
        return
    try:
        per, _ = heading_of(label)
    except BadValue:
        per = CLASH
    if PRICES.get(norm(bare)) is OTHER_PRICE:
        yield rate("tool", stated, per, place, tool=label)
    else:
        yield rate(bare, stated, per, place)


def _tools(name: str, prices: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for price in prices:
        label, stated = _shown(price.get("value")), _shown(price.get("price_dollar"))
        if not re.search(r"\d", stated):
            continue
        if norm(name) == "web search":
            yield rate("Web search", stated, "", f"/{name}")
        else:
            yield rate("tool", stated, "", f"/{name}", tool=name if label == "Price" else f"{name}: {label}")


def _without_shared_names(models: Iterable[tuple[dict[str, Any], list[dict[str, Any]]]]) -> list[Issue]:
    """Take an API name away from all models that share it; tell which they are."""
    known = list(models)
    count = Counter(facts["wire_id"] for facts, _ in known if facts.get("wire_id"))
    issues: list[Issue] = []
    for facts, _ in known:
        wire = facts.get("wire_id")
        if wire and count[wire] > 1:
            facts["wire_id"] = None
            detail = f"{wire!r} is said to be {count[wire]} models"
            issues.append(Issue(IssueKind.BAD_VALUE, facts["name"], "wire_id", detail, f"/{facts['name']}"))
    return issues


def _lines(value: Any) -> list[str]:
    """The lines of a text with HTML in it."""
    if not isinstance(value, str):
        return []
    text = unescaped(value)
    if "<" in text or "&" in text:
        # `<![` begins no element; the parser knows a few such sections, and gives up at any other.
        soup = BeautifulSoup(text.replace("<![", "&lt;!["), "html.parser")
        for block in soup.find_all(["p", "div", "br", "li"]):
            block.append("\n")
        text = soup.get_text()
    return [line for part in text.split("\n") if (line := " ".join(part.split()))]


def _shown(value: Any) -> str:
    return " ".join(_lines(value))
