"""The shapes of OpenRouter's answers as tables: which key claims what, and what is left out.

Keys and lists follow OpenRouter's own API description (https://openrouter.ai/openapi.yaml, schemas
Model, PublicPricing, PricingOverride, PublicEndpoint), read on 2026-08-22.
"""

from collections.abc import Callable
from typing import Any

from scraper.errors import BadValue, Unfamiliar
from scraper.reading import IGNORED, Field, Table, among, texts_among
from scraper.units import (
    clock,
    day,
    decimal,
    dumps,
    flag,
    plain,
    text,
    texts,
    tokens,
    unix_time,
    usd_each,
    usd_per_mtok,
)

MODALITIES_IN = frozenset({"text", "image", "file", "audio", "video"})
MODALITIES_OUT = frozenset({"text", "image", "embeddings", "audio", "video", "rerank", "speech", "transcription"})
PARAMETERS = frozenset(
    {
        "temperature", "top_p", "top_k", "min_p", "top_a", "frequency_penalty", "presence_penalty",
        "repetition_penalty", "max_tokens", "max_completion_tokens", "logit_bias", "logprobs",
        "top_logprobs", "prediction", "seed", "response_format", "structured_outputs", "stop", "tools",
        "tool_choice", "parallel_tool_calls", "include_reasoning", "reasoning", "reasoning_effort",
        "web_search_options", "verbosity",
    }
)  # fmt: skip
TOKENIZERS = frozenset(
    {
        "Router", "Media", "Other", "GPT", "Claude", "Gemini", "Gemma", "Grok", "Cohere", "Nova", "Qwen",
        "Yi", "DeepSeek", "Mistral", "Llama2", "Llama3", "Llama4", "PaLM", "RWKV", "Qwen3",
    }
)  # fmt: skip
INSTRUCT_TYPES = frozenset(
    {
        "none", "airoboros", "alpaca", "alpaca-modif", "chatml", "claude", "code-llama", "gemma", "llama2",
        "llama3", "mistral", "nemotron", "neural", "openchat", "phi3", "rwkv", "vicuna", "zephyr",
        "deepseek-r1", "deepseek-v3.1", "qwq", "qwen3",
    }
)  # fmt: skip
EFFORTS = frozenset({"max", "xhigh", "high", "medium", "low", "minimal", "none"})
QUANTIZATIONS = frozenset({"int4", "int8", "fp4", "mxfp4", "nvfp4", "fp6", "fp8", "mxfp8", "fp16", "bf16", "fp32"})

PRICES: dict[str, tuple[str, Callable[[Any], str]]] = {
    "prompt": ("input_usd_per_mtok", usd_per_mtok),
    "completion": ("output_usd_per_mtok", usd_per_mtok),
    "input_cache_read": ("cache_read_usd_per_mtok", usd_per_mtok),
    "input_cache_write": ("cache_write_usd_per_mtok", usd_per_mtok),
    "input_cache_write_1h": ("cache_write_1h_usd_per_mtok", usd_per_mtok),
    "internal_reasoning": ("reasoning_usd_per_mtok", usd_per_mtok),
    # "USD per input image" by the API description; the newest answers repeat the token price there.
    "image": ("image_usd_each", usd_each),
    "image_output": ("image_output_usd_each", usd_each),
    "image_token": ("image_usd_per_mtok", usd_per_mtok),
    "audio": ("audio_usd_per_mtok", usd_per_mtok),
    "audio_output": ("audio_output_usd_per_mtok", usd_per_mtok),
    "input_audio_cache": ("audio_cache_read_usd_per_mtok", usd_per_mtok),
    "request": ("request_usd_each", usd_each),
    "web_search": ("web_search_usd_each", usd_each),
}
"""Price key to attribute. Prices come as text in dollars a token (or a piece); -1 means `dynamic`."""


def conditions(value: Any) -> str:
    """Price overrides as JSON: a list of `{"when": {...}, prices}`, later entries winning per price.

    A price that an entry does not name is inherited from the base price. Raises Unfamiliar for a
    condition that is not documented: it is kept under its own name, so that it never looks
    unconditional.
    """
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise BadValue("overrides are no list of objects")
    strange: set[str] = set()
    kept = dumps([_condition(entry, strange) for entry in value])
    if strange:
        raise Unfamiliar(kept, f"unknown keys in overrides: {', '.join(sorted(strange))}")
    return kept


def _condition(entry: dict[str, Any], strange: set[str]) -> dict[str, Any]:
    when: dict[str, Any] = {}
    prices: dict[str, Any] = {}
    for key, value in entry.items():
        if key in PRICES:
            attribute, convert = PRICES[key]
            prices[attribute] = convert(value)
        elif key == "min_prompt_tokens":
            # "strictly greater than this threshold"
            when["prompt_tokens_above"] = int(tokens(value))
        elif key in ("utc_start", "utc_end"):
            when[key] = clock(value)
        else:
            strange.add(key)
            when[key] = value
    return {"when": when, **prices}


def number(value: Any) -> str:
    """A measured number, as it is."""
    return plain(decimal(value))


def whole_json(value: Any) -> str | None:
    """A structure kept whole, as JSON; an empty one claims nothing."""
    if not isinstance(value, (dict, list)):
        raise BadValue(f"{value!r} is no object or list")
    return dumps(value) if value else None


def defaults(value: Any) -> str | None:
    """Sampling defaults without those that are not set."""
    if not isinstance(value, dict):
        raise BadValue(f"{value!r} is no object")
    return whole_json({key: setting for key, setting in value.items() if setting is not None})


def quantization(value: Any) -> str | None:
    """A number format; `unknown` claims nothing."""
    return None if value == "unknown" else among(QUANTIZATIONS)(value)


def status_code(value: Any) -> str:
    """The router's state of an endpoint: 0, -1, -2, -3, -5 or -10."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadValue(f"{value!r} is no state")
    if value not in (0, -1, -2, -3, -5, -10):
        raise Unfamiliar(str(value), f"{value} is not in the documented list")
    return str(value)


PRICING: Table = {
    **{
        key: Field(attribute, convert, required=key in ("prompt", "completion"))
        for key, (attribute, convert) in PRICES.items()
    },
    "discount": Field("discount", number),
    "overrides": Field("conditions", conditions),
}

MODEL: Table = {
    "id": IGNORED,  # it is the record itself
    "canonical_slug": Field("canonical_slug", text),
    "hugging_face_id": Field("hugging_face_id", text),
    "name": Field("name", text, required=True),
    "created": Field("listed_at", unix_time),
    "description": Field("description", text),
    "context_length": Field("context_listed", tokens),
    "architecture": {
        "modality": Field("modality", text),
        "input_modalities": Field("modalities_in", texts_among(MODALITIES_IN)),
        "output_modalities": Field("modalities_out", texts_among(MODALITIES_OUT)),
        "tokenizer": Field("tokenizer", among(TOKENIZERS)),
        "instruct_type": Field("instruct_type", among(INSTRUCT_TYPES)),
    },
    "pricing": PRICING,
    "top_provider": {
        "context_length": Field("context_served", tokens),
        "max_completion_tokens": Field("max_output", tokens),
        "is_moderated": Field("is_moderated", flag),
    },
    "per_request_limits": Field("per_request_limits", whole_json),
    "supported_parameters": Field("supported_parameters", texts_among(PARAMETERS)),
    "default_parameters": Field("default_parameters", defaults),
    "supported_voices": Field("supported_voices", whole_json),
    "knowledge_cutoff": Field("knowledge_cutoff", day),
    "expiration_date": Field("expires_at", day),
    "links": {"details": IGNORED},  # the address of the endpoints, which we make from the id
    "alias_target": {"slug": Field("alias_target", text), "name": IGNORED},
    "reasoning": {
        "mandatory": Field("reasoning_mandatory", flag),
        "default_enabled": Field("reasoning_default_enabled", flag),
        "supported_efforts": Field("reasoning_efforts", texts_among(EFFORTS)),
        "default_effort": Field("reasoning_default_effort", among(EFFORTS)),
        "supports_max_tokens": Field("reasoning_max_tokens", flag),
    },
    "benchmarks": {
        "artificial_analysis": {
            "intelligence_index": Field("aa_intelligence_index", number),
            "coding_index": Field("aa_coding_index", number),
            "agentic_index": Field("aa_agentic_index", number),
        },
        "design_arena": Field("design_arena", whole_json),
    },
}

ENDPOINT: Table = {
    "name": IGNORED,  # "provider | permaslug": both come under keys of their own
    "model_id": Field("wire_model_id", text),
    "model_name": IGNORED,  # the model's name, which the list gives
    "provider_name": Field("provider_name", text, required=True),
    "tag": IGNORED,  # it is part of the record's id, and claimed from there
    "context_length": Field("context_served", tokens),
    "pricing": PRICING,
    "quantization": Field("quantization", quantization),
    "max_completion_tokens": Field("max_output", tokens),
    "max_prompt_tokens": Field("max_input", tokens),
    "supported_parameters": Field("supported_parameters", texts_among(PARAMETERS)),
    "status": Field("endpoint_status", status_code),
    "supports_implicit_caching": Field("supports_implicit_caching", flag),
    "supports_voice_cloning": Field("supports_voice_cloning", flag),
    # Measurements of the last minutes: in the archived answer for whoever wants them, no claims of ours.
    "uptime_last_30m": IGNORED,
    "uptime_last_5m": IGNORED,
    "uptime_last_1d": IGNORED,
    "latency_last_30m": IGNORED,
    "throughput_last_30m": IGNORED,
}

PROVIDER: Table = {
    "name": Field("provider_name", text, required=True),
    "slug": Field("provider_slug", text),
    "privacy_policy_url": Field("privacy_policy_url", text),
    "terms_of_service_url": Field("terms_of_service_url", text),
    "status_page_url": Field("status_page_url", text),
    "headquarters": Field("headquarters", text),
    "datacenters": Field("datacenters", texts),
}
