"""A haimaker page of one model taken apart: what each label and sentence says, in all places that say it.

Known by words alone: the block of specifications by its labels (a table, a definition list, lines with
pipes, `Label: value`, a label and its value on two lines or side by side), the site's own sentences by
the model's name at their beginning, the rest as prose.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from scraper.html import Page, norm, text_of
from scraper.sources._page_labels import groups, headed, on_lines, side_by_side

SPECIFICATIONS = (
    "Mode", "Context Window", "Max Input", "Max Output", "Function Calling", "Vision", "Reasoning", "Web Search",
    "Url Context", "Architecture", "Model Type", "Languages", "Library", "License", "Parameters", "Base Model",
    "Released", "Updated", "Author", "Input price", "Output price", "Cached input price",
)  # fmt: skip
CARD = ("Training Stage", "Context Length", "Params(Total / Activated)")
"""Labels of the table that some model cards have."""
_OTHER_WORDS = {
    "context": "Context Window", "max output tokens": "Max Output", "max input tokens": "Max Input",
    "licence": "License", "language": "Languages", "input": "Input price", "output": "Output price",
    "input cost": "Input price", "output cost": "Output price", "input tokens": "Input price",
    "output tokens": "Output price", "cached input": "Cached input price", "total parameters": "Parameters",
}  # fmt: skip
_LABELS = {norm(label): label for label in (*SPECIFICATIONS, *CARD)} | _OTHER_WORDS
_SPECIFIC = frozenset(norm(label) for label in SPECIFICATIONS[:13])
_FORMS = re.compile(r"\bmodel (?:from|by) |-token context window and |\bpriced at ", re.IGNORECASE)
"""What the site says of every model in the same words; a card's prose may begin with the name too."""
_MONEY = re.compile(r"[$\u00a5\u20ac\u00a3\u20b9]|\busd\b|^free$", re.IGNORECASE)

_COUNT = r"[\d][\d.,]*\s?[KMBT]?"
_SENTENCES = (
    ("Parameters", re.compile(rf"({_COUNT})[- ]parameters?\b", re.IGNORECASE)),
    ("Context Window", re.compile(r"(\d[\d.,]*[KM]?)[- ]token context window", re.IGNORECASE)),
    ("Max Output", re.compile(r"(?:up to )(\d[\d.,]*[KM]?) output tokens", re.IGNORECASE)),
    ("Max Output", re.compile(r"(\d[\d.,]*[KM]?) max output tokens", re.IGNORECASE)),
    ("Author", re.compile(r"\bmodel (?:from|by) ([^.,]{1,60}?)(?= with a|, |\.(?:\s|$))")),
)
_NAMED = re.compile(r"\(([\w.:@-]+/[\w.:@-]+)\) (?:is an? .*\bmodel from|has an? [\d,]+-token)", re.ASCII)
_PRICED = re.compile(r"\bpriced at (.+?)(?= when | via |[.;](?:\s|$)|$)", re.IGNORECASE)
_DAY = r"\w{3,9} (?:\d{1,2}, )?\d{4}"
_DATED = re.compile(
    rf"^\W*Released (?P<Released>{_DAY})\b(?:\W+Updated (?P<Updated>{_DAY})\b)?"
    r"(?:\W+Parameters\W+(?P<Parameters>[\d.]+[KMBT]))?"
)
_WEIGHTS = re.compile(r"\bvllm serve\s+(?P<id>[\w.-]+/[\w.-]+)")
_HUB = re.compile(r"https://huggingface\.co/(?P<id>[\w.-]+/[\w.-]+)/?")
_TITLE = re.compile(r"(?P<name>.+?) \u2014 (?:(?P<parameters>[\d.]+[KMBT]) Parameter )?.*haimaker", re.IGNORECASE)
_LICENCE = re.compile(
    r"\b(?:provided|released|licen[sc]ed|available|distributed) under (?:the |an? )?"
    r"(?P<name>[A-Z][\w .-]{0,60}?[Ll]icen[sc]e(?:,? (?:[Vv]ersion )?v?\d(?:\.\d)?)?|Apache[- ]2\.0|MIT)\b"
)
_NO_PRAISE = re.compile(r"licen[sc]e|copyright|cite|^note\b|https?://|priced at|\{|\bper request\.$", re.IGNORECASE)


def parse_page(page: Page, id_: str) -> dict[str, Any]:
    """What a page says of a model. Raises ShapeError where it is not the page of that id."""
    lines = [line for line in page.lines if line.strip("|} ")]
    title = _TITLE.match(page.title)
    own = _own_sentences(lines, id_, title["name"] if title else "")
    _is_about(page, lines, id_)
    told, strange = _specifications(page, lines)
    _add(told, _said(own))
    _add(told, _dated(lines))
    if title and title["parameters"]:
        _add(told, [("Parameters", title["parameters"])])
    if not told:
        raise page.error("a page without specifications")
    return {
        "name": _name(own, id_) or (title["name"] if title else ""),
        "id": id_,
        "told": told,
        "weights": _weights(page, lines),
        "licence": sorted({match["name"] for line in lines for match in _LICENCE.finditer(line)}),
        "description": next((line for line in own if re.search(r" is an? .{0,60}\bmodel by ", line)), ""),
        "statements": [line for line in lines if line not in own and _is_praise(line)],
        **strange,
    }


def _own_sentences(lines: Sequence[str], id_: str, title: str) -> list[str]:
    """The site's own sentences: those that begin with the model's name or id."""
    slug = _folded(id_.partition("/")[2])
    names = [name for name in (_folded(_name(lines, id_)), _folded(title)) if name]
    return [
        line for line in lines
        if _FORMS.search(line) and _folded(line).startswith((slug, _folded(id_), *names))
    ]  # fmt: skip


def _is_about(page: Page, lines: Iterable[str], id_: str) -> None:
    """Raises ShapeError where the page speaks of another model, or does not name the one asked for."""
    named = {match[1].lower() for line in lines for match in _NAMED.finditer(line)}
    if named - {id_.lower()}:
        raise page.error(f"asked for {id_!r}, got a page about {', '.join(sorted(named))}")
    whole = re.compile(rf"(?<![\w/.-]){re.escape(id_)}(?![\w/-])", re.IGNORECASE)
    if not named and not any(whole.search(line) for line in lines):
        raise page.error(f"{id_!r} is not named on the page")


def _specifications(page: Page, lines: Sequence[str]) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """Values by label, and the pairs of the block of specifications whose label is not known."""
    told: dict[str, list[str]] = {}
    strange: dict[str, Any] = {}
    for group in (*groups(page), list(headed(page))):
        is_block = len({norm(label) for label, _ in group} & _SPECIFIC) > 1
        for said, value in group:
            label = label_of(said)
            if label_of(value) or norm(value) == "value":
                continue  # a row of headings
            if label:
                _add(told, [(label, _with_unit(said, label, value))])
            elif is_block:
                strange.setdefault(said, value)
    from_block = frozenset(told)
    for said, value in (*on_lines(page, lines, label_of), *side_by_side(page, label_of)):
        label = label_of(said)
        # Prices are compared wherever they stand; of the rest the block is the better witness.
        if _MONEY.search(value) if "price" in label else label not in from_block:
            _add(told, [(label, _with_unit(said, label, value))])
    return told, strange


def label_of(said: str) -> str:
    """Our word for a label; empty for one that is not known. A unit in brackets is no part of it."""
    known = _LABELS.get(norm(said))
    if known is None and re.match(r"(?:cached )?(?:input|output)\b", said, re.IGNORECASE) and len(said) < 40:
        bare = re.split(r"\s*(?:\(|/|\bper\b)", said, maxsplit=1, flags=re.IGNORECASE)[0]
        known = _LABELS.get(norm(bare))
    return known or ""


def _with_unit(said: str, label: str, value: str) -> str:
    """A price with the unit that its label names, so that a value keeps its unit wherever it goes."""
    unit = re.search(r"(?:/|\bper\b)\s*([^()/$]+)", said, re.IGNORECASE)
    bare = not re.search(r"/|\bper\b", value, re.IGNORECASE)
    return f"{value} / {unit[1].strip()}" if "price" in label and unit and bare else value


def _said(own: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What the site's own sentences say, by the label that would say it."""
    for line in own:
        for label, pattern in _SENTENCES:
            for match in pattern.finditer(line):
                yield label, match[1].strip(" .,")
        for match in _PRICED.finditer(line):
            yield from _priced(match[1])


def _dated(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """`Released Oct 2025, updated Jan 2026`, which some pages have above everything."""
    for line in lines:
        match = _DATED.match(line)
        if match:
            yield from ((label, match[label]) for label in ("Released", "Updated", "Parameters") if match[label])


def _weights(page: Page, lines: Iterable[str]) -> list[str]:
    """The weights that the page's command serves; else those that a link named Hugging Face leads to."""
    served = {match["id"] for line in lines for match in _WEIGHTS.finditer(line)}
    if not served:
        links = [a for a in page.soup.find_all("a", href=True) if re.search("hugging ?face", text_of(a), re.IGNORECASE)]
        served = {match["id"] for a in links if (match := _HUB.fullmatch(str(a["href"])))}
    return sorted(served)


def _priced(said: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r",? and |, ", said):
        words = set(re.findall(r"[a-z]+", part.lower()))
        if words & {"cached", "cache"}:
            yield "Cached input price", part
        elif len(words & {"input", "output"}) == 1:
            yield ("Input price" if "input" in words else "Output price"), part
        else:
            yield "Price", part


def _name(own: Iterable[str], id_: str) -> str:
    """The display name, which stands before the id in the first sentence."""
    for line in own:
        match = re.match(rf"(?:{re.escape(id_)})?\s*(.+?) \({re.escape(id_)}\) ", line, re.IGNORECASE)
        if match:
            return match[1]
    return ""


def _is_praise(line: str) -> bool:
    """A whole sentence of prose that is neither a label, a figure of the table, nor a legal or technical note."""
    return len(line) >= 60 and line.endswith((".", "!")) and "|" not in line and not _NO_PRAISE.search(line)


def _add(told: dict[str, list[str]], said: Iterable[tuple[str, str]]) -> None:
    for label, value in said:
        if value and value not in told.setdefault(label, []):
            told[label].append(value)


def _folded(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())
