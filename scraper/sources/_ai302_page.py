"""A product's page of 302.AI taken apart: what stands at its top, its prose, its two tables.

The page is read by headings, in reading order, so that it does not matter whether a table is a table, rows
of blocks, or plain lines. Sections that need a login or JavaScript are there without data: they are named
in `empty_sections`. What API Analytics shows (success rate, latency) are measurements of the last days, no
claims of ours.
"""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from bs4.element import Tag

from scraper.html import Page, norm, text_of
from scraper.issues import Issue, IssueKind
from scraper.snapshots import Snapshot
from scraper.source import Parsed, Record
from scraper.sources._ai302_list import merged
from scraper.sources._ai302_page_tables import PRICING, REFERENCE, read_pricing, read_reference

_HEADING = re.compile(
    r"(API Overview|Playground|API Analytics|API Reference|API Pricing|Recommended)(?:\s*\(\d+\))?[\s$¥￥円₽|]*",
    re.IGNORECASE,
)
_SECTIONS = ("API Overview", "Core Capabilities", "Playground", "API Analytics", "API Reference", "API Pricing")
_LABELS = ("Input", "Output", "Cache Creation", "Cache Read", "Cache Write")
_HERO_PRICE = re.compile(rf"({'|'.join(_LABELS)})\s*:?\s*(.*)", re.IGNORECASE)
_ABILITIES = re.compile(r"Model capabilit(?:y|ies)\s*:?\s*(.*)", re.IGNORECASE)
_DAY = re.compile(r"(?:[A-Z][\w ]{2,20}:\s*)?(\d{4}-\d{2}-\d{2})")
_TITLE = re.compile(r"(.+?) - API\b.*", re.DOTALL)
_GATE = re.compile(r"log in|sign in|click to", re.IGNORECASE)
_CURRENCY = re.compile(r"[$¥￥円₽€£\s|/]+")
_NAKED = frozenset(
    {"date", "created", "created time", "listed", "release date", "type", "category", "tag", "description"}
)
"""Labels that only say what the next line plainly is."""
_RULE = re.compile(r"[\W_]*")
_PROMISE = re.compile(r"bulk order\?.*|starting from|contact your manager.*", re.IGNORECASE)


def alias_in(url: str) -> str:
    """The alias in a page's address."""
    return unquote(url.partition("?")[0].rstrip("/").rpartition("/")[2])


def parse_page(snapshot: Snapshot) -> Parsed:
    """The one product that the page is of; each priced row of several is a record of its own."""
    page = Page(snapshot)
    alias = alias_in(snapshot.sighting.url)
    hero, sections = _split(page)
    if "API Pricing" not in sections and "API Overview" not in sections:
        raise page.error("no page of a product: neither API Overview nor API Pricing")
    raw = _top(page, hero)
    issues: list[Issue] = []
    pricing, reference = sections.get("API Pricing", ()), sections.get("API Reference", ())
    rows = read_pricing(page, pricing)
    endpoints = read_reference(page, reference)
    told = [("API Pricing", pricing, rows, PRICING), ("API Reference", reference, endpoints, REFERENCE)]
    for name, lines, found, columns in told:
        if not found and any(_says(line) for line in lines) and not _only_headings(lines, columns):
            issues.append(
                Issue(IssueKind.UNKNOWN_VALUE, f"page:{alias}", name, "not in a form that we know", f"/{name}")
            )
    raw["statements"] = _statements(sections)
    raw["endpoints"] = [_endpoint(row) for row in endpoints]
    raw["empty_sections"] = _empty(sections, rows, endpoints)
    return Parsed({f"page:{alias}": _records(alias, raw, rows)}, tuple(issues))


def _records(alias: str, raw: dict[str, Any], rows: Sequence[dict[str, Any]]) -> list[Record]:
    named: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for index, row in enumerate(rows):
        named.setdefault(row["Model"], []).append((index, row))
    offers = [(name, row) for name, group in named.items() for _, row in merged(group, "Description")]
    if len(offers) == 1:
        return [Record(f"page:{alias}", "page", "", {**raw, "row": offers[0][1]})]
    records = [Record(f"page:{alias}", "page", "", {**raw, "hero": {}} if offers else raw)]
    seen: dict[str, int] = {}
    for name, row in offers:
        seen[name] = seen.get(name, 0) + 1
        again = f"~{seen[name]}" if seen[name] > 1 else ""
        context = {"row": row, "type": raw["type"], "titles": [part.get("title", "") for part in raw["endpoints"]]}
        records.append(Record(f"page:{alias}#{name}"[:190] + again, "page", "/API Pricing", context))
    return records


def _split(page: Page) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """What stands above the sections, and each section's lines; the first list of headings is a menu."""
    lines = page.lines
    heads = [(index, match[1]) for index, line in enumerate(lines) if (match := _HEADING.fullmatch(line.strip(" #")))]
    day = next((index for index, line in enumerate(lines) if _DAY.fullmatch(line)), 0)
    first = next((index for index, _ in heads if index > day), len(lines))
    found: dict[str, list[tuple[str, ...]]] = {}
    for position, (index, name) in enumerate(heads):
        if index < first:
            continue
        end = heads[position + 1][0] if position + 1 < len(heads) else len(lines)
        known = next(section for section in (*_SECTIONS, "Recommended") if section.lower() == name.lower())
        found.setdefault(known, []).append(tuple(lines[index + 1 : end]))
    top = [line for line in lines[:first] if norm(line) not in _NAKED]
    return top, {name: _longest(page, name, parts) for name, parts in found.items()}


def _longest(page: Page, name: str, parts: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The one part with text: a menu has the headings without any."""
    full = [part for part in parts if any(_says(line) for line in part)]
    if name == "API Pricing":
        full = [part for part in full if any("302.ai price" in line.lower() for line in part)] or full[-1:]
    if len(full) > 1 and name in ("API Overview", "API Reference"):
        raise page.error(f"{len(full)} sections {name}")
    return full[-1] if full else ()


def _top(page: Page, hero: Sequence[str]) -> dict[str, Any]:
    """Title, tagline, date, type, abilities and prices, from the lines above the sections."""
    at = next((index for index, line in enumerate(hero) if _DAY.fullmatch(line)), None)
    match = _DAY.fullmatch(hero[at]) if at is not None else None
    title = _title(page, hero[:at] if at is not None else hero)
    above = list(hero[:at] if at is not None else hero)
    last = max((index for index, line in enumerate(above) if line == title), default=None)
    tagline = [line for line in above[last + 1 :] if not _is_label(line)] if last is not None else []
    type_ = hero[at + 1] if at is not None and at + 1 < len(hero) and not _is_label(hero[at + 1]) else ""
    return {
        "title": title,
        "tagline": " ".join(tagline),
        "date": match[1] if match else "-",
        "type": re.sub(r"^Type:\s*", "", type_),
        "canonical": _canonical(page),
        "abilities": _abilities(hero),
        "hero": _prices(hero),
    }


def _title(page: Page, above: Sequence[str]) -> str:
    """The heading of the first level, else what the window's title names, else the line above the tagline."""
    headings = {text_of(tag) for tag in page.soup.find_all("h1")} & set(above)
    if len(headings) == 1:
        return headings.pop()
    told = _TITLE.fullmatch(page.title)
    if told and told[1] in above:
        return told[1]
    if len(above) < 2:
        raise page.error("no title above the date")
    return above[-2]


def _abilities(hero: Sequence[str]) -> list[str]:
    for index, line in enumerate(hero):
        match = _ABILITIES.fullmatch(line)
        if match:
            told = match[1] or (hero[index + 1] if index + 1 < len(hero) and not _is_label(hero[index + 1]) else "")
            return [word for word in re.split(r"[\s,;|]+", told) if word]
    return []


def _prices(hero: Sequence[str]) -> dict[str, str]:
    """The prices at the top by label; none where the page says that they are the lowest of several."""
    if any("starting from" in line.lower() for line in hero):
        return {}
    found: dict[str, str] = {}
    for index, line in enumerate(hero):
        match = _HERO_PRICE.fullmatch(line)
        if match:
            told = match[2] or (hero[index + 1] if index + 1 < len(hero) and not _is_label(hero[index + 1]) else "")
            found.setdefault(match[1].lower(), told)
    return found


def _is_label(line: str) -> bool:
    return bool(_HERO_PRICE.fullmatch(line) or _ABILITIES.fullmatch(line) or _PROMISE.fullmatch(line))


def _canonical(page: Page) -> str:
    link = page.soup.find("link", rel="canonical")
    href = link.get("href") if isinstance(link, Tag) else None
    return href if isinstance(href, str) else ""


def _statements(sections: dict[str, tuple[str, ...]]) -> list[str]:
    """The prose, a paragraph a statement, without rules and its own headings."""
    lines = [line.strip(" \u2022\u00b7\u25cf\u25aa") for line in sections.get("API Overview", ())]
    return list(dict.fromkeys(line for line in lines if _says(line) and norm(line) != "core capabilities"))


def _endpoint(row: dict[str, str]) -> dict[str, str]:
    names = {"API Description": "title", "API Endpoint": "url", "Request Method": "method", "Stability": "stability"}
    return {names[key]: value for key, value in row.items() if key in names and value}


def _empty(sections: dict[str, tuple[str, ...]], rows: Sequence[Any], endpoints: Sequence[Any]) -> list[str]:
    """The sections that are there and hold nothing."""
    full = {"API Pricing": bool(rows), "API Reference": bool(endpoints)}
    empty = []
    for name in _SECTIONS:
        if name == "Core Capabilities":
            continue
        lines = sections.get(name)
        if lines is None or full.get(name):
            continue
        columns = {"API Pricing": PRICING, "API Reference": REFERENCE}.get(name, ())
        shown = [line for line in lines if _says(line) and not _GATE.search(line)]
        # A tile without a figure other than 0 is a tile that waits for its data.
        if name == "API Analytics" and not re.search(r"[1-9]", " ".join(shown)):
            shown = []
        if not shown or (columns and _only_headings(shown, columns)):
            empty.append(name)
    return empty


def _only_headings(lines: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether nothing but a table's headings is there, each for itself or glued together."""
    known = "".join(norm(column).replace(" ", "") for column in columns)
    text = "".join(norm(line).replace(" ", "") for line in lines if _says(line))
    return text != "" and text in known


def _says(line: str) -> bool:
    return not (_RULE.fullmatch(line) or _CURRENCY.fullmatch(line))
