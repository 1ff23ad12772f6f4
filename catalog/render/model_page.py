"""The context of a model's summary page, from all that is known of it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from catalog.addresses import folder, link
from catalog.entries import Claimed
from catalog.queries import Addresses, ModelDetail, Row, Value, parse_list
from catalog.render.contexts import (
    Badge,
    Condition,
    Fact,
    Identifier,
    ModelPage,
    OfferRow,
    Page,
    Price,
    Receipt,
)
from catalog.render.formats import (
    NOT_RATED,
    UNKNOWN,
    exact_tokens,
    moment,
    percent,
    price,
    short_count,
    words,
)
from catalog.resolve import RULES
from catalog.values import to_json
from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES, PRICES, Kind

HEADLINE = ("context_listed", "input_usd_per_mtok", "output_usd_per_mtok")
ELSEWHERE = frozenset({"name", "description", "canonical_slug", "hugging_face_id", "conditions", "discount", *HEADLINE})
"""Fields that have a place of their own on the page, outside the list of facts."""
CONFIDENCE = {"unmatched": "No second source speaks of this model yet, so nothing was matched."}
SOURCE_TYPES = {"openrouter_only": "Everything here is what OpenRouter says."}
KINDS = {
    "list": "list price",
    "free": "free variant",
    "batch": "batch variant",
    "thinking": "thinking variant",
    "alias": "alias",
    "endpoint": "endpoint",
}


class ModelPages:
    """Makes model pages: holds what all of them share."""

    def __init__(
        self,
        addresses: Addresses,
        sources: Mapping[str, Row],
        providers: Mapping[str, str],
        relation_of: Mapping[str, tuple[str, str]],
    ) -> None:
        self.addresses = addresses
        self.sources = sources
        self.providers = providers
        self.others: dict[str, list[tuple[str, str]]] = {}
        for record, (relation, model_id) in relation_of.items():
            self.others.setdefault(model_id, []).append((record, relation))

    def context(self, detail: ModelDetail, page: Page) -> ModelPage:
        """The page of one model."""
        description = detail.fields.get("description")
        return ModelPage(
            page=page,
            id=detail.id,
            name=detail.row["name"],
            lead=lead(detail),
            author=detail.row["author"],
            active=detail.row["status"] == "active",
            status=status_text(detail.row),
            badges=_badges(detail.row),
            headline=self._headline(detail),
            facts=tuple(
                self._fact(detail, name) for name in ATTRIBUTES if name in detail.fields and name not in ELSEWHERE
            ),
            identifiers=_identifiers(detail),
            other_ids=tuple(
                Identifier(relation.replace("_", " "), record, f"{page.root}models/{link(folder(record))}/")
                for record, relation in sorted(self.others.get(detail.id, []))
            ),
            offers=tuple(self._offer(offer, detail) for offer in detail.offers),
            description=_paragraphs(description),
            description_receipt=self._receipt(description, description.chosen) if description else None,
            raw=_raw(detail),
            json_href="index.json",
            markdown_href="index.md",
        )

    def _headline(self, detail: ModelDetail) -> tuple[Fact, ...]:
        rank = Fact("Arena overall rank", NOT_RATED, "", "Rank on a human-preference leaderboard.", ())
        context, *prices = (self._fact(detail, name) for name in HEADLINE)
        return (context, rank, *prices)

    def _fact(self, detail: ModelDetail, name: str) -> Fact:
        attribute = ATTRIBUTES[name]
        value = detail.fields.get(name)
        text, exact = _shown(name, value)
        receipts = tuple(self._receipt(value, claim) for claim in value.claims) if value else ()
        return Fact(attribute.label, text, exact, attribute.meaning, receipts)

    def _receipt(self, value: Value, claim: Claimed) -> Receipt:
        return self._receipt_of(claim, RULES[value.rule] if claim == value.chosen else "")

    def _receipt_of(self, claim: Claimed, rule: str) -> Receipt:
        address = self.addresses.of(claim)
        return Receipt(
            source=self.sources[claim.source]["name"],
            url=address if address.startswith(("https://", "http://")) and "{" not in address else "",
            original=claim.original if len(claim.original) <= 300 else claim.original[:299] + "…",
            pointer=claim.pointer,
            snapshot=claim.snapshot,
            observed=moment(claim.last_observed),
            since=moment(claim.first_observed),
            rule=rule,
            held=claim.held,
        )

    def _offer(self, offer: Row, detail: ModelDetail) -> OfferRow:
        via = self.sources[offer["via"]]["name"].removesuffix(" API") if offer["via"] else ""
        seller = self.providers.get(offer["provider"], offer["provider"])
        if not offer["via"]:
            seller = self.sources[offer["source"]]["name"].removesuffix(" API")
        prices = {name: _price(name, offer[name], offer["price_state"]) for name in PRICES}
        shown = [name for name in PRICES[2:] if offer[name] is not None]
        return OfferRow(
            seller=seller,
            via=via,
            wire_id=offer["wire_id"],
            kind=_kind(offer),
            input=prices["input_usd_per_mtok"],
            output=prices["output_usd_per_mtok"],
            others=tuple(prices[name] for name in shown),
            conditions=_conditions(offer["conditions"]),
            notes=_notes(offer),
            context=short_count(offer["context_served"]),
            max_output=short_count(offer["max_output"]),
            receipt=self._offer_receipt(offer, detail),
        )

    def _offer_receipt(self, offer: Row, detail: ModelDetail) -> Receipt | None:
        claim = detail.offer_claims.get(offer["id"])
        return None if claim is None else self._receipt_of(claim, "the seller's own statement")


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
        input_, output = price(row["input_usd_per_mtok"]), price(row["output_usd_per_mtok"])
        text += f", at {input_} in and {output} out per 1M tokens"
    elif row["price_state"] == "free":
        text += ", free of charge"
    elif row["price_state"] == "dynamic":
        text += ", at a price that varies"
    return f"{text}."


def status_text(row: Row) -> str:
    """Whether the model is still listed, and since when not."""
    return "listed" if row["status"] == "active" else f"no longer listed: last seen {moment(row['last_seen']).text}"


def _badges(row: Row) -> tuple[Badge, ...]:
    confidence, kind = row["match_confidence"], row["source_type"]
    return (
        Badge("Match confidence", confidence, CONFIDENCE.get(confidence, "")),
        Badge("Source type", kind, SOURCE_TYPES.get(kind, "")),
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
    if attribute.kind is Kind.LIST:
        return words([str(item) for item in parse_raw(value.value)]), ""
    if attribute.kind is Kind.FLAG:
        return ("yes" if value.value == "true" else "no"), ""
    if attribute.kind is Kind.DATE:
        return moment(value.value).text, value.value
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


def _identifiers(detail: ModelDetail) -> tuple[Identifier, ...]:
    found = [Identifier("Primary ID", detail.id, "")]
    source, record = detail.raw_record
    if source == "openrouter":
        found.append(Identifier("OpenRouter ID", record, _https(f"https://openrouter.ai/{record}")))
    for name, label in (("canonical_slug", "Canonical slug"), ("hugging_face_id", "Hugging Face ID")):
        value = detail.fields.get(name)
        if value is not None:
            href = _https(f"https://huggingface.co/{value.value}") if name == "hugging_face_id" else ""
            found.append(Identifier(label, value.value, href))
    return tuple(found)


def _https(address: str) -> str:
    """The address, if it has nothing in it but what an address of ours has."""
    from urllib.parse import quote

    return quote(address, safe="/:-._~@")


def _kind(offer: Row) -> str:
    kind = KINDS.get(offer["kind"], f"{offer['kind']} variant")
    return f"{kind} {offer['tag']}" if offer["tag"] else kind


def _price(name: str, value: str | None, state: str) -> Price:
    attribute = ATTRIBUTES[name]
    label = attribute.label.removesuffix(" price")
    varies = state if name in ("input_usd_per_mtok", "output_usd_per_mtok") else ""
    return Price(label, price(value, varies), f"per {attribute.per}")


def _conditions(text: str | None) -> tuple[Condition, ...]:
    if not text:
        return ()
    return tuple(
        Condition(
            _when(entry["when"]),
            tuple(_price(name, str(amount), "") for name, amount in entry.items() if name in ATTRIBUTES),
        )
        for entry in parse_raw(text)
    )


def _when(condition: Mapping[str, Any]) -> str:
    """A condition in words; one that is not known stands as it came."""
    rest = dict(condition)
    parts = []
    if "prompt_tokens_above" in rest:
        parts.append(f"prompts above {rest.pop('prompt_tokens_above'):,} tokens")
    if "utc_start" in rest and "utc_end" in rest:
        parts.append(f"daily {rest.pop('utc_start')}-{rest.pop('utc_end')} UTC")
    parts.extend(f"{key} {to_json(value)}" for key, value in rest.items())
    return " and ".join(parts) or "always"


def _notes(offer: Row) -> tuple[str, ...]:
    notes = []
    if offer["discount"] not in (None, "0"):
        notes.append(f"{percent(Decimal(offer['discount']))} discount, already in these prices")
    if offer["quantization"]:
        notes.append(f"quantization {offer['quantization']}")
    if offer["max_input"]:
        notes.append(f"prompts up to {short_count(offer['max_input'])} tokens")
    return tuple(notes)


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
