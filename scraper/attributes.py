"""The registry of attributes: the fields that claims may speak of, each with kind, unit and meaning.

Parsing, storage, pages, exports and docs all read this one list; a claim of a field that is not
registered here is a claim of an `other.…` path: kept, reported, and used for nothing else.
"""

from enum import StrEnum
from typing import NamedTuple

OTHER = "other."
"""Prefix of fields that no reader knows yet; the rest is the path in the source's own record."""


class Kind(StrEnum):
    """How a claim's value is to be read."""

    TEXT = "text"
    DECIMAL = "decimal"
    """Exact decimal without exponent."""
    PRICE = "price"
    """Exact decimal in US dollars, or `dynamic` where the seller says that it varies."""
    TOKENS = "tokens"
    """Whole number of tokens."""
    DATE = "date"
    """ISO 8601, a day or a UTC time."""
    FLAG = "flag"
    """`true` or `false`."""
    LIST = "list"
    """JSON list of strings."""
    JSON = "json"
    """JSON object or list of objects."""


class Attribute(NamedTuple):
    """One field: its name (with the unit), how to read it, and what to call it."""

    name: str
    kind: Kind
    label: str
    meaning: str
    per: str = ""
    """For prices: what the price is per, such as `1M tokens` or `image`."""


DYNAMIC = "dynamic"
"""The value of a price that the seller says is not fixed."""

_ATTRIBUTES = (
    # What it is
    Attribute("name", Kind.TEXT, "Name", "The display name, trimmed."),
    Attribute("description", Kind.TEXT, "Description", "What the source says of the model, in its own words."),
    Attribute("canonical_slug", Kind.TEXT, "Canonical slug", "The router's permanent id, usually dated."),
    Attribute("hugging_face_id", Kind.TEXT, "Hugging Face ID", "The weights' repository that the source names."),
    Attribute("base_id", Kind.TEXT, "Base ID", "The id that a variant is a variant of, by the id's own grammar."),
    Attribute("variant", Kind.TEXT, "Variant", "The variant part of an id, such as free, batch or thinking."),
    Attribute("alias_target", Kind.TEXT, "Alias of", "The id that an alias leads to now."),
    # Limits
    Attribute("context_listed", Kind.TOKENS, "Context window", "The context length that the router lists."),
    Attribute("context_served", Kind.TOKENS, "Context served", "The context length that the seller serves."),
    Attribute("max_input", Kind.TOKENS, "Max input", "The most tokens that a prompt may have."),
    Attribute("max_output", Kind.TOKENS, "Max output", "The most tokens that an answer may have."),
    Attribute("per_request_limits", Kind.JSON, "Per-request limits", "Limits for a single request."),
    # Modalities and capabilities
    Attribute("modality", Kind.TEXT, "Modality", "Input and output modalities in one expression."),
    Attribute("modalities_in", Kind.LIST, "Input modalities", "What a prompt may contain."),
    Attribute("modalities_out", Kind.LIST, "Output modalities", "What an answer may contain."),
    Attribute("supported_parameters", Kind.LIST, "Supported parameters", "API parameters that the seller declares."),
    Attribute("default_parameters", Kind.JSON, "Default parameters", "Sampling defaults that the seller states."),
    Attribute("supported_voices", Kind.LIST, "Voices", "Voices for speech output."),
    Attribute("reasoning_mandatory", Kind.FLAG, "Reasoning mandatory", "Whether reasoning cannot be turned off."),
    Attribute(
        "reasoning_default_enabled", Kind.FLAG, "Reasoning by default", "Whether it reasons if not told otherwise."
    ),
    Attribute("reasoning_efforts", Kind.LIST, "Reasoning efforts", "Effort levels that a request may name."),
    Attribute("reasoning_default_effort", Kind.TEXT, "Default effort", "The effort used where none is named."),
    Attribute("reasoning_max_tokens", Kind.FLAG, "Reasoning budget", "Whether a request may cap the reasoning tokens."),
    Attribute("supports_implicit_caching", Kind.FLAG, "Implicit caching", "Whether prompts are cached unasked."),
    Attribute("supports_voice_cloning", Kind.FLAG, "Voice cloning", "Whether reference audio is accepted."),
    Attribute("is_moderated", Kind.FLAG, "Moderated", "Whether the first provider filters prompts."),
    Attribute("tokenizer", Kind.TEXT, "Tokenizer", "The tokenizer family that the router names."),
    Attribute("instruct_type", Kind.TEXT, "Instruct format", "The prompt format that the router names."),
    # Dates, each its own
    Attribute("listed_at", Kind.DATE, "Added to the router", "When the router says it added the id."),
    Attribute("knowledge_cutoff", Kind.DATE, "Knowledge cutoff", "Until when the training data goes."),
    Attribute("expires_at", Kind.DATE, "Expires", "After this day the seller may remove it."),
    # Prices
    Attribute("input_usd_per_mtok", Kind.PRICE, "Input price", "Prompt tokens.", "1M tokens"),
    Attribute("output_usd_per_mtok", Kind.PRICE, "Output price", "Completion tokens.", "1M tokens"),
    Attribute("cache_read_usd_per_mtok", Kind.PRICE, "Cache read", "Prompt tokens read from a cache.", "1M tokens"),
    Attribute("cache_write_usd_per_mtok", Kind.PRICE, "Cache write", "Prompt tokens written to a cache.", "1M tokens"),
    Attribute(
        "cache_write_1h_usd_per_mtok", Kind.PRICE, "Cache write, 1 h", "The same, kept for an hour.", "1M tokens"
    ),
    Attribute("reasoning_usd_per_mtok", Kind.PRICE, "Reasoning", "Internal reasoning tokens.", "1M tokens"),
    Attribute("image_usd_per_mtok", Kind.PRICE, "Image tokens", "Image tokens.", "1M tokens"),
    Attribute("image_usd_each", Kind.PRICE, "Image input", "One input image, as the API describes it.", "image"),
    Attribute("image_output_usd_each", Kind.PRICE, "Image output", "One output image, as the API says.", "image"),
    Attribute("audio_usd_per_mtok", Kind.PRICE, "Audio input", "Audio input tokens.", "1M tokens"),
    Attribute("audio_output_usd_per_mtok", Kind.PRICE, "Audio output", "Audio output tokens.", "1M tokens"),
    Attribute(
        "audio_cache_read_usd_per_mtok", Kind.PRICE, "Audio cache read", "Cached audio input tokens.", "1M tokens"
    ),
    Attribute("request_usd_each", Kind.PRICE, "Request", "One request, whatever its size.", "request"),
    Attribute("web_search_usd_each", Kind.PRICE, "Web search", "One web search.", "search"),
    Attribute("discount", Kind.DECIMAL, "Discount", "Share taken off the seller's own price, already in the prices."),
    Attribute("conditions", Kind.JSON, "Conditions", "Prices that hold only sometimes; absent ones inherit."),
    # The seller's side of an endpoint
    Attribute("model_record", Kind.TEXT, "Sold as", "The router's id under which an endpoint is sold."),
    Attribute("wire_model_id", Kind.TEXT, "Wire model", "The model id that the endpoint answers under."),
    Attribute("provider_name", Kind.TEXT, "Provider", "The seller's display name."),
    Attribute("provider_slug", Kind.TEXT, "Provider slug", "The seller's short name."),
    Attribute("tag", Kind.TEXT, "Endpoint tag", "The router's short name of seller, precision and tier."),
    Attribute("quantization", Kind.TEXT, "Quantization", "The number format that the seller declares."),
    Attribute("endpoint_status", Kind.TEXT, "Endpoint status", "The router's state code; 0 is in service."),
    # Providers
    Attribute("headquarters", Kind.TEXT, "Headquarters", "Country code."),
    Attribute("datacenters", Kind.LIST, "Datacenters", "Country codes."),
    Attribute("privacy_policy_url", Kind.TEXT, "Privacy policy", "Address."),
    Attribute("terms_of_service_url", Kind.TEXT, "Terms of service", "Address."),
    Attribute("status_page_url", Kind.TEXT, "Status page", "Address."),
    # What others measured, as the router passes it on
    Attribute("aa_intelligence_index", Kind.DECIMAL, "AA intelligence index", "Artificial Analysis, via the router."),
    Attribute("aa_coding_index", Kind.DECIMAL, "AA coding index", "Artificial Analysis, via the router."),
    Attribute("aa_agentic_index", Kind.DECIMAL, "AA agentic index", "Artificial Analysis, via the router."),
    Attribute("design_arena", Kind.JSON, "Design Arena", "Ratings by arena and category, via the router."),
)

ATTRIBUTES: dict[str, Attribute] = {attribute.name: attribute for attribute in _ATTRIBUTES}
"""Every registered attribute by name, in the order in which pages show them."""

PRICES: tuple[str, ...] = tuple(a.name for a in _ATTRIBUTES if a.kind is Kind.PRICE)
"""Names of the price attributes."""
