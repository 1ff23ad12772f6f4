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
    for found in around.select("li.receipt") if around else ():
        *original, pointer = (code.text for code in found.select("code"))
        yield _led(found)._replace(original="".join(original), pointer=pointer)


def line_receipt(told: Tag) -> Receipt:
    """The receipt of one line of an answer."""
    answer = told.find_parent("dl")
    head = answer.select_one("div") if answer else None
    assert head is not None
    whole = _led(head)
    shared = "".join(code.text for code in head.select("code"))
    *original, pointer = (code.text for code in told.select("code"))
    since = told.select_one("time")
    at = str(since["datetime"]) if since else whole.since
    return whole._replace(original="".join(original), pointer=shared + pointer, since=at)


def _led(found: Tag) -> Receipt:
    """Since when a receipt says it, and the answer of the page that it leads to: named there as it is named here."""
    link, since = found.select_one("a[href^='#']"), found.select_one("time")
    page = found.find_parents()[-1]
    answer = page.find(id=str(link["href"]).removeprefix("#")) if link else None
    assert link is not None and since is not None and isinstance(answer, Tag)
    source, observed, snapshot = answer.select_one("a[rel]"), answer.select_one("time"), answer.select_one("code")
    assert observed is not None and snapshot is not None
    told = f"{answer.text.partition(', observed ')[0]}, {moment(str(observed['datetime'])).short}"
    assert found.text.strip().removeprefix("Answer").startswith(told) and told.endswith(f", {link.text}")
    own = link.find_previous_sibling("a")
    assert (own["href"] if isinstance(own, Tag) else None) == (source["href"] if source else None)
    return Receipt(
        url=str(source["href"]) if source else "",
        snapshot=snapshot.text,
        observed=str(observed["datetime"]),
        since=str(since["datetime"]),
        original="",
        pointer="",
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
