"""DeepSeek's price table taken apart: models are its headings, and each row is told by its label.

A label may span rows (`PRICING`, or a window of the day such as `DISCOUNT PRICE (UTC 16:30-00:30)`),
so every cell to the left of the models is part of it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from scraper.answers import shape_error
from scraper.claims import Claim
from scraper.errors import BadValue
from scraper.html import norm
from scraper.issues import IssueKind
from scraper.quotes import day_quoted, in_usd_per_mtok, quote, says_nothing, unit_of
from scraper.reading import Reader
from scraper.snapshots import Snapshot
from scraper.source import Parsed, Record
from scraper.sources._price_page import going, parsed
from scraper.sources._price_rows import PriceRow, limit, token_price
from scraper.sources._price_tables import CLASH, STRUCK, Block, Grid, agreed, blocks, told_unit
from scraper.units import decimal, dumps, plain

_FOOTNOTE = re.compile(r"\s*\^?\((\d)\)\s*")
_MODEL_ID = re.compile(r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)+")
_PER = re.compile(r"\b(1\s?[MK]|1 million|1,000(?:,000)?)\b", re.IGNORECASE)
_WINDOW = re.compile(r"UTC\s*(\d{1,2}:\d{2})\s*[-–~]\s*(\d{1,2}:\d{2})", re.IGNORECASE)  # noqa: RUF001 - as pages write it
_REDUCED = re.compile(
    rf"(?P<now>[^()~%]+?)\s*\((?P<share>\d{{1,2}}(?:\.\d+)?)\s?% off(?P<mark>[^)]*\)?[^)]*)?\)"
    rf"\s*(?:{STRUCK}(?P<before>[^~]+){STRUCK})?\s*",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\buntil\s+(\d{4}/\d{1,2}/\d{1,2})", re.IGNORECASE)
_OLD_NAMES = re.compile(
    r"model names?\s+(?P<names>[\w.-]+(?:(?:,| and|, and)\s+[\w.-]+)*)\s+will be deprecated(?P<when>[^.]*)",
    re.IGNORECASE,
)
_STAND_FOR = re.compile(r"\b(?:correspond to|point to)\b[^.]*?\bof\s+([a-z][\w.-]*\w)", re.IGNORECASE)


class Line(NamedTuple):
    """A row of the table for one model: the parts of its label, and what it says."""

    label: tuple[str, ...]
    text: str


def parse_prices(snapshot: Snapshot) -> Parsed:
    """The models on sale, and the names that are to go. Raises ShapeError where the table is not there."""
    found = blocks(snapshot)
    grid = _table(snapshot, found)
    models = _models(snapshot, grid)
    notes = _footnotes(found)
    unit = told_unit(block.text for block in found if not block.grid)
    offers = [
        Record(
            model,
            "offer",
            "/table",
            {"rows": [[list(label), text] for label, text in lines], "notes": notes} | ({"unit": unit} if unit else {}),
        )
        for model, column in models.items()
        for lines in [list(_lines(snapshot, grid, column, set(models.values())))]
    ]
    return parsed(offers, _going(notes))


def read_offer(reader: Reader, raw: dict[str, Any]) -> None:
    """Claim what the rows of one model say."""
    prices = PriceRow(reader)
    windows: dict[tuple[str, str], dict[str, Any]] = {}
    lists: dict[str, dict[str, Any]] = {}
    abilities: list[str] = []
    shares: set[str] = set()
    addresses: dict[str, str] = {}
    for parts, text in raw["rows"]:
        heading = next((part for part in parts if token_price(part)), None)
        label = _FOOTNOTE.sub(" ", parts[-1]).strip()
        if heading is not None:
            _read_price(reader, prices, raw, (parts, heading, text), (windows, lists, shares))
        elif label.lower().startswith("base url"):
            addresses[label] = text
        elif norm(label) == "model version":
            reader.claims.append(Claim("name", text, text, f"/{label}"))
        elif norm(label) == "context length":
            limit(reader, "context_served", text, f"/{label}")
        elif norm(label) == "max output":
            limit(reader, "max_output", _greatest(text), f"/{label}")
        elif norm(parts[0]) in ("features", "thinking mode") or text in ("✓", "✗"):
            _read_ability(reader, label, text, abilities)
        elif not re.fullmatch(r"\W*\d[\d,.]*", label):
            reader.read({label: text}, {})
    prices.close()
    _close(reader, windows, lists, shares)
    if abilities:
        reader.claims.append(Claim("capabilities", dumps(abilities), dumps(abilities), "/FEATURES"))
    if addresses:
        reader.claims.append(Claim("api_endpoints", dumps(addresses), dumps(addresses), "/BASE URL"))


def _read_price(
    reader: Reader,
    prices: PriceRow,
    raw: dict[str, Any],
    row: tuple[Sequence[str], str, str],
    into: tuple[dict[tuple[str, str], dict[str, Any]], dict[str, dict[str, Any]], set[str]],
) -> None:
    """One price cell: the price in force, and the one that a footnote says comes back after a promotion."""
    parts, heading, text = row
    windows, lists, shares = into
    field = token_price(heading) or ""
    pointer = f"/{heading}"
    unit = agreed(_unit_of_label(heading), raw.get("unit", ""))
    group = next((match for part in parts for match in [_WINDOW.search(part)] if match), None)
    reduced = _REDUCED.fullmatch(text)
    now = reduced["now"].strip() if reduced else text
    off_peak = group is not None and not any(re.match(r"\W*(standard|regular|normal)", part, re.I) for part in parts)
    if group is not None and off_peak:
        value = _usd(reader, field, now, unit, pointer)
        if value is not None:
            when = {"utc_start": group[1].zfill(5), "utc_end": group[2].zfill(5)}
            windows.setdefault((group[1], group[2]), {"when": when})[field] = value
        return
    before = _usd(reader, field, reduced["before"], unit, pointer) if reduced and reduced["before"] else None
    if reduced and before is not None and not _is_share_off(now, before, reduced["share"]):
        detail = f"{text!r}: the price is not the struck one less {reduced['share']} %"
        reader.note(IssueKind.BAD_VALUE, field, detail, pointer)
        return
    if reduced and reduced["before"] and before is None:
        return
    prices.cell(_FOOTNOTE.sub("", heading), now, pointer, field, unit)
    if reduced and before is not None:
        shares.add(reduced["share"])
        try:
            day = _day_after(raw["notes"], reduced["mark"] or "")
        except BadValue as bad:
            reader.note(IssueKind.BAD_VALUE, field, str(bad), pointer)
            return
        if day:
            lists.setdefault(day, {"when": {"from": day}})[field] = before


def _close(
    reader: Reader,
    windows: dict[tuple[str, str], dict[str, Any]],
    lists: dict[str, dict[str, Any]],
    shares: set[str],
) -> None:
    conditions = [*windows.values(), *lists.values()]
    if conditions:
        reader.claims.append(Claim("conditions", dumps(conditions), dumps(conditions), "/PRICING"))
    if len(shares) == 1:
        share = next(iter(shares))
        reader.claims.append(Claim("discount", plain(decimal(share).scaleb(-2)), f"{share}% off", "/PRICING"))


def _usd(reader: Reader, field: str, text: str, unit: str, pointer: str) -> str | None:
    """A price that is no base price: dollars a million tokens, or none with a reason."""
    try:
        if unit == CLASH:
            raise BadValue(f"{text!r}: {CLASH}")
        return in_usd_per_mtok(quote(text, per=unit))
    except BadValue as bad:
        reader.note(IssueKind.BAD_VALUE, field, str(bad), pointer)
        return None


def _is_share_off(now: str, before: str, share: str) -> bool:
    try:
        expected = decimal(before) * (100 - decimal(share)) / 100
        return abs(quote(now).amount - expected) <= expected / 100
    except BadValue:
        return False


def _day_after(notes: dict[str, str], mark: str) -> str | None:
    """The day after the last one of a promotion, as the footnote dates it. Raises BadValue where that is no day."""
    number = re.search(r"\d", mark)
    told = _UNTIL.search(notes.get(number[0], "")) if number else None
    if told is None:
        return None
    try:
        return (date.fromisoformat(day_named(told[1]) or "") + timedelta(days=1)).isoformat()
    except OverflowError:
        raise BadValue(f"{told[1]!r} is the last day there is") from None


def _read_ability(reader: Reader, label: str, text: str, abilities: list[str]) -> None:
    if norm(label) in ("tool calls", "function calling") and text in ("✓", "✗"):
        told = "true" if text == "✓" else "false"
        reader.claims.append(Claim("supports_tools", told, text, f"/{label}"))
    elif text == "✓":
        abilities.append(label)
    elif text != "✗" and not says_nothing(text):
        abilities.append(f"{label}: {text}")


def _greatest(text: str) -> str:
    found = re.search(r"MAXIMUM:?\s*([\d.,]+\s?[KM]?)", text, re.IGNORECASE)
    return found[1] if found else text


def _unit_of_label(label: str) -> str:
    found = _PER.search(label)
    try:
        return unit_of(f"{found[1]} tokens") if found else ""
    except BadValue:
        return ""


def _table(snapshot: Snapshot, found: Iterable[Block]) -> Grid:
    grids = [block.grid for block in found if block.grid and norm(block.grid[0][0]) in ("model", "models")]
    priced = [grid for grid in grids if any(token_price(part) for row in grid[1:] for part in row)]
    if len(priced) != 1:
        raise shape_error(snapshot.sighting, f"expected one table of models and prices, got {len(priced)}")
    return priced[0]


def _models(snapshot: Snapshot, grid: Grid) -> dict[str, int]:
    """Model id to its column: what bears an id in the row of headings."""
    named = [(_FOOTNOTE.sub("", text), column) for column, text in enumerate(grid[0])]
    found = [(name, column) for name, column in named if _MODEL_ID.fullmatch(name)]
    if not found or len({name for name, _ in found}) != len(found):
        raise shape_error(snapshot.sighting, "expected model ids as headings, each once")
    return dict(found)


def _lines(snapshot: Snapshot, grid: Grid, column: int, models: set[int]) -> Iterator[Line]:
    for row in grid[1:]:
        if len(row) != len(grid[0]):
            raise shape_error(snapshot.sighting, f"{len(row)} cells under {len(grid[0])} headings")
        label = tuple(dict.fromkeys(text for index, text in enumerate(row) if index not in models and text))
        if label:
            yield Line(label, row[column])


def _footnotes(found: Iterable[Block]) -> dict[str, str]:
    lines = [block.text for block in found if not block.grid and not block.level]
    return {line[1]: line[3:].strip() for line in lines if re.match(r"\(\d\)\s*\S", line)}


def _going(notes: dict[str, str]) -> Iterator[Record]:
    """The names that a footnote says will be deprecated."""
    for number, note in notes.items():
        match = _OLD_NAMES.search(note)
        stands = _STAND_FOR.search(note)
        for name in re.split(r",? and |, ", match["names"]) if match else ():
            raw = {"name": name, "when": match["when"].strip() if match else "", "note": note}
            yield going(name, raw | ({"stands_for": stands[1]} if stands else {}), f"/({number})")


def day_named(text: str) -> str | None:
    """The day in a text such as `on 2026/7/24 15:59 UTC`, if there is one. Raises BadValue for `2026/13/1`."""
    found = re.search(r"\d{4}/\d{1,2}/\d{1,2}", text)
    return day_quoted("/".join(part.zfill(2) for part in found[0].split("/"))) if found else None
