"""What a model's page says of it first: a sentence of facts, whether it is listed, how surely it was matched."""

from catalog.queries import ModelDetail, Row, parse_list
from catalog.render.contexts import Badge
from catalog.render.formats import moment, price

PRICES = ("input_usd_per_mtok", "output_usd_per_mtok")
CONFIDENCE = {
    "exact": "Another source names the very id of this model or of its weights, or a name that says all the same.",
    "high": "Another source names it with one harmless gap, or sells or runs it in a way that its name tells.",
    "medium": "Another source probably means it; nothing was taken from there but what it declares itself.",
    "unmatched": "No second source speaks of this model yet, so nothing was matched.",
}
"""What the surest match of another source means."""
SOURCE_TYPES = {
    "openrouter_only": "Everything here is what OpenRouter says.",
    "openrouter_and_arena": "OpenRouter, and ratings of the Arena leaderboards.",
    "openrouter_and_others": "OpenRouter and others: each value says whose it is.",
    "openrouter_arena_and_others": "OpenRouter, the Arena leaderboards and others: each value says whose it is.",
}
UNLISTED = "OpenRouter does not list it; what is known comes from other sources, each value saying whose it is."
"""The same of every other combination."""


def lead(detail: ModelDetail) -> str:
    """One generated sentence of facts: maker, modalities, context, prices."""
    row = detail.row
    takes, gives = parse_list(row["modalities_in"]), parse_list(row["modalities_out"])
    text = f"A model by {row['author']}"
    if takes and gives:
        text += f" that takes {' and '.join(takes)} and gives {' and '.join(gives)}"
    if row["context_listed"]:
        text += f", with {row['context_listed']:,} tokens of context"
    if row["price_state"] == "known":
        sides = (("in", row["input_usd_per_mtok"]), ("out", row["output_usd_per_mtok"]))
        told = " and ".join(f"{price(value)} {side}" for side, value in sides if value is not None)
        text += f", at {told} per 1M tokens" if told else ""
    elif row["price_state"] == "free":
        text += ", free of charge"
    elif row["price_state"] == "dynamic":
        text += ", at a price that varies"
    return f"{text}."


def lead_fields(detail: ModelDetail) -> tuple[str, ...]:
    """The fields that the lead speaks of."""
    row, prices = detail.row, PRICES
    takes_and_gives = ("modalities_in", "modalities_out")
    named = list(takes_and_gives if all(parse_list(row[name]) for name in takes_and_gives) else ())
    named += ["context_listed"] if row["context_listed"] else []
    priced = prices if row["price_state"] in ("known", "free", "dynamic") else ()
    return (*named, *(name for name in priced if name in detail.fields))


def status_text(row: Row) -> str:
    """Whether the model is still listed, and since when not."""
    return "listed" if row["status"] == "active" else f"no longer listed: last seen {moment(row['last_seen']).text}"


def badges(row: Row) -> tuple[Badge, ...]:
    """How surely other sources were matched, and which they are."""
    confidence, kind = row["match_confidence"], row["source_type"]
    return (
        Badge("Match confidence", confidence, CONFIDENCE.get(confidence, "")),
        Badge("Source type", kind, SOURCE_TYPES.get(kind, UNLISTED)),
    )
