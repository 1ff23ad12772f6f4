"""What a haimaker page claims: each label with its attribute, one value from all the places that tell it.

Where the places of one page contradict each other, nothing is claimed, and the reason is reported.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from scraper.claims import Claim
from scraper.errors import BadValue, Unfamiliar
from scraper.issues import IssueKind
from scraper.quotes import count_quoted, day_quoted, says_nothing
from scraper.reading import IGNORED, Field, Reader, Table, among
from scraper.sources._haimaker_prices import Prices, claim_limit
from scraper.units import dumps, text

PRICES = {
    "Input price": "input_usd_per_mtok",
    "Output price": "output_usd_per_mtok",
    "Cached input price": "cache_read_usd_per_mtok",
}
MODES = frozenset(
    {
        "chat", "completion", "embedding", "image_generation", "image_edit", "audio_transcription", "audio_speech",
        "moderation", "moderations", "rerank", "responses", "realtime", "search", "ocr", "video_generation",
    }
)  # fmt: skip
"""LiteLLM's modes, https://docs.litellm.ai/docs/proxy/model_management"""
FLAGS = {
    "Function Calling": "supports_tools", "Vision": "supports_vision", "Reasoning": "supports_reasoning",
    "Web Search": "supports_web_search", "Url Context": "supports_url_context",
    "Prompt Caching": "supports_prompt_caching", "Response Schema": "supports_structured_output",
    "Structured Output": "supports_structured_output", "Pdf Input": "supports_attachments",
}  # fmt: skip
ABILITIES = (
    "Parallel Function Calling", "Tool Choice", "System Messages", "Audio Input", "Audio Output", "Video Input",
    "Image Input", "Computer Use", "Assistant Prefill", "Native Streaming", "Embedding Image Input",
)  # fmt: skip
"""Features of LiteLLM's that have no attribute of their own."""
LICENCES = {"apachelicense20": "Apache-2.0", "apache20": "Apache-2.0", "apachelicenseversion20": "Apache-2.0"} | {
    "mitlicense": "MIT", "mit": "MIT"
}  # fmt: skip
_YES = frozenset({"supported", "yes", "true", "\u2713", "\u2714", "\u2705"})
_NO = frozenset({"not supported", "unsupported", "no", "false", "\u2717", "\u2718", "\u274c"})
_SPOKEN = frozenset({"chat", "completion", "responses", "realtime"})
TOLERANCE = Decimal("0.01")
"""424B and 423.5B are one number."""


def flag(value: Any) -> str | None:
    """`Supported` is true; a dash is unknown, which is not false."""
    shown = str(value).strip().lower()
    if says_nothing(shown):
        return None
    if shown not in _YES | _NO:
        raise BadValue(f"{value!r} is no yes or no")
    return "true" if shown in _YES else "false"


def month_or_day(value: Any) -> str | None:
    """`Oct 2025` is 2025-10; a day is a day."""
    for pattern in ("%b %Y", "%B %Y"):
        try:
            return datetime.strptime(str(value), pattern).date().isoformat()[:7]  # noqa: DTZ007 - a month has no zone
        except ValueError:
            continue
    return day_quoted(value)


def listed(value: Any) -> str | None:
    """`en, zh` as a JSON list."""
    return None if says_nothing(value) else dumps([part.strip() for part in str(value).split(",") if part.strip()])


def told(value: Any) -> str | None:
    """A text; a dash says nothing."""
    return None if says_nothing(value) else text(value)


def licence(value: Any) -> str | None:
    """A licence by its SPDX name where it has one, else as it is told."""
    shown = told(value)
    return LICENCES.get("".join(char for char in (shown or "").lower() if char.isalnum()), shown)


def _mode(value: Any) -> str | None:
    return None if says_nothing(value) else among(MODES)(str(value).strip().lower())


FACTS: dict[str, Field] = {
    "Mode": Field("task", _mode),
    "Architecture": Field("architecture", told),
    "Model Type": Field("model_type", told),
    "Languages": Field("languages", listed),
    "Library": Field("library", told),
    "License": Field("licence", licence),
    "Base Model": Field("base_model", told),
    "Released": Field("released_at", month_or_day),
    "Updated": Field("updated_at", month_or_day),
    "Author": Field("author_name", told),
    "Training Stage": Field("training_stage", told),
    **{label: Field(attribute, flag) for label, attribute in FLAGS.items()},
}

PAGE: Table = {
    "name": Field("name", text),
    "id": IGNORED,  # the record's own, claimed as wire_id
    "told": IGNORED,  # claimed label by label
    "weights": IGNORED,  # one repository is claimed, several are reported
    "licence": IGNORED,  # claimed with the label of the same meaning
    "description": Field("description", text),
    "statements": Field("statements", lambda value: dumps(value) if value else None),
    **{label: Field(attribute, flag) for label, attribute in FLAGS.items()},
    **dict.fromkeys(ABILITIES, IGNORED),  # claimed together, as capabilities
    **dict.fromkeys(("Model", "Model ID", "ID"), IGNORED),  # the record's own id again
}


def observe_page(raw: dict[str, Any], reader: Reader) -> None:
    """The claims of one page."""
    said: dict[str, list[str]] = dict(raw["told"])
    reader.claims += [Claim("provider_slug", "haimaker", "", ""), Claim("wire_id", raw["id"], raw["id"], "")]
    prices = Prices(reader)
    per = (
        "mtok"
        if any(re.search(r"(?:/|\bper)\s*1M\b", text) for label in PRICES for text in said.get(label, ()))
        else ""
    )
    for label, attribute in PRICES.items():
        prices.claim(attribute, said.pop(label, []), f"/{label}", per)
    prices.in_words(said.pop("Price", []))
    prices.close()
    _claim_limits(said, reader)
    _claim_parameters(said, reader)
    if raw["licence"]:
        said.setdefault("License", raw["licence"])
    _claim_facts(said, reader)
    reader.read(raw, PAGE)
    _claim_weights(raw["weights"], reader)
    able = [label for label in ABILITIES if str(raw.get(label, "")).strip().lower() in _YES]
    if able:
        reader.claims.append(Claim("capabilities", dumps(able), dumps(able), ""))
    _warn_of_stage(reader)


def _claim_limits(said: dict[str, list[str]], reader: Reader) -> None:
    """The card's context is the weights' own; the site's is that too where both are the same."""
    shown, card = said.pop("Context Window", []), said.pop("Context Length", [])
    claim_limit(reader, "context_native", card, "/Context Length")
    native = next((claim.value for claim in reader.claims if claim.field == "context_native"), None)
    other = Reader(reader.record)
    claim_limit(other, "context_served", shown, "/Context Window")
    if native is None or [claim.value for claim in other.claims] != [native]:
        reader.claims += other.claims
    reader.issues += other.issues
    claim_limit(reader, "max_output", said.pop("Max Output", []), "/Max Output")
    claim_limit(reader, "max_input", said.pop("Max Input", []), "/Max Input")


def _claim_parameters(said: dict[str, list[str]], reader: Reader) -> None:
    """The most precise of the counts that are told, if the others are near it; the card tells the active ones."""
    total = said.pop("Parameters", [])
    for pair in said.pop("Params(Total / Activated)", [])[:1]:
        whole, _, active = pair.partition("/")
        total = [*total, whole.strip()]
        reader.claim(Field("parameters_active", count_quoted), active.strip(), "/Params(Total / Activated)")
    try:
        counts = {shown: Decimal(count_quoted(shown) or 0) for shown in total if not says_nothing(shown)}
        if counts:
            best = max(counts, key=lambda shown: len(counts[shown].normalize().as_tuple().digits))
            if any(abs(count - counts[best]) > TOLERANCE * counts[best] for count in counts.values()):
                raise BadValue(f"told in two ways: {', '.join(counts)}")
            reader.claim(Field("parameters_total", count_quoted), best, "/Parameters")
    except BadValue as bad:
        reader.note(IssueKind.BAD_VALUE, "parameters_total", str(bad), "/Parameters")


def _claim_facts(said: dict[str, list[str]], reader: Reader) -> None:
    """The remaining labels. Of several values those that can be read must be the same."""
    for label, values in said.items():
        field = FACTS[label]
        readings = {reading for reading in (_reading(field, value) for value in values) if reading is not None}
        if len(readings) > 1:
            detail = f"told in two ways: {', '.join(values)}"
            reader.note(IssueKind.BAD_VALUE, field.attribute, detail, f"/{label}")
        else:
            first = next((value for value in values if _reading(field, value) is not None), values[0])
            reader.claim(field, first, f"/{label}")


def _reading(field: Field, value: str) -> str | None:
    try:
        return (field.convert(value) or "").casefold() or None
    except Unfamiliar as unfamiliar:
        return unfamiliar.kept.casefold()
    except BadValue:
        return None


def _claim_weights(weights: Sequence[str], reader: Reader) -> None:
    if len(weights) == 1:
        reader.claims.append(Claim("hugging_face_id", weights[0], weights[0], "/vllm serve"))
    elif weights:
        detail = f"several repositories: {', '.join(weights)}"
        reader.note(IssueKind.BAD_VALUE, "hugging_face_id", detail, "/vllm serve")


def _warn_of_stage(reader: Reader) -> None:
    """A model that only went through pretraining does not chat: one of the two is another model's."""
    claims = {claim.field: claim.value for claim in reader.claims}
    stage, task = claims.get("training_stage", ""), claims.get("task", "")
    if "pretrain" in stage.lower().replace("-", "") and task in _SPOKEN:
        detail = f"{stage!r}, yet the mode is {task!r}: the card may be another model's; both are kept"
        reader.note(IssueKind.UNKNOWN_VALUE, "training_stage", detail, "/Training Stage")
