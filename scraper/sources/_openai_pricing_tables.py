"""OpenAI's pricing tables: which column is the price of what, and which model a row is of.

A table is known by its columns; the unit comes from a cell, a heading, or the sentence above the table
(`Prices per 1M tokens unless noted`), in this order where that sentence allows it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from scraper.answers import shape_error
from scraper.errors import BadValue
from scraper.html import norm
from scraper.issues import Issue, IssueKind
from scraper.quotes import heading_of, unit_of
from scraper.reading import IGNORED
from scraper.snapshots import Snapshot
from scraper.source import Parsed
from scraper.sources._price_tables import CLASH, blocks, told_unit
from scraper.sources._pricing_pages import offer, seller_record
from scraper.sources._pricing_rates import OTHER_PRICE, Price, Prices, rate
from scraper.sources._pricing_tiers import TierTable, columns, tier_tables

_INPUT = Price({"mtok": "input_usd_per_mtok"})
_CACHED = Price({"mtok": "cache_read_usd_per_mtok"})
_OUTPUT = Price({"mtok": "output_usd_per_mtok"})
_EACH = {
    "image": "image_output_usd_each",
    "second": "video_output_usd_per_second",
    "minute": "audio_usd_per_minute",
    "mchar": "speech_usd_per_mchar",
}
_AUDIO_OUT = Price({"mtok": "audio_output_usd_per_mtok", "minute": "audio_usd_per_minute"})

PRICES: Final[Prices] = {
    "input": _INPUT, "text input": _INPUT,
    "cached input": _CACHED, "text cached input": _CACHED,
    "cache write": Price({"mtok": "cache_write_usd_per_mtok"}),
    "cache writes": Price({"mtok": "cache_write_usd_per_mtok"}),
    "output": _OUTPUT, "text output": _OUTPUT, "output / cost": _OUTPUT, "text output / cost": _OUTPUT,
    "audio input": Price({"mtok": "audio_usd_per_mtok"}),
    "audio cached input": Price({"mtok": "audio_cache_read_usd_per_mtok"}),
    "audio output": _AUDIO_OUT, "audio output / cost": _AUDIO_OUT,
    "image input": Price({"mtok": "image_usd_per_mtok"}),
    "image cached input": Price({"mtok": "image_cache_read_usd_per_mtok"}),
    "image output": Price({"mtok": "image_output_usd_per_mtok"}),
    "image output / cost": Price({"mtok": "image_output_usd_per_mtok"}),
    "cost": Price({"mtok": "input_usd_per_mtok", **_EACH}),
    "price": Price(_EACH), "price per second": Price(_EACH), "price per image": Price(_EACH),
    "web search": Price({"call": "web_search_usd_each"}),
    "training": OTHER_PRICE,
    # What a minute comes to by OpenAI's own reckoning: tokens are what is paid.
    "estimated cost": OTHER_PRICE,
    "tool": OTHER_PRICE,
    # Not prices: where a model is used, and the shape of a video beside its size.
    "category": IGNORED, "use case": IGNORED, "portrait": IGNORED, "landscape": IGNORED,
}  # fmt: skip
"""Column (after the row's modality) to what it is the price of."""

MODALITIES = frozenset({"text", "audio", "image", "video"})
LONG_CONTEXT = {"": {}, "short context": {}, "long context": {"context": "long"}}
"""Groups of columns to the condition that they are; the page does not say where long context begins."""

_ID = re.compile(r"[a-z0-9][\w.:-]*")
_CONTEXT = re.compile(r"(?P<name>.+?)\s*\((?P<sign><=|≤|<|>)\s*(?P<limit>\d+)K(?: context(?: length)?)?\)", re.I)
_SHARED = re.compile(r"(?P<name>\S+)\s+with data sharing", re.I)
_SIZE = re.compile(r"\d+\s*x\s*\d+", re.I)
_RESOLUTION = re.compile(r"\d{3,4}p|\d+(?:\.\d+)?k|\d+\s*x\s*\d+", re.I)


class _Sold(NamedTuple):
    """What a model cell names: the record, and what is known of it."""

    id: str
    facts: dict[str, str]
    when: dict[str, Any]


def parse_prices(snapshot: Snapshot) -> Parsed:
    """The offers of the page, and what it says of tools."""
    rates: dict[str, list[dict[str, Any]]] = {}
    sold: dict[str, _Sold] = {}
    tools: list[dict[str, Any]] = []
    issues: list[Issue] = []
    for table in tier_tables(blocks(snapshot)):
        place = "/" + "/".join(table.path[-1:])
        try:
            headings, rows = columns(table.grid)
        except BadValue as bad:
            issues.append(Issue(IssueKind.BAD_RECORD, "", "table", str(bad), place))
            continue
        names = {norm(label) for _, label in headings}
        if {"tool", "pricing"} <= names:
            tools.extend(
                _tool(dict(zip([norm(label) for _, label in headings], row, strict=True)), place) for row in rows
            )
        elif "model" not in names:
            issues.append(Issue(IssueKind.IGNORED, "", "table", f"a table of {', '.join(sorted(names))[:80]}", place))
        elif table.service is None:
            issues.append(Issue(IssueKind.BAD_RECORD, "", "table", "a table whose tier is not told", place))
        else:
            for row in rows:
                _read_row(table, headings, row, place, rates, sold, issues)
    if not rates:
        raise shape_error(snapshot.sighting, "no table with a model and its prices")
    offers = [offer(id_, f"/{id_}", sold[id_].facts, found) for id_, found in rates.items()]
    return Parsed({"offers": offers, **seller_record("openai", {"provider_name": "OpenAI"}, tools)}, tuple(issues))


def _read_row(
    table: TierTable,
    headings: Sequence[tuple[str, str]],
    row: Sequence[str],
    place: str,
    rates: dict[str, list[dict[str, Any]]],
    sold: dict[str, _Sold],
    issues: list[Issue],
) -> None:
    cells = {norm(label): text for (group, label), text in zip(headings, row, strict=True) if not group}
    model = _model(cells["model"], is_tuned="finetuning" in norm(table.path[-1] if table.path else "").replace("-", ""))
    modality = norm(cells.get("modality", ""))
    size = cells.get("size", "")
    if model is None or (modality and modality not in MODALITIES) or (size and not _RESOLUTION.fullmatch(size)):
        shown = " | ".join(row)[:80]
        issues.append(Issue(IssueKind.BAD_RECORD, "", "model", f"row {shown!r} names no model that can be read", place))
        return
    sold.setdefault(model.id, model)
    found = rates.setdefault(model.id, [])
    known = {**({"service": table.service} if table.service else {}), **model.when, **_when(cells)}
    for (group, label), text in zip(headings, row, strict=True):
        name = norm(label)
        if name in ("model", "modality", "size", "quality", "category", "use case", "portrait", "landscape", ""):
            continue
        when = known | LONG_CONTEXT.get(norm(group), {"group": group})
        if _SIZE.fullmatch(label):
            name, when = "price", when | {"resolution": label}
        elif name.startswith("batch "):
            name, when = name.removeprefix("batch "), when | {"service": "batch"}
        shown = f"{modality} {name}".strip() if modality and name not in ("estimated cost", "training") else name
        per = _per(table, label, text)
        found.append(rate(shown, text, per, f"{place}/{cells['model']}/{label}", **when))


def _model(cell: str, *, is_tuned: bool) -> _Sold | None:
    if not cell.strip() or re.search(r"[$¥€£]", cell) or len(cell) > 100:
        return None
    shared = _SHARED.fullmatch(cell)
    if is_tuned or shared:
        base = shared["name"] if shared else cell
        variant = "fine-tuned, data shared" if shared else "fine-tuned"
        return _Sold(f"{base} ({variant})", {"name": f"{base} ({variant})", "base_id": base, "variant": variant}, {})
    context = _CONTEXT.fullmatch(cell)
    when: dict[str, Any] = {}
    if context:
        cell = context["name"]
        when = {"prompt_tokens_above": int(context["limit"]) * 1000} if context["sign"] == ">" else {}
    facts = {"name": cell} | ({"wire_id": cell} if _ID.fullmatch(cell) else {})
    return _Sold(cell, facts, when)


def _when(cells: Mapping[str, str]) -> dict[str, Any]:
    when: dict[str, Any] = {}
    if cells.get("size"):
        when["resolution"] = cells["size"]
    if cells.get("quality"):
        when["quality"] = cells["quality"].lower()
    return when


def _per(table: TierTable, label: str, text: str) -> str:
    """What a price is per, if its cell does not say: by its heading, else by the sentence above."""
    notes = [note for note in table.notes if re.match(r"(?:all\s+)?(?:api\s+)?prices?\b", note, re.I)]
    per = told_unit(notes[-1:])
    try:
        own, _ = heading_of(re.sub(r"/\s*(?:cost|price)s?\b", "", label, flags=re.I))
    except BadValue:
        return CLASH
    if own and per and own != per:
        per = own if "unless" in notes[-1].lower() else CLASH
    own_of_cell = re.search(r"(?:/|\bper\b)\s*(.+)$", text)
    if own_of_cell and notes and "unless" in notes[-1].lower():
        return ""
    return own or per


def _tool(cells: Mapping[str, str], place: str) -> dict[str, Any]:
    """A tool's price: web search for all models is a price of its own, the others are told as stated."""
    tool, details, pricing = cells["tool"], cells.get("details", ""), cells["pricing"]
    first = pricing.partition(" + ")[0]
    if norm(tool) == "web search" and re.search(r"\ball models\b", details, re.I) and _is_call(first):
        return rate("Web search", first, "", f"{place}/{tool}/{details}")
    return rate("tool", pricing, "", f"{place}/{tool}/{details}", tool=f"{tool}: {details}" if details else tool)


def _is_call(text: str) -> bool:
    unit = re.search(r"/\s*(.+)$", text)
    try:
        return unit is not None and unit_of(unit[1]) in ("call", "kcall")
    except BadValue:
        return False
