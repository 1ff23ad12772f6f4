"""Small answers in OpenRouter's real shapes, written for the tests."""

import json
from datetime import UTC, datetime
from typing import Any

from scraper.snapshots import Sighting, Snapshot
from scraper.source import Record
from scraper.sources._openrouter_answers import MODELS

DAY = datetime(2026, 7, 31, 12, tzinfo=UTC)


def model(id_: str = "acme/atlas-7b", **changes: Any) -> dict[str, Any]:
    """A listed model with today's keys; changes replace keys, and None inside `drop` removes them."""
    row: dict[str, Any] = {
        "id": id_,
        "canonical_slug": id_,
        "hugging_face_id": "acme/Atlas-7B",
        "name": f"Acme: {id_.partition('/')[2]} ",
        "created": 1751300903,
        "description": "A made-up model.",
        "context_length": 123000,
        "architecture": {
            "modality": "text+image->text",
            "input_modalities": ["image", "text"],
            "output_modalities": ["text"],
            "tokenizer": "Other",
            "instruct_type": None,
        },
        "pricing": {"prompt": "0.00000042", "completion": "0.00000125"},
        "top_provider": {"context_length": 123000, "max_completion_tokens": 16000, "is_moderated": False},
        "per_request_limits": None,
        "supported_parameters": ["max_tokens", "tools"],
        "default_parameters": {},
        "supported_voices": None,
        "knowledge_cutoff": "2025-03-31",
        "expiration_date": None,
        "links": {"details": f"/api/v1/models/{id_}/endpoints"},
    }
    return {**row, **changes}


def endpoint(tag: str = "novita/fp16", **changes: Any) -> dict[str, Any]:
    """One seller of a model, with today's keys."""
    row: dict[str, Any] = {
        "name": "Novita | acme/atlas-7b",
        "model_id": "acme/atlas-7b",
        "model_name": "Acme: atlas-7b",
        "provider_name": "Novita",
        "tag": tag,
        "context_length": 123000,
        "pricing": {"prompt": "0.00000042", "completion": "0.00000125", "discount": 0},
        "quantization": "fp16",
        "max_completion_tokens": 16000,
        "max_prompt_tokens": None,
        "supported_parameters": ["max_tokens"],
        "status": 0,
        "uptime_last_30m": 99.5,
        "uptime_last_5m": None,
        "uptime_last_1d": 99.9,
        "supports_implicit_caching": False,
        "latency_last_30m": None,
        "throughput_last_30m": None,
    }
    return {**row, **changes}


def provider(slug: str = "novita", **changes: Any) -> dict[str, Any]:
    """A seller as the list of providers has it."""
    row: dict[str, Any] = {
        "name": slug.title(),
        "slug": slug,
        "privacy_policy_url": None,
        "terms_of_service_url": None,
        "status_page_url": None,
        "headquarters": "US",
        "datacenters": ["US"],
    }
    return {**row, **changes}


def envelope(*rows: Any, **more: Any) -> dict[str, Any]:
    """A list answer."""
    return {"data": list(rows), **more}


def endpoints_answer(id_: str, *rows: Any) -> dict[str, Any]:
    """The answer of a model's endpoints address."""
    return {"data": {"id": id_, "name": id_, "created": 1751300903, "description": "", "endpoints": list(rows)}}


def record(row: dict[str, Any], kind: str = "model") -> Record:
    """A row as a parsed record."""
    return Record(row["id"] if kind == "model" else row["tag"], kind, "/data/0", row)


def snapshot(answer: Any, url: str = MODELS, at: datetime = DAY, **more: Any) -> Snapshot:
    """An answer (bytes, or something to be written as JSON) as it would stand in the archive."""
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return Snapshot(
        sighting=Sighting(source="openrouter", url=url, fetched_at=at, status=200, sha256="0" * 64, **more), body=body
    )
