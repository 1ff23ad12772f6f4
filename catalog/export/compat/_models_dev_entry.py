"""A sale as an entry of models.dev: the seller's own words first, then what is resolved for the model it sells."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from catalog.entries import Claimed
from catalog.export.compat.sizes import day_prices
from catalog.offered import Offered
from catalog.values import Exact, typed
from scraper.attributes import DYNAMIC
from scraper.sources._models_dev_tables import ABOVE_200K, COSTS, MODALITIES

SOURCE = "models_dev"
_SPELLED = {"file": "pdf", "speech": "audio", "transcription": "text"}
"""Modalities that bear another name there."""
_TYPES = {
    "embeddings": "embedding", "rerank": "reranking", "image": "image", "video": "video", "speech": "speech",
    "transcription": "transcription",
}  # fmt: skip
"""What a model is for that gives nothing but this; any other is for chat, which is not said."""
_EFFORTS = frozenset({"none", "minimal", "low", "medium", "high", "xhigh", "max"})
_STATES = frozenset({"alpha", "beta", "deprecated"})
_DAY = len("2026-01-31")

ByField = Mapping[str, Claimed]
"""Claims by field."""


class Made(NamedTuple):
    """An entry, the claims behind its values by path, and the keys that it would need and nobody knows."""

    block: dict[str, Any]
    values: dict[str, list[Claimed]]
    missing: list[str]


class _Entry:
    """An entry in the making."""

    def __init__(self, own: ByField, model: ByField) -> None:
        self.own = own
        self.model = model
        self.values: dict[str, list[Claimed]] = {}
        self.missing: list[str] = []

    def claim(self, *fields: str) -> Claimed | None:
        """The first of some fields that is known, of the seller before the model."""
        for facts in (self.own, self.model):
            for field in fields:
                if field in facts:
                    return facts[field]
        return None

    def read(
        self, path: str, fields: Sequence[str], convert: Callable[[str, str], Any], required: bool = False
    ) -> dict[str, Any]:
        """The key that a path ends in with its value; nothing where that is not known."""
        claim = self.claim(*fields)
        value = None if claim is None else convert(claim.field, claim.value)
        if claim is None or value is None:
            self.missing += [path] if required else []
            return {}
        self.values[path] = [claim]
        return {path.rpartition(".")[2]: value}


def made(offered: Offered, model: ByField, at: datetime) -> Made:
    """The entry of an offer; its prices are those of the day."""
    entry = _Entry(offered.claims, model)
    reasoning = entry.read("reasoning", ["supports_reasoning"], typed, required=True)
    block = {
        **entry.read("name", ["name"], typed, required=True),
        **entry.read("description", ["description"], typed, required=True),
        **entry.read("type", ["modalities_out"], _type),
        **(entry.read("family", ["family"], typed) if _is_theirs(entry.claim("family")) else {}),
        **entry.read("attachment", ["supports_attachments", "modalities_in"], _attachment, required=True),
        **reasoning,
        **(_reasoning_options(entry) if reasoning.get("reasoning") else {}),
        **entry.read("tool_call", ["supports_tools"], typed, required=True),
        **entry.read("structured_output", ["supports_structured_output"], typed),
        **entry.read("temperature", ["supports_temperature", "supported_parameters"], _temperature),
        **entry.read("knowledge", ["knowledge_cutoff"], _day),
        **entry.read("release_date", ["released_at"], _day, required=True),
        "last_updated": "",
        "modalities": {
            **entry.read("modalities.input", ["modalities_in"], _modalities, required=True),
            **entry.read("modalities.output", ["modalities_out"], _modalities, required=True),
        },
        **entry.read("open_weights", ["open_weights"], typed, required=True),
        **_cost(entry, offered, at, bool(reasoning.get("reasoning"))),
        "limit": {
            **entry.read("limit.context", ["context_listed", "context_served", "context_native"], typed, required=True),
            **entry.read("limit.input", ["max_input"], typed),
            **entry.read("limit.output", ["max_output"], typed, required=True),
        },
        **_status(entry),
    }
    if not entry.missing:
        _date(entry, block)
    return Made(block, entry.values, entry.missing)


def _is_theirs(family: Claimed | None) -> bool:
    """Whether models.dev itself says it: only its own families are allowed."""
    return family is not None and family.source == SOURCE


def _date(entry: _Entry, block: dict[str, Any]) -> None:
    """`last_updated`: the day on which the newest of the entry's values was first seen."""
    newest = max((claim for claims in entry.values.values() for claim in claims), key=lambda c: c.first_observed)
    entry.values["last_updated"] = [newest]
    block["last_updated"] = newest.first_observed[:_DAY]


def _cost(entry: _Entry, offered: Offered, at: datetime, reasons: bool) -> dict[str, Any]:
    """Prices of a million tokens; nothing where input or output is not known, for both are demanded."""
    day = day_prices(offered.row, at)
    if not day.has_sides:
        return {}
    keys = {name: key for key, name in COSTS.items() if reasons or key != "reasoning"}
    stated = [offered.claims[name] for name in keys if name in offered.claims]
    said = [offered.claims["conditions"]] if "conditions" in offered.claims else []
    for name in (name for name in keys if name in day.base):
        entry.values[f"cost.{keys[name]}"] = [one for one in stated if _says(one, name, day.base[name])] or said
    sizes = {size.above: _prices(size.prices, keys) for size in day.sizes}
    cost: dict[str, Any] = _prices(day.base, keys)
    if ABOVE_200K in sizes:
        cost["context_over_200k"] = sizes[ABOVE_200K]
        entry.values["cost.context_over_200k"] = [*said, *stated]
    if sizes:
        cost["tiers"] = [{**prices, "tier": {"type": "context", "size": above}} for above, prices in sizes.items()]
        entry.values["cost.tiers"] = [*said, *stated]
    return {"cost": cost}


def _says(claim: Claimed, name: str, price: Decimal) -> bool:
    return claim.field == name and claim.value != DYNAMIC and Decimal(claim.value) == price


def _prices(prices: Mapping[str, Decimal], keys: Mapping[str, str]) -> dict[str, Any]:
    return {key: Exact(prices[name]) for name, key in keys.items() if name in prices}


def left_out(offered: Offered, values: Mapping[str, Sequence[Claimed]], at: datetime) -> list[str]:
    """Fields that the seller's record claims and the entry does not say, conditions that it says only partly too."""
    own = (offered.row["source"], offered.row["record"])
    told = {claim.field for claims in values.values() for claim in claims if (claim.source, claim.record) == own}
    if not day_prices(offered.row, at).whole:
        told.discard("conditions")
    return [field for field in offered.claims if field not in told | {"wire_id", "provider_slug"}]


def _reasoning_options(entry: _Entry) -> dict[str, Any]:
    """How a request may steer the reasoning, as far as that is known; the list is demanded, and may be empty."""
    options: list[dict[str, Any]] = []
    claims = []
    for field, option in (
        ("reasoning_mandatory", lambda value: {"type": "toggle"} if value is False else None),
        ("reasoning_efforts", _efforts),
        ("reasoning_max_tokens", lambda value: {"type": "budget_tokens"} if value else None),
    ):
        claim = entry.claim(field)
        found = option(typed(field, claim.value)) if claim else None
        if claim and found:
            options.append(found)
            claims.append(claim)
    if claims:
        entry.values["reasoning_options"] = claims
    return {"reasoning_options": options}


def _efforts(listed: list[str]) -> dict[str, Any] | None:
    known = [effort for effort in listed if effort in _EFFORTS]
    return {"type": "effort", "values": known} if known else None


def _status(entry: _Entry) -> dict[str, str]:
    """What the seller says of where its sale stands, in the three words that the format has."""
    for field, word in (("lifecycle", ""), ("is_deprecated", "deprecated")):
        claim = entry.own.get(field)
        state = "" if claim is None else word if claim.value == "true" else claim.value
        if claim and state in _STATES:
            entry.values["status"] = [claim]
            return {"status": state}
    return {}


def _attachment(field: str, text: str) -> bool:
    """Whether files are taken: what says so, or that more than text is."""
    value = typed(field, text)
    return value if field == "supports_attachments" else bool(set(value) - {"text"})


def _temperature(field: str, text: str) -> bool | None:
    """Whether it can be set: what says so, or that it is among the parameters; of no parameters nothing is known."""
    value = typed(field, text)
    if field == "supports_temperature":
        return bool(value)
    return "temperature" in value if value else None


def _modalities(field: str, text: str) -> list[str]:
    spelled = [_SPELLED.get(name, name) for name in typed(field, text)]
    return [name for name in dict.fromkeys(spelled) if name in MODALITIES]


def _type(field: str, text: str) -> str | None:
    given = typed(field, text)
    return _TYPES.get(given[0]) if len(given) == 1 else None


def _day(field: str, text: str) -> str:
    return text[:_DAY]
