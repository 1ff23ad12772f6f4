"""The list of every model by name: light, static, and whole for a browser's own search."""

import unicodedata
from collections.abc import Callable, Sequence
from itertools import groupby

from catalog.addresses import folder, link
from catalog.queries import Row
from catalog.render.contexts import AToZPage, Letter, Named, Page
from catalog.render.formats import bare_name

PATH = "a-z/index.html"
DIGITS, OTHER = "0-9", "Other"


def a_z_page(rows: Sequence[Row], make: Callable[[str, str, str], Page]) -> AToZPage:
    """Every model by its name without its lab, listed or not."""
    about = f"All {len(rows)} AI models by name, those that are no longer listed too."
    page = make(PATH, "A to Z · Model Atlas", about)
    named = sorted(map(_named, rows), key=lambda one: (_place(one.name), one.name.lower(), one.href))
    groups = groupby(named, key=lambda one: _letter(one.name))
    return AToZPage(page, len(rows), tuple(Letter(key, _anchor(key), tuple(group)) for key, group in groups))


def _named(row: Row) -> Named:
    href = f"../models/{link(folder(row['id']))}/"
    return Named(bare_name(str(row["name"])), href, str(row["author"]), row["status"] == "retired")


def _letter(name: str) -> str:
    """The letter under which a name is looked for."""
    plain = unicodedata.normalize("NFKD", name).upper()
    first = next((sign for sign in plain if sign.isalnum()), "")
    if first.isascii() and first.isalpha():
        return first
    return DIGITS if first.isdigit() else OTHER


def _place(name: str) -> tuple[bool, bool, str]:
    letter = _letter(name)
    return letter == OTHER, letter == DIGITS, letter


def _anchor(letter: str) -> str:
    return {DIGITS: "digits", OTHER: "other"}.get(letter, letter.lower())
