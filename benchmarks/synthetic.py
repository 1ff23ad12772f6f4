"""A made-up list of models in the router's shape, of any length: an archive to build from. The same for the same seed.

`python -m benchmarks.synthetic MODELS ARCHIVE` writes it as one answer of many pages: the router gives a long list so,
and no answer may be larger than a few megabytes.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.matching.synthetic import names
from scraper.snapshots import Archive, Sighting

ADDRESS = "https://openrouter.ai/api/v1/models"
AT = datetime(2026, 7, 31, 12, tzinfo=UTC)
ROWS_A_PAGE = 2_000
CONTEXTS = (8_192, 32_768, 131_072, 200_000, 262_144, 400_000, 1_048_576)
INPUTS = (
    ["text"],
    ["text"],
    ["text"],
    ["text", "image"],
    ["text", "image", "file"],
    ["text", "image", "audio", "video"],
)
PARAMETERS = (
    "frequency_penalty", "include_reasoning", "logit_bias", "logprobs", "max_tokens", "min_p", "presence_penalty",
    "reasoning", "repetition_penalty", "response_format", "seed", "stop", "structured_outputs", "temperature",
    "tool_choice", "tools", "top_k", "top_logprobs", "top_p",
)  # fmt: skip
USES = ("coding", "agents that run for hours", "long documents", "translation", "dialogue", "mathematics", "search")
TOKENIZERS = ("Other", "Other", "GPT", "Qwen3", "Llama3", "Mistral", "DeepSeek")
DAY_SECONDS = 86_400


def listed(count: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """So many rows: what a real list says of a model, as often as it says it."""
    draw = Random(seed)  # noqa: S311 - models, no secrets
    for id_ in names(count, seed):
        yield _row(id_, draw)


def _row(id_: str, draw: Random) -> dict[str, Any]:
    author, _, slug = id_.partition("/")
    words = slug.replace("-", " ").title()
    listed_on = int(AT.timestamp()) - draw.randrange(30, 700) * DAY_SECONDS
    inputs, context = draw.choice(INPUTS), draw.choice(CONTEXTS)
    dated = f"{id_}-{datetime.fromtimestamp(listed_on, UTC):%Y%m%d}"
    row: dict[str, Any] = {
        "id": id_,
        "canonical_slug": dated,
        "hugging_face_id": f"{author}/{words.replace(' ', '-')}" if draw.random() < 0.4 else None,
        "name": f"{author.title()}: {words}",
        "created": listed_on,
        "description": _description(words, author, draw),
        "context_length": context,
        "architecture": {
            "modality": f"{'+'.join(inputs)}->text", "input_modalities": inputs, "output_modalities": ["text"],
            "tokenizer": draw.choice(TOKENIZERS), "instruct_type": None,
        },
        "pricing": _pricing(draw),
        "top_provider": {
            "context_length": context, "max_completion_tokens": min(context, draw.choice((8_192, 32_768, 131_072))),
            "is_moderated": draw.random() < 0.2,
        },
        "per_request_limits": None,
        "supported_parameters": sorted(draw.sample(PARAMETERS, draw.randint(6, 17))),
        "default_parameters": {"temperature": 0.7} if draw.random() < 0.3 else {},
        "supported_voices": None,
        "knowledge_cutoff": _day(listed_on - draw.randrange(90, 400) * DAY_SECONDS) if draw.random() < 0.45 else None,
        "expiration_date": None,
        "links": {"details": f"/api/v1/models/{dated}/endpoints"},
    }  # fmt: skip
    if draw.random() < 0.65:
        row["reasoning"] = {"mandatory": draw.random() < 0.2, "default_enabled": draw.random() < 0.5}
    return row


def _description(words: str, author: str, draw: Random) -> str:
    first, second, third = draw.sample(USES, 3)
    return (
        f"{words} is a language model from {author.title()} with {draw.randint(2, 900)}B parameters, made for {first}"
        f" and {second}. It was trained on {draw.randint(2, 40)} trillion tokens, and is often chosen for {third}..."
    )


def _pricing(draw: Random) -> dict[str, str]:
    """Prices a token, in the round figures in which prices are set."""
    prompt = float(f"{10 ** draw.gauss(-0.45, 0.6):.2g}")
    prices = {"prompt": prompt, "completion": prompt * draw.choice((2, 3, 4, 5))}
    if draw.random() < 0.57:
        prices["input_cache_read"] = prompt / draw.choice((2, 4, 10))
    if draw.random() < 0.2:
        prices["input_cache_write"] = prompt * 1.25
    return {name: f"{price / 1e6:.12f}".rstrip("0") for name, price in prices.items()}


def _day(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"


def archive(count: int, folder: Path, at: datetime = AT) -> None:
    """Write such a list into an archive, a page at a time."""
    kept, rows = Archive(folder), listed(count)
    for number in range(1, -(-count // ROWS_A_PAGE) + 1):
        page = list(islice(rows, ROWS_A_PAGE))
        seen = Sighting(source="openrouter", url=_address(number), fetched_at=at, status=200, page=number)
        seen = seen.model_copy(update={"root": _address(1)} if number > 1 else {})
        kept.save(seen, _page(page, count, number))


def _page(rows: Sequence[dict[str, Any]], count: int, number: int) -> bytes:
    following = _address(number + 1) if number * ROWS_A_PAGE < count else None
    return json.dumps({"data": rows, "total_count": count, "links": {"next": following}}).encode()


def _address(number: int) -> str:
    return f"{ADDRESS}?page={number}" if number > 1 else ADDRESS


if __name__ == "__main__":
    archive(int(sys.argv[1]), Path(sys.argv[2]))
