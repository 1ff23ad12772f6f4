"""The formats of other catalogs that are written, by name."""

from catalog.export.compat.format import Compat
from catalog.export.compat.genai_prices import GENAI_PRICES
from catalog.export.compat.litellm import LITELLM
from catalog.export.compat.llm_prices import LLM_PRICES
from catalog.export.compat.models_dev import MODELS_DEV
from catalog.export.compat.openrouter import OPENROUTER
from catalog.export.compat.written import Written
from catalog.export.content import Content

_FORMATS: tuple[Compat, ...] = (OPENROUTER, MODELS_DEV, LITELLM, GENAI_PRICES, LLM_PRICES)

COMPAT: dict[str, Compat] = {format_.name: format_ for format_ in _FORMATS}
"""Every format by name."""


def written(content: Content, name: str) -> Written:
    """A document with what stands behind it; made once for both of its files."""
    return content.once(COMPAT[name].write)
