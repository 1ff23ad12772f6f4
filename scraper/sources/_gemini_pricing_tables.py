"""Google's pricing tables: a section a model, a table a tier, a row a kind of token, a column free and paid.

The unit stands in the heading of the paid column (`Paid Tier, per 1M tokens in USD`). A section names
its model ids below its heading; where rows are of single models of a line (`Veo 3.1 Fast video …`),
each is its own offer, and its id is the one with the row's word in it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from scraper.answers import shape_error
from scraper.errors import BadValue
from scraper.html import norm
from scraper.issues import Issue, IssueKind
from scraper.quotes import unit_of
from scraper.snapshots import Snapshot
from scraper.source import Parsed
from scraper.sources._gemini_pricing_cells import STORAGE, Piece, pieces, search_price
from scraper.sources._price_tables import CLASH, blocks
from scraper.sources._pricing_pages import offer, seller_record
from scraper.sources._pricing_rates import OTHER_PRICE, Price, Prices, rate
from scraper.sources._pricing_tiers import TierTable, columns, tier_tables

PRICES: Final[Prices] = {
    "input": Price({"mtok": "input_usd_per_mtok"}),
    "input audio": Price({"mtok": "audio_usd_per_mtok"}),
    "input image": Price({"mtok": "image_usd_per_mtok", "image": "image_usd_each"}),
    "input video": Price({"mtok": "video_usd_per_mtok"}),
    "output": Price({"mtok": "output_usd_per_mtok", "image": "image_output_usd_each"}),
    "output audio": Price({"mtok": "audio_output_usd_per_mtok"}),
    "output image": Price({"mtok": "image_output_usd_per_mtok", "image": "image_output_usd_each"}),
    "cache": Price({"mtok": "cache_read_usd_per_mtok"}),
    "cache audio": Price({"mtok": "audio_cache_read_usd_per_mtok"}),
    "cache image": Price({"mtok": "image_cache_read_usd_per_mtok"}),
    "cache storage": Price({"mtok": "cache_storage_usd_per_mtok_hour"}),
    "image": Price({"image": "image_output_usd_each"}),
    "video": Price({"second": "video_output_usd_per_second"}),
    "request": Price({"call": "request_usd_each"}),
    "web search": Price({"call": "web_search_usd_each"}),
    "tuning": OTHER_PRICE,
    "tool": OTHER_PRICE,
}
"""Kind of token or thing to the price that it is."""

_KINDS: Final = {
    "input price": "input", "text input price": "input", "image input price": "input image",
    "audio input price": "input audio", "video input price": "input video", "output price": "output",
    "context caching price": "cache", "context caching": "cache storage", "tuning price": "tuning",
    "image generation pricing": "image", "video price": "video",
}  # fmt: skip
_FOR: Final = {
    "": ("",), "text": ("",), "text and thinking": ("",), "text image": ("",), "text image video": ("",),
    "audio": (" audio",), "audio video": (" audio", " video"), "image video": (" image", " video"),
    "image": (" image",), "images": (" image",), "video": (" video",),
}  # fmt: skip
"""What stands beside a price, to the kinds of token that it is for; text stands for all that it is listed with."""
_VARIANT = re.compile(r"(?P<name>.+?)\s+(?P<kind>image|video)(?P<silent> without audio| with audio)? price", re.I)
_IDS = re.compile(r"[a-z][a-z0-9]*(?:[-.][a-z0-9]+)+")
_SHUT = re.compile(r"shut ?down (?:on )?(?P<day>[A-Z][a-z]+ \d{1,2}, \d{4})")
_PER = re.compile(r"paid tier,?\s*per (?P<unit>.+?)(?: in (?P<currency>\w+))?", re.IGNORECASE)


class _Row(NamedTuple):
    label: str
    free: str
    paid: str
    per: str


def parse_prices(snapshot: Snapshot) -> Parsed:
    """The offers of the page, and what it says of tools."""
    offers: dict[str, tuple[dict[str, str], list[dict[str, Any]]]] = {}
    tools: list[dict[str, Any]] = []
    issues: list[Issue] = []
    for table in tier_tables(blocks(snapshot)):
        title = table.path[-1] if table.path else ""
        try:
            rows = _rows(table)
        except BadValue as bad:
            issues.append(Issue(IssueKind.BAD_RECORD, "", "table", str(bad), f"/{title}"))
            continue
        if not rows:
            issues.append(Issue(IssueKind.IGNORED, "", "table", "a table without a paid tier", f"/{title}"))
        elif norm(title) == "pricing for tools":
            tools.extend(
                rate("tool", row.paid, "", f"/{title}/{row.label}", tool=row.label) for row in rows if "$" in row.paid
            )
        elif table.service is None or not table.path:
            issues.append(
                Issue(IssueKind.BAD_RECORD, "", "table", "a table whose tier or model is not told", f"/{title}")
            )
        else:
            _read_table(table, rows, offers, issues)
    if not offers:
        raise shape_error(snapshot.sighting, "no table with a paid tier")
    records = [offer(id_, f"/{facts['name']}", facts, rates) for id_, (facts, rates) in offers.items()]
    seller = seller_record("google", {"provider_name": "Google"}, tools)
    return Parsed({"offers": records, **seller}, tuple(issues))


def _rows(table: TierTable) -> list[_Row]:
    """The rows of a table with a paid tier; none where it has none."""
    headings, rows = columns(table.grid)
    names = [norm(label) for _, label in headings]
    paid = [index for index, name in enumerate(names) if name.startswith("paid tier")]
    free = [index for index, name in enumerate(names) if name == "free tier"]
    if len(paid) != 1 or len(free) > 1 or not names or names[0]:
        return []
    told = _PER.fullmatch(headings[paid[0]][1].strip())
    try:
        per = unit_of(told["unit"]) if told and (told["currency"] or "USD").upper() == "USD" else CLASH
    except BadValue:
        per = CLASH
    whole = [row for row in rows if len(row) > max(*paid, *free, 0)]
    return [_Row(row[0], row[free[0]] if free else "", row[paid[0]], per) for row in whole]


def _read_table(
    table: TierTable,
    rows: Sequence[_Row],
    offers: dict[str, tuple[dict[str, str], list[dict[str, Any]]]],
    issues: list[Issue],
) -> None:
    name = _plain_name(table.path[-1])
    ids = next((found for line in table.own if (found := _ids(line))), [])
    facts = {"lifecycle": "deprecated"} if any(" is deprecated" in line for line in table.own) else {}
    shut = next((match["day"] for line in table.own if (match := _SHUT.search(line))), "")
    facts |= {"retires_at": shut} if shut else {}
    when = {"service": table.service} if table.service else {}
    for row in rows:
        variant = _variant(row)
        try:
            rates = list(_rates(row, when, f"/{name}/{row.label}"))
        except BadValue as bad:
            issues.append(Issue(IssueKind.BAD_VALUE, name, row.label, str(bad), f"/{name}/{row.label}"))
            rates = []
        for id_, own in _sold(variant or name, [_id_of(variant, ids)] if variant else ids):
            known = offers.setdefault(id_, ({**own, **facts}, []))
            known[1].extend(rates)


def _sold(name: str, ids: Sequence[str | None]) -> Iterator[tuple[str, dict[str, str]]]:
    """Record and facts of each model that a section or a row is of; by its name where no id is told."""
    told = [id_ for id_ in ids if id_]
    for id_ in told:
        yield id_, {"name": name, "wire_id": id_}
    if not told:
        yield name, {"name": name}


def _rates(row: _Row, when: Mapping[str, Any], place: str) -> Iterator[dict[str, Any]]:
    label = norm(re.sub(r"\([^()]*\)", "", row.label))
    if label == "used to improve our products":
        return
    if label.startswith("grounding with"):
        yield from _searches(row, when, place)
        return
    kind = _kind(row, label)
    paid = list(_paid(row, label, kind, when, place))
    yield from paid
    if norm(row.free) == "free of charge" and not when and row.per == "mtok":
        # A model that is not sold at all may be had for free.
        unsold = [kind] if norm(row.paid) == "not available" else []
        labels = [entry["label"] for entry in paid if re.fullmatch(r"[^a-z]*\d[^a-z]*(?:tokens)?", entry["text"])]
        labels = labels or unsold
        for told in dict.fromkeys(labels):
            if told not in ("tool", "cache storage") and told in PRICES:
                yield rate(told, "Free", row.per, place, service="free")


def _paid(row: _Row, label: str, kind: str, when: Mapping[str, Any], place: str) -> Iterator[dict[str, Any]]:
    if not re.search(r"[$¥€£\d]", row.paid):
        if norm(row.paid) not in ("not available", "not available shut down"):
            yield rate(kind, row.paid, row.per, place, **when)
        return
    # A song is what one request makes.
    for piece in pieces(re.sub(r"\s*per song\b", "", row.paid) if row.per == "call" else row.paid):
        held = dict(when) | ({"prompt_tokens_above": piece.above} if piece.above else {})
        held |= {"resolution": piece.size} if piece.size else {}
        if kind in ("video", "image"):
            held |= {"resolution": piece.what} if piece.what else {}
            held |= {"audio": "without"} if "without audio" in label else {}
            yield rate(kind, piece.price, row.per, place, **held)
        elif piece.what == STORAGE:
            yield rate("cache storage", piece.price, row.per, place, **held)
        else:
            yield from _token_rates(piece, kind, row.per, place, held)


def _token_rates(piece: Piece, kind: str, per: str, place: str, held: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if piece.what not in _FOR:
        raise BadValue(f"{piece.what!r} is nothing that we know of")
    for what in _FOR[piece.what]:
        # A price of an image has a unit of its own, under a heading that names tokens.
        yield rate(f"{kind}{what}", piece.price, "" if "image" in piece.price else per, place, **held)
    if piece.other:
        yield rate("tool", piece.other, "", place, **held, tool=f"{kind} {piece.what} by the minute")


def _searches(row: _Row, when: Mapping[str, Any], place: str) -> Iterator[dict[str, Any]]:
    found = search_price(row.paid)
    shown = row.label.strip("* ")
    if found is not None and found[1] and "google maps" not in shown.lower():
        yield rate("Web search", found[0], "", place, **when)
    if "$" in row.paid and not when:
        yield rate("tool", row.paid, "", place, tool=shown)


def _kind(row: _Row, label: str) -> str:
    if label == "context caching" and "storage" not in row.label.lower():
        return "cache"
    variant = _VARIANT.match(row.label)
    if variant and label not in _KINDS:
        return variant["kind"].lower()
    return "request" if row.per == "call" and label not in _KINDS else _KINDS.get(label, row.label)


def _variant(row: _Row) -> str:
    """The single model that a row is of, where it is not of the whole section."""
    if norm(re.sub(r"\([^()]*\)", "", row.label)) in _KINDS or norm(row.label).startswith(("grounding", "used to")):
        return ""
    match = _VARIANT.match(row.label)
    if match:
        return match["name"]
    return re.sub(r"\s*\([^()]*\)\s*$", "", row.label) if row.per == "call" else ""


def _id_of(variant: str, ids: Sequence[str]) -> str | None:
    """The one id with the words that only this variant has; None where none, or more than one, has them."""
    words = set(re.split(r"[\s-]+", variant.lower()))
    parts = {id_: set(re.split(r"[-]", id_)) for id_ in ids}
    common = set[str].intersection(*parts.values()) if parts else set()
    fitting = {id_: own - common for id_, own in parts.items() if own - common <= words}
    most = max((len(own) for own in fitting.values()), default=0)
    best = [id_ for id_, own in fitting.items() if len(own) == most]
    if len(best) != 1 or (not fitting[best[0]] and len(ids) > 1 and "standard" not in words):
        return None
    return best[0]


def _ids(line: str) -> list[str]:
    """The model ids of a line that has nothing else."""
    bare = line.strip("_* `")
    return _IDS.findall(bare) if bare and not re.sub(r",|\band\b|[\s`]", "", _IDS.sub("", bare)) else []


def _plain_name(title: str) -> str:
    """A heading without pictures beside it."""
    return " ".join(re.sub(r"[^\w\s().:/+&'-]", "", title).split())
