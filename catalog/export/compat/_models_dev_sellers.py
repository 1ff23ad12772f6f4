"""What client programs need to know of a seller to reach it: settings of models.dev's own, no claims of anybody.

A seller that is not here has no place in the file: the format demands a client package and the names of the
environment variables with its keys.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

_OPENAI_LIKE = "@ai-sdk/openai-compatible"


class Seller(NamedTuple):
    """A seller by models.dev's id, with how to reach it."""

    id: str
    name: str
    env: tuple[str, ...]
    doc: str
    npm: str = _OPENAI_LIKE
    api: str = ""
    """The address that the package is given; empty where it knows its own."""

    def block(self, models: Mapping[str, Any]) -> dict[str, Any]:
        """The seller with what it sells, as models.dev writes it."""
        api = {"api": self.api} if self.api else {}
        told = {"id": self.id, "env": list(self.env), "npm": self.npm, **api, "name": self.name, "doc": self.doc}
        return {**told, "models": models}


SELLERS: dict[str, Seller] = {
    "ai302": Seller("302ai", "302.AI", ("302AI_API_KEY",), "https://doc.302.ai", api="https://api.302.ai/v1"),
    "anthropic": Seller(
        "anthropic", "Anthropic", ("ANTHROPIC_API_KEY",),
        "https://docs.anthropic.com/en/docs/about-claude/models", "@ai-sdk/anthropic",
    ),
    "cerebras": Seller(
        "cerebras", "Cerebras", ("CEREBRAS_API_KEY",),
        "https://inference-docs.cerebras.ai/models/overview", "@ai-sdk/cerebras",
    ),
    "deepseek": Seller(
        "deepseek", "DeepSeek", ("DEEPSEEK_API_KEY",),
        "https://api-docs.deepseek.com/quick_start/pricing", api="https://api.deepseek.com",
    ),
    "google": Seller(
        "google", "Google", ("GOOGLE_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY", "GEMINI_API_KEY"),
        "https://ai.google.dev/gemini-api/docs/models", "@ai-sdk/google",
    ),
    "mistral": Seller(
        "mistral", "Mistral", ("MISTRAL_API_KEY",),
        "https://docs.mistral.ai/getting-started/models/", "@ai-sdk/mistral",
    ),
    "moonshotai": Seller(
        "moonshotai", "Moonshot AI", ("MOONSHOT_API_KEY",),
        "https://platform.moonshot.ai/docs/api/chat", api="https://api.moonshot.ai/v1",
    ),
    "novita": Seller(
        "novita-ai", "NovitaAI", ("NOVITA_API_KEY",),
        "https://novita.ai/docs/guides/introduction", api="https://api.novita.ai/openai",
    ),
    "openai": Seller(
        "openai", "OpenAI", ("OPENAI_API_KEY",), "https://platform.openai.com/docs/models", "@ai-sdk/openai"
    ),
    "openrouter": Seller(
        "openrouter", "OpenRouter", ("OPENROUTER_API_KEY",), "https://openrouter.ai/models",
        "@openrouter/ai-sdk-provider", "https://openrouter.ai/api/v1",
    ),
    "siliconflow": Seller(
        "siliconflow", "SiliconFlow", ("SILICONFLOW_API_KEY",),
        "https://cloud.siliconflow.com/models", api="https://api.siliconflow.com/v1",
    ),
    "venice": Seller("venice", "Venice AI", ("VENICE_API_KEY",), "https://docs.venice.ai", "venice-ai-sdk-provider"),
    "xai": Seller("xai", "xAI", ("XAI_API_KEY",), "https://docs.x.ai/docs/models", "@ai-sdk/xai"),
    "z-ai": Seller(
        "zai", "Z.AI", ("ZHIPU_API_KEY",),
        "https://docs.z.ai/guides/overview/pricing", api="https://api.z.ai/api/paas/v4",
    ),
}  # fmt: skip
"""By the provider of an offer; as models.dev had them in June 2026."""
