"""LiteLLM's cost map: prices, limits and capabilities by the names under which LiteLLM calls sellers.

Reads https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json. Left out
on purpose, and counted: `sample_spec`, which describes the keys, and `fallback_generalizations`, which are
rules of the program. Left out of every entry: notes, rate limits, regions, settings of the program (the
keys that the table names as IGNORED), and `max_tokens`, which repeats one of the two limits.

A price of 0 for input and for output stands in the map also where nobody knows it, or where a model runs on
one's own machine (Ollama): it is no claim of a price of 0 unless the name itself says `free`; it is kept as
`price_text`. Yes-or-no keys that have no field of their own are kept together as `capabilities`. Prices in
units that have no field (per pixel, per video second by resolution, DBU ...) are kept as `other_prices`.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from scraper.answers import load_json, shape_error
from scraper.attributes import PRICES
from scraper.attribution import MIT, Attribution
from scraper.claims import Claim, Observation
from scraper.errors import BadValue
from scraper.http import Http
from scraper.issues import Issue, IssueKind
from scraper.reading import IGNORED, Field, Reader, Table, escape
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Copy, Evidence, Expectations, Known, Parsed, Publisher, PublisherKind, Record, Source
from scraper.sources._litellm_costs import cost_of, per_search, tiers, usd_per_minute, windows
from scraper.units import day, dumps, flag, original, text, texts, tokens

ADDRESS = "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json"
PAGE = "https://models.litellm.ai/"
NO_MODELS = ("sample_spec", "fallback_generalizations")
FLAGS = {
    "supports_function_calling": "supports_tools",
    "supports_vision": "supports_vision",
    "supports_reasoning": "supports_reasoning",
    "supports_response_schema": "supports_structured_output",
    "supports_prompt_caching": "supports_prompt_caching",
    "supports_web_search": "supports_web_search",
    "supports_url_context": "supports_url_context",
}


def limit(value: Any) -> str | None:
    """A number of tokens; 0 stands where there is nothing to limit, as the output of an embedding."""
    return None if value == 0 and not isinstance(value, bool) else tokens(value)


TABLE: Table = {
    "litellm_provider": Field("provider_slug", text, required=True),
    "mode": Field("task", text),
    "max_input_tokens": Field("max_input", limit),
    "max_output_tokens": Field("max_output", limit),
    "deprecation_date": Field("retires_at", day),
    "source": Field("page_url", text),
    "supported_modalities": Field("modalities_in", texts),
    "supported_output_modalities": Field("modalities_out", texts),
    "reasoning_effort_levels": Field("reasoning_efforts", texts),
    "default_reasoning_effort": Field("reasoning_default_effort", text),
    **{key: Field(attribute, flag) for key, attribute in FLAGS.items()},
    **dict.fromkeys(
        (
            "max_tokens", "metadata", "comment", "rpm", "tpm", "rpd", "supported_regions", "supported_endpoints",
            "output_vector_size", "prompt_cache_min_tokens", "token_count_model", "token_count_framing",
            "token_count_tokenizer", "provider_specific_entry", "bedrock_output_config_effort_ceiling",
            "reasoning_contexts", "reasoning_modes", "thinking_always_on", "use_openai_responses_path",
            "uses_embed_content", "gemini_native_audio", "gemini_audio_only_live", "vertex_ai_audio_api",
            "web_search_billing_unit", "search_free_requests", "supported_audio_formats", "rules",
            "audio_transcription_config", "bedrock_converse_supports_strict_tools", "max_audio_length_hours",
            "max_audio_per_prompt", "max_images_per_prompt", "max_pdf_size_mb", "max_video_length",
            "max_videos_per_prompt", "max_document_chunks_per_query", "max_query_tokens",
            "max_tokens_per_document_chunk", "supported_resolutions", "supports_output_config",
            "max_document_size", "tool_use_system_prompt_tokens", "supported_openai_params", "notes",
        ),
        IGNORED,
    ),
}  # fmt: skip


class LiteLLM(Source):
    """The source `litellm`."""

    id = "litellm"
    lists = "offers"
    address = ADDRESS
    publisher = Publisher(
        name="LiteLLM cost map",
        url="https://github.com/BerriAI/litellm",
        kind=PublisherKind.DATASET,
        evidence=Evidence.DECLARED,
        licence="MIT",
        attribution=Attribution("LiteLLM", "https://github.com/BerriAI/litellm", *MIT),
        cannot_know="What a seller really charges today: its entries are written by hand from sellers' pages.",
        copies=(
            Copy(
                origin="openrouter",
                what="the entries openrouter/...",
                evidence="their `source` is OpenRouter's page of the model",
                records="openrouter/",
            ),
        ),
    )
    expects = Expectations(
        min_records=600,
        fill={"provider_slug": 0.98, "input_usd_per_mtok": 0.5},
        median_input_usd_per_mtok=(Decimal("0.05"), Decimal(10)),
        # People mend its rows: of 247 changes between two recorded answers 123 were twofold or more.
        max_price_factor=Decimal(100),
    )

    def fetch(self, http: Http, known: Known) -> Iterator[Sighting]:
        """The one file."""
        yield http.get(self.id, ADDRESS, accept="application/json, text/plain")

    def reads(self, url: str) -> bool:
        """Whether an address is the map."""
        return url.partition("?")[0] == ADDRESS

    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        """The entries by name. Raises ShapeError where it is not the map."""
        answer = load_json(pages[0])
        if not isinstance(answer, dict) or not any(_is_entry(entry) for entry in answer.values()):
            raise shape_error(pages[0].sighting, "expected an object of models with a `litellm_provider`")
        records: list[Record] = []
        issues: list[Issue] = []
        for name, entry in answer.items():
            place = f"/{escape(name)}"
            if name in NO_MODELS:
                issues.append(Issue(IssueKind.IGNORED, "", name, "describes the map, is no model", place))
            elif _is_entry(entry) and 0 < len(name) <= 200 and name.isprintable():
                records.append(Record(name, "offer", place, entry))
            else:
                detail = f"{name[:80]!r} has no `litellm_provider`"
                issues.append(Issue(IssueKind.BAD_RECORD, "", "litellm_provider", detail, place))
        return Parsed({"offers": records}, tuple(issues))

    def observe(self, record: Record) -> Observation:
        """What the map says of one name."""
        reader = _Entry(record)
        reader.read_all()
        return reader.observation(record, PAGE)


SOURCE = LiteLLM()


class _Entry(Reader):
    """Reads one entry: cost keys by their grammar, yes-or-no keys together, the rest by the table."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.id)
        self._raw = record.raw
        self._conditions: dict[tuple[str, int], dict[str, Any]] = {}
        self._others: dict[str, Any] = {}
        self._base: dict[str, Claim] = {}

    def read_all(self) -> None:
        """Read the whole entry."""
        plain_keys: dict[str, Any] = {}
        for key, value in self._raw.items():
            if value is None:
                continue
            if not self._cost(key, value) and not (key.startswith("supports_") and key not in TABLE):
                plain_keys[key] = value
        self.read(plain_keys, TABLE)
        self._extras()
        self._say_id()
        self._without_zeros()

    def _cost(self, key: str, value: Any) -> bool:
        """Take a cost key; False where it is none."""
        if key in ("tiered_pricing", "off_peak_pricing", "search_context_cost_per_query"):
            self._structure(key, value)
            return True
        cost = cost_of(key)
        if cost is None:
            return False
        if key == "input_cost_per_second" and self._raw.get("mode") == "audio_transcription":
            self.claim(Field("audio_usd_per_minute", usd_per_minute), value, f"/{key}")
        elif not cost.attribute:
            self._others[key] = value
        elif not cost.above and not cost.service:
            self.claim(Field(cost.attribute, cost.convert), value, f"/{key}")
        else:
            self._condition(cost.service, cost.above, cost.attribute, cost.convert, key, value)
        return True

    def _condition(self, service: str, above: int, attribute: str, convert: Any, key: str, value: Any) -> None:
        try:
            amount = convert(value)
        except BadValue as bad:
            self.note(IssueKind.BAD_VALUE, "conditions", str(bad), f"/{key}")
            return
        when = {**({"service": service} if service else {}), **({"prompt_tokens_above": above} if above else {})}
        self._conditions.setdefault((service, above), {"when": when})[attribute] = amount

    def _structure(self, key: str, value: Any) -> None:
        try:
            if key == "search_context_cost_per_query":
                price = per_search(value)
                if price is None:
                    self._others[key] = value
                else:
                    self.claims.append(Claim("web_search_usd_each", price, original(value), f"/{key}"))
                return
            if key == "tiered_pricing" and _is_by_results(value):
                self._others[key] = value
                return
            entries = tiers(value) if key == "tiered_pricing" else windows(value)
        except (BadValue, KeyError, AttributeError, ValueError, TypeError) as bad:
            self.note(IssueKind.BAD_VALUE, "conditions", f"{key}: {bad}", f"/{key}")
            return
        for number, entry in enumerate(entries):
            if entry["when"]:
                self._conditions[key, number] = entry
            else:
                self._base_tier(entry, value, key)

    def _base_tier(self, entry: Mapping[str, Any], value: Any, key: str) -> None:
        """Take the tier that begins at 0 for the base price, where no key of its own gives one."""
        for attribute, amount in entry.items():
            if attribute != "when":
                self._base[attribute] = Claim(attribute, amount, original(value), f"/{key}/0")

    def _extras(self) -> None:
        claimed = {claim.field for claim in self.claims}
        self.claims.extend(claim for name, claim in self._base.items() if name not in claimed)
        if self._conditions:
            self.claims.append(Claim("conditions", dumps(list(self._conditions.values())), "", ""))
        if self._others:
            self.claims.append(Claim("other_prices", dumps(self._others), dumps(self._others), ""))
        able = sorted(
            key.removeprefix("supports_")
            for key, value in self._raw.items()
            if key.startswith("supports_") and key not in TABLE and value is True
        )
        if able:
            self.claims.append(Claim("capabilities", dumps(able), dumps(able), ""))

    def _say_id(self) -> None:
        """The seller's own id: the name without the prefix by which LiteLLM chooses the seller."""
        provider = self._raw.get("litellm_provider")
        first, slash, rest = self.record.partition("/")
        routed = bool(slash) and isinstance(provider, str) and (provider == first or provider.startswith(f"{first}-"))
        wire_id = rest if routed else self.record
        self.claims.append(Claim("wire_id", wire_id, self.record, ""))
        if provider == "openrouter":
            self.claims.append(Claim("openrouter_id", wire_id, self.record, ""))

    def _without_zeros(self) -> None:
        """Without the prices where all are 0: not known, or not sold by the token."""
        prices = {claim.field: claim.value for claim in self.claims if claim.field in PRICES}
        base = prices.get("input_usd_per_mtok"), prices.get("output_usd_per_mtok")
        if base != ("0", "0") or set(prices.values()) != {"0"} or "free" in self.record.lower():
            return
        self.claims[:] = [claim for claim in self.claims if claim.field not in PRICES]
        self.claims.append(Claim("price_text", "0: free, not known, or not sold by the token", "0", ""))


def _is_entry(entry: Any) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("litellm_provider"), str)


def _is_by_results(value: Any) -> bool:
    """Whether tiers go by how many results a search gives, which is no size of a prompt."""
    return isinstance(value, list) and any(isinstance(tier, dict) and "max_results_range" in tier for tier in value)
