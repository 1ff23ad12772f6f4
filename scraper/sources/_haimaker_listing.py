"""haimaker's list of models: a table, whose columns are known by their headings and whose rows by their links."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from bs4.element import Tag

from scraper.addresses import parts_of
from scraper.claims import Claim
from scraper.errors import BadValue
from scraper.html import Page, Table, norm
from scraper.issues import Issue, IssueKind
from scraper.quotes import count_quoted, says_nothing, unit_of
from scraper.reading import IGNORED, Field, Reader
from scraper.source import Parsed, Record
from scraper.sources._haimaker_prices import Prices, claim_limit, unit_and_currency
from scraper.units import text

LISTING = "https://haimaker.ai/models"
PRICES = {
    "input": "input_usd_per_mtok",
    "output": "output_usd_per_mtok",
    "cache read": "cache_read_usd_per_mtok",
    "cache write": "cache_write_usd_per_mtok",
}
LIMITS = {"context": "context_served", "max output": "max_output", "max input": "max_input"}

_PAGE = re.compile(re.escape(LISTING) + r"/(?P<id>[A-Za-z0-9][\w.:@-]*/[A-Za-z0-9][\w.:@-]*)", re.ASCII)
_ID = re.compile(r"[a-z0-9][\w.:@-]*/[a-z0-9][\w.:@-]*", re.ASCII | re.IGNORECASE)
_UNIT = re.compile(
    r"(?:/|\bper\b)\s*(calls?|requests?|(?:1,000(?:,000)?|(?:1\s?)?(?:k|m|thousand|million)?)\s*tok\w*|(?:1\s?)?(?:k|m|thousand|million))\b",
    re.IGNORECASE,
)
_PRICED = re.compile(r"\bpric|\bcost|\brates\b|\$|\busd\b", re.IGNORECASE)
_MODEL = frozenset({"model", "models", "name", "model name", "model id", "id"})
_FACTS = {
    "provider": "author_name", "author": "author_name", "lab": "author_name", "maker": "author_name",
    "creator": "author_name", "vendor": "author_name", "mode": "task", "type": "task", "task": "task",
    "parameters": "parameters_total", "params": "parameters_total", "size": "parameters_total",
}  # fmt: skip


def page_id(url: str) -> str:
    """The id of the model whose page an address is; empty for an address that is none."""
    match = _PAGE.fullmatch(url)
    return match["id"] if match and len(match["id"]) <= 200 else ""


def parse_listing(page: Page) -> Parsed:
    """The rows of every table of prices. Raises ShapeError where there is none, or an id has two rows."""
    records: dict[str, Record] = {}
    issues: list[Issue] = []
    for pointer, raw, id_ in _rows(page):
        if not id_:
            issues.append(Issue(IssueKind.BAD_RECORD, "", "link", "a row that leads to no model's page", pointer))
        elif id_ in records and records[id_].raw != raw:
            raise page.error(f"{id_!r} comes twice, with different values")
        else:
            records.setdefault(id_, Record(id_, "offer", pointer, raw))
    if not records:
        raise page.error("a list without models")
    return Parsed({"offers": list(records.values())}, tuple(issues))


def observe_row(record: Record, reader: Reader) -> None:
    """The claims of a row, by its headings."""
    id_, columns = record.id, record.raw["columns"]
    reader.claims += [Claim("provider_slug", "haimaker", "", ""), Claim("wire_id", id_, record.raw["link"], "/link")]
    prices = Prices(reader)
    facts: dict[str, Any] = {}
    table: dict[str, Any] = {}
    claimed: set[str] = set()
    for heading, cell in columns.items():
        role, pointer = role_of(heading), f"/{heading}"
        if role in PRICES:
            per, currency = unit_and_currency(heading)
            prices.claim(PRICES[role], [cell], pointer, per or record.raw["per"], currency)
        elif role in LIMITS:
            claim_limit(reader, LIMITS[role], [cell], pointer)
        else:
            facts[heading] = cell
            attribute = "name" if role == "model" else _FACTS.get(role, "")
            if attribute and attribute not in claimed:
                table[heading] = _field(attribute, id_)
                claimed |= {attribute} if not says_nothing(cell) and cell.lower() != id_.lower() else set()
            elif role == "model":
                table[heading] = IGNORED  # the id and the name stand in columns of their own
    prices.close()
    reader.read(facts, table)


def role_of(heading: str) -> str:
    """What a column is by its heading; empty for one that is not known."""
    words = set(re.findall(r"[a-z]+", heading.lower()))
    name = norm(heading)
    if name in _MODEL:
        return "model"
    if name in _FACTS:
        return name
    comes, goes = words & {"in", "input", "prompt"}, words & {"out", "output", "completion"}
    if words & {"modality", "modalities", "type", "types"} or (comes and goes):
        return ""
    if words & {"cache", "cached"}:
        return "cache write" if words & {"write", "writes", "creation"} else "cache read"
    if "max" in words or "limit" in words:
        return "max output" if goes else "max input" if comes else ""
    if words & {"context", "ctx"}:
        return "context"
    return "input" if comes else "output" if goes else ""


def _field(attribute: str, id_: str) -> Field:
    if attribute == "name":
        return Field(attribute, lambda value: _name(value, id_))
    return Field(attribute, count_quoted if attribute == "parameters_total" else _told)


def _told(value: Any) -> str | None:
    return None if says_nothing(value) else text(value)


def _name(value: Any, id_: str) -> str | None:
    """A model's name without the id that stands beside it."""
    shown = text(value) or ""
    bare = re.sub(re.escape(id_), " ", shown, flags=re.IGNORECASE).strip(" ()-|\u00b7")
    return " ".join(bare.split()) or None


def _rows(page: Page) -> Iterator[tuple[str, dict[str, Any], str]]:
    tags = [tag for tag in page.soup.find_all("table") if not tag.find("table")]
    wanted = [(tag, table) for tag, table in zip(tags, page.tables, strict=True) if _is_priced(page, table)]
    if not wanted:
        raise page.error("no table with a model, an input price and an output price")
    for number, (tag, table) in enumerate(wanted):
        per = _told_unit(page, table)
        rows = [row for row in tag.find_all("tr") if row.find(["th", "td"], recursive=False)][1:]
        for index, (row, cells) in enumerate(zip(rows, table.rows, strict=False)):
            link, id_ = _link(row, cells)
            yield f"/tables/{number}/rows/{index}", {"columns": cells, "link": link, "per": per}, id_


def _is_priced(page: Page, table: Table) -> bool:
    roles = [role for role in map(role_of, table.headers) if role]
    if not {"input", "output"} <= set(roles):
        return False
    twice = sorted(role for role, count in Counter(roles).items() if count > 1 and role != "model")
    if twice:
        raise page.error(f"two columns of {twice[0]}: {table.headers}")
    return True


def _told_unit(page: Page, table: Table) -> str:
    """`mtok`, in which the site states its prices, unless this page's words around prices say otherwise."""
    units: set[str] = set()
    for line in (table.title, *page.lines):
        if _PRICED.search(line):
            for match in _UNIT.finditer(line):
                try:
                    units.add(unit_of(match[1]))
                except BadValue:
                    continue
    return "" if units - {"mtok"} else "mtok"


def _link(row: Tag, cells: Mapping[str, str]) -> tuple[str, str]:
    """A row's link to a model's page with the id that it names; else an id that the row shows."""
    found = {}
    for anchor in row.find_all("a", href=True):
        parts = parts_of(str(anchor["href"]), LISTING)
        address = parts._replace(query="", fragment="").geturl()
        if page_id(address):
            found[page_id(address)] = address
    if not found:
        shown = [cell for heading, cell in cells.items() if role_of(heading) == "model" and _ID.fullmatch(cell)]
        found = {id_: f"{LISTING}/{id_}" for id_ in shown}
    return next((link, id_) for id_, link in found.items()) if len(found) == 1 else ("", "")
