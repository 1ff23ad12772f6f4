"""Moonshot's price pages taken apart: Markdown with components, whose tables are data for JavaScript.

`<DocTable columns={[{ title: "Model" }, …]} rows={[["kimi-…", …], …]} />` is written as a plain table
first, so that it is read by heading like any other; the component's own code, with placeholders such
as `{column.title}`, is left out.
"""

import re
from collections.abc import Iterable, Iterator

from scraper.answers import shape_error
from scraper.snapshots import Snapshot
from scraper.source import Parsed, Record
from scraper.sources._price_page import going, parsed, priced, rows_of
from scraper.sources._price_tables import Sheet, blocks, sheets

_TABLE = re.compile(r"<DocTable\s+columns=\{\[(.*?)\]\}\s+rows=\{\[(.*?)\]\}\s*/>", re.DOTALL)
_CODE = re.compile(r"^export const .*?^\};?$", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r'title:\s*"((?:[^"\\]|\\.)*)"')
_ROW = re.compile(r"\[((?:\s*(?:\"(?:[^\"\\]|\\.)*\"|<>.*?</>)\s*,?)*)\s*\]", re.DOTALL)
_CELL = re.compile(r'"((?:[^"\\]|\\.)*)"|<>(.*?)</>', re.DOTALL)
_GOING = re.compile(
    r"(?P<name>[a-z][\w.-]*) (?P<series>series )?models? will be (?:officially )?"
    r"(?:discontinued|retired|taken offline) "
    r"on (?P<day>[A-Z][a-z]+ \d{1,2}, \d{4})",
)
_INSTEAD = re.compile(r"(?:use|migrate to|switch to)\b[^.]*?\b(kimi-[a-z0-9]+(?:[.-][a-z0-9]+)*)")


def parse_pages(pages: Iterable[Snapshot]) -> Parsed:
    """What the pages sell, and what they say is to go. Raises ShapeError where one holds no prices."""
    offers: list[Record] = []
    lifecycle: list[Record] = []
    issues = []
    for page in pages:
        plain = _plain(page)
        tables = sheets(page, blocks(plain))
        found = list(priced(tables, "model"))
        if not found:
            raise shape_error(page.sighting, "the page holds no prices without JavaScript")
        for sheet, heading in found:
            records, bad = rows_of(sheet, heading)
            offers += records
            issues += bad
            lifecycle += _going(sheet, [record.id for record in records])
    return parsed(offers, lifecycle, issues)


def _plain(page: Snapshot) -> Snapshot:
    text = _CODE.sub("", page.body.decode("utf-8-sig", "replace"))
    return page.model_copy(update={"body": _TABLE.sub(_as_table, text).encode()})


def _as_table(match: re.Match[str]) -> str:
    titles = _TITLE.findall(match[1])
    rows = [[_text(cell) for cell in _CELL.finditer(row[1])] for row in _ROW.finditer(match[2])]
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n" + "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _text(cell: re.Match[str]) -> str:
    shown = cell[1] if cell[1] is not None else re.sub(r'\{"([^"]*)"\}', r"\1", re.sub(r"</?\w+[^>]*>", " ", cell[2]))
    return " ".join(shown.replace("|", "\\|").split())


def _going(sheet: Sheet, ids: list[str]) -> Iterator[Record]:
    """The models of the table right above a notice, where the notice names them or their series."""
    for note in sheet.notes:
        match = _GOING.search(note)
        if match is None:
            continue
        instead = _INSTEAD.search(note[match.end() :])
        raw = {"day": match["day"], "note": note} | ({"instead": instead[1]} if instead else {})
        for id_ in ids:
            if id_ == match["name"] or (match["series"] and id_.startswith(f"{match['name']}-")):
                yield going(id_, raw, "/notice")
