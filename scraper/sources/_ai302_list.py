"""302.AI's lists taken apart: envelope, pages, ids. What is inside a record is not read here.

The list answers `{code, msg, data: {total_count, returned_count, products: [...]}}`, at most 20 products a
page whatever is asked for; `code` is 0 unless it is an error. A bare list of products (a dump of all
pages) and the tables of price.302.ai (a list of `{tab, group, provider, columns, rows}`) are read too.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from scraper.answers import load_json, shape_error
from scraper.issues import Issue, IssueKind
from scraper.snapshots import Snapshot
from scraper.source import Parsed, Record
from scraper.sources._ai302_prices import is_mtok
from scraper.sources._ai302_tiers import tiers
from scraper.units import dumps

MAX_ID = 200
MEDIAN_USD_PER_MTOK = (Decimal("0.02"), Decimal(20))
"""Bounds of the middle input price of all offers: outside, units have changed."""
FEWEST_PRICES = 20
"""A middle of fewer prices says nothing of units."""

_ENVELOPE = frozenset({"code", "msg", "data", "total_count", "returned_count", "products"})
_BLANK_OR_CONTROL = re.compile(r"[\s\x00-\x1f\x7f#]")


def parse_products(pages: Sequence[Snapshot]) -> Parsed:
    """The products over all pages, and the price rows of each: none missing, none twice."""
    models: list[Record] = []
    offers: list[Record] = []
    issues: list[Issue] = []
    rows_seen = 0
    totals: set[int] = set()
    for number, page in enumerate(pages):
        rows, total, pointer, strange = read_page(page, alone=len(pages) == 1)
        rows_seen += len(rows)
        totals.add(total)
        issues.extend(strange)
        for index, row in enumerate(rows):
            _read_product(row, f"{pointer}/{index}", number, models, offers, issues)
    if len(totals) > 1:
        raise shape_error(pages[0].sighting, f"total_count changes between pages: {sorted(totals)}")
    if totals != {rows_seen}:
        raise shape_error(pages[0].sighting, f"{rows_seen} products, but total_count says {totals.pop()}")
    _are_unique(pages[0], models)
    _units_are_ours(pages[0], offers)
    return Parsed({"products": models, "offers": offers}, tuple(issues))


def read_page(page: Snapshot, *, alone: bool = True) -> tuple[list[Any], int, str, list[Issue]]:
    """The products of one page, how many there are in all, where they stand, and what was strange."""
    answer = load_json(page)
    if isinstance(answer, list):
        if not alone or not answer:
            raise shape_error(page.sighting, "an empty list" if not answer else "a bare list among pages")
        if not any(isinstance(row, dict) and "price_info" in row for row in answer):
            raise shape_error(page.sighting, "a list, but none of products")
        return answer, len(answer), "", []
    if not isinstance(answer, dict) or type(answer.get("code")) is not int or answer["code"] != 0:
        raise shape_error(page.sighting, f"expected code 0{_told_error(answer)}")
    data = answer.get("data")
    rows = data.get("products") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(rows, list) or not rows:
        raise shape_error(page.sighting, "an empty list" if rows == [] else "expected a list under `data.products`")
    total, returned = data.get("total_count"), data.get("returned_count", len(rows))
    if type(total) is not int or total < len(rows) or returned != len(rows):
        raise shape_error(page.sighting, f"{len(rows)} products, total_count {total!r}, returned_count {returned!r}")
    strange = [
        Issue(IssueKind.UNKNOWN_KEY, "", key, "unknown key beside the list", f"/{key}")
        for key in (*answer, *data)
        if key not in _ENVELOPE
    ]
    return rows, total, "/data/products", strange


def parse_tables(snapshot: Snapshot) -> Parsed:
    """The price rows of price.302.ai's tables."""
    answer = load_json(snapshot)
    if not isinstance(answer, list) or not answer:
        raise shape_error(snapshot.sighting, "expected a list of tables")
    records: list[Record] = []
    issues: list[Issue] = []
    used: Counter[str] = Counter()
    for index, table in enumerate(answer):
        told: dict[str, Any] = table if isinstance(table, dict) else {}
        rows, columns = told.get("rows"), told.get("columns")
        if not isinstance(rows, list) or not isinstance(columns, list) or "302.AI" not in columns:
            raise shape_error(snapshot.sighting, f"table {index} without rows and a column 302.AI")
        place = {key: told.get(key) for key in ("tab", "group", "provider")}
        missing = told.get("row_count")
        if type(missing) is int and missing != len(rows):
            detail = f"{len(rows)} of {missing} rows of {place['group']}, {place['provider']}"
            issues.append(Issue(IssueKind.IGNORED, "", "rows", detail, f"/{index}/rows"))
        prefix = "price:" + "/".join(" ".join(str(part).split()) for part in place.values())
        found = _price_rows(
            rows, prefix, "/", "page", f"/{index}/rows", 0, {"table": place}, used, "Description", issues
        )
        records.extend(found)
    if not records:
        raise shape_error(snapshot.sighting, "no price row in any table")
    return Parsed({"prices": records}, tuple(issues))


def _read_product(
    row: Any, pointer: str, page: int, models: list[Record], offers: list[Record], issues: list[Issue]
) -> None:
    alias = alias_of(row) if isinstance(row, dict) else ""
    if not alias:
        detail = f"product with alias {str(row.get('alias_name') if isinstance(row, dict) else row)[:60]!r}"
        issues.append(Issue(IssueKind.BAD_RECORD, "", "alias_name", detail, pointer))
        return
    models.append(Record(alias, "model", pointer, row, page))
    rows = row.get("price_info")
    if isinstance(rows, list):
        context = {"product": _context(row)}
        place = f"{pointer}/price_info"
        offers.extend(_price_rows(rows, alias, "#", "offer", place, page, context, Counter(), "description", issues))
    elif rows is not None:
        issues.append(Issue(IssueKind.BAD_RECORD, alias, "price_info", "no list of prices", f"{pointer}/price_info"))


def alias_of(row: Mapping[str, Any]) -> str:
    """A product's id: its alias, else its number; empty where it has neither."""
    alias = row.get("alias_name")
    if alias in (None, "") and type(row.get("id")) is int:
        return str(row["id"])
    good = isinstance(alias, str) and 0 < len(alias) <= MAX_ID and not _BLANK_OR_CONTROL.search(alias)
    return alias if good and isinstance(alias, str) else ""


def _context(row: Mapping[str, Any]) -> dict[str, Any]:
    """What an offer has to know of its product."""
    definition = row.get("definition")
    titles = (
        [part.get("title") for part in definition if isinstance(part, dict)] if isinstance(definition, list) else []
    )
    return {"name": row.get("name"), "tag": row.get("tag"), "brand": row.get("brand"), "titles": titles}


def _price_rows(
    rows: Sequence[Any], prefix: str, joint: str, kind: str, pointer: str, page: int,
    context: Mapping[str, Any], used: Counter[str], note: str, issues: list[Issue],
) -> Iterator[Record]:  # fmt: skip
    """Price rows have no id: prefix and name make one, with a count in the order of their content."""
    named: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for index, row in enumerate(rows):
        name = " ".join(row["name"].split()) if isinstance(row, dict) and isinstance(row.get("name"), str) else ""
        if not name or len(prefix) + len(name) > MAX_ID - 5:
            detail = f"price row with name {str(row.get('name') if isinstance(row, dict) else row)[:60]!r}"
            issues.append(Issue(IssueKind.BAD_RECORD, prefix, "name", detail, f"{pointer}/{index}"))
        else:
            named.setdefault(name, []).append((index, row))
    for name, group in named.items():
        for index, raw in merged(group, note, pointer):
            id_ = f"{prefix}{joint}{name}"
            used[id_] += 1
            again = f"~{used[id_]}" if used[id_] > 1 else ""
            yield Record(id_ + again, kind, f"{pointer}/{index}", {**raw, **context}, page)


def merged(
    group: Sequence[tuple[int, dict[str, Any]]], note: str, pointer: str | None = None
) -> list[tuple[int, dict[str, Any]]]:
    """Rows of one name: one with its tiers where they are understood, else each alone, in an order of their own.

    `pointer` is the place of the list that they stand in.
    """
    if len(group) == 1:
        return list(group)
    notes = [str(row.get(note) or "") for _, row in group]
    found = tiers(notes) if all(_may_be_tier(row) for _, row in group) else None
    if found is None:
        return sorted(group, key=lambda pair: (str(pair[1].get(note)), dumps(pair[1])))
    (base, _), *rest = found
    index, row = group[base]
    told = [{"when": when, "row": group[other][1], "index": group[other][0]} for other, when in rest]
    return [(index, {**row, "tiers": told, "tiers_at": pointer})]


def _may_be_tier(row: Mapping[str, Any]) -> bool:
    cell = row.get("302.AI", row.get("302.AI Price"))
    if cell is not None:
        return isinstance(cell, str) and "Output" in cell
    both = all(row.get(key) not in (None, 0, "") for key in ("platform_input_price", "platform_output_price"))
    return both and is_mtok(row.get("suffix")) and not row.get("special_pricing")


def _told_error(answer: Any) -> str:
    """What the answer itself says is wrong."""
    if not isinstance(answer, dict):
        return ""
    code, message = answer.get("code"), answer.get("msg")
    return f", got {code!r}" + (f" with {message[:120]!r}" if isinstance(message, str) else "")


def _are_unique(snapshot: Snapshot, records: Iterable[Record]) -> None:
    twice = sorted(name for name, count in Counter(record.id for record in records).items() if count > 1)
    if twice:
        raise shape_error(snapshot.sighting, f"{len(twice)} ids come twice, such as {twice[0][:80]!r}")


def _units_are_ours(snapshot: Snapshot, offers: Iterable[Record]) -> None:
    """Raises ShapeError where the middle price is far off: products have no price of their own to be measured by."""
    prices = sorted(
        price
        for offer in offers
        if is_mtok(offer.raw.get("suffix"))
        and isinstance(price := offer.raw.get("platform_input_price"), (int, Decimal))
        and price > 0
    )
    low, high = MEDIAN_USD_PER_MTOK
    if len(prices) >= FEWEST_PRICES and not low <= prices[len(prices) // 2] <= high:
        detail = f"middle input price {prices[len(prices) // 2]} USD/1M, expected {low} to {high}"
        raise shape_error(snapshot.sighting, f"{detail}: has a unit changed?")
