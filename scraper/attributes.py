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
    attribution: str = ""
    """For numbers that a source passes on: whose they are, a key of `scraper.attribution.PASSED_ON`."""

    @property
    def unit(self) -> str:
        """What is counted, as the name says it: `USD`, `tokens`, `days`; empty where it has no unit."""
        if self.kind not in (Kind.PRICE, Kind.DECIMAL, Kind.TOKENS):
            return ""
        if "_usd_" in self.name:
            return "USD"
        last = self.name.rpartition("_")[2]
        return "tokens" if self.kind is Kind.TOKENS else last if last in ("tokens", "days") else ""


DYNAMIC = "dynamic"
"""The value of a price that the seller says is not fixed."""

_OFFICIAL = ("What the maker asks, says a reseller.", "1M tokens")
_AA = ("Artificial Analysis, via the router.", "", "artificial_analysis")

_ATTRIBUTES = (
    # What it is
    Attribute("name", Kind.TEXT, "Name", "The display name, trimmed."),
    Attribute("description", Kind.TEXT, "Description", "What the source says of the model, in its own words."),
    Attribute("canonical_slug", Kind.TEXT, "Canonical slug", "The router's permanent id, usually dated."),
    Attribute("hugging_face_id", Kind.TEXT, "Hugging Face ID", "The weights' repository that the source names."),
    Attribute("base_id", Kind.TEXT, "Base ID", "The id that a variant is a variant of, by the id's own grammar."),
    Attribute("variant", Kind.TEXT, "Variant", "The variant part of an id, such as free, batch or thinking."),
    Attribute("alias_target", Kind.TEXT, "Alias of", "The id that an alias leads to now."),
    Attribute("aliases", Kind.LIST, "Aliases", "Other ids that lead to it now, as the seller says."),
    Attribute("openrouter_id", Kind.TEXT, "OpenRouter ID", "The router's id that the source names."),
    Attribute("wire_id", Kind.TEXT, "Wire ID", "The id that a request to the seller names."),
    Attribute("author_name", Kind.TEXT, "Author", "Who made the model, as the source names it."),
    Attribute("family", Kind.TEXT, "Family", "The line of models that the source puts it in."),
    Attribute("base_model", Kind.TEXT, "Derived from", "The weights or the model that it is made from."),
    Attribute("base_model_relation", Kind.TEXT, "How derived", "Such as finetune, quantized, adapter or merge."),
    Attribute("successor", Kind.TEXT, "Successor", "What its maker recommends instead."),
    Attribute("page_url", Kind.TEXT, "Page", "The address of a page about it that the source names."),
    Attribute("declared_url", Kind.TEXT, "Declared address", "The address that a page says is its own."),
    # What the weights are
    Attribute("parameters_total", Kind.DECIMAL, "Parameters", "How many parameters the weights have."),
    Attribute("parameters_active", Kind.DECIMAL, "Active parameters", "How many of them work on one token."),
    Attribute("architecture", Kind.TEXT, "Architecture", "The class that runs the weights."),
    Attribute("model_type", Kind.TEXT, "Model type", "The type that the weights' configuration names."),
    Attribute("library", Kind.TEXT, "Library", "The program library that the weights are made for."),
    Attribute("training_stage", Kind.TEXT, "Training stage", "Such as pretraining or post-training."),
    Attribute("languages", Kind.LIST, "Languages", "Languages that the source names."),
    Attribute("licence", Kind.TEXT, "Licence", "The terms under which the weights are given."),
    Attribute("licence_url", Kind.TEXT, "Licence text", "Address."),
    Attribute("open_weights", Kind.FLAG, "Open weights", "Whether the weights can be had."),
    Attribute("task", Kind.TEXT, "Task", "What it is for, in the source's own classes."),
    Attribute("gated", Kind.FLAG, "Gated", "Whether the weights are given only on request."),
    Attribute("revision", Kind.TEXT, "Revision", "The commit that the hub shows."),
    Attribute("weights_dtype", Kind.TEXT, "Number format", "The number format of the weights."),
    # Limits
    Attribute("context_native", Kind.TOKENS, "Native context", "The context length that the weights are made for."),
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
    Attribute("reasoning_options", Kind.JSON, "Reasoning options", "How a request may steer the reasoning."),
    Attribute("reasoning_default_effort", Kind.TEXT, "Default effort", "The effort used where none is named."),
    Attribute("reasoning_max_tokens", Kind.FLAG, "Reasoning budget", "Whether a request may cap the reasoning tokens."),
    Attribute("supports_implicit_caching", Kind.FLAG, "Implicit caching", "Whether prompts are cached unasked."),
    Attribute("supports_voice_cloning", Kind.FLAG, "Voice cloning", "Whether reference audio is accepted."),
    Attribute("is_moderated", Kind.FLAG, "Moderated", "Whether the first provider filters prompts."),
    Attribute("tokenizer", Kind.TEXT, "Tokenizer", "The tokenizer family that the router names."),
    Attribute("instruct_type", Kind.TEXT, "Instruct format", "The prompt format that the router names."),
    Attribute("supports_tools", Kind.FLAG, "Tool calls", "Whether it calls tools or functions."),
    Attribute("supports_reasoning", Kind.FLAG, "Reasoning", "Whether it reasons before it answers."),
    Attribute("supports_vision", Kind.FLAG, "Vision", "Whether it takes images."),
    Attribute("supports_attachments", Kind.FLAG, "Attachments", "Whether it takes files."),
    Attribute("supports_structured_output", Kind.FLAG, "Structured output", "Whether answers follow a schema."),
    Attribute("supports_prompt_caching", Kind.FLAG, "Prompt caching", "Whether prompts can be cached."),
    Attribute("supports_web_search", Kind.FLAG, "Web search", "Whether it searches the web itself."),
    Attribute("supports_url_context", Kind.FLAG, "URL context", "Whether it reads addresses given to it."),
    Attribute("supports_temperature", Kind.FLAG, "Temperature", "Whether the temperature can be set."),
    Attribute("capabilities", Kind.LIST, "Capabilities", "Further abilities, in the source's own words."),
    Attribute("api_endpoints", Kind.JSON, "API endpoints", "Addresses that requests are sent to."),
    Attribute("is_deprecated", Kind.FLAG, "Deprecated", "Whether the source says that it is deprecated."),
    Attribute("lifecycle", Kind.TEXT, "Lifecycle", "Such as alpha, beta, legacy or deprecated, as the source says."),
    # Dates, each its own
    Attribute("released_at", Kind.DATE, "Released", "When its maker released it, as the source says."),
    Attribute("updated_at", Kind.DATE, "Updated", "When the source says that it changed its entry."),
    Attribute("generated_at", Kind.DATE, "Generated", "When the source says that it made its page."),
    Attribute("deprecated_at", Kind.DATE, "Deprecated", "From when its maker advises against it."),
    Attribute("retires_at", Kind.DATE, "Retires", "From when it cannot be used any more."),
    Attribute("retires_not_before", Kind.DATE, "Retires not before", "The earliest day on which it may go."),
    Attribute("listed_at", Kind.DATE, "Listed", "When the source says that it added the id."),
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
    Attribute(
        "cache_storage_usd_per_mtok_hour", Kind.PRICE, "Cache storage", "Tokens kept in a cache.", "1M tokens and hour"
    ),
    Attribute("reasoning_usd_per_mtok", Kind.PRICE, "Reasoning", "Internal reasoning tokens.", "1M tokens"),
    Attribute("image_usd_per_mtok", Kind.PRICE, "Image tokens", "Image tokens.", "1M tokens"),
    Attribute("image_output_usd_per_mtok", Kind.PRICE, "Image tokens out", "Output tokens of images.", "1M tokens"),
    Attribute(
        "image_cache_read_usd_per_mtok", Kind.PRICE, "Image cache read", "Cached image input tokens.", "1M tokens"
    ),
    Attribute("video_usd_per_mtok", Kind.PRICE, "Video tokens", "Video input tokens.", "1M tokens"),
    Attribute("image_usd_each", Kind.PRICE, "Image input", "One input image, as the API describes it.", "image"),
    Attribute("image_output_usd_each", Kind.PRICE, "Image output", "One output image, as the API says.", "image"),
    Attribute("audio_usd_per_mtok", Kind.PRICE, "Audio input", "Audio input tokens.", "1M tokens"),
    Attribute("audio_output_usd_per_mtok", Kind.PRICE, "Audio output", "Audio output tokens.", "1M tokens"),
    Attribute(
        "audio_cache_read_usd_per_mtok", Kind.PRICE, "Audio cache read", "Cached audio input tokens.", "1M tokens"
    ),
    Attribute("request_usd_each", Kind.PRICE, "Request", "One request, whatever its size.", "request"),
    Attribute("web_search_usd_each", Kind.PRICE, "Web search", "One web search.", "search"),
    Attribute("video_output_usd_per_second", Kind.PRICE, "Video output", "One second of video made.", "second"),
    Attribute("audio_usd_per_minute", Kind.PRICE, "Audio by the minute", "One minute of audio heard.", "minute"),
    Attribute("speech_usd_per_mchar", Kind.PRICE, "Speech by characters", "Characters spoken.", "1M characters"),
    Attribute("page_usd_each", Kind.PRICE, "Page", "One page read.", "page"),
    Attribute("discount", Kind.DECIMAL, "Discount", "Share taken off the seller's own price, already in the prices."),
    Attribute("conditions", Kind.JSON, "Conditions", "Prices that hold only sometimes; absent ones inherit."),
    Attribute("other_prices", Kind.JSON, "Other prices", "Prices in units that have no field, by the source's key."),
    Attribute("native_prices", Kind.JSON, "Native prices", "Prices in another currency than the dollar, as stated."),
    Attribute("price_text", Kind.TEXT, "Price in words", "A price that is no number, as stated."),
    Attribute("price_note", Kind.TEXT, "Price note", "What a seller writes beside a price: a tier, a resolution."),
    Attribute("price_class_match", Kind.JSON, "Price class", "Which ids of requests cost that much; no identity."),
    Attribute("official_input_usd_per_mtok", Kind.DECIMAL, "Official input", *_OFFICIAL),
    Attribute("official_output_usd_per_mtok", Kind.DECIMAL, "Official output", *_OFFICIAL),
    Attribute("markup", Kind.DECIMAL, "Mark-up", "The seller's price over the official one, as the seller says."),
    Attribute(
        "blended_usd_per_mtok",
        Kind.DECIMAL,
        "Blend",
        "A mean of input and output that a page shows as a price.",
        "1M tokens",
    ),
    # The seller's side of an endpoint
    Attribute("model_record", Kind.TEXT, "Sold as", "The router's id under which an endpoint is sold."),
    Attribute("wire_model_id", Kind.TEXT, "Wire model", "The model id that the endpoint answers under."),
    Attribute("provider_name", Kind.TEXT, "Provider", "The seller's display name."),
    Attribute("provider_slug", Kind.TEXT, "Provider slug", "The seller's short name."),
    Attribute("tag", Kind.TEXT, "Endpoint tag", "The router's short name of seller, precision and tier."),
    Attribute("quantization", Kind.TEXT, "Quantization", "The number format that the seller declares."),
    Attribute("endpoint_status", Kind.TEXT, "Endpoint status", "The router's state code; 0 is in service."),
    Attribute("served_via", Kind.TEXT, "Served through", "Whom the seller names as its own source."),
    # What a page shows beside facts
    Attribute("statements", Kind.LIST, "Statements", "What a page says in praise; claims with a speaker, no facts."),
    Attribute("playground", Kind.JSON, "Playground values", "Values set in a page's form; no defaults of the model."),
    Attribute("empty_sections", Kind.LIST, "Empty sections", "Sections that are there without any data."),
    # Adoption, which is no quality
    Attribute("downloads", Kind.DECIMAL, "Downloads", "Downloads of the last 30 days, as the hub counts."),
    Attribute("likes", Kind.DECIMAL, "Likes", "As the hub counts."),
    Attribute("usage_until", Kind.DATE, "Usage until", "The last day with usage in the span that is counted."),
    Attribute("usage_span_days", Kind.DECIMAL, "Usage span", "How many days usage is counted over."),
    Attribute("usage_prompt_tokens", Kind.DECIMAL, "Prompt tokens", "Prompt tokens that the router carried."),
    Attribute("usage_completion_tokens", Kind.DECIMAL, "Completion tokens", "Completion tokens that it carried."),
    Attribute("usage_week_tokens", Kind.DECIMAL, "Tokens in a week", "Tokens that the router carried in a week."),
    Attribute("usage_requests", Kind.DECIMAL, "Requests", "Requests that the router carried."),
    Attribute("usage_rank", Kind.DECIMAL, "Usage rank", "Rank by tokens carried: adoption, not quality."),
    # A row of a leaderboard: a configuration's, not a model's
    Attribute("board", Kind.TEXT, "Board", "The leaderboard."),
    Attribute("category", Kind.TEXT, "Category", "The leaderboard's category."),
    Attribute("configuration", Kind.TEXT, "Configuration", "What was rated, in the leaderboard's words."),
    Attribute("style_control", Kind.FLAG, "Style control", "Whether the rating allows for style."),
    Attribute("rating", Kind.DECIMAL, "Rating", "The rating by human preference."),
    Attribute("rating_low", Kind.DECIMAL, "Rating, low", "The lower end of the rating's 95 % interval."),
    Attribute("rating_high", Kind.DECIMAL, "Rating, high", "The upper end of the rating's 95 % interval."),
    Attribute("votes", Kind.DECIMAL, "Votes", "How many votes the rating rests on."),
    Attribute("rank", Kind.DECIMAL, "Rank", "The rank on the board and in the category."),
    Attribute("rank_spread", Kind.TEXT, "Rank spread", "The best and the worst rank within the interval, as 1-3."),
    Attribute("rank_style_control", Kind.DECIMAL, "Rank, style control", "The rank where the rating allows for style."),
    Attribute("published_at", Kind.DATE, "Published", "When the leaderboard published the row."),
    # Providers
    Attribute("api_url", Kind.TEXT, "API", "The address of the provider's API."),
    Attribute("docs_url", Kind.TEXT, "Documentation", "Address."),
    Attribute("pricing_url", Kind.TEXT, "Pricing page", "Address."),
    Attribute("pricing_urls", Kind.LIST, "Pricing pages", "Addresses."),
    Attribute("api_pattern", Kind.TEXT, "API pattern", "The addresses of the provider's API, as a regular expression."),
    Attribute("headquarters", Kind.TEXT, "Headquarters", "Country code."),
    Attribute("datacenters", Kind.LIST, "Datacenters", "Country codes."),
    Attribute("privacy_policy_url", Kind.TEXT, "Privacy policy", "Address."),
    Attribute("terms_of_service_url", Kind.TEXT, "Terms of service", "Address."),
    Attribute("status_page_url", Kind.TEXT, "Status page", "Address."),
    # What others measured, as the router passes it on
    Attribute("aa_intelligence_index", Kind.DECIMAL, "AA intelligence index", *_AA),
    Attribute("aa_coding_index", Kind.DECIMAL, "AA coding index", *_AA),
    Attribute("aa_agentic_index", Kind.DECIMAL, "AA agentic index", *_AA),
    Attribute(
        "design_arena", Kind.JSON, "Design Arena", "Ratings by arena and category, via the router.", "", "design_arena"
    ),
)

ATTRIBUTES: dict[str, Attribute] = {attribute.name: attribute for attribute in _ATTRIBUTES}
"""Every registered attribute by name, in the order in which pages show them."""

PRICES: tuple[str, ...] = tuple(a.name for a in _ATTRIBUTES if a.kind is Kind.PRICE)
"""Names of the price attributes."""

FLAGS: frozenset[str] = frozenset(a.name for a in _ATTRIBUTES if a.kind is Kind.FLAG)
"""Names of the attributes that are yes or no: their claims keep their kind of evidence."""
