"""Made-up summaries of models as JSON: the data of the pages that Hugo and our templates make.

`python -m benchmarks.hugo.summaries NUMBER FILE` writes so many.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.synthetic import listed
from scraper.attributes import ATTRIBUTES

SOURCES = (("OpenRouter API", "https://openrouter.ai/"), ("models.dev", "https://models.dev/"))
SELLERS = ("OpenRouter", "Novita", "DeepInfra", "Together", "Fireworks")
OBSERVED = {"iso": "2026-07-31T12:00:00Z", "text": "31 July 2026"}


def summaries(number: int) -> list[dict[str, Any]]:
    """So many summaries."""
    return [_summary(row, place) for place, row in enumerate(listed(number))]


def _summary(row: dict[str, Any], place: int) -> dict[str, Any]:
    """A page's data: some fifteen fields, every third with a second receipt, and up to five offers."""
    author = row["id"].partition("/")[0]
    said = {
        "context_length": row["context_length"], "max_output": row["top_provider"]["max_completion_tokens"],
        "tokenizer": row["architecture"]["tokenizer"], "knowledge_cutoff": row["knowledge_cutoff"],
        "moderated": row["top_provider"]["is_moderated"], "listed_at": row["created"],
        "modalities_in": ", ".join(row["architecture"]["input_modalities"]),
        "modalities_out": ", ".join(row["architecture"]["output_modalities"]),
        "input_usd_per_mtok": row["pricing"]["prompt"], "output_usd_per_mtok": row["pricing"]["completion"],
        "supported_parameters": ", ".join(row["supported_parameters"]), "canonical_slug": row["canonical_slug"],
    }  # fmt: skip
    facts = [
        _fact(name, str(value), row, count) for count, (name, value) in enumerate(said.items()) if value is not None
    ]
    offers = [
        {
            "seller": seller, "url": f"https://{seller.lower()}.example/{row['id']}", "wire_id": row["id"],
            "input": row["pricing"]["prompt"], "output": row["pricing"]["completion"],
            "context": f"{row['context_length']:,}",
        }
        for seller in SELLERS[: 1 + place % len(SELLERS)]
    ]  # fmt: skip
    return {
        "id": row["id"], "name": row["name"], "author": author, "lead": row["description"], "facts": facts,
        "offers": offers,
    }  # fmt: skip


def _fact(name: str, value: str, row: dict[str, Any], count: int) -> dict[str, Any]:
    attribute = ATTRIBUTES.get(name)
    receipts = [_receipt(name, value, row, source) for source in range(2 if count % 3 == 0 else 1)]
    return {
        "field": name, "label": attribute.label if attribute else name, "value": value, "receipts": receipts,
        "unit": attribute.unit if attribute else "", "meaning": attribute.meaning if attribute else "As it is said.",
    }  # fmt: skip


def _receipt(name: str, value: str, row: dict[str, Any], source: int) -> dict[str, Any]:
    said, url = SOURCES[source]
    return {
        "source": said, "url": f"{url}{row['id']}", "value": value, "stance": "chosen" if not source else "the same",
        "original": value, "pointer": f"/data/{row['id'].replace('/', '~1')}/{name}", "observed": OBSERVED,
        "snapshot": hashlib.sha256(f"{row['id']} {source}".encode()).hexdigest(),
    }  # fmt: skip


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(summaries(int(sys.argv[1]))), encoding="utf-8")
