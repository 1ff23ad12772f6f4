"""Bad input for pages with prices: what a redesign, a slip or another currency would make of a good page.

Each mutation takes the page's HTML and gives another one; `WRONG` are those after which no price may
come out that was not in the truth.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from bs4 import BeautifulSoup, Tag

from scraper.errors import ShapeError
from scraper.snapshots import Snapshot
from scraper.source import Source

Mutation = Callable[[str], str]
PER_MILLION = r"(?i)(/|per)(\s*)(1\s?M|M|1 million|million)"
PRICE = re.compile(r"\$\s?\d[\d,]*(?:\.\d+)?")


def column_inserted(html: str) -> str:
    """A column before the last one of every table, with numbers of its own."""
    soup = BeautifulSoup(html, "html.parser")
    for row in soup.find_all("tr"):
        cells = row.find_all(["th", "td"], recursive=False)
        if len(cells) > 1:
            new = soup.new_tag(cells[0].name)
            new.string = "Popularity" if row.find_previous_sibling("tr") is None and cells[0].name == "th" else "$7,777"
            cells[1].insert_before(new)
    return str(soup)


def columns_swapped(html: str) -> str:
    """The last two columns of every table change places, with their headings."""
    soup = BeautifulSoup(html, "html.parser")
    for row in soup.find_all("tr"):
        cells = [cell for cell in row.find_all(["th", "td"], recursive=False) if isinstance(cell, Tag)]
        if len(cells) > 2:
            cells[-1].insert_after(cells[-2].extract())
    return str(soup)


def replaced(pattern: str, by: str) -> Mutation:
    """Every price text that matches a pattern, written another way."""
    return lambda html: re.sub(pattern, by, html)


SAME = {"column inserted": column_inserted, "columns swapped": columns_swapped}
"""After these the right prices come out, or none."""

WRONG: dict[str, Mutation] = {
    "yuan": replaced(r"\$(?=\s?\d)", "¥"),
    "per 1K": replaced(rf"{PER_MILLION}(?=[\s)<]|tok|$)", r"\g<1>\g<2>1K"),
    "per call": replaced(rf"{PER_MILLION}(\s+(input |output )?tok\w*)?(?=[\s)<]|$)", r"\1\2call"),
    "range": lambda html: PRICE.sub(lambda m: f"{m[0]} - $99", html),
    "two amounts": lambda html: PRICE.sub(lambda m: f"{m[0]} $99", html),
    "decimal comma": lambda html: PRICE.sub(lambda m: m[0].replace(",", "").replace(".", ","), html),
    "in words": lambda html: PRICE.sub("Contact us", html),
    "blank": lambda html: PRICE.sub("", html),
    "glued": lambda html: PRICE.sub(lambda m: f"{m[0]}1M tokens", html),
    "negative": lambda html: PRICE.sub(lambda m: f"-{m[0]}", html),
}  # fmt: skip


def prices(source: Source, snapshot: Snapshot, html: str | None = None) -> dict[tuple[str, str], str]:
    """The dollar prices by record and field; none where the page is refused."""
    page = snapshot if html is None else snapshot.model_copy(update={"body": html.encode()})
    try:
        parsed = source.parse([page])
    except ShapeError:
        return {}
    return {
        (record.id, claim.field): claim.value
        for records in parsed.scopes.values()
        for record in records
        for claim in source.observe(record).claims
        if "_usd_" in claim.field
    }


def wrong_prices(
    truth: Mapping[tuple[str, str], str], found: Mapping[tuple[str, str], str], allowed: Iterable[str] = ("0",)
) -> dict[tuple[str, str], str]:
    """Prices that are not the truth."""
    return {key: value for key, value in found.items() if truth.get(key) != value and value not in allowed}
