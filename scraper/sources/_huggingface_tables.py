"""The shapes of the Hub's answers as tables: which key claims what, and what is left out.

Keys follow the Hub's API (https://huggingface.co/docs/hub/api) and its model cards
(https://huggingface.co/docs/hub/model-cards). A card's front matter and a `config.json` are their
authors' own files with hundreds of possible keys: of these the few named here are read, and the
rest is left out as a rule, not key by key.
"""

from collections.abc import Mapping
from typing import Any

from scraper.errors import BadValue, Unfamiliar
from scraper.reading import IGNORED, Field, Table, among
from scraper.units import decimal, dumps, plain, text, tokens, utc_time

OLDEST = "2022-03-02T23:29:0"
"""The Hub began to keep creation dates then; older repositories all bear that moment."""
RELATIONS = frozenset({"finetune", "quantized", "adapter", "merge"})
FORMATS = {
    "f64": "fp64", "f32": "fp32", "f16": "fp16", "f8_e4m3": "fp8", "f8_e5m2": "fp8", "float64": "fp64",
    "float32": "fp32", "float16": "fp16", "bfloat16": "bf16", "bf16": "bf16", "half": "fp16",
    "float8_e4m3fn": "fp8", "float8_e5m2": "fp8",
}  # fmt: skip
"""Spellings of number formats in weight files and in configurations."""


def added(value: Any) -> str | None:
    """When a repository was added; the moment at which the Hub began to count claims nothing."""
    moment = utc_time(value)
    return None if moment.startswith(OLDEST) else moment


def gate(value: Any) -> str:
    """`false`, or `true` for weights that are given at once (`auto`) or by hand (`manual`) to who asks.

    Raises BadValue for anything else: it does not say whether there is a gate.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if value not in ("auto", "manual"):
        raise BadValue(f"{value!r} is no gate that we know")
    return "true"


def count(value: Any) -> str:
    """A whole number, zero among them."""
    number = decimal(value)
    if number < 0 or number != number.to_integral_value():
        raise BadValue(f"{value!r} is no count")
    return plain(number)


def number_format(value: Any) -> str:
    """A number format in one spelling: `BF16` and `bfloat16` are `bf16`."""
    if not isinstance(value, str):
        raise BadValue(f"{value!r} is no number format")
    bare = value.removeprefix("torch.").lower()
    if bare not in FORMATS:
        raise Unfamiliar(bare, f"{value!r} is no number format that we know")
    return FORMATS[bare]


def joined(value: Any) -> str | None:
    """One text, or several after one another: a merge has several bases, a wrapper several classes."""
    parts = value if isinstance(value, list) else [value]
    if not all(isinstance(part, str) for part in parts):
        raise BadValue(f"{value!r} is no text and no list of texts")
    return text(", ".join(parts))


def languages(value: Any) -> str | None:
    """Language codes as a list, also where a card names a single one."""
    codes = value if isinstance(value, list) else [value]
    if not all(isinstance(code, str) for code in codes):
        # `no` without quotes is read as a false by YAML, so a list with one in it is not what was meant.
        raise BadValue(f"{value!r} is no list of languages")
    return dumps(codes) if codes else None


def only(part: Any, table: Table) -> Any:
    """The keys of a free-form part that a table reads."""
    return {key: part[key] for key in table if key in part} if isinstance(part, Mapping) else part


CARD: Table = {
    "language": Field("languages", languages),
    "base_model": Field("base_model", joined),
    "base_model_relation": Field("base_model_relation", among(RELATIONS)),
    "new_version": Field("successor", text),
}

WEIGHTS: Table = {
    "architectures": Field("architecture", joined),
    "model_type": Field("model_type", text),
}
"""What the Hub's answer and the configuration itself both hold."""

MODEL: Table = {
    "_id": IGNORED,  # the Hub's own key of its row
    "id": Field("hugging_face_id", text, required=True),
    "modelId": IGNORED,  # the id again
    "author": Field("author_name", text),
    "sha": Field("revision", text),
    "lastModified": Field("updated_at", utc_time),
    "createdAt": Field("listed_at", added),
    # Told together: whether the weights can be had.
    "private": IGNORED,
    "disabled": IGNORED,
    "siblings": IGNORED,
    "gated": Field("gated", gate),
    "downloads": Field("downloads", count),
    "likes": Field("likes", count),
    "library_name": Field("library", text),
    "pipeline_tag": Field("task", text),
    "cardData": CARD,
    "config": WEIGHTS,
    # Read apart: number of parameters and format; licence and derivation where the card does not say them.
    "safetensors": IGNORED,
    "tags": IGNORED,
    # Who runs the weights, demos of them, what the site does with them: nothing about the weights.
    "downloadsAllTime": IGNORED,
    "trendingScore": IGNORED,
    "spaces": IGNORED,
    "widgetData": IGNORED,
    "inference": IGNORED,
    "inferenceProviderMapping": IGNORED,
    "transformersInfo": IGNORED,
    "usedStorage": IGNORED,
    "cardExists": IGNORED,
    "isLikedByUser": IGNORED,
    "mask_token": IGNORED,
    "gitalyUid": IGNORED,
    "xetEnabled": IGNORED,
    "resourceGroup": IGNORED,
    "region": IGNORED,
    "visibility": IGNORED,  # `private` in another word
    "security": IGNORED,
    "securityStatus": IGNORED,
    "securityRepoStatus": IGNORED,
    "discussionsDisabled": IGNORED,
    "baseModels": IGNORED,  # what the card and the tags say
    "childrenModelCount": IGNORED,
    # Scores that the repository's owner reports of itself.
    "model-index": IGNORED,
    "evalResults": IGNORED,
    # Copies of the weights in another program's format.
    "gguf": IGNORED,
}

NESTED = ("text_config", "llm_config", "language_config")
"""Where a configuration of several parts keeps that of its language model."""
CONTEXTS = ("max_position_embeddings", "max_seq_len", "seq_length", "n_positions")
"""Names of the context length, the usual one first."""
CONTEXT = Field("context_native", tokens)
DTYPE = Field("weights_dtype", number_format)
METHOD = Field("quantization", text)
