"""ModelsLab's `api.md` and `llms.txt` taken apart into what stands under which label; nothing is read in it here."""

import re
from collections.abc import Sequence
from typing import Any

from scraper.addresses import parts_of
from scraper.answers import shape_error
from scraper.html import decoded
from scraper.snapshots import Snapshot
from scraper.sources._modelslab_addresses import id_of
from scraper.sources._modelslab_markdown import (
    Section,
    bare,
    front_matter,
    glued,
    labelled,
    sections,
    table_pairs,
    urls,
)

SPECIFICATIONS = (
    "Model ID", "Category", "Task", "Price", "Added", "Updated", "Last Updated", "Provider", "Context Window",
    "Context Length", "Max Output", "Max Output Tokens", "License", "Source Type", "Status", "Input Price",
    "Output Price", "Cached Input Price", "Modality", "Architecture", "Parameters", "Released",
)  # fmt: skip
PLAYGROUND = (
    "System Message", "Temperature", "Max Tokens", "Top P", "Top K", "Frequency Penalty", "Presence Penalty",
    "Repetition Penalty",
)  # fmt: skip
PRICES = (
    "Input", "Output", "Prompt", "Completion", "Input Price", "Output Price", "Input Tokens", "Output Tokens",
    "Cached Input", "Cache Read", "Cache Write", "Cached Input Price",
)  # fmt: skip
LEFT_OUT = frozenset({"Related Models", "Quick Start", "Use Cases", "Pricing", "footer", ""})
"""Sections that say nothing of the model: others' names, code, wishes; the blend in a sentence, the page's own end."""

OWN_NAMES = (LEFT_OUT | {"Technical Specifications", "Key Features"}) - {""}

_BADGE = re.compile(r"(?P<id>\S+)\s+(?P<author>\S.*?)\s+(?P<type>\w+[ -]Source Model)\b\s*(?P<price>.*)", re.IGNORECASE)
_AFTER_PRICES = re.compile(r"API ?Endpoints|Parameters|Use with|cURL|Model Info|Support|Copy model|OpenAI Compat|`")
_STYLE = re.compile(r"(?:API ?Endpoints)?\s*(?P<style>[\w ]*\bCompatible)\s*")
_ENDPOINT = re.compile(r"(?:\w+ )?`(?P<url>https://[^`\s]+)`\s*(?P<label>.*)")
_AMOUNT = r"(?=US\$|[$¥€£₹-]|\d|/|[Ff]ree\b|[Cc]ontact)"
_NEXT_PRICE = re.compile(rf"(?<=tokens)[\s,;·|]*(?={'|'.join(sorted(PRICES, key=len, reverse=True))})")
_PRICE = re.compile(rf"(?P<label>[A-Za-z][A-Za-z() -]*?)\s*:?\s*{_AMOUNT}(?P<value>.*)")


def parse_page(snapshot: Snapshot, id_: str) -> dict[str, Any] | None:
    """What `api.md` says, by label; None where it is the page of another kind of model than a language model.

    Raises ShapeError where it is no such page, or one of another model.
    """
    front, body = front_matter(_markdown(snapshot))
    found = sections(body)
    about = _about(found)
    specifications = labelled(about.get("Technical Specifications", ()), SPECIFICATIONS, id_.partition("/")[2])
    if not front or not (specifications or "Key Features" in about):
        raise shape_error(snapshot.sighting, "no front matter, or no technical specifications")
    own = parts_of(front.get("canonical", "")).path.removesuffix("/api.md").rpartition("/")[2]
    if own and own.lower() != id_.partition("/")[2].lower():
        raise shape_error(snapshot.sighting, f"the page of another model ({own[:80]!r})")
    if "LLM" not in front.get("component", "") + specifications.get("Category", ""):
        return None
    head, name = _head(found)
    raw: dict[str, Any] = {
        "front": front,
        "name": name,
        "badge": _badge(head),
        "links": {"own": _own_links(body), "labels": _labels(body)},
        "Pricing": _prices([*_priced(head), *_rows(about.get("Pricing", ()))]),
        "API Endpoints": _endpoints(head),
        "Playground": _playground(head),
        "About": "\n".join(next((s.lines for s in found if s.title.startswith("About ")), ())),
        "Technical Specifications": specifications,
        "Key Features": [bare(line.lstrip("-*+ ")) for line in about.pop("Key Features", ())],
        "FAQ": _questions(found),
    }
    further = {title: "\n".join(lines) for title, lines in about.items() if title not in (*LEFT_OUT, *raw)}
    return {**{key: value for key, value in raw.items() if value}, **further}


def parse_llms(snapshot: Snapshot, id_: str) -> dict[str, Any]:
    """What `llms.txt` says, by label. Raises ShapeError where it has none of the labels that we know."""
    text = _markdown(snapshot)
    found = sections(front_matter(text)[1])
    # A sentence may begin with the word of a label: here a value stands behind a colon or in a table.
    lines = [line for part in found for line in part.lines if re.match(r"\||[-*+ ]*[*_]{0,2}[\w ]+[*_]{0,2}:", line)]
    pairs = labelled(lines, SPECIFICATIONS, id_.partition("/")[2])
    if not pairs.keys() & set(SPECIFICATIONS):
        raise shape_error(snapshot.sighting, "a text without `Source Type`, `Status`, or another label that we know")
    own = pairs.get("Model ID", "").strip("`").lower()
    if own and own.rpartition("/")[2] not in id_.lower() and id_.lower().rpartition("/")[2] not in own:
        raise shape_error(snapshot.sighting, f"the text of another model ({own[:80]!r})")
    name = next((section.title for section in found if section.title not in ("", "footer")), "")
    kept: dict[str, Any] = {"name": name, "Technical Specifications": pairs}
    if re.search(r"\bUnlimited Usage\b", text, re.IGNORECASE):
        kept["statements"] = ["Unlimited Usage"]
    return kept


def _markdown(snapshot: Snapshot) -> str:
    """The text of a Markdown answer. Raises ShapeError for what is plainly something else."""
    text = decoded(snapshot).replace("\r\n", "\n")
    start = text.lstrip()[:1]
    if not start or start in "<[{\x00":
        raise shape_error(
            snapshot.sighting, "expected Markdown, got " + ("an empty body" if not start else f"{text[:20]!r}")
        )
    return text


def _about(found: Sequence[Section]) -> dict[str, tuple[str, ...]]:
    """The sections about the model by title, without the head, the questions, and what is above them."""
    names = {bare(found[1].title).lower()} if len(found) > 1 else set()
    kept: dict[str, tuple[str, ...]] = {}
    for section in found:
        title = bare(section.title)
        if title.endswith("FAQ"):
            break
        if not title.startswith("About ") and title.lower() not in names:
            kept[title] = (*kept.get(title, ()), *section.lines)
    return kept


def _head(found: Sequence[Section]) -> tuple[list[str], str]:
    """The lines above the first section with a name of its own, and the model's name as written."""
    lines: list[str] = []
    name = ""
    for section in found:
        title = bare(section.title)
        if title and (title in OWN_NAMES or title.startswith("About ") or title.endswith("FAQ")):
            break
        name = name or section.title
        lines.extend(section.lines)
    return lines, name


def _badge(head: Sequence[str]) -> dict[str, str]:
    match = next((match for line in head if (match := _BADGE.fullmatch(bare(line)))), None)
    return {key: value for key, value in match.groupdict().items() if value} if match else {}


def _own_links(body: str) -> list[str]:
    """Providers under whose path the page's own links have the model."""
    own = [id_of(url.replace("/llms.txt", "")).partition("/")[0] for text, url in urls(body) if text == "LLMs.txt"]
    more = [parts_of(url).path.removeprefix("/models/") for text, url in urls(body) if text.startswith("More from ")]
    return [name for name in dict.fromkeys([*own, *more]) if re.fullmatch(r"[\w-]+", name)]


def _labels(body: str) -> dict[str, str]:
    """The labels under which the page shows providers."""
    paths = ((text, parts_of(url).path) for text, url in urls(body) if not text.startswith(("More from ", "View ")))
    return {path.removeprefix("/models/"): text for text, path in paths if re.fullmatch(r"/models/[\w-]+", path)}


def _priced(head: Sequence[str]) -> list[str]:
    """The lines of the price block, from `Pricing` to the next label."""
    start = next((index for index, line in enumerate(head) if bare(line).startswith("Pricing")), None)
    if start is None:
        return []
    lines = [re.sub(r"^\W*Pricing\W{0,4}", "", head[start])]
    for line in head[start + 1 :]:
        if _AFTER_PRICES.match(line):
            break
        lines.append(line)
    return lines


def _rows(lines: Sequence[str]) -> list[str]:
    """The lines of a section that has prices by label, without sentences such as the one about the blend."""
    if not any(line.startswith("|") or bare(line.lstrip("-*+ ")).startswith(PRICES) for line in lines):
        return []
    return [line for line in lines if not re.search(r"[.)!]$", line)]


def _prices(lines: Sequence[str]) -> dict[str, str]:
    """Price texts by label; a label with two of them has both, which no converter takes."""
    found: dict[str, str] = {}
    pairs = list(table_pairs(lines, sorted(PRICES, key=len, reverse=True)))
    waiting = ""
    for part in (part for line in lines if not line.startswith("|") for part in _NEXT_PRICE.split(bare(line))):
        text = part.lstrip("-*+ ").strip()
        match = _PRICE.fullmatch(text)
        if waiting and not match:
            pairs.append((waiting, text))
        elif match:
            pairs.append((match["label"].strip(), match["value"]))
        waiting = text if text in PRICES else ""
    for label, value in pairs:
        shown = bare(value)
        if label and found.setdefault(label, shown) != shown:
            found[label] = f"{found[label]} | {shown}"
    return found


def _endpoints(head: Sequence[str]) -> list[dict[str, str]]:
    style = ""
    found: list[dict[str, str]] = []
    for line in head:
        if match := _STYLE.fullmatch(bare(line)):
            style = match["style"].strip()
        elif match := _ENDPOINT.fullmatch(re.sub(r"^[-*+]\s+", "", line)):
            found.append({"style": style, "label": match["label"].strip(), "url": match["url"]})
    return found


def _playground(head: Sequence[str]) -> dict[str, str]:
    known = sorted(PLAYGROUND, key=len, reverse=True)
    lines = [re.sub(r"^Parameters(?=[A-Z])", "", bare(line)) for line in head]
    found: dict[str, str] = {}
    for line in lines:
        label = next((name for name in known if line.startswith(name)), "")
        if label == "System Message":
            found.setdefault(label, line.removeprefix(label).lstrip(" :"))
        else:
            found.update(pair for pair in glued(line, known) if pair[1])
    return found


def _questions(found: Sequence[Section]) -> dict[str, str]:
    """Questions and answers below the FAQ's heading."""
    start = next((index for index, section in enumerate(found) if bare(section.title).endswith("FAQ")), len(found))
    asked = [section for section in found[start + 1 :] if section.title != "footer"]
    return {bare(section.title): bare(" ".join(section.lines)) for section in asked}
