"""A replay of all recordings: the newest answer of each address that a source reads, on loopback.

Pages of which only the text is known are wrapped as plain paragraphs, in their reading order. What is
not recorded answers 404, as an address that does not exist.
"""

import html
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from catalog.backfill import address_of
from scraper.recordings import Recording, read_recordings
from scraper.sources import sources
from tests.upstream import Asked, Reply, Upstream

SHARED_FOLDERS = ("provider_pages",)
"""Folders that hold recordings of several sources."""
ALIAS = "baidu-ernie-4-5-vl-424b-a47b"


def replay(recordings: Path) -> Upstream:
    """A server of everything that is recorded."""
    found: dict[str, Recording] = {}
    for source in sources().values():
        for name in (source.id, *SHARED_FOLDERS):
            for recording in read_recordings(recordings / name) if (recordings / name).exists() else ():
                if not isinstance(recording, Recording):
                    continue
                url = address_of(source, recording)
                if url and source.reads(url) and _is_newer(recording, found.get(path_of(url))):
                    found[path_of(url)] = recording
    routes: dict[str, Any] = {path: _reply(recording) for path, recording in found.items()}
    routes.update(_bundled(recordings))
    routes.update(reference_pages(recordings.parent / "reference-pages"))
    routes.update(product_list(recordings))
    return Upstream(routes)


def path_of(url: str) -> str:
    """The path under which a mirror of every host has an address, without its query."""
    return "/" + url.split("://", 1)[-1].partition("?")[0]


def reference_pages(folder: Path) -> dict[str, Any]:
    """The pages that the project began from, and a listing that leads to each."""
    if not folder.exists():
        return {}
    ernie = "baidu/ernie-4.5-vl-424b-a47b"
    api_md = (folder / "modelslab-api.md").read_bytes()
    return {
        "/haimaker.ai/models": page(
            f"<table><tr><th>Model</th><th>Context</th><th>$ in / 1M</th><th>$ out / 1M</th></tr><tr><td>"
            f"<a href='/models/{ernie}'>{ernie}</a></td><td>131K</td><td>$0.42</td><td>$1.25</td></tr></table>"
        ),
        f"/haimaker.ai/models/{ernie}": page(paragraphs(folder / "haimaker.txt")),
        "/modelslab.com/models": page(
            "<a href='/models/baidu/baidu-ernie-4.5-vl-424b-a47b'>Baidu: ERNIE 4.5 VL 424B A47B</a>"
        ),
        "/modelslab.com/models/baidu/baidu-ernie-4.5-vl-424b-a47b/api.md": Reply(api_md),
        "/openrouter.ai/baidu/ernie-4.5-vl-28b-a3b": page(paragraphs(folder / "openrouter-page.txt")),
        f"/302.ai/en/product/detail/{ALIAS}": page(paragraphs(folder / "ai302.txt")),
    }


def product_list(recordings: Path) -> dict[str, Any]:
    """302.AI's recorded products in the envelope of its API, with the one that its reference page is about."""
    products = json.loads((recordings / "ai302/products-dump.excerpt.json").read_bytes())
    price = {
        "name": "baidu/ernie-4.5-vl-424b-a47b", "rate": 1, "suffix": "1M tokens", "description": "-",
        "input_price": 0.429, "output_price": 1.29, "is_multimodal": True, "context_length": 123000,
        "special_pricing": "", "file_support_type": 0, "platform_input_price": 0.429, "platform_output_price": 1.29,
        "platform_cache_read_price": 0, "platform_cache_creation_price": 0,
    }  # fmt: skip
    ernie = {
        **products[0], "id": 1, "name": "baidu/ernie-4-5-vl-424b-a47b", "alias_name": ALIAS, "brand": "PPIO",
        "description": "A model for text and images", "price_info": [price], "created_time": "2025-08-04",
        "model_capabilities": {"function_call": True},
    }  # fmt: skip
    found = [ernie, *products]
    data = {"total_count": len(found), "returned_count": len(found), "products": found}
    return {"/302.ai/api/cache/product-list": Reply(json.dumps({"code": 0, "msg": "ok", "data": data}).encode())}


def paragraphs(path: Path) -> str:
    """The lines of a text as paragraphs."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "".join(f"<p>{html.escape(line.strip())}</p>\n" for line in lines if line.strip())


def page(body: str) -> Reply:
    """A web page in English."""
    return Reply(f"<!doctype html><html lang='en'><body>{body}</body></html>".encode())


def _reply(recording: Recording) -> Any:
    def answer(_: Asked) -> Reply:
        return Reply(recording.body())

    return answer


def _bundled(recordings: Path) -> Mapping[str, Reply]:
    """The endpoint answers that a recording keeps in one file, each at its own address."""
    found = sorted((recordings / "openrouter/endpoints").glob("*.bundle.json"))
    if not found:
        return {}
    models = json.loads(found[-1].read_bytes())["models"]
    return {
        f"/openrouter.ai/api/v1/models/{model['id']}/endpoints": Reply(
            json.dumps(
                {"data": {"id": model["id"], "endpoints": [row for row in model["endpoints"] if "status" in row]}}
            ).encode()
        )
        for model in models
    }


def _is_newer(recording: Recording, than: Recording | None) -> bool:
    return than is None or recording.fetched_at >= than.fetched_at
