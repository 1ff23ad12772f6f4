"""xAI's page of models taken apart: the data that the page is drawn from, or else its tables.

The data inside the page bears the keys of xAI's API for models, whose reference gives their unit:
US cents per 100 million tokens, so 2000 is 0.20 dollars a million. Where the drawn table shows other
amounts than the data, neither is claimed. 0 stands for a price that there is not.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from scraper.answers import json_within, shape_error
from scraper.claims import Claim
from scraper.errors import BadValue
from scraper.html import Page, norm
from scraper.issues import Issue, IssueKind
from scraper.reading import IGNORED, Field, Reader, Table
from scraper.snapshots import Snapshot
from scraper.source import Parsed, Record
from scraper.sources._price_page import going, parsed
from scraper.sources._price_tables import Block, Sheet, blocks_of, cell, sheets, told_unit, with_headings
from scraper.units import decimal, dumps, flag, plain, texts, tokens

MODALITIES = frozenset({"text", "image", "audio", "video"})

_MODEL_ID = re.compile(r"grok-[a-z0-9]+(?:[.-][a-z0-9]+)*")
_TWO_AMOUNTS = re.compile(r"\$(\d+(?:\.\d+)?)\s*\$(\d+(?:\.\d+)?)")
_GROUP = re.compile(r"\bper\b", re.IGNORECASE)
_RETIREMENT = re.compile(r"\bretirement\b\W+([A-Z][a-z]+ \d{1,2}, \d{4})")
_RETIRED = re.compile(r"will be retired on ([A-Z][a-z]+ \d{1,2})\b([^.]*(?:\.\d[^.]*)*)")


def parse_prices(snapshot: Snapshot) -> Parsed:
    """What xAI sells and what it is about to retire. Raises ShapeError where the page shows no models."""
    page = Page(snapshot)
    served, found = page.served, blocks_of(page)
    tables = sheets(snapshot, found)
    shown: dict[str, str] = {}
    for name, price in _drawn(tables):
        shown[name] = price if shown.get(name, price) == price else f"{shown[name]} or {price}"
    offers = list(_from_data(snapshot, served, shown))
    issues: list[Issue] = []
    if offers and with_headings(tables, "Model", "Pricing"):
        hidden = [offer.id for offer in offers if offer.id not in shown]
        offers = [offer for offer in offers if offer.id in shown]
        if hidden:
            issues.append(Issue(IssueKind.IGNORED, "", "data", f"in the data, not on the page: {', '.join(hidden)}"))
    if offers or _clusters(snapshot, served):
        offers += [record for name, record in _images(tables) if name not in {offer.id for offer in offers}]
    else:
        offers = list(_from_tables(tables))
    issues += [
        Issue(IssueKind.IGNORED, "", norm(sheet.title), f"{len(sheet.rows)} tools, which are sold apart from models")
        for sheet in with_headings(tables, "Tool")
    ]
    return parsed(offers, _retirements(found), issues)


# What the page is drawn from


def _from_data(snapshot: Snapshot, served: str, shown: Mapping[str, str]) -> Iterator[Record]:
    """The models in the page's data, with what the drawn table says of the same ones."""
    clusters = _clusters(snapshot, served)
    rows: dict[str, dict[str, Any]] = {}
    for cluster in clusters:
        for model in cluster.get("languageModels", ()):
            row = {key: value for key, value in model.items() if key not in _OF_THE_CLUSTER}
            name = row.pop("name", None)
            if not isinstance(name, str) or not _MODEL_ID.fullmatch(name):
                raise shape_error(snapshot.sighting, f"a model with the name {name!r}")
            if name in rows and rows[name]["data"] != row:
                # Not the same everywhere: what differs is no single price.
                same = {key: value for key, value in row.items() if rows[name]["data"].get(key) == value}
                rows[name] = {"data": same, "differs": sorted({*row, *rows[name]["data"]} - {*same})}
            else:
                rows.setdefault(name, {"data": row})
    for name, raw in rows.items():
        drawn = {"drawn": shown[name]} if name in shown else {}
        yield Record(name, "offer", f"/languageModels/{name}", raw | drawn)


def _clusters(snapshot: Snapshot, served: str) -> list[dict[str, Any]]:
    pieces = re.findall(r'self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)', served)
    try:
        data = "".join(json.loads(piece) for piece in pieces)
        start = data.find('{"clusterConfigs":')
        found = json_within(data, start) if start >= 0 else {}
        clusters: list[dict[str, Any]] = found.get("clusterConfigs", [])
    except ValueError as error:
        raise shape_error(snapshot.sighting, f"data that cannot be read ({error})") from None
    return clusters


_OF_THE_CLUSTER = frozenset({"cluster", "rps", "rpm", "tpm", "_rpm", "_tpm", "_rps"})
"""Keys that speak of one cluster's limits of rate, or of how the page spells a key."""


def read_data(reader: Reader, raw: dict[str, Any]) -> None:
    """Claim what the page's data say of a model, unless the drawn table shows other prices."""
    data = {key: value for key, value in raw["data"].items() if key not in _PRICES}
    reader.read(data, DATA)
    for key in raw.get("differs", ()):
        reader.note(
            IssueKind.IGNORED,
            str(_PRICES.get(key, key)).removeprefix("long "),
            f"{key} is not the same in all regions",
            f"/data/{key}",
        )
    told = {field: raw["data"].get(key) for key, field in _PRICES.items()}
    prices = {field: _usd_per_mtok(reader, field, value) for field, value in told.items()}
    base = {field: value for field, value in prices.items() if value is not None and not field.startswith("long ")}
    drawn = _TWO_AMOUNTS.fullmatch(raw.get("drawn", ""))
    expected = [base.get("input_usd_per_mtok"), base.get("output_usd_per_mtok")]
    if "drawn" in raw and (drawn is None or [plain(Decimal(amount)) for amount in drawn.groups()] != expected):
        detail = f"the table shows {raw['drawn']!r}, its data say {expected}"
        reader.note(IssueKind.BAD_VALUE, "input_usd_per_mtok", detail, "/Pricing")
        return
    for field, value in base.items():
        reader.claims.append(Claim(field, value, str(told[field]), f"/data/{field}"))
    _claim_long_context(reader, raw["data"], prices)


def _claim_long_context(reader: Reader, data: Mapping[str, Any], prices: Mapping[str, str | None]) -> None:
    long = {
        field.removeprefix("long "): value for field, value in prices.items() if field.startswith("long ") and value
    }
    threshold = data.get("longContextThreshold")
    if not long or threshold is None:
        return
    try:
        above = int(tokens(decimal(threshold)))
    except BadValue as bad:
        reader.note(IssueKind.BAD_VALUE, "conditions", str(bad), "/data/longContextThreshold")
        return
    value = dumps([{"when": {"prompt_tokens_above": above}, **long}])
    reader.claims.append(Claim("conditions", value, dumps({k: data[k] for k in sorted(data) if "ong" in k}), "/data"))


def _usd_per_mtok(reader: Reader, field: str, value: Any) -> str | None:
    """US cents per 100 million tokens as dollars a million; None for 0, which stands for no price."""
    if value is None:
        return None
    try:
        amount = decimal(value)
        if amount < 0 or amount > 10**9:
            raise BadValue(f"{value!r} is no price in cents per 100 million tokens")
    except BadValue as bad:
        reader.note(IssueKind.BAD_VALUE, field.removeprefix("long "), str(bad), "/data")
        return None
    return plain(amount.scaleb(-4)) if amount else None


_PRICES = {
    "promptTextTokenPrice": "input_usd_per_mtok",
    "completionTextTokenPrice": "output_usd_per_mtok",
    "cachedPromptTokenPrice": "cache_read_usd_per_mtok",
    "promptImageTokenPrice": "image_usd_per_mtok",
    "promptTextTokenPriceLongContext": "long input_usd_per_mtok",
    "completionTokenPriceLongContext": "long output_usd_per_mtok",
    "cachedPromptTokenPriceLongContext": "long cache_read_usd_per_mtok",
}


def _kinds(value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(kind, str) for kind in value):
        raise BadValue(f"{value!r} is no list of modalities")
    return dumps([kind.lower() for kind in value])


def _some(value: Any) -> str | None:
    return texts(value) if value else None


DATA: Table = {
    "inputModalities": Field("modalities_in", _kinds),
    "outputModalities": Field("modalities_out", _kinds),
    "maxPromptLength": Field("context_served", tokens),
    "features": {
        "functionCalling": Field("supports_tools", flag),
        "structuredOutputs": Field("supports_structured_output", flag),
        "reasoning": Field("supports_reasoning", flag),
    },
    "aliases": Field("aliases", _some),
    "version": IGNORED,  # of the entry, the same for all
    "algorithm": IGNORED,  # an internal name
    "searchPrice": IGNORED,  # the reference names no unit for it
    "longContextThreshold": IGNORED,  # read with the prices above it
    "_longContextThreshold": IGNORED,
}


# What the page shows


def _drawn(tables: Iterable[Sheet]) -> Iterator[tuple[str, str]]:
    """The drawn prices of token-priced models: name and cell, where the group says `Per million tokens`."""
    for sheet in with_headings(tables, "Model", "Pricing"):
        unit = ""
        for row in sheet.rows:
            name, price = cell(row, "Model").split(" ")[0], cell(row, "Pricing")
            if _GROUP.match(price):
                unit = told_unit([f"Price {price}"])
            elif unit == "mtok" and _MODEL_ID.fullmatch(name):
                yield name, price


def _images(tables: Iterable[Sheet]) -> Iterator[tuple[str, Record]]:
    for sheet in with_headings(tables, "Model", "Pricing"):
        unit = ""
        for row in sheet.rows:
            name, price = cell(row, "Model").split(" ")[0], cell(row, "Pricing")
            if _GROUP.match(price):
                unit = told_unit([f"Price {price}"])
            elif unit == "image" and _MODEL_ID.fullmatch(name):
                raw = {"cells": {"Model": name, "Cost": price}, "unit": unit, "section": sheet.title}
                yield name, Record(name, "offer", f"/{sheet.title}", raw)


def _from_tables(tables: Iterable[Sheet]) -> Iterator[Record]:
    """The rows of tables of models with a price, each once."""
    for sheet in with_headings(tables, "Model"):
        if not {norm(header) for header in sheet.headers} & {"input", "cost", "price"}:
            continue
        unit = told_unit(sheet.notes)
        for row in sheet.rows:
            name = cell(row, "Model")
            if _MODEL_ID.fullmatch(name):
                raw = {"cells": {head: text for head, text in row.items() if head}, "section": sheet.title}
                yield Record(name, "offer", f"/{sheet.title}", raw | ({"unit": unit} if unit else {}))
    for sheet in with_headings(tables, "Mode", "Cost"):
        for row in sheet.rows:
            raw = {"cells": {head: text for head, text in row.items() if head}, "section": sheet.title}
            yield Record(f"{sheet.title}: {cell(row, 'Mode')}", "offer", f"/{sheet.title}", raw)


def _retirements(found: Iterable[Block]) -> Iterator[Record]:
    """The models that a notice says will be retired, where its heading and its sentence name one day."""
    lines = [block.text for block in found if not block.grid]
    for index, line in enumerate(lines):
        heading = _RETIREMENT.search(line)
        sentence = _RETIRED.search(" ".join(lines[index : index + 3])) if heading else None
        if heading is None or sentence is None or not heading[1].startswith(sentence[1]):
            continue
        for name in dict.fromkeys(_MODEL_ID.findall(sentence[2])):
            yield going(name, {"notice": heading[1]}, "/Model retirement")
        return
