"""Fields of a model as facts of its page: each with its text, its receipts and who says otherwise."""

from collections.abc import Iterable
from typing import Any

from catalog.queries import ModelDetail, Row, Value
from catalog.render.contexts import Fact
from catalog.render.formats import NOT_RATED, UNKNOWN, exact_tokens, moment, price, short_count, words
from catalog.render.price_words import native_words
from catalog.render.receipts import Receipts
from catalog.render.said import value_dispute
from catalog.scores import OVERALL
from catalog.values import to_json
from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES, Kind

HEADLINE = ("context_listed", "input_usd_per_mtok", "output_usd_per_mtok")
LIFECYCLE = ("released_at", "listed_at", "deprecated_at", "retires_at", "expires_at", "successor")
ELSEWHERE = frozenset(
    {"name", "description", "canonical_slug", "hugging_face_id", "conditions", "discount", *HEADLINE, *LIFECYCLE}
)
"""Fields that have a place of their own on the page, outside the lists of facts."""
_ABILITIES = frozenset(
    {
        "context_native", "context_served", "max_input", "max_output", "modality", "modalities_in", "modalities_out",
        "knowledge_cutoff", "supported_parameters", "supported_voices", "capabilities",
        *(name for name in ATTRIBUTES if name.startswith(("supports_", "reasoning_")) and name not in HEADLINE),
    } - {"reasoning_usd_per_mtok"}
)  # fmt: skip
_INDEXES = frozenset({"aa_intelligence_index", "aa_coding_index", "aa_agentic_index", "design_arena"})
ABILITIES = tuple(name for name in ATTRIBUTES if name in _ABILITIES - ELSEWHERE)
"""Fields of what it takes, gives, holds and can do."""
INDEXES = tuple(name for name in ATTRIBUTES if name in _INDEXES - ELSEWHERE)
"""Scores beside the leaderboards'."""
OTHERS = tuple(name for name in ATTRIBUTES if name not in ELSEWHERE | _ABILITIES | _INDEXES)
"""All that stands nowhere else."""
RANKED = "The newest overall rank of the model as it comes: run without a setting that its name would tell."


class Facts:
    """Makes facts of fields."""

    def __init__(self, receipts: Receipts) -> None:
        self._receipts = receipts

    def known(self, detail: ModelDetail, names: Iterable[str]) -> tuple[Fact, ...]:
        """Those of the fields that the model has, in the order given."""
        return tuple(self.of(detail, name) for name in names if name in detail.fields)

    def of(self, detail: ModelDetail, name: str) -> Fact:
        """One field, known or not."""
        attribute = ATTRIBUTES[name]
        value = detail.fields.get(name)
        text, exact = _shown(name, value)
        receipts = self._receipts.of_value(value, detail.id) if value else ()
        said = value_dispute(detail, value, self._receipts) if value else ()
        more = len(value.claims) - len(receipts) if value else 0
        return Fact(attribute.label, text, exact, attribute.meaning, receipts, bool(said), more, said, name)

    def rank(self, detail: ModelDetail) -> Fact:
        """The overall rank of the model as it comes, with its day."""
        meaning = "Rank on the Arena's text board, all categories: what people preferred in blind comparisons."
        rank = detail.row["arena_rank"]
        rows = [
            s
            for s in detail.scores
            if s["rank"] == rank and (s["board"], s["category"]) == OVERALL and not s["setting"]
        ]
        if rank is None or not rows:
            rated = any(score["category"] == OVERALL[1] for score in detail.scores)
            best = "rated, but without that rank" if rated else ""
            return Fact("Arena overall rank", NOT_RATED, "", meaning, (), field="arena_rank", best=best)
        newest = max(rows, key=_day)
        claim = detail.said[newest["source"], newest["record"]]["rank"]
        return Fact(
            "Arena overall rank", f"#{rank}", f"Arena, {moment(_day(newest)).text}", meaning,
            (self._receipts.of_claim(claim, RANKED),), field="arena_rank",
        )  # fmt: skip


def _day(rating: Row) -> str:
    """When a rating was published; where its board states no day, when it was seen."""
    return str(rating["published"] or rating["observed_at"][:10])


def _shown(name: str, value: Value | None) -> tuple[str, str]:
    """A field's text, and the exact one where the text is short for it."""
    if value is None:
        return UNKNOWN, ""
    attribute = ATTRIBUTES[name]
    if attribute.kind is Kind.PRICE:
        text = price(value.value)
        unit = attribute.per.replace("1M tokens", "1M")
        return (f"{text} / {unit}" if text.startswith("$") else text), ""
    if attribute.kind is Kind.TOKENS:
        return short_count(int(value.value)), exact_tokens(int(value.value))
    if attribute.kind is Kind.DECIMAL and value.value.isdigit() and len(value.value) > 4:
        return short_count(int(value.value)), f"{int(value.value):,}"
    if attribute.kind is Kind.LIST:
        return words([str(item) for item in parse_raw(value.value)]), ""
    if attribute.kind is Kind.FLAG:
        return ("yes" if value.value == "true" else "no"), ""
    if attribute.kind is Kind.DATE:
        return moment(value.value).text, value.value
    if name == "native_prices":
        return "; ".join(native_words(parse_raw(value.value))), ""
    if name == "design_arena":
        return _ratings(parse_raw(value.value)), ""
    if attribute.kind is Kind.JSON:
        return _settings(parse_raw(value.value)), ""
    return value.value, ""


def _ratings(rows: Any) -> str:
    """Ratings by category, best rank first."""
    try:
        ordered = sorted(rows, key=lambda row: (row["rank"], row["category"]))
        return "; ".join(f"{row['category']}: {row['elo']}, rank {row['rank']}" for row in ordered)
    except (KeyError, TypeError):
        return to_json(rows)


def _settings(found: Any) -> str:
    if not isinstance(found, dict):
        return to_json(found)
    return ", ".join(f"{key} {to_json(setting)}" for key, setting in found.items())
