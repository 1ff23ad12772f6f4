"""The two tables of a product's page: as a table, as rows of blocks with roles, or as lines in reading order."""

import re
from collections.abc import Iterator, Sequence

from bs4.element import Tag

from scraper.errors import ShapeError
from scraper.html import Page, norm, text_of

PRICING = ("Model", "Description", "Context", "Official Price", "302.AI Price", "Official Price Gap")
REFERENCE = ("API Description", "API Endpoint", "Request Method", "Stability", "Parameter Description")

_GAP = re.compile(r"\s*(Original Price(?:\s*[+\uff0b-]\s*\d+(?:\.\d+)?\s*%)?)\s*$", re.IGNORECASE)
_PRICE_LABEL = re.compile(
    r"(?:input|output|cache (?:creation|write|read))\b(?!\s*(?:tok|length|price|\u2264|<|>))", re.I
)
_BARE_LABEL = re.compile(r"(?:input|output|cache (?:creation|write|read))\s*:?", re.IGNORECASE)
_BARE_PRICE = re.compile(r"[$\u00a5\uffe5\u20ac]\s*\d|free$", re.IGNORECASE)
_COUNT = re.compile(r"\d[\d,.]*\s*[kKmM]?")
_METHOD = re.compile(r"GET|POST|PUT|PATCH|DELETE", re.IGNORECASE)
_MARKS = re.compile(r"[$\u00a5\uffe5\u5186\u20bd\u20ac\s|/]+")
_DASHES = ("-", "\u2013", "\u2014")


def read_pricing(page: Page, lines: Sequence[str]) -> list[dict[str, str]]:
    """The price rows by heading, the badge of a price cell under its own heading."""
    needed = ("Model", "302.AI Price")
    rows = [row for row in _structured(page, PRICING, needed) if row.get("Model")]
    rows = rows or list(_price_lines(lines)) or list(_labelled(lines, PRICING, needed))
    return [_with_gap(row) for row in rows]


def read_reference(page: Page, lines: Sequence[str]) -> list[dict[str, str]]:
    """The endpoints by heading."""
    needed = ("API Description", "Request Method")
    rows = [row for row in _structured(page, REFERENCE, needed) if row.get("API Description")]
    return rows or list(_endpoint_lines(lines)) or list(_labelled(lines, REFERENCE, needed))


def _with_gap(row: dict[str, str]) -> dict[str, str]:
    """A row whose price cell ends with `Original Price` has that under the heading of the gap."""
    cell = row.get("302.AI Price", "")
    match = _GAP.search(cell)
    if match is None:
        return row
    return {
        **row,
        "302.AI Price": cell[: match.start()],
        "Official Price Gap": row.get("Official Price Gap") or match[1],
    }


def _structured(page: Page, columns: Sequence[str], needed: Sequence[str]) -> Iterator[dict[str, str]]:
    """Rows of tables, or of elements with the roles of one, that have the needed headings."""
    known = {norm(column): column for column in columns}
    try:
        rows = [row for table in page.tables for row in table.rows if len(row) == len(table.headers)]
    except ShapeError:
        # A body in a table of its own has no headings: it is read by its lines.
        rows = []
    rows += [dict(zip(grid[0], cells, strict=True)) for grid in _with_roles(page) for cells in grid[1:]]
    for row in rows:
        named = {known.get(norm(heading), heading): cell for heading, cell in row.items() if heading}
        if set(needed) <= named.keys():
            yield named


def _with_roles(page: Page) -> Iterator[list[tuple[str, ...]]]:
    for table in page.soup.find_all(True, role=["table", "grid"]):
        if table.name == "table":
            continue
        rows = [
            tuple(text_of(cell) for cell in row.find_all(True, role=["columnheader", "cell", "gridcell", "rowheader"]))
            for row in table.find_all(True, role="row")
            if isinstance(row, Tag)
        ]
        # A heading that comes twice, or a row of another length, leaves open what stands where.
        if rows and len(set(rows[0])) == len(rows[0]):
            yield [row for row in rows if len(row) == len(rows[0])]


def _labelled(lines: Sequence[str], columns: Sequence[str], needed: Sequence[str]) -> Iterator[dict[str, str]]:
    """Rows as lists of label and value: a heading with what stands behind or below it; the first again is a new row."""
    known = {norm(column): column for column in columns}
    rows: list[dict[str, list[str]]] = []
    name = ""
    for line in lines:
        label, _, value = line.partition(":")
        if norm(label) in known:
            name = known[norm(label)]
            if not rows or name == next(iter(rows[-1])):
                rows.append({})
            # A heading that comes twice in one row leaves open which is which: none is taken.
            rows[-1][name] = [value.strip()] if name not in rows[-1] else []
        elif rows:
            rows[-1][name].append(line)
    for row in rows:
        told = {heading: " ".join(part for part in parts if part) for heading, parts in row.items()}
        if all(told.get(heading) for heading in needed):
            yield told


def _headings(lines: Sequence[str], columns: Sequence[str], needed: Sequence[str]) -> tuple[list[str], int]:
    """The headings of a table in lines, one a line or glued together, and where its body begins."""
    for start in range(len(lines)):
        found: list[str] = []
        end = start
        while end < len(lines) and (more := _unglued(lines[end], columns)):
            found += more
            end += 1
        if set(needed) <= set(found):
            return (found, end) if len(set(found)) == len(found) else ([], 0)
    return [], 0


def _unglued(line: str, columns: Sequence[str]) -> list[str]:
    """The headings that a line is made of; none where there is anything else in it."""
    found: list[str] = []
    rest = line.strip(" |")
    while rest:
        name = max((c for c in columns if rest.lower().startswith(c.lower())), key=len, default="")
        if not name or name in found:
            return []
        found.append(name)
        rest = rest[len(name) :].strip(" |\t")
    return found


def _price_lines(lines: Sequence[str]) -> Iterator[dict[str, str]]:
    """Rows of the price table from lines: model, description, context, then prices by label."""
    names, start = _headings(lines, PRICING, ("Model", "302.AI Price"))
    prices = [name for name in names if name in ("Official Price", "302.AI Price")]
    words = [name for name in names if name in ("Model", "Description", "Context")]
    if not names or [name for name in names if name != "Official Price Gap"] != words + prices or words[0] != "Model":
        return
    for texts, told in _rows(_joined([line for line in lines[start:] if not _MARKS.fullmatch(line)])):
        row = _words(texts, words, prices)
        gap = [line for line in told if _GAP.fullmatch(line)]
        cells = _cells([line for line in told if not _GAP.fullmatch(line)])
        waiting = [name for name in prices if name not in row]
        if row and len(gap) <= 1:
            if len(cells) == len(waiting):
                row.update(zip(waiting, cells, strict=True))
            yield {**row, **({"Official Price Gap": gap[0].strip()} if gap else {})}


def _joined(lines: Sequence[str]) -> list[str]:
    """Lines with a label that stands alone joined to the price below it."""
    joined: list[str] = []
    for line in lines:
        if joined and _BARE_LABEL.fullmatch(joined[-1]):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _rows(lines: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Lines cut into rows: a text after prices begins the next one."""
    texts: list[str] = []
    told: list[str] = []
    for line in lines:
        if _PRICE_LABEL.match(line) or _BARE_PRICE.match(line) or _GAP.fullmatch(line):
            told.append(line)
            continue
        if told:
            yield texts, told
            texts, told = [], []
        texts.append(line)
    if told:
        yield texts, told


def _words(texts: Sequence[str], words: Sequence[str], prices: Sequence[str]) -> dict[str, str]:
    """The cells before the prices; empty where they cannot be told apart."""
    rest = list(texts)
    row: dict[str, str] = {}
    if len(rest) > len(words) and rest[-1] in _DASHES and _COUNT.fullmatch(rest[-2]):
        row[prices[0]] = rest.pop()
    if "Context" in words:
        if len(rest) < 2 or not (_COUNT.fullmatch(rest[-1]) or rest[-1] in _DASHES):
            return {}
        row["Context"] = rest.pop()
    if not rest or (len(rest) > 1 and "Description" not in words):
        return {}
    return {"Model": rest[0], "Description": " ".join(rest[1:]), **row}


def _cells(told: Sequence[str]) -> list[str]:
    """Price lines as cells: a label that comes again, or a price without one, begins the next."""
    cells: list[list[str]] = []
    seen: set[str] = set()
    for line in told:
        match = _PRICE_LABEL.match(line)
        label = match[0].lower() if match else ""
        if not cells or not label or label in seen or "" in seen:
            cells.append([])
            seen = set()
        cells[-1].append(line)
        seen.add(label)
    return [" ".join(cell) for cell in cells]


def _endpoint_lines(lines: Sequence[str]) -> Iterator[dict[str, str]]:
    """Rows of the reference table from lines: each has one request method."""
    names, start = _headings(lines, REFERENCE, ("API Description", "Request Method"))
    before: list[str] = []
    row: dict[str, str] | None = None
    for line in lines[start:] if names else ():
        if _METHOD.fullmatch(line) and before:
            address = [text for text in before[1:] if text.startswith(("/", "http"))]
            row = {"API Description": before[0], "API Endpoint": address[0] if address else "", "Request Method": line}
            before = []
        elif row is not None and "Stability" not in row and norm(line) != "view details":
            row["Stability"] = line
        elif norm(line) == "view details":
            if row is not None:
                yield row
            row, before = None, []
        else:
            before.append(line)
    if row is not None:
        yield row
