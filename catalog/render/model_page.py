"""The context of a model's summary page, from all that is known of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from urllib.parse import quote, urlencode

from catalog.addresses import folder, lab_page, link
from catalog.match.judgement import ROUTER
from catalog.outlines import Sold
from catalog.published_ids import Earlier
from catalog.queries import ModelDetail, Row, Value
from catalog.render.cheaper import Peers
from catalog.render.contexts import Fact, Identifier, ModelPage, Page
from catalog.render.corrected import corrected_rows
from catalog.render.departed import gone_part
from catalog.render.facts import ABILITIES, ELSEWHERE, HEADLINE, INDEXES, LIFECYCLE, Facts
from catalog.render.history_rows import model_past
from catalog.render.lead import badges, lead, lead_fields, status_text
from catalog.render.linked import Answer
from catalog.render.links import MOST, NEAREST, count_by_source, family, matches, meant, near, ratings, weights
from catalog.render.offers_part import Offers
from catalog.render.pointer_page import earlier_rows
from catalog.render.price_changes import price_change
from catalog.render.receipts import Receipts
from catalog.render.request import curl
from catalog.render.said import price_disputes
from catalog.values import to_json
from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES

MOST_RATINGS = 10
"""So many rows of leaderboards are shown."""


class ModelPages:
    """Makes model pages: holds what all of them share."""

    def __init__(
        self,
        receipts: Receipts,
        providers: Mapping[str, str],
        relation_of: Mapping[str, tuple[str, str]],
        names: Mapping[str, str],
        earlier: Mapping[str, Sequence[Earlier]] = MappingProxyType({}),
        rated: Iterable[Sold] = (),
    ) -> None:
        self.names = names
        self.earlier = earlier
        self.receipts = receipts
        self.facts = Facts(receipts)
        self.providers = providers
        self.peers = Peers(rated, receipts, providers)
        self.others: dict[str, list[tuple[str, str]]] = {}
        for record, (relation, model_id) in relation_of.items():
            self.others.setdefault(model_id, []).append((record, relation))

    def context(self, detail: ModelDetail, page: Page) -> ModelPage:
        """The page of one model."""
        return replace(
            self._now(detail, page),
            past=model_past(detail, self.receipts),
            gone=gone_part(detail, self.receipts, page.root),
            lifecycle=self.facts.known(detail, LIFECYCLE),
            earlier=earlier_rows(self.earlier.get(detail.id, ()), self.names, self.receipts, page.root),
            compared=self.peers.of(detail),
            curl=curl(detail),
            compare_href=f"{page.root}compare/?{urlencode({'id': detail.id})}",
            lab_href=f"{page.root}{link(lab_page(detail.row['author']))}/",
        )

    def _now(self, detail: ModelDetail, page: Page) -> ModelPage:
        """The page without its past and without other models."""
        description = detail.fields.get("description")
        matched = matches(detail, self.receipts)
        rated = ratings(detail, self.receipts)
        offers = Offers(detail, self.receipts, self.providers, page.root)
        fields = [name for name in ATTRIBUTES if name not in ELSEWHERE]
        return ModelPage(
            page=page,
            id=detail.id,
            name=detail.row["name"],
            lead=lead(detail),
            lead_fields=lead_fields(detail),
            author=detail.row["author"],
            active=detail.row["status"] == "active",
            status=status_text(detail.row),
            badges=badges(detail.row),
            headline=self._headline(detail, offers),
            abilities=self.facts.known(detail, (name for name in fields if name in ABILITIES)),
            indexes=self.facts.known(detail, (name for name in fields if name in INDEXES)),
            facts=self.facts.known(detail, (name for name in fields if name not in ABILITIES | INDEXES)),
            identifiers=self._identifiers(detail),
            other_ids=self._other_ids(detail, page.root),
            meant=meant(detail.aliases),
            matches=matched[:MOST],
            matches_count=len(matched),
            matches_by_source=count_by_source(matched),
            near=near(detail, self.receipts),
            near_count=len(detail.near),
            match_answers=self.receipts.of_records(_shown_records(detail)),
            family=family(detail, self.names, page.root),
            weights=weights(detail, self.receipts),
            ratings=rated[:MOST_RATINGS],
            more_ratings=len(rated[MOST_RATINGS:]),
            offers=offers.rows(plain=True),
            other_offers=offers.rows(plain=False),
            offers_told=offers.told(),
            disputes=price_disputes(detail, self.receipts),
            report=self.receipts.report(detail.id),
            description=_paragraphs(description),
            description_receipt=self.receipts.of_value(description, detail.id)[0] if description else None,
            raw=_raw(detail),
            raw_answers=self._raw_answers(detail),
            meant_answers=tuple(one for row in detail.aliases for one in self.receipts.of_row(row["claims"])),
            json_href="index.json",
            markdown_href="index.md",
            corrections=corrected_rows(list(detail.corrections), self.receipts),
        )

    def _headline(self, detail: ModelDetail, offers: Offers) -> tuple[Fact, ...]:
        rank = self.facts.rank(detail)
        context, *prices = (offers.beside(self.facts.of(detail, name)) for name in HEADLINE)
        history = detail.past.history if detail.past and detail.row["status"] == "active" else None
        return (context, rank, *(replace(it, change=price_change(history, it.field)) for it in prices))

    def _identifiers(self, detail: ModelDetail) -> tuple[Identifier, ...]:
        """What it is called, each name that a source gives it with its receipts."""
        found = [Identifier("Primary ID", detail.id, "")]
        source, record = detail.raw_record
        if source == ROUTER:
            found.append(Identifier("OpenRouter ID", record, _https(f"https://openrouter.ai/{record}")))
        for name in ("name", "canonical_slug", "hugging_face_id"):
            value = detail.fields.get(name)
            if value is not None:
                href = _https(f"https://huggingface.co/{value.value}") if name == "hugging_face_id" else ""
                receipts = self.receipts.of_value(value)
                found.append(Identifier(ATTRIBUTES[name].label, value.value, href, name, receipts))
        return tuple(found)

    def _other_ids(self, detail: ModelDetail, root: str) -> tuple[Identifier, ...]:
        return tuple(
            Identifier(relation.replace("_", " "), record, f"{root}models/{link(folder(record))}/")
            for record, relation in sorted(self.others.get(detail.id, []))
        )

    def _raw_answers(self, detail: ModelDetail) -> tuple[Answer, ...]:
        return self.receipts.of_records(
            match for match in detail.matches if (match["source"], match["record"]) == detail.raw_record
        )


def _shown_records(detail: ModelDetail) -> list[Row]:
    """The records of other sources that the page names."""
    return [*(match for match in detail.matches if match["source"] != ROUTER)][:MOST] + detail.near[:NEAREST]


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
