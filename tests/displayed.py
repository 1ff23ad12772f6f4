"""What a page displays beside a value: its receipt as a person reads it, and whether a text is what a claim says."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from bs4 import Tag

from catalog.entries import Claimed
from catalog.render.environment import UNPRINTABLE
from catalog.render.formats import moment, price, short_count
from scraper.attributes import ATTRIBUTES, Kind


class Receipt(NamedTuple):
    """What a page tells of a value's origin."""

    url: str
    snapshot: str
    observed: str
    since: str
    original: str
    pointer: str


def reads(claim: Claimed, text: str) -> bool:
    """Whether a displayed text is what a claim says, by the kind of its field."""
    kind, value = ATTRIBUTES[claim.field].kind, claim.value
    if kind is Kind.PRICE:
        return price(value) in text
    if kind is Kind.TOKENS:
        return short_count(int(value)) in text
    if kind is Kind.FLAG:
        return text.startswith("yes" if value == "true" else "no")
    if kind is Kind.DATE:
        return moment(value).text in text
    if kind is Kind.DECIMAL:
        return str(round(float(value))) in text.replace(",", "") or value in text or short_count(int(value)) in text
    if kind is Kind.LIST:
        return all(squeezed(str(item)) in text for item in json.loads(value))
    if kind is Kind.JSON:
        return True
    words = squeezed(value)
    return text.removesuffix(" disputed") in words or words in text


def receipts_beside(tag: Tag, field: str) -> Iterator[Receipt]:
    """The receipts that stand beside a value: of a fact all its claims, of a row those of the field."""
    row = tag.find_parent("tr")
    if row is not None:
        yield from (line_receipt(found) for found in row.select(f'[data-of="{field}"]'))
        return
    around = tag.find_parent(class_="fact") or tag.find_parent("section" if tag.name == "p" else "dd")
    for found in around.select("dl.receipt") if around else ():
        yield _told(found, "As written")


def line_receipt(told: Tag) -> Receipt:
    """The receipt of one line of an answer."""
    answer = told.find_parent("dl")
    assert answer is not None
    whole = _told(answer, "")
    *original, pointer = (code.text for code in told.select("code"))
    since = told.select_one("time")
    at = str(since["datetime"]) if since else whole.since
    return whole._replace(original="".join(original), pointer=whole.pointer + pointer, since=at)


def _told(found: Tag, original: str) -> Receipt:
    """A list of terms and what each says."""
    terms = {dt.text: dd for dt, dd in zip(found.select("dt"), found.select("dd"), strict=True)}
    link = terms["Source"].select_one("a")
    code = terms["Snapshot"].select_one("code")
    times = [terms[name].select_one("time") for name in ("Observed", "Since")]
    observed, since = (str(time["datetime"]) if time else "" for time in times)
    return Receipt(
        url=str(link["href"]) if link else "",
        snapshot=str(code["title"]) if code else "",
        observed=observed,
        since=since,
        original=terms[original].text if original in terms else "",
        pointer=terms["Found at"].text if "Found at" in terms else "",
    )


def is_cut(shown: str, original: str) -> bool:
    """Whether a shown original is the whole one, or its beginning and an ellipsis."""
    whole, begun = squeezed(original), squeezed(shown)
    return begun == whole or (begun.endswith("…") and whole.startswith(begun[:-1].strip()))


def squeezed(text: str) -> str:
    """A text as a page prints it, each blank a single one."""
    return re.sub(r"\s+", " ", printable(text)).strip()


def printable(text: str) -> str:
    """A text without what no page can print."""
    return UNPRINTABLE.sub("\ufffd", text)
