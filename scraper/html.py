"""Web pages read by label and heading: never by a column's position or a class name.

A page that is no page of the source (empty, a login, a captcha, another language, wrong encoding)
is a ShapeError before anything is read of it. Selecting exactly one is the rule: none or two is a
ShapeError as well.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, TypeVar

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag
from bs4.exceptions import ParserRejectedMarkup

from scraper.answers import shape_error
from scraper.errors import ShapeError
from scraper.snapshots import Snapshot

T = TypeVar("T")

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "dd", "details", "dialog",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "html", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "select",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
    }
)  # fmt: skip
_HIDDEN = frozenset({"script", "style", "template", "noscript", "svg", "head"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MOJIBAKE = re.compile("\ufffd|â€|Ã[\x80-\xbf©¡-ÿ]|Â[\xa0-\xbf$£€]|ยฉ")
_BEGINS = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)
_ENDS = re.compile(r"</html\s*>", re.IGNORECASE)
"""HTML lets a page leave its end out; none of the sources' pages does, and one without it has lost its last part."""
_BLANKS, _LINE = re.compile(r"\s+"), re.compile(r"(\n)")
_MARKUP = re.compile(r"<[a-zA-Z!/]")
_CAPTCHA = re.compile(
    r"captcha|just a moment|verify (?:that )?you are (?:a )?human|are you a robot|checking your browser|"
    r"attention required|enable javascript and cookies to continue|access denied|unusual traffic",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"^\W*(?:log ?in|sign ?in|please (?:log|sign) in|authentication required)\b", re.IGNORECASE)
MAX_TAGS = 100_000
"""So many tags, begun or ended: the largest real page has 12,000."""
MAX_DEPTH = 150
"""So many elements within each other: real pages have some forty, and what reads them bears no thousand."""
MAX_SPANNED = 100_000
"""So many places of tables may be filled by cells that span rows or columns."""
SHORT = 600
"""A page with fewer characters than that, and the words of a gate among them, is the gate."""


class Table(NamedTuple):
    """A table as rows by heading; `title` is its caption, else the heading above it."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


class Section(NamedTuple):
    """A heading with the lines and tables below it, up to the next heading of any level."""

    level: int
    title: str
    lines: tuple[str, ...]
    tables: tuple[Table, ...]


class Page:
    """One web page, checked to be a page of its source. Raises ShapeError where it is not."""

    def __init__(self, snapshot: Snapshot, *, language: str = "en") -> None:
        self._snapshot = snapshot
        text = decoded(snapshot)
        self._is_whole(text)
        # A text without any markup keeps its lines.
        marked = text if _MARKUP.search(text) else f"<pre>{text}</pre>"
        try:
            # Nobody asks for an element's classes one by one.
            self.soup = BeautifulSoup(marked, "html.parser", multi_valued_attributes=None)
        except ParserRejectedMarkup as rejected:
            raise self.error(f"HTML that cannot be read: {str(rejected).splitlines()[-1].strip()}") from None
        if not _is_shallow(self.soup):
            raise self.error("HTML nested too deep")
        if _spanned(self.soup) > MAX_SPANNED:
            raise self.error(f"cells that span more than {MAX_SPANNED:,} others")
        self._is_no_gate(language)

    def _is_whole(self, text: str) -> None:
        if not text.strip():
            raise self.error("an empty page")
        if text.lstrip().startswith("<?xml") and "<html" not in text[:500].lower():
            raise self.error("XML, and no page")
        if text.count("<") > MAX_TAGS:
            raise self.error(f"more than {MAX_TAGS:,} tags")
        if _BEGINS.match(text) and not _ENDS.search(text):
            raise self.error(f"a page that breaks off after {len(text):,} characters")

    @property
    def served(self) -> str:
        """The text as it was served, with a mark for each byte that is no UTF-8."""
        return self._snapshot.body.decode("utf-8-sig", "replace")

    def error(self, detail: str) -> ShapeError:
        """A ShapeError that names the page's source and address."""
        return shape_error(self._snapshot.sighting, detail)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The visible text, a block a line, in reading order. Footnote marks come as `^1`."""
        return tuple(_lines(self.soup))

    @cached_property
    def title(self) -> str:
        """The text of `<title>`, empty where there is none."""
        return " ".join(self.soup.title.get_text().split()) if self.soup.title else ""

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Every table that has headings. Raises ShapeError where a heading comes twice in one."""
        return tuple(self._table(tag) for tag in self.soup.find_all("table") if not tag.find("table"))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The page by headings; what stands before the first one is left out."""
        return tuple(self._sections())

    def table(self, *headers: str) -> Table:
        """The one table that has all these headings. Raises ShapeError where there is none, or more."""
        wanted = {norm(header) for header in headers}
        return self.one([t for t in self.tables if wanted <= {norm(h) for h in t.headers}], f"table with {headers}")

    def section(self, title: str | re.Pattern[str]) -> Section:
        """The one section under a heading. Raises ShapeError where there is none, or more."""
        return self.one([s for s in self.sections if _is_titled(s.title, title)], f"section {title!r}")

    def one(self, found: Iterable[T], what: str) -> T:
        """The only one of those found. Raises ShapeError where it is none, or more."""
        items = list(found)
        if len(items) != 1:
            raise self.error(f"expected one {what}, got {len(items)}")
        return items[0]

    def labelled(self, labels: Iterable[str]) -> dict[str, str]:
        """The values of known labels, however they are set.

        A definition list, a two-cell row, `Label: value`, `| Label | value |`, or the label on one line
        and its value on the next. A label that is not there is not in the answer. Raises ShapeError where
        one label has two different values.
        """
        known = {norm(label): label for label in labels}
        found: dict[str, str] = {}
        for said, value in self._pairs(known):
            label = known.get(norm(said))
            if label is None:
                continue
            if label in found and _plain(found[label]) != _plain(value):
                raise self.error(f"{label!r} is both {found[label]!r} and {value!r}")
            found.setdefault(label, value)
        return found

    def _pairs(self, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for term in self.soup.find_all("dt"):
            value = term.find_next_sibling(["dd", "dt"])
            if isinstance(value, Tag) and value.name == "dd":
                yield text_of(term), text_of(value)
        for row in self.soup.find_all("tr"):
            cells = row.find_all(["th", "td"], recursive=False)
            if len(cells) == 2:
                yield text_of(cells[0]), text_of(cells[1])
        yield from _paired_lines(self.lines, known)

    def _table(self, tag: Tag) -> Table:
        grid = _grid(tag)
        headers, body = _split_header(tag, grid)
        counts = Counter(norm(header) for header in headers if header)
        twice = sorted(header for header in headers if counts[norm(header)] > 1)
        if twice:
            raise self.error(f"heading {twice[0]!r} comes twice in a table")
        rows = tuple(dict(zip(headers, row, strict=False)) for row in body)
        return Table(_title_of(tag), tuple(headers), rows)

    def _sections(self) -> Iterator[Section]:
        for heading in self.soup.find_all(_HEADINGS):
            lines, tables = _below(heading)
            yield Section(int(heading.name[1]), text_of(heading), tuple(lines), tuple(map(self._table, tables)))

    def _is_no_gate(self, language: str) -> None:
        if not self.lines:
            raise self.error("an empty page")
        text = "\n".join(self.lines)
        if _MOJIBAKE.search(text) and not self._allows_mojibake(text):
            raise self.error("text in a wrong encoding (mojibake)")
        if (len(text) < SHORT and _CAPTCHA.search(text + self.title)) or any(map(_is_captcha, _tags(self.soup))):
            raise self.error("a captcha page")
        asks = any(tag.name == "input" and tag.attrs.get("type") == "password" for tag in _tags(self.soup))
        if asks or (len(text) < SHORT and _LOGIN.search(self.title or text)):
            raise self.error("a login page")
        told = self.soup.html.get("lang") if self.soup.html else None
        if isinstance(told, str) and told and told.lower().partition("-")[0] != language:
            raise self.error(f"a page in another language ({told})")

    @staticmethod
    def _allows_mojibake(text: str) -> bool:
        """Whether the marks are too few to be a wrong encoding of the whole page: an author's slip."""
        return len(_MOJIBAKE.findall(text)) < 3


def decoded(snapshot: Snapshot) -> str:
    """The body as text: UTF-8, else the charset that the page itself declares. Raises ShapeError."""
    try:
        return snapshot.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        told = re.search(rb"charset=[\"']?([\w-]+)", snapshot.body[:2048])
        try:
            if told and told.group(1).lower() not in (b"utf-8", b"utf8"):
                return snapshot.body.decode(told.group(1).decode())
        except (LookupError, UnicodeDecodeError):
            pass
        raise shape_error(snapshot.sighting, "text in a wrong encoding (mojibake)") from None


def _is_shallow(soup: BeautifulSoup) -> bool:
    """Whether no element is nested deeper than can be read step by step."""
    level: list[Tag] = [soup]
    for _ in range(MAX_DEPTH):
        level = [child for tag in level for child in tag.contents if isinstance(child, Tag)]
        if not level:
            return True
    return False


def _spanned(soup: BeautifulSoup) -> int:
    """How many places of tables are filled by cells that span rows or columns."""
    cells = (tag for tag in _tags(soup) if tag.name in ("td", "th") and tag.attrs)
    return sum(_span(cell, "colspan") * _span(cell, "rowspan") for cell in cells)


def _tags(soup: BeautifulSoup) -> Iterator[Tag]:
    """Every element; a plain walk, which takes a tenth of what a search for each question does."""
    return (element for element in soup.descendants if isinstance(element, Tag))


def _is_captcha(tag: Tag) -> bool:
    return "captcha" in str(tag.attrs.get("id", "")).lower()


def text_of(tag: Tag) -> str:
    """The visible text of an element in one line; footnote marks come as `^1`."""
    return " ".join(_lines(tag))


def norm(text: str) -> str:
    """A label without case, marks and blanks around it: what labels are compared by."""
    return " ".join(re.sub(r"\^\w+|[^\w%$¥€/]+", " ", text.lower()).split())


def _lines(tag: Tag) -> Iterator[str]:
    parts: list[str] = []
    for piece in _pieces(tag):
        if piece == "\n":
            line = " ".join("".join(parts).split())
            if line:
                yield line
            parts = []
        else:
            parts.append(piece)
    line = " ".join("".join(parts).split())
    if line:
        yield line


def _pieces(tag: Tag) -> list[str]:
    """Texts in reading order, with a line break around each block and cell; inside `pre` at its own."""
    found: list[str] = []
    _gather(tag, found, as_set=False)
    return found


def _gather(tag: Tag, found: list[str], *, as_set: bool) -> None:
    as_set = as_set or tag.name == "pre"
    for child in tag.children:
        if isinstance(child, NavigableString):
            if not isinstance(child, Comment):
                found.extend(_LINE.split(child) if as_set else [_BLANKS.sub(" ", child)])
        elif isinstance(child, Tag) and child.name not in _HIDDEN and not _is_hidden(child):
            if child.name == "sup":
                found.append(f"^{child.get_text(strip=True)} ")
            elif child.name in _BLOCKS:
                found.append("\n")
                _gather(child, found, as_set=as_set)
                found.append("\n")
            else:
                _gather(child, found, as_set=as_set)


def _is_hidden(tag: Tag) -> bool:
    return tag.has_attr("hidden")


def _paired_lines(lines: tuple[str, ...], known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for index, line in enumerate(lines):
        bare = line.strip("| ")
        for mark in (" | ", ":"):
            label, sign, value = bare.partition(mark)
            if sign and norm(label) in known and value.strip():
                yield label, value.strip()
                break
        else:
            following = lines[index + 1] if index + 1 < len(lines) else ""
            if norm(bare) in known and following and norm(following) not in known:
                yield bare, following


def _plain(text: str) -> str:
    return "".join(text.split()).lower()


def _grid(table: Tag) -> list[list[tuple[str, bool]]]:
    """Cells as (text, is a heading), with those that span rows or columns repeated."""
    grid: list[list[tuple[str, bool]]] = []
    waiting: dict[int, tuple[tuple[str, bool], int]] = {}
    for row in table.find_all("tr"):
        line: list[tuple[str, bool]] = []
        cells = list(row.find_all(["th", "td"], recursive=False))
        while cells or len(line) in waiting:
            if len(line) in waiting:
                cell, more = waiting.pop(len(line))
                if more > 1:
                    waiting[len(line)] = (cell, more - 1)
                line.append(cell)
                continue
            tag = cells.pop(0)
            cell = (text_of(tag), tag.name == "th")
            for _ in range(_span(tag, "colspan")):
                if _span(tag, "rowspan") > 1:
                    waiting[len(line)] = (cell, _span(tag, "rowspan") - 1)
                line.append(cell)
        if line:
            grid.append(line)
    return grid


def _span(tag: Tag, name: str) -> int:
    told = str(tag.get(name) or "1")
    return min(int(told), 200) if told.isdigit() and int(told) > 0 else 1


def _split_header(table: Tag, grid: list[list[tuple[str, bool]]]) -> tuple[list[str], list[list[str]]]:
    if not grid:
        return [], []
    headers = [text for text, _ in grid[0]]
    return headers, [[text for text, _ in row] for row in grid[1:]]


def _title_of(table: Tag) -> str:
    caption = table.find("caption")
    if isinstance(caption, Tag):
        return text_of(caption)
    above = table.find_previous(_HEADINGS)
    return text_of(above) if isinstance(above, Tag) else ""


def _below(heading: Tag) -> tuple[list[str], list[Tag]]:
    """Lines and tables between a heading and the next one, wherever they are nested."""
    parts: list[str] = []
    tables: list[Tag] = []
    inside = set(map(id, heading.descendants))
    for element in heading.next_elements:
        if id(element) in inside:
            continue
        if isinstance(element, Tag):
            if element.name in _HEADINGS:
                break
            if element.name == "table" and not element.find("table"):
                tables.append(element)
            parts.append("\n" if element.name in _BLOCKS else "")
        elif isinstance(element, NavigableString) and _is_shown(element):
            parts.append(str(element))
            if element.parent is not None and element.parent.name in _BLOCKS and element.next_sibling is None:
                parts.append("\n")
    lines = [" ".join(line.split()) for line in "".join(parts).split("\n")]
    return [line for line in lines if line], tables


def _is_shown(text: NavigableString) -> bool:
    return not isinstance(text, Comment) and not any(parent.name in _HIDDEN for parent in text.parents)


def _is_titled(title: str, wanted: str | re.Pattern[str]) -> bool:
    return norm(title) == norm(wanted) if isinstance(wanted, str) else bool(wanted.search(title))
