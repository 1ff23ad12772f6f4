"""Tables of models that go: when, since when it is known, and what their maker recommends instead.

A date that is only the earliest possible one (`Not sooner than …`, `Earliest June 2026`) is no date
of retirement. A model that is listed more than once goes when the newest announcement says. Rows of
endpoints, APIs and programmes are no models: left out and counted; prices in these tables are those
of the past.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from scraper.errors import BadValue
from scraper.html import norm
from scraper.issues import Issue, IssueKind
from scraper.quotes import day_quoted, says_nothing
from scraper.reading import IGNORED, Field, Reader, Table
from scraper.source import Parsed, Record
from scraper.sources._price_page import LIFECYCLE
from scraper.sources._price_tables import Block
from scraper.sources._pricing_tiers import columns
from scraper.units import day, text

_HEADINGS: Final = {
    "shutdown date": "retires", "shut down date": "retires", "retirement date": "retires",
    "tentative retirement date": "retires", "sunset date": "retires", "retired": "retires",
    "model / system": "model", "deprecated model": "model", "legacy model": "model", "model": "model",
    "model name": "model", "api model name": "model", "system": "model", "model id": "model",
    "recommended replacement": "successor", "replacement": "successor", "recommended alternative": "successor",
    "deprecated": "deprecated", "deprecation date": "deprecated",
    "current state": "state", "status": "state", "state": "state",
    "release date": "released", "released": "released",
    "deprecated model price": "price", "legacy model price": "price", "training price": "price",
    "usage price": "price", "price": "price",
}  # fmt: skip
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})\s*:")
_MODEL = re.compile(r"[A-Za-z0-9][\w.:-]*")
_INCLUDED = re.compile(r"\((?:including|and)\s([^()]*)\)")
_MARK = re.compile(r"\s*(?:\^\w+|[*†‡])+\s*$")
_EARLIEST = re.compile(r"\s*(?:at\s+)?(?:the\s+)?(?:earliest|not\s+(?:sooner|earlier|before)(?:\s+than)?)[:\s]+", re.I)
_NO_DATE = re.compile(r"no .*\b(?:date|plan)\b.*|tbd|to be (?:announced|determined)|n/?a", re.I)


def shutdown_day(value: Any) -> str | None:
    """A day; None where only the earliest possible one is told, or none."""
    tidy = _MARK.sub("", str(value))
    return None if _EARLIEST.match(tidy) or _NO_DATE.fullmatch(tidy.strip()) else day_quoted(tidy)


def earliest_day(value: Any) -> str | None:
    """The earliest possible day, or month where no day is told; None where the text is another one."""
    tidy = _MARK.sub("", str(value))
    match = _EARLIEST.match(tidy)
    if match is None:
        return None
    told = tidy[match.end() :]
    for pattern in ("%B %Y", "%b %Y"):
        try:
            return datetime.strptime(told.strip(), pattern).strftime("%Y-%m")  # noqa: DTZ007 - a month has no zone
        except ValueError:
            continue
    return day_quoted(told)


def successor(value: Any) -> str | None:
    """What is recommended instead, without marks of footnotes."""
    tidy = _MARK.sub("", str(value)).strip()
    return None if says_nothing(tidy) or not re.search(r"\w", tidy) else tidy


_ROW: Table = {
    "model": IGNORED,  # it is the record itself
    "retires": Field("retires_at", shutdown_day),
    "earliest": Field("retires_not_before", earliest_day),
    "successor": Field("successor", successor),
    "deprecated": Field("deprecated_at", shutdown_day),
    "announced": Field("deprecated_at", day),
    "state": Field("lifecycle", text),
    "released": Field("released_at", shutdown_day),
    "price": IGNORED,  # what it cost when it was announced to go
    "wire_id": Field("wire_id", text),
}


def parse_lifecycle(blocks: Iterable[Block], *, earliest: bool = False) -> Parsed:
    """The models of every lifecycle table of a page; `earliest` where all its days are earliest ones."""
    rows: dict[str, dict[str, Any]] = {}
    issues: list[Issue] = []
    announced, title, others = "", "", 0
    for block in blocks:
        if block.level:
            dated = _DATED.match(_plain_hyphens(block.text))
            title = block.text
            # A heading without a day below one that has it (`InstructGPT models`) is of the same announcement.
            announced = dated[1] if dated else announced if block.level > 3 else ""
        elif block.grid:
            try:
                read = _rows(block)
            except BadValue as bad:
                issues.append(Issue(IssueKind.BAD_RECORD, "", "lifecycle", str(bad), f"/{title}"))
                continue
            for row in read:
                names = _names(row["model"])
                others += not names
                for name in names:
                    _take(rows, name, row | {"announced": announced}, f"/{title}", earliest=earliest)
    if others:
        issues.append(Issue(IssueKind.IGNORED, "", "lifecycle", f"{others} rows of what is no model"))
    records = [Record(f"{LIFECYCLE}{name}", "lifecycle", row.pop("place"), row) for name, row in rows.items()]
    return Parsed({"lifecycle": records}, tuple(issues))


def read_lifecycle(reader: Reader, raw: dict[str, Any]) -> None:
    """Claim what a row says."""
    shown = {key: value for key, value in raw.items() if value and not (isinstance(value, str) and says_nothing(value))}
    if "deprecated" in shown:
        shown.pop("announced", None)
    if _EARLIEST.match(shown.get("retires", "")):
        shown["earliest"] = shown.pop("retires")
    reader.read(shown, _ROW)


def _rows(block: Block) -> list[dict[str, str]]:
    """The rows of a lifecycle table by meaning; none where the table is another one."""
    names = {norm(cell) for cell in block.grid[0]}
    meanings = {_HEADINGS[name] for name in names if name in _HEADINGS}
    if "model" not in meanings or not meanings & {"retires", "state"}:
        return []
    headings, rows = columns(tuple(row for row in block.grid if len({c for c in row if c}) > 1))
    read = []
    for row in rows:
        entry: dict[str, str] = {}
        for (_, label), cell in zip(headings, row, strict=True):
            meaning = _HEADINGS.get(norm(label), label)
            if meaning == "price":
                continue
            if meaning in entry:
                raise BadValue(f"two columns say {meaning}")
            entry[meaning] = cell
        read.append(entry)
    return read


def _names(cell: str) -> list[str]:
    """The models that a cell names: the one that begins it, and those that it includes; none for a system."""
    included = _INCLUDED.search(cell)
    bare = _MARK.sub("", re.sub(r"\s*\([^()]*\)\s*$", "", cell)).strip("` ")
    if not _MODEL.fullmatch(bare):
        return []
    told = included[1].partition(", which")[0] if included else ""
    more = [word for word in re.split(r",|\band\b|\s", told) if _MODEL.fullmatch(word) and "-" in word]
    return [bare, *more]


def _take(rows: dict[str, dict[str, Any]], name: str, row: dict[str, str], place: str, *, earliest: bool) -> None:
    new: dict[str, Any] = dict(row) | {"wire_id": name, "place": place}
    told = new.get("retires", "")
    if earliest and told and not _NO_DATE.fullmatch(told) and not _EARLIEST.match(told):
        new["retires"] = f"Earliest {told}"
    old = rows.get(name)
    if old is None:
        rows[name] = new
    elif new["announced"] > old["announced"]:
        rows[name] = {**old, **{key: value for key, value in new.items() if value}}
    else:
        rows[name] = {**new, **{key: value for key, value in old.items() if value}}


def _plain_hyphens(shown: str) -> str:
    return re.sub("[‐‑‒–]", "-", shown)  # noqa: RUF001
