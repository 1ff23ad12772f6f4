"""A night on which every source answers well: the fixtures, made as long as their sources expect them to be.

Each answer stands under the path that a mirror of every host has for it (with its query, where that tells pages apart).
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tests.answers import endpoint, endpoints_answer, envelope, model, provider
from tests.atlas import API, ten_models

FIXTURES = Path(__file__).parent / "fixtures/sources"
SITE = "/openrouter.ai"
PRODUCTS = "/302.ai/api/cache/product-list?lang=en&page={}&pageSize=20&category=api"
HUB = "/huggingface.co"
RAW = "/raw.githubusercontent.com"
PAGE, MARKDOWN, JSON = "text/html; charset=utf-8", "text/markdown; charset=utf-8", "application/json"


class Good(NamedTuple):
    """One good answer: whose it is, its body, and whether it is the source's list or stands behind it."""

    source: str
    body: bytes
    behind: bool = False

    @property
    def kind(self) -> str:
        """What it is: `json`, `page` (HTML) or `text` (Markdown and the like)."""
        start = self.body.lstrip()[:1]
        if start in (b"{", b"["):
            return "json"
        return "page" if start == b"<" else "text"

    @property
    def content_type(self) -> str:
        """What its server calls it."""
        return {"json": JSON, "page": PAGE, "text": MARKDOWN}[self.kind]


@cache
def good_night() -> Mapping[str, Good]:
    """Every answer by its path."""
    found = {path: Good(source, _fixture(source, name)) for path, source, name in _LISTS}
    found |= {path: Good(source, _fixture(source, name), behind=True) for path, source, name in _BEHIND}
    return found | _router() | _longer()


def _fixture(source: str, name: str) -> bytes:
    return (FIXTURES / source / name).read_bytes()


_LISTS = (
    (PRODUCTS.format(1), "ai302", "products.json"),
    ("/claude.com/pricing", "anthropic_pricing", "cards.html"),
    ("/www.cerebras.ai/pricing", "cerebras_pricing", "data.html"),
    ("/api-docs.deepseek.com/quick_start/pricing", "deepseek_pricing", "promotion.html"),
    ("/ai.google.dev/gemini-api/docs/pricing", "gemini_pricing", "prices.md"),
    (f"{HUB}/api/models/acme/Atlas-424B-A47B-PT", "huggingface", "model-whole.json"),
    (f"{HUB}/api/models/acme/Atlas-120b", "huggingface", "model-packed.json"),
    ("/mistral.ai/pricing", "mistral_pricing", "prices.html"),
    ("/modelslab.com/models?feature=llmaster", "modelslab", "listing.html"),
    ("/platform.openai.com/docs/pricing", "openai_pricing", "prices.md"),
    (f"{SITE}/acme/atlas-28b", "openrouter_page", "page-elements.html"),
    ("/red-pill.ai/", "phala_pricing", "cards.md"),
    ("/docs.x.ai/docs/models", "xai_pricing", "tables.md"),
    ("/docs.z.ai/guides/overview/pricing", "zai_pricing", "tables.md"),
)
"""Path, source and file of what is good as the fixtures have it."""

_BEHIND = (
    (PRODUCTS.format(2), "ai302", "products-2.json"),
    ("/302.ai/en/product/detail/ppio-baidu-ernie-4-5-vl-424b-a47b", "ai302", "page.html"),
    ("/platform.claude.com/docs/en/about-claude/pricing.md", "anthropic_pricing", "docs.md"),
    ("/platform.claude.com/docs/en/about-claude/model-deprecations.md", "anthropic_pricing", "deprecations.md"),
    (f"{RAW}/lmarena/arena-catalog/main/data/leaderboard-image.json", "arena", "catalog_image.json"),
    (f"{RAW}/lmarena/arena-catalog/main/data/scatterplot-data.json", "arena", "plot.json"),
    ("/arena.ai/leaderboard/vision", "arena", "page.html"),
    ("/ai.google.dev/gemini-api/docs/deprecations", "gemini_pricing", "deprecations.html"),
    ("/haimaker.ai/models/acme/atlas-vl-42b", "haimaker", "page-table.html"),
    (f"{HUB}/acme/Atlas-424B-A47B-PT/resolve/main/config.json", "huggingface", "config-nested.json"),
    (f"{HUB}/acme/Atlas-120b/resolve/main/config.json", "huggingface", "config-quantized.json"),
    ("/modelslab.com/models?feature=llmaster&page=2", "modelslab", "listing-2.html"),
    ("/modelslab.com/models/acme/acme-atlas-vl-4.5-424b/api.md", "modelslab", "glued.md"),
    ("/modelslab.com/models/acme/acme-atlas-vl-4.5-424b/llms.txt", "modelslab", "llms.txt"),
    ("/modelslab.com/models/open_router/beta-ai-Bolt-2.5-Mini/api.md", "modelslab", "table.md"),
    ("/platform.openai.com/docs/deprecations", "openai_pricing", "deprecations.html"),
    ("/platform.kimi.ai/docs/pricing/chat", "moonshot_pricing", "pages.md"),
)


def _router() -> dict[str, Good]:
    """OpenRouter's list with its sellers, and one endpoint a model."""
    rows = [*router_models()]
    found = {f"{API}/models?output_modalities=all": _json("openrouter", envelope(*rows, total_count=len(rows)))}
    found[f"{API}/providers"] = _json("openrouter", envelope(provider("novita")), behind=True)
    for row in rows:
        answer = endpoints_answer(row["id"], endpoint(), endpoint("far/fp8", provider_name="Far"))
        found[f"{API}/models/{row['id']}/endpoints"] = _json("openrouter", answer, behind=True)
    return found


def router_models() -> list[dict[str, Any]]:
    """What OpenRouter lists."""
    return [
        *ten_models(hugging_face_id=None),
        model("acme/atlas-28b", hugging_face_id="acme/Atlas-424B-A47B-PT"),
        model("acme/atlas-120b", hugging_face_id="acme/Atlas-120b"),
    ]


def _json(source: str, answer: Any, behind: bool = False) -> Good:
    return Good(source, json.dumps(answer, indent=1).encode(), behind)


def _longer() -> dict[str, Good]:
    """The answers of which a fixture is too short to be believed."""
    arena = json.loads(_fixture("arena", "catalog.json"))
    rating = {"rating": 1000.5, "rating_q975": 1010.0, "rating_q025": 990.0}
    arena["full"] = {"acme-atlas-7b": rating} | {f"far-f{n}": rating for n in range(1_000)}
    dev = json.loads(_fixture("models_dev", "api.json"))
    plain = dev["north"]["models"]["acme/atlas-2"]
    dev["north"]["models"].update({f"far/f{n}": {**plain, "id": f"far/f{n}"} for n in range(720)})
    costs = json.loads(_fixture("litellm", "map.json"))
    costs.update({f"north/wide/w{n}": costs["north/acme/atlas-2"] for n in range(620)})
    classes = json.loads(_fixture("genai_prices", "data.json"))
    first = classes[0]["models"][0]
    classes[0]["models"] += [{**first, "id": f"n{n}", "match": {"equals": f"n{n}"}} for n in range(220)]
    listed = {
        f"{RAW}/lmarena/arena-catalog/main/data/leaderboard-text.json": ("arena", arena),
        "/models.dev/api.json": ("models_dev", dev),
        f"{RAW}/BerriAI/litellm/main/model_prices_and_context_window.json": ("litellm", costs),
        f"{RAW}/pydantic/genai-prices/main/prices/new_data/v2/data.json": ("genai_prices", classes),
    }
    return {path: _json(source, answer) for path, (source, answer) in listed.items()} | _longer_pages()


def _longer_pages() -> dict[str, Good]:
    row = "<tr><td>{}</td><td>May 1, 2025</td><td>July 1, 2025</td><td>August 1, 2025</td><td>N/A</td></tr>\n"
    lifecycle = (
        "<tr><td>{}</td><td>May 12, 2024</td><td>October 30, 2024</td><td>Atlas 8</td><td>acme.atlas-8</td></tr>\n"
    )
    priced = "| acme/more-{} | 163,840 | $0.269 /Mt | $0.4 /Mt | [More](https://novita.ai/x) |\n"
    listed = "Listed-{}\n\n200K\n\n$\n\n0.27\n\n$\n\n0.41\n\n[Details](https://www.siliconflow.com/models/l-{})\n\n"
    card = "Card {}`card-{}`\n\nPrivate\n\nInput Price$0.10 Output Price$0.20 Context 128K\n\n"
    sale = '<tr><td><a href="/models/acme/more-{}">acme/more-{}</a></td><td>128K</td><td>$2</td><td>$8</td></tr>\n'
    lengthened = {
        "/learn.microsoft.com/en-us/azure/ai-foundry/concepts/model-lifecycle-retirement": (
            "azure_pricing", "lifecycle.html", "<tr><td>Atlas R<", row, 5,
        ),
        "/docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html": (
            "bedrock_pricing", "lifecycle.html", "<tr><td>Atlas 2<", lifecycle, 5,
        ),
        "/novita.ai/pricing": ("novita_pricing", "tables.md", "| [acme/atlas 7]", priced, 20),
        "/www.siliconflow.com/pricing": ("siliconflow_pricing", "lists.md", "Atlas-9\n", listed, 5),
        "/docs.venice.ai/overview/pricing": ("venice_pricing", "cards.md", "Atlas 8`atlas-8`", card, 20),
        "/haimaker.ai/models": ("haimaker", "listing.html", '<tr><td><a href="/models/acme/gift', sale, 6),
    }  # fmt: skip
    found = {}
    for path, (source, name, before, text, count) in lengthened.items():
        whole = _fixture(source, name).decode()
        assert whole.count(before) >= 1, path
        more = "".join(text.replace("{}", f"More {n}" if source in _IN_WORDS else str(n)) for n in range(count))
        lines = whole.replace(before, more + before, 1).splitlines(keepends=True)
        found[path] = Good(source, "".join(line for line in lines if not any(odd in line for odd in _ODD)).encode())
    index = b"# Docs\n\n- [Chat](https://platform.kimi.ai/docs/pricing/chat): prices\n"
    return {**found, "/platform.kimi.ai/docs/llms.txt": Good("moonshot_pricing", index)}


_ODD = ("elsewhere.example", ">Asked<", ">Yuan<", ">Span<")
"""Rows of a fixture that no good night has."""
_IN_WORDS = ("azure_pricing", "bedrock_pricing")
"""Sources whose rows are named in words."""
