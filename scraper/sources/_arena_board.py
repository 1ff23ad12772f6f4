"""One board of the Arena as its web page shows it: a table, its columns known by their headings.

A cell may hold several things: the model's link and, below it, `Organization · Licence`; two ranks
with nothing but an arrow's picture between them; a score with `±` and the word `Preliminary`. The pieces
are marked before the text is taken, so that two numbers never become one.
"""

import re
from collections import Counter

from bs4.element import Tag

from scraper.errors import BadValue
from scraper.html import Page, Table, norm
from scraper.issues import Issue, IssueKind
from scraper.snapshots import Snapshot
from scraper.sources._arena_tables import published, spread

_PIECE, _LINK = "\ue000", "\ue001"
"""Marks between the pieces of a cell and around a link's text: characters that no page uses."""
_INNER = ["a", "span", "div", "p", "small", "li", "br", "strong", "b"]

HEADINGS = {
    "rank": "Rank", "rank ub": "Rank", "overall rank": "Rank",
    "rank stylectrl": "Rank (StyleCtrl)", "rank style control": "Rank (StyleCtrl)",
    "rank spread": "Rank Spread", "rank spread ub lb": "Rank Spread",
    "model": "Model", "model name": "Model",
    "score": "Score", "arena score": "Score", "rating": "Score", "arena rating": "Score", "elo": "Score",
    "arena elo": "Score", "elo rating": "Score",
    "95% ci": "95% CI", "ci": "95% CI", "confidence interval": "95% CI", "95% confidence interval": "95% CI",
    "votes": "Votes", "vote count": "Votes", "total votes": "Votes",
    "organization": "Organization", "organisation": "Organization", "org": "Organization", "vendor": "Organization",
    "provider": "Organization", "license": "License", "licence": "License",
    "knowledge cutoff": "Knowledge Cutoff", "price": "Price", "price $/m": "Price", "price $/1m": "Price",
    "price $/m tokens": "Price", "context": "Context", "context length": "Context", "context window": "Context",
}  # fmt: skip
"""What a column's heading may be, and what the column is; other columns are kept and reported."""
NEEDED = ("Rank", "Model", "Score", "Votes")

_DATED = re.compile(r"(?:last\s+)?updated(?:\s+on)?\s*:?\s*(?P<day>\S.*)", re.IGNORECASE)
_SCORE = re.compile(
    r"(?P<score>[\d,.]+)\s*\(?(?P<ci>±\s*\d+(?:\.\d+)?|[+]\d+(?:\.\d+)?\s*/\s*[-\u2212]\d+(?:\.\d+)?)\)?"
)
_PRELIMINARY = re.compile(r"\s*\bpreliminary\b\s*", re.IGNORECASE)

Row = dict[str, str]


def board_rows(snapshot: Snapshot) -> tuple[list[Row], list[Issue]]:
    """The rows of the page's one leaderboard by canonical heading. Raises ShapeError where it has none, or two."""
    page = Page(snapshot)
    for cell in page.soup.find_all(["td", "th"]):
        _mark(cell)
    table = page.one([t for t in page.tables if {"Model", "Score"} <= {_column(h) for h in t.headers}], "leaderboard")
    columns = Counter(_column(heading) for heading in table.headers if heading)
    _has_its_columns(page, table, columns)
    issues: list[Issue] = []
    rows = [_row(table, cells, issues) for cells in table.rows]
    if not columns["95% CI"] and not any("95% CI" in row for row in rows):
        raise page.error("no column '95% CI', and no interval beside the scores")
    day = _day(page, issues)
    return [{**row, **day} for row in rows], issues


def _column(heading: str) -> str:
    return HEADINGS.get(norm(heading)) or " ".join(_pieces(heading))


def _has_its_columns(page: Page, table: Table, columns: Counter[str]) -> None:
    missing = [name for name in NEEDED if not columns[name]]
    if missing:
        raise page.error(f"no column {missing[0]!r}")
    twice = [name for name, times in columns.items() if times > 1]
    if twice:
        raise page.error(f"two columns that are {twice[0]!r}")
    if not table.rows:
        raise page.error("a leaderboard without rows")


def _mark(cell: Tag) -> None:
    for tag in cell.find_all(_INNER):
        mark = _LINK if tag.name == "a" else _PIECE
        title = tag.get("title")
        text = tag.get_text(strip=True)
        if tag.name == "a" and isinstance(title, str) and text.endswith("…") and title.startswith(text[:-1]):
            tag.string = title  # the link shows the beginning only
        tag.insert_before(mark)
        tag.insert_after(mark)


def _row(table: Table, cells: Row, issues: list[Issue]) -> Row:
    row: Row = {}
    for heading in table.headers:
        if not heading or heading not in cells:
            continue
        column, text = _column(heading), cells[heading]
        if column == "Model":
            row = {**_model(text), **row}
        elif column == "Score":
            row = {**_score(text), **row}
        elif column == "Rank Spread":
            row.update(_spread(text, issues))
        else:
            row[column] = " ".join(_pieces(text))
    return row


def _model(text: str) -> Row:
    """The configuration, and the organization and licence that may stand below it in the same cell."""
    parts = text.split(_LINK)  # outside and inside of a link by turns
    linked = [pieces for pieces in map(_pieces, parts[1::2]) if pieces]
    if len(linked) == 1:
        names, rest = linked[0], [piece for part in parts[::2] for piece in _pieces(part)]
    else:
        names, rest = _pieces(text), []
    if len(names) > 1 and any("·" in piece for piece in names):
        names, rest = names[:1], names[1:]
    # Two pieces of which nobody says what they are: no name at all is better than a wrong one.
    row = {"Model": names[0] if len(names) == 1 and "·" not in names[0] else ""}
    return {**row, **_maker(rest)}


def _maker(rest: list[str]) -> Row:
    """`Organization · Licence`, in one piece or in three; other pieces are badges."""
    places = [index for index, piece in enumerate(rest) if "·" in piece]
    if len(places) != 1:
        return {}
    told = rest[places[0]]
    if told == "·":
        told = " ".join(rest[max(0, places[0] - 1) : places[0] + 2])
    organization, _, terms = told.partition("·")
    named = {"Organization": organization.strip(), "License": terms.strip()}
    return named if all(named.values()) and "·" not in terms else {}


def _score(text: str) -> Row:
    tidy = _PRELIMINARY.sub(" ", " ".join(_pieces(text))).strip()
    match = _SCORE.fullmatch(tidy)
    return {"Score": match["score"], "95% CI": match["ci"]} if match else {"Score": tidy}


def _spread(text: str, issues: list[Issue]) -> Row:
    told = _pieces(text)
    joined = "-".join(told) if len(told) == 2 and all(piece.isdigit() for piece in told) else " ".join(told)
    try:
        spread(joined)
    except BadValue as bad:
        if not any(issue.field == "rank_spread" for issue in issues):
            issues.append(Issue(IssueKind.BAD_VALUE, "", "rank_spread", str(bad), "/Rank Spread"))
        return {}
    return {"Rank Spread": joined}


def _day(page: Page, issues: list[Issue]) -> Row:
    """The day of publication, where the page says one and only one."""
    told = {match["day"] for line in page.lines if (match := _DATED.fullmatch(line.strip())) is not None}
    read: set[str] = set()
    for text in sorted(told):
        try:
            published(text)
        except BadValue as bad:
            issues.append(Issue(IssueKind.BAD_VALUE, "", "published_at", str(bad), "/Last updated"))
        else:
            read.add(text)
    return {"Last updated": read.pop()} if len(read) == 1 else {}


def _pieces(text: str) -> list[str]:
    return [piece for piece in (" ".join(part.split()) for part in re.split(f"[{_PIECE}{_LINK}]", text)) if piece]
