"""The context of a model's summary page, from all that is known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from catalog.addresses import folder, link
from catalog.match.judgement import ROUTER
from catalog.published_ids import Earlier
from catalog.queries import ModelDetail, Row, Value, parse_list
from catalog.render.contexts import Badge, Fact, Identifier, ModelPage, OfferRow, Page
from catalog.render.corrected import corrected_rows
from catalog.render.departed import gone_part
from catalog.render.formats import NOT_RATED, UNKNOWN, exact_tokens, moment, price, short_count, words
from catalog.render.history_rows import model_past
from catalog.render.links import MOST, NEAREST, count_by_source, family, matches, meant, near, ratings, weights
from catalog.render.offer_rows import offer_row
from catalog.render.pointer_page import earlier_rows
from catalog.render.price_changes import price_change
from catalog.render.price_words import native_words
from catalog.render.receipts import Receipts
from catalog.render.said import offer_dispute, price_disputes, value_dispute
from catalog.scores import OVERALL
from catalog.values import to_json
from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES, Kind

HEADLINE = ("context_listed", "input_usd_per_mtok", "output_usd_per_mtok")
LIFECYCLE = ("released_at", "listed_at", "deprecated_at", "retires_at", "expires_at", "successor")
ELSEWHERE = frozenset(
    {"name", "description", "canonical_slug", "hugging_face_id", "conditions", "discount", *HEADLINE, *LIFECYCLE}
)
"""Fields that have a place of their own on the page, outside the list of facts."""
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
RANKED = "The newest overall rank of the model as it comes: run without a setting that its name would tell."
UNLISTED = "OpenRouter does not list it; what is known comes from other sources, each value saying whose it is."
"""The same of every other combination."""


class ModelPages:
    """Makes model pages: holds what all of them share."""

    def __init__(
        self,
        receipts: Receipts,
        providers: Mapping[str, str],
        relation_of: Mapping[str, tuple[str, str]],
        names: Mapping[str, str],
        earlier: Mapping[str, Sequence[Earlier]] = MappingProxyType({}),
    ) -> None:
        self.names = names
        self.earlier = earlier
        self.receipts = receipts
        self.providers = providers
        self.others: dict[str, list[tuple[str, str]]] = {}
        for record, (relation, model_id) in relation_of.items():
            self.others.setdefault(model_id, []).append((record, relation))

    def context(self, detail: ModelDetail, page: Page) -> ModelPage:
        """The page of one model."""
        return replace(
            self._now(detail, page),
            past=model_past(detail, self.receipts),
            gone=gone_part(detail, self.receipts, page.root),
            lifecycle=tuple(self._fact(detail, name) for name in LIFECYCLE if name in detail.fields),
            earlier=earlier_rows(self.earlier.get(detail.id, ()), self.names, self.receipts, page.root),
        )

    def _now(self, detail: ModelDetail, page: Page) -> ModelPage:
        """The page without its past."""
        description = detail.fields.get("description")
        matched = matches(detail, self.receipts)
        return ModelPage(
            page=page,
            id=detail.id,
            name=detail.row["name"],
            lead=lead(detail),
            lead_fields=lead_fields(detail),
            author=detail.row["author"],
            active=detail.row["status"] == "active",
            status=status_text(detail.row),
            badges=_badges(detail.row),
            headline=self._headline(detail),
            facts=tuple(
                self._fact(detail, name) for name in ATTRIBUTES if name in detail.fields and name not in ELSEWHERE
            ),
            identifiers=self._identifiers(detail),
            other_ids=tuple(
                Identifier(relation.replace("_", " "), record, f"{page.root}models/{link(folder(record))}/")
                for record, relation in sorted(self.others.get(detail.id, []))
            ),
            meant=meant(detail.aliases),
            matches=matched[:MOST],
            matches_count=len(matched),
            matches_by_source=count_by_source(matched),
            near=near(detail, self.receipts),
            near_count=len(detail.near),
            match_answers=self.receipts.of_records(_shown_records(detail)),
            family=family(detail, self.names, page.root),
            weights=weights(detail, self.receipts),
            ratings=ratings(detail, self.receipts),
            offers=self._offers(detail),
            disputes=price_disputes(detail, self.receipts),
            report=self.receipts.report(detail.id),
            description=_paragraphs(description),
            description_receipt=self.receipts.of_value(description, detail.id)[0] if description else None,
            raw=_raw(detail),
            raw_answers=self.receipts.of_records(
                match for match in detail.matches if (match["source"], match["record"]) == detail.raw_record
            ),
            meant_answers=tuple(one for row in detail.aliases for one in self.receipts.of_row(row["claims"])),
            json_href="index.json",
            markdown_href="index.md",
            corrections=corrected_rows(list(detail.corrections), self.receipts),
        )

    def _offers(self, detail: ModelDetail) -> tuple[OfferRow, ...]:
        return tuple(
            replace(
                offer_row(offer, detail.said[offer["source"], offer["record"]], self.receipts, self.providers),
                disputed=offer_dispute(detail, offer),
            )
            for offer in detail.offers
        )

    def _headline(self, detail: ModelDetail) -> tuple[Fact, ...]:
        rank = self._rank(detail)
        context, *prices = (self._fact(detail, name) for name in HEADLINE)
        history = detail.past.history if detail.past and detail.row["status"] == "active" else None
        return (context, rank, *(replace(it, change=price_change(history, it.field)) for it in prices))

    def _fact(self, detail: ModelDetail, name: str) -> Fact:
        attribute = ATTRIBUTES[name]
        value = detail.fields.get(name)
        text, exact = _shown(name, value)
        receipts = self.receipts.of_value(value, detail.id) if value else ()
        said = value_dispute(detail, value, self.receipts) if value else ()
        more = len(value.claims) - len(receipts) if value else 0
        return Fact(attribute.label, text, exact, attribute.meaning, receipts, bool(said), more, said, name)

    def _rank(self, detail: ModelDetail) -> Fact:
        """The overall rank of the model as it comes, with its day."""
        meaning = "Rank on the Arena's text board, all categories: what people preferred in blind comparisons."
        rank = detail.row["arena_rank"]
        rows = [
            s
            for s in detail.scores
            if s["rank"] == rank and (s["board"], s["category"]) == OVERALL and not s["setting"]
        ]
        if rank is None or not rows:
            return Fact("Arena overall rank", NOT_RATED, "", meaning, (), field="arena_rank")
        newest = max(rows, key=_day)
        claim = detail.said[newest["source"], newest["record"]]["rank"]
        return Fact(
            "Arena overall rank", f"#{rank}", f"Arena, {moment(_day(newest)).text}", meaning,
            (self.receipts.of_claim(claim, RANKED),), field="arena_rank",
        )  # fmt: skip

    def _identifiers(self, detail: ModelDetail) -> tuple[Identifier, ...]:
        """What it is called, each name that a source gives it with its receipts."""
        found = [Identifier("Primary ID", detail.id, "")]
        source, record = detail.raw_record
        if source == "openrouter":
            found.append(Identifier("OpenRouter ID", record, _https(f"https://openrouter.ai/{record}")))
        for name in ("name", "canonical_slug", "hugging_face_id"):
            value = detail.fields.get(name)
            if value is not None:
                href = _https(f"https://huggingface.co/{value.value}") if name == "hugging_face_id" else ""
                receipts = self.receipts.of_value(value)
                found.append(Identifier(ATTRIBUTES[name].label, value.value, href, name, receipts))
        return tuple(found)


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
    row, prices = detail.row, HEADLINE[1:]
    takes_and_gives = ("modalities_in", "modalities_out")
    named = list(takes_and_gives if all(parse_list(row[name]) for name in takes_and_gives) else ())
    named += ["context_listed"] if row["context_listed"] else []
    priced = prices if row["price_state"] in ("known", "free", "dynamic") else ()
    return (*named, *(name for name in priced if name in detail.fields))


def _day(rating: Row) -> str:
    """When a rating was published; where its board states no day, when it was seen."""
    return str(rating["published"] or rating["observed_at"][:10])


def status_text(row: Row) -> str:
    """Whether the model is still listed, and since when not."""
    return "listed" if row["status"] == "active" else f"no longer listed: last seen {moment(row['last_seen']).text}"


def _shown_records(detail: ModelDetail) -> list[Row]:
    """The records of other sources that the page names."""
    return [*(match for match in detail.matches if match["source"] != ROUTER)][:MOST] + detail.near[:NEAREST]


def _badges(row: Row) -> tuple[Badge, ...]:
    confidence, kind = row["match_confidence"], row["source_type"]
    return (
        Badge("Match confidence", confidence, CONFIDENCE.get(confidence, "")),
        Badge("Source type", kind, SOURCE_TYPES.get(kind, UNLISTED)),
    )


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


def _https(address: str) -> str:
    """The address, if it has nothing in it but what an address of ours has."""
    return quote(address, safe="/:-._~@")


def _paragraphs(value: Value | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(part.strip() for part in value.value.split("\n\n") if part.strip())


def _raw(detail: ModelDetail) -> str:
    """The record as served, with the prices per million tokens beside it, as the field calls them: PPM."""
    ppm = {
        short: detail.fields[name].value
        for short, name in (("prompt", "input_usd_per_mtok"), ("completion", "output_usd_per_mtok"))
        if name in detail.fields
    }
    numbers = {short: Decimal(value) for short, value in ppm.items() if value != "dynamic"}
    return to_json({"PPM": numbers, f"{detail.raw_record[0]}_raw": parse_raw(detail.raw)}, indent=2)
