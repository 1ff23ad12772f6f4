"""What the explorer knows of each model: raw values."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from catalog.addresses import folder, link
from catalog.pricing.cheapest import comparable
from catalog.pricing.conditions import Condition, read_conditions
from catalog.queries import ModelDetail, Row, parse_list
from catalog.render.environment import UNPRINTABLE
from catalog.render.receipts import Receipts
from catalog.render.seller_names import seller_name
from catalog.scores import OVERALL
from scraper.answers import parse_raw
from scraper.attributes import DYNAMIC

Number = Decimal | int | None
Tier = tuple[int, Number, Number, Number]
"""Above so many tokens of prompt: input, output and cache read price; None where none is known."""

TIERED = ("input_usd_per_mtok", "output_usd_per_mtok", "cache_read_usd_per_mtok")
_CURRENT = ("cache_read_usd_per_mtok", "request_usd_each")
"""Prices that stand among the resolved fields alone; a model that is no longer listed has none."""
_FREE = ("direct", "endpoint", "list", "free")
"""Kinds of offers that may cost nothing; of several the first kind is named."""
_DIGITS = re.compile("[0-9]+")
EPOCH = date(1970, 1, 1).toordinal()
"""What is added to a number of days to count them as `date` does."""


class ExplorerModel(NamedTuple):
    """One model as the explorer searches, narrows and orders it. What is unknown is empty or None."""

    id: str
    name: str
    page: str
    """The address of its page below the site's root."""
    texts: Mapping[str, str]
    sets: Mapping[str, Sequence[str]]
    numbers: Mapping[str, Number]
    """By the names of `all.json` where they exist there; days are counted from 1970."""
    released_month: bool = False
    """Whether its release is known to the month only; the number is then the first day."""
    tiers: Sequence[Tier] = ()
    """Prices above so many tokens, the lowest first."""
    conditional: bool = False
    """Whether the list price has other conditions."""
    trend: Sequence[tuple[int, Decimal]] = ()
    """Days on which the input price became another, and what it was from then on; none where it never changed."""


def printable(text: str) -> str:
    """A text as pages show it."""
    return UNPRINTABLE.sub("\ufffd", text)


def name_order(name: str) -> bytes:
    """What names are ordered by, as the browser does: small letters, numbers by their size."""
    return _DIGITS.sub(lambda digits: digits[0].zfill(12), name.lower()).encode("utf-16-be", "surrogatepass")


def explorer_model(
    detail: ModelDetail, rating: int | None, receipts: Receipts, providers: Mapping[str, str]
) -> ExplorerModel:
    """A model, given its rating on the scale of all. `providers` are names by slug."""
    row = detail.row
    listed = row["status"] == "active"
    best = (_cheapest(detail) if listed else None) or {}
    released = detail.fields.get("released_at")
    tiers, conditional = _conditions(detail) if listed else ((), False)
    return ExplorerModel(
        id=detail.id,
        name=row["name"],
        page=f"models/{link(folder(detail.id))}/",
        texts={
            **{name: row[name] or "" for name in ("author", "status", "price_state", "match_confidence")},
            "licence": _text(detail, "licence"),
            "open_weights": {"true": "yes", "false": "no"}.get(_text(detail, "open_weights"), ""),
            "best_provider": seller_name(best, receipts, providers) if best else "",
        },
        sets={
            "modalities_in": parse_list(row["modalities_in"]),
            "modalities_out": parse_list(row["modalities_out"]),
            "supported_parameters": parse_list(_text(detail, "supported_parameters")),
            "providers": sorted({seller_name(offer, receipts, providers) for offer in detail.offers}),
            "sources": sorted(_sources(detail)),
        },
        numbers={
            "context_length": row["context_listed"],
            "max_output": row["max_output"],
            **{name: _decimal(row[name]) for name in TIERED[:2]},
            **{name: _decimal(_text(detail, name)) if listed else None for name in _CURRENT},
            "arena_rating": rating,
            "arena_rank": row["arena_rank"],
            "aa_intelligence_index": _decimal(_text(detail, "aa_intelligence_index")),
            **{f"best_{name}": _decimal(best.get(name)) for name in TIERED[:2]},
            "listed_at": _day(row["listed_at"]),
            "released_at": _day(released.value) if released else None,
        },
        released_month=released is not None and len(released.value) == len("2026-01"),
        tiers=tiers,
        conditional=conditional,
        trend=_trend(detail) if listed else (),
    )


def _text(detail: ModelDetail, field: str) -> str:
    value = detail.fields.get(field)
    return value.value if value else ""


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text and text != DYNAMIC else None


def _day(iso: str | None) -> int | None:
    """Days since 1970; of a bare month its first."""
    return date.fromisoformat(f"{iso}-01"[:10]).toordinal() - EPOCH if iso else None


def _sources(detail: ModelDetail) -> set[str]:
    """Who speaks of a model: its records, its claims, its sales and its ratings."""
    rows = (*detail.matches, *detail.offers, *detail.scores)
    claims = (claim for value in detail.fields.values() for claim in value.claims)
    return {row["source"] for row in rows} | {claim.source for claim in claims}


def _cheapest(detail: ModelDetail) -> Row | None:
    """The cheapest offer, as the model's page marks it; one that is free where nothing is sold."""
    sold = comparable(detail.offers, detail.matches)
    free = [offer for offer in detail.offers if offer["price_state"] == "free" and offer["kind"] in _FREE]
    return next(iter([*sold, *sorted(free, key=lambda offer: (_FREE.index(offer["kind"]), offer["id"]))]), None)


def _conditions(detail: ModelDetail) -> tuple[Sequence[Tier], bool]:
    """Tiers by the prompt's size with all that holds in each, and whether there are conditions of another kind."""
    read = read_conditions(parse_raw(_text(detail, "conditions") or "[]"))
    plain = [condition for condition in read if _is_plain(condition)]
    prices: dict[str, Number] = {name: _decimal(_text(detail, name)) for name in TIERED}
    tiers: list[Tier] = []
    for condition in sorted(plain, key=lambda one: int(one.when["prompt_tokens_above"])):
        prices.update({name: price for name, price in condition.prices.items() if name in TIERED})
        tiers.append((int(condition.when["prompt_tokens_above"]), *(prices[name] for name in TIERED)))  # type: ignore[arg-type]
    return tiers, len(plain) < len(read)


def _is_plain(condition: Condition) -> bool:
    """Whether it is a cliff at a size of prompt that tells prices of tokens, and nothing else."""
    when = condition.when
    above = when.get("prompt_tokens_above")
    known = all(name == "prompt_tokens_above" or (name == "tier" and value == "cliff") for name, value in when.items())
    return isinstance(above, int) and known and "request_usd_each" not in condition.prices


def _trend(detail: ModelDetail) -> list[tuple[int, Decimal]]:
    """Steps of the input price while it was a number, as long as there were several."""
    history = detail.past.history if detail.past else None
    steps: list[tuple[int, Decimal]] = []
    for span in history.spans.get("input_usd_per_mtok", ()) if history else ():
        price, day = _decimal(span.value), _day(span.since[:10])
        if price is None or day is None or (steps and steps[-1][1] == price):
            continue
        if steps and steps[-1][0] == day:
            steps.pop()
        steps.append((day, price))
    return steps if len(steps) > 1 else []


def arena_ratings(scores: Iterable[Row]) -> dict[str, int]:
    """By model, its rating on one scale: the same board, category, publication and treatment of style for all.

    That is, of the lists of the text board's overall category, the one that rates the most models as they come;
    of equal ones the one that allows for style, then the newest. A model that it rates only with some setting
    (thinking, an effort) has none; of several bare names of one model the highest stands. In whole points.
    """
    lists: dict[tuple[str, str, str], dict[str, Decimal]] = {}
    newest: Counter[tuple[str, str, str]] = Counter()
    for score in scores:
        if (score["board"], score["category"]) != OVERALL or score["setting"]:
            continue
        key, id_ = _list(score), score["model_id"]
        ratings = lists.setdefault(key, {})
        ratings[id_] = max(Decimal(score["rating"]), ratings.get(id_, Decimal(0)))
        newest[key] = max(newest[key], _day((score["published"] or score["observed_at"])[:10]) or 0)
    if not lists:
        return {}
    chosen = max(lists, key=lambda key: (len(lists[key]), key[1] == "true", newest[key], key))
    return {model_id: round(rating) for model_id, rating in lists[chosen].items()}


def _list(score: Mapping[str, Any]) -> tuple[str, str, str]:
    """What one list is: its source, its treatment of style, and what its records are called before the name."""
    return score["source"], score["style_control"] or "", score["record"].removesuffix(score["configuration"])
