"""One entry of OpenRouter's list, written by the tables that read it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Context, Decimal
from typing import Any

from catalog.entries import Claimed
from catalog.values import typed
from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES, DYNAMIC, OTHER, Kind
from scraper.reading import Field, Ignored, Table
from scraper.sources._openrouter_tables import MODEL, PRICES
from scraper.sources.openrouter import PARAMETER_FLAGS
from scraper.units import MAX_TOKENS, dumps, plain, unix_time, usd_per_mtok

Values = dict[str, list[Claimed]]

_EXACT = Context(prec=80)
_VARIES = "-1"
"""How the router writes a price that depends on where a request is routed."""
_UNKNOWN: Mapping[str, Any] = {
    "canonical_slug": "",
    "hugging_face_id": None,
    "name": "",
    "description": "",
    "context_length": None,
    "architecture": {"modality": None, "instruct_type": None},
    "pricing": {},
    "top_provider": {"context_length": None, "max_completion_tokens": None},
    "per_request_limits": None,
    "default_parameters": None,
    "supported_voices": None,
    "knowledge_cutoff": None,
    "expiration_date": None,
}
"""What stands for something unknown, in the keys that the router's answers always have; others are left out."""
_UNKNOWN_WITHIN: Mapping[str, Mapping[str, Any]] = {
    "benchmarks": {"design_arena": []},
    "benchmarks.artificial_analysis": dict.fromkeys(("intelligence_index", "coding_index", "agentic_index")),
}
"""The same of blocks that are there only where something is known."""
_IMPLIED = frozenset({"base_id", "variant"})
"""What the id says by itself."""


def entry_block(id_: str, claims: Mapping[str, Claimed], target_name: Claimed | None, values: Values) -> dict[str, Any]:
    """An entry from the claims of its record; `values` is filled with the claims behind each value, by its path."""
    block = {"id": id_, **_block(MODEL, claims, _UNKNOWN, "", values)}
    slug = block["canonical_slug"] or id_
    block["links"] = {"details": f"/api/v1/models/{slug}/endpoints"}
    if "alias_target" in block:
        block["alias_target"]["name"] = target_name.value if target_name else ""
        if target_name:
            values["alias_target.name"] = [target_name]
    for field, claim in claims.items():
        if field.startswith(OTHER):
            _keep(block, claim, values)
    return block


def left_out(claims: Mapping[str, Claimed], values: Values) -> list[str]:
    """Fields of a record that its entry does not say."""
    told = {claim.field for said in values.values() for claim in said} | _IMPLIED
    parameters = claims.get("supported_parameters")
    declared = parse_raw(parameters.value) if parameters else []
    for parameter, flag in PARAMETER_FLAGS.items():
        if declared and flag in claims and claims[flag].value == ("true" if parameter in declared else "false"):
            told.add(flag)
    return [field for field in claims if field not in told]


def _block(
    table: Table, claims: Mapping[str, Claimed], unknown: Mapping[str, Any], path: str, values: Values
) -> dict[str, Any]:
    block: dict[str, Any] = {}
    for key, entry in table.items():
        place = f"{path}{key}"
        if isinstance(entry, Field):
            claim = claims.get(entry.attribute)
            if claim is not None:
                block[key] = _value(entry, claim.value)
                values[place] = [claim]
            elif key in unknown:
                block[key] = unknown[key]
        elif not isinstance(entry, Ignored):
            known = len(values)
            nested = _block(entry, claims, unknown.get(key, _UNKNOWN_WITHIN.get(place, {})), f"{place}.", values)
            if key in unknown or len(values) > known:
                block[key] = nested
    return block


def _value(field: Field, text: str) -> Any:
    """A claim's value as the router writes it."""
    if field.attribute == "conditions":
        return [_override(entry) for entry in parse_raw(text)]
    if field.convert is unix_time:
        return int(datetime.fromisoformat(text).timestamp())
    if ATTRIBUTES[field.attribute].kind is Kind.PRICE:
        return _price(field.convert, text)
    return typed(field.attribute, text)


def _price(convert: Callable[[Any], str | None], text: str) -> str:
    """Dollars a token or a piece, as the router's text."""
    if text == DYNAMIC:
        return _VARIES
    return plain(Decimal(text).scaleb(-6, _EXACT)) if convert is usd_per_mtok else plain(Decimal(text))


_PRICE_KEYS = {attribute: (key, convert) for key, (attribute, convert) in PRICES.items()}


def _override(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Prices that hold only sometimes, with their conditions."""
    written = dict(map(_term, entry["when"].items()))
    for attribute, price in entry.items():
        if attribute != "when":
            key, convert = _PRICE_KEYS[attribute]
            written[key] = _price(convert, price)
    return written


def _term(term: tuple[str, Any]) -> tuple[str, Any]:
    """A condition by the router's own key; one that nobody knows is kept as it came."""
    name, value = term
    if name == "prompt_tokens_above" and type(value) is int and 0 < value <= MAX_TOKENS:
        return "min_prompt_tokens", value
    if name in ("utc_start", "utc_end"):
        return name, int(str(value).replace(":", ""))
    return name, value


def _keep(block: dict[str, Any], claim: Claimed, values: Values) -> None:
    """Put a value under the key at which it was found, which nobody reads yet."""
    *parents, key = list(_steps(claim.pointer))
    for parent in parents:
        block = block.setdefault(parent, {})
    block[key] = _as_it_came(claim.value)
    values[".".join((*parents, key))] = [claim]


def _steps(pointer: str) -> Iterable[str]:
    """The keys of a JSON pointer into a list's answer, below the list's entry."""
    return (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[3:])


def _as_it_came(text: str) -> Any:
    """A list, an object, a yes or no where the text is exactly that; else the text."""
    if text[:1] in ("[", "{") or text in ("true", "false"):
        try:
            value = parse_raw(text)
        except ValueError:
            return text
        return value if dumps(value) == text else text
    return text
