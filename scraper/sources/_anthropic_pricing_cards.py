"""Anthropic's price cards: a model's name as a heading, then labels, each with its price on the next line.

`Input`, `Output`, and below `Prompt caching` `Write` and `Read`. Cards leave out the word Claude before
`Opus 4.7` and the like: it is added to the name that is claimed. The page says below the cards that the
price of writing is that of five minutes. A card begins with a name that is followed by such a label;
what has no such labels (plans, seats, features) is no model.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from scraper.answers import shape_error
from scraper.html import norm
from scraper.issues import Issue, IssueKind
from scraper.quotes import says_nothing
from scraper.reading import IGNORED
from scraper.snapshots import Snapshot
from scraper.source import Parsed
from scraper.sources._price_tables import Block, blocks
from scraper.sources._pricing_pages import offer, seller_record
from scraper.sources._pricing_rates import OTHER_PRICE, Price, Prices, rate
from scraper.sources._pricing_tiers import columns

_INPUT = Price({"mtok": "input_usd_per_mtok"})
_OUTPUT = Price({"mtok": "output_usd_per_mtok"})
_WRITE = Price({"mtok": "cache_write_usd_per_mtok"})
_READ = Price({"mtok": "cache_read_usd_per_mtok"})

PRICES: Final[Prices] = {
    "input": _INPUT, "base input tokens": _INPUT, "input tokens": _INPUT, "base input": _INPUT,
    "batch input": _INPUT, "output": _OUTPUT, "output tokens": _OUTPUT, "batch output": _OUTPUT,
    "write": _WRITE, "5m cache writes": _WRITE, "cache writes": _WRITE, "cache write": _WRITE,
    "1h cache writes": Price({"mtok": "cache_write_1h_usd_per_mtok"}),
    "read": _READ, "cache hits refreshes": _READ, "cache hits and refreshes": _READ, "cache hits": _READ,
    "cache read": _READ,
    "web search": Price({"call": "web_search_usd_each"}),
    "tool": OTHER_PRICE,
    "prompt caching": IGNORED,  # the title of two labels
}  # fmt: skip
"""Label to what it is the price of."""

LABELS = frozenset({"input", "output", "write", "read"})
"""The labels of a card; `prompt caching` is the title of the last two."""
TOOLS = frozenset({"web search", "managed agents", "code execution", "web fetch"})
LONGEST_NAME = 40
LEAD = 4
"""A card's first label is among so many lines below the name."""
_COSTS = frozenset({"cost", "additional hours"})
_MODEL = re.compile(r"(?:claude )?(?:opus|sonnet|haiku|mythos|fable|instant)\b.*|claude\b.*\d.*", re.IGNORECASE)
_STATE = re.compile(r"\((deprecated|retired|legacy)\b", re.IGNORECASE)
_TTL = re.compile(r"prompt caching pric\w+ reflects?\s+(?P<ttl>.+?)\s+ttl", re.IGNORECASE)
_SAVING = re.compile(r"save (\d{1,2})% with batch processing\.?", re.IGNORECASE)
_LONG = re.compile(r"(?P<sign><=|≤|>)\s*(?P<limit>\d+)K\b", re.IGNORECASE)


def parse_prices(snapshot: Snapshot) -> Parsed:
    """The offers of the page, and what it says of tools."""
    found = blocks(snapshot)
    cards: dict[str, list[dict[str, Any]]] = {}
    issues: list[Issue] = []
    ttl, saving = _write_ttl(found), _saving(found)
    for name, lines in _cards(found):
        read, strange = _rates(name, lines, ttl)
        issues.extend(strange)
        if read:
            batch = [entry | {"when": {"service": "batch"}, "share": saving} for entry in read] if saving else []
            cards.setdefault(_bare(name), []).extend([*read, *batch])
    for name, entries in _tables(found, issues):
        cards.setdefault(_bare(name), []).extend(entries)
    if not cards:
        raise shape_error(snapshot.sighting, "no card or table with a model and its prices")
    states = _states(found)
    offers = [
        offer(name, f"/{name}", {"name": _named(name), **states.get(name, {})}, entries)
        for name, entries in cards.items()
    ]
    facts = {"provider_name": "Anthropic"}
    return Parsed({"offers": offers, **seller_record("anthropic", facts, list(_tools(found)))}, tuple(issues))


def _cards(found: Sequence[Block]) -> Iterator[tuple[str, list[str]]]:
    """Each heading (or short line) that names a model and has labels below it, with the lines down to the next."""
    names = [index for index, block in enumerate(found) if _is_name(block)]
    for index in names:
        lines: list[str] = []
        for following in found[index + 1 :]:
            if following.level or following.grid or _is_name(following):
                break
            lines.append(following.text)
        if any(norm(line.partition(":")[0]) in LABELS for line in lines[:LEAD]):
            yield found[index].text.strip(), _card(lines)


def _card(lines: Sequence[str]) -> list[str]:
    """The lines of a card: up to, and with, the first one that is neither a label nor a price."""
    started, value_due = False, False
    for index, line in enumerate(lines):
        label = norm(line.partition(":")[0])
        if label in LABELS:
            started, value_due = True, ":" not in line
        elif value_due:
            value_due = False
        elif started and label != "prompt caching" and not _is_price(line):
            return list(lines[: index + 1])
    return list(lines)


def _is_name(block: Block) -> bool:
    return len(block.text) < LONGEST_NAME and _MODEL.fullmatch(block.text.strip()) is not None


def _rates(name: str, lines: Sequence[str], ttl: str) -> tuple[list[dict[str, Any]], list[Issue]]:
    """The prices of a card: a label's price is the line after it, or what follows its colon."""
    rates: list[dict[str, Any]] = []
    issues: list[Issue] = []
    for index, line in enumerate(lines):
        label, colon, value = line.partition(":")
        label = norm(label)
        if label not in LABELS:
            continue
        if not colon:
            value = lines[index + 1] if index + 1 < len(lines) else ""
            # Two prices below one label, or none: which is meant is not told.
            after = lines[index + 2] if index + 2 < len(lines) else ""
            if norm(value) in PRICES or _is_price(after):
                issues.append(Issue(IssueKind.BAD_VALUE, name, label, f"{value!r}, {after!r}", f"/{name}/{label}"))
                continue
        shown = label if label != "write" or ttl == "5 minute" else f"write ({ttl})"
        if not says_nothing(value):
            rates.append(rate(shown, value.strip(), "", f"/{name}/{label}"))
    return rates, issues


def _is_price(line: str) -> bool:
    return bool(re.match(r"[-–]?\s*[$¥€£]?\s*\d", line))  # noqa: RUF001


def _write_ttl(found: Sequence[Block]) -> str:
    """How long a cache lives for the price of writing: five minutes, unless the page says otherwise."""
    told = {norm(match["ttl"]) for block in found if (match := _TTL.search(block.text))}
    return " or ".join(sorted(told)) or "5 minute"


def _saving(found: Sequence[Block]) -> str:
    """The share of the price that batch processing costs, where the page says how much it saves."""
    told = {match[1] for block in found if (match := _SAVING.fullmatch(block.text.strip()))}
    return f"0.{100 - int(told.pop()):02}" if len(told) == 1 else ""


def _tables(found: Sequence[Block], issues: list[Issue]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Rows of tables with a model and prices, as the documentation sets them."""
    title = ""
    for block in found:
        title = block.text if block.level else title
        names = {norm(cell) for cell in block.grid[0]} if block.grid else set()
        if "model" not in names or not names & set(PRICES):
            continue
        try:
            headings, rows = columns(block.grid)
        except ValueError as bad:
            issues.append(Issue(IssueKind.BAD_RECORD, "", "table", str(bad), f"/{title}"))
            continue
        when = {"service": "batch"} if "batch input" in names else _when(title)
        for row in rows:
            cells = {label: text for (_, label), text in zip(headings, row, strict=True)}
            name = next(text for label, text in cells.items() if norm(label) == "model")
            yield (
                name,
                [
                    rate(label, text, "", f"/{title}/{name}/{label}", **when)
                    for label, text in cells.items()
                    if norm(label) != "model"
                ],
            )


def _when(title: str) -> dict[str, Any]:
    if "fast" in norm(title).split():
        return {"service": "fast"}
    long = _LONG.search(title)
    if long and long["sign"] == ">":
        return {"prompt_tokens_above": int(long["limit"]) * 1000}
    return {} if re.search(r"model pricing|^pricing$", title.strip(), re.IGNORECASE) or not title else {"table": title}


def _tools(found: Sequence[Block]) -> Iterator[dict[str, Any]]:
    """What tools cost: their name, and soon after it `Cost` and the price."""
    tool, since = "", 0
    for index, block in enumerate(found):
        if norm(block.text) in TOOLS:
            tool, since = block.text, index
        elif tool and norm(block.text) in _COSTS and index - since <= 3 and index + 1 < len(found):
            stated = found[index + 1].text
            if norm(tool) == "web search":
                yield rate("Web search", stated, "", f"/{tool}")
            else:
                yield rate("tool", stated, "", f"/{tool}", tool=tool)
            tool = ""


def _states(found: Sequence[Block]) -> dict[str, dict[str, str]]:
    """What a table's cell says of a model in brackets: that it is deprecated or retired."""
    cells = (row[0] for block in found for row in block.grid if row)
    told = ((cell, match[1].lower()) for cell in cells if (match := _STATE.search(cell)))
    return {_bare(cell): {"lifecycle": state} for cell, state in told}


def _bare(name: str) -> str:
    return re.sub(
        r"\s*\((?:deprecated|retired|legacy|limited)[^()]*\)|\s*\^\w+$", "", name, flags=re.IGNORECASE
    ).strip()


def _named(name: str) -> str:
    return name if name.lower().startswith("claude") else f"Claude {name}"
