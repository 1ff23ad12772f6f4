"""Cards: a picture a model, for places that show a link as one. Drawn with Pillow, which is an extra.

A card's name is a digest of what is drawn on it and of what draws it: one that is published already
need not be drawn again. Without Pillow, or where nobody asks for cards, there are none.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from catalog.carried import digest
from catalog.queries import Row
from catalog.render.contexts import Picture
from catalog.render.formats import UNKNOWN, price, short_count

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
LETTERS = 120
"""So many letters of a name are looked at: no more fit."""
_LEFT, _WIDTH = 84, 1032
_SIZES = ((76, 2), (62, 2), (50, 3))
"""Sizes of a title, with the lines that it may have; one that fits none of them is cut."""
_PAPER, _INK, _SOFT, _LINE, _LINK, _PIN = "#f7f9f9", "#14211f", "#50605f", "#dbe3e2", "#0b5566", "#d9730d"
_COLOURS = 24
_BEGINS, _ENDS = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_NO_CHARACTER = "\U0010fffe"


class Card(NamedTuple):
    """What is drawn on a card."""

    title: str
    line: str
    facts: tuple[tuple[str, str], ...] = ()
    """Labels with values."""


SITE = Card("AI models, every value with its receipt", "Prices, limits and capabilities from many sources")
"""The card of every page that is no model's."""


class Cards:
    """Knows where each card is, and draws it."""

    def __init__(self, asked: bool, base_url: str) -> None:
        self._base_url = base_url
        self.by = drawn_by() if asked else ""
        """What draws them; empty where there are none."""

    def picture(self, card: Card) -> Picture | None:
        """A card as a page names it; None where there are none."""
        if not self.by:
            return None
        told = "; ".join(f"{label} {value}" for label, value in card.facts) or card.line
        return Picture(self._base_url + self.path(card), f"{card.title[:LETTERS]}. {told}")

    def path(self, card: Card) -> str:
        """A card's file below the site's root."""
        return f"cards/{digest(card, self.by)[:20]}.png"

    def files(self, cards: Iterable[Card]) -> Iterator[tuple[str, Card]]:
        """Every card once, by its file; nothing where there are none."""
        yield from {self.path(card): card for card in cards}.items() if self.by else ()


def card_of(row: Row) -> Card:
    """The card of a model, from its row."""
    state = str(row["price_state"])
    context = ("Context", short_count(row["context_listed"]))
    prices = (
        ("Input / 1M tokens", price(row["input_usd_per_mtok"], state)),
        ("Output / 1M tokens", price(row["output_usd_per_mtok"], state)),
    )
    facts = (context, *prices) if row["status"] == "active" else (context, ("Status", "no longer listed"))
    known = tuple((label, "unknown" if value == UNKNOWN else value) for label, value in facts)
    return Card(str(row["name"])[:LETTERS], str(row["id"])[:LETTERS], known)


def drawn_by() -> str:
    """What draws cards here: a digest of this module and the drawing library's version; empty where that is missing."""
    try:
        from PIL import __version__, features
    except ImportError:
        return ""
    letters = features.version("freetype2")
    return digest(Path(__file__).read_bytes(), __version__, letters) if letters else ""


def is_whole(file: Path) -> bool:
    """Whether a drawn card is there, from its beginning to its end."""
    try:
        content = file.read_bytes()
    except OSError:
        return False
    return content.startswith(_BEGINS) and content.endswith(_ENDS)


def draw(card: Card) -> bytes:
    """A card as a PNG."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 20, SIZE[1]), fill=_LINK)
    image.paste(_mark(64), (_LEFT, 64))
    pen.text((_LEFT + 84, 72), "Model Atlas", font=_font(38), fill=_LINK)
    title, size = _title(_legible(card.title) or _legible(card.line) or "?")
    top = 190
    for text in title:
        pen.text((_LEFT, top), text, font=_font(size), fill=_INK)
        top += round(size * 1.22)
    pen.text((_LEFT, top + 12), _cut(_legible(card.line), 30), font=_font(30), fill=_SOFT)
    _facts(pen, card.facts)
    out = io.BytesIO()
    image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _facts(pen: "ImageDraw.ImageDraw", facts: Sequence[tuple[str, str]]) -> None:
    if not facts:
        return
    pen.line((_LEFT, 478, _LEFT + _WIDTH, 478), fill=_LINE, width=3)
    for column, (label, value) in enumerate(facts):
        left = _LEFT + column * _WIDTH // len(facts)
        pen.text((left, 498), label, font=_font(26), fill=_SOFT)
        pen.text((left, 534), value, font=_font(48), fill=_INK)


@lru_cache
def _mark(size: int) -> "Image.Image":
    """The globe with its pin, drawn large and made small, so that its lines are smooth."""
    from PIL import Image, ImageDraw

    many = 4 * size / 32
    image = Image.new("RGB", (4 * size, 4 * size), _PAPER)
    pen = ImageDraw.Draw(image)
    for box in ((3, 3, 29, 29), (10.5, 3, 21.5, 29)):
        pen.ellipse([many * side for side in box], outline=_LINK, width=round(1.6 * many))
    for line in ((3, 16, 29, 16), (5.3, 9, 26.7, 9), (5.3, 23, 26.7, 23)):
        pen.line([many * end for end in line], fill=_LINK, width=round(1.6 * many))
    pen.ellipse([many * side for side in (17.2, 5.6, 24, 12.4)], fill=_PIN)
    return image.resize((size, size), Image.Resampling.LANCZOS)


@lru_cache
def _font(size: int) -> "ImageFont.FreeTypeFont | ImageFont.ImageFont":
    from PIL import ImageFont

    return ImageFont.load_default(size)


@lru_cache(maxsize=4096)
def _has(character: str) -> bool:
    """Whether the font has a character, and no box in its place."""
    return character == " " or _drawn(character) != _drawn(_NO_CHARACTER)


def _drawn(character: str) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("L", (40, 40))
    ImageDraw.Draw(image).text((4, 4), character, fill=255, font=_font(20))
    return image.tobytes()


def _legible(text: str) -> str:
    """A text as far as the font can write it; nothing where that is less than half of it."""
    line = " ".join(text.split())
    kept = " ".join("".join(filter(_has, line)).split())
    return kept if 2 * len(kept) >= len(line) else ""


def _title(text: str) -> tuple[list[str], int]:
    """The lines of a title, and their size."""
    for size, most in _SIZES:
        lines = _lines(text, size)
        if len(lines) <= most:
            return lines, size
    size, most = _SIZES[-1]
    lines = _lines(text, size)
    return [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), size)], size


def _lines(text: str, size: int) -> list[str]:
    """A text broken between words, each as long as it fits; a word that fits nowhere is cut."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if _length(longer, size) <= _WIDTH:
            lines[-1] = longer
        else:
            lines += [_cut(word, size)]
    return [line for line in lines if line]


def _cut(text: str, size: int) -> str:
    """A text that fits a line, with an ellipsis where its end is cut off."""
    if _length(text, size) <= _WIDTH:
        return text
    return next(cut for end in range(len(text), -1, -1) if _length(cut := f"{text[:end]}…", size) <= _WIDTH)


def _length(text: str, size: int) -> float:
    return _font(size).getlength(text)
