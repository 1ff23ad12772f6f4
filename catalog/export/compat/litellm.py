"""LiteLLM's cost map: what a request costs, by the names under which LiteLLM calls sellers.

The client takes a price that is not there for 0. So a sale stands in the map only with a price by which the client
reckons; where a key is missing the price is not known, and a key with 0 is free.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from catalog.entries import Claimed
from catalog.export.compat._litellm_keys import base_costs, conditional_costs
from catalog.export.compat.format import Compat
from catalog.export.compat.parts import Part, values
from catalog.export.compat.priced import Priced, on_day, sorted_out
from catalog.export.compat.sizes import moment_of
from catalog.export.compat.written import Entry, Written
from catalog.export.content import Content
from catalog.shelf import Shelf
from catalog.values import typed
from scraper.sources.litellm import FLAGS

PROVIDERS = {"google": "gemini", "moonshotai": "moonshot", "venice": "veniceai", "z-ai": "zai"}
"""Sellers that LiteLLM knows by another name than we; all others stand under our own."""

BILLED = frozenset(
    {
        "input_usd_per_mtok", "output_usd_per_mtok", "image_output_usd_each", "image_output_usd_per_mtok",
        "video_output_usd_per_second", "audio_usd_per_minute", "speech_usd_per_mchar", "page_usd_each",
    }
)  # fmt: skip
"""Prices by which the client reckons what a call costs; of one that has none of them it says 0."""

UNBILLED = "no price by which the client reckons"

_MODES = {
    "video_output_usd_per_second": "video_generation",
    "image_output_usd_each": "image_generation",
    "speech_usd_per_mchar": "audio_speech",
    "audio_usd_per_minute": "audio_transcription",
    "page_usd_each": "ocr",
}
_LISTS = {
    "modalities_in": (
        "supported_modalities",
        {
            "audio": "supports_audio_input", "video": "supports_video_input", "file": "supports_pdf_input",
            "pdf": "supports_pdf_input",
        },
    ),
    "modalities_out": ("supported_output_modalities", {"audio": "supports_audio_output"}),
    "supported_parameters": (
        "", {"tool_choice": "supports_tool_choice", "parallel_tool_calls": "supports_parallel_function_calling"}
    ),
}  # fmt: skip
"""Of lists, their key and what each of their words means that the model can do."""
_REASONING = {
    "reasoning_efforts": "reasoning_effort_levels",
    "reasoning_default_effort": "default_reasoning_effort",
}


def write(content: Content) -> Written:
    """The map, by seller and id."""
    document, entries = Shelf[dict[str, Any]](), Shelf[Entry]()
    sales, unpriced = content.once(sorted_out)
    omitted = {reason: list(offers) for reason, offers in unpriced.items()}
    at = moment_of(content)
    for sale in sales:
        parts, held, whole = _costs(sale, at)
        if BILLED.isdisjoint(held):
            omitted.setdefault(UNBILLED, []).append(sale.row["id"])
            continue
        source = Part("source", content.addresses.of(sale.claims(*held, "conditions")[0]))
        parts = [*_mode(sale, held), *parts, *_facts(sale), source]
        for id_, claim in {sale.row["wire_id"]: sale.behind("wire_id"), **sale.others}.items():
            name = f"{_provider(sale)}/{id_}"
            told = [Part("litellm_provider", _provider(sale), [sale.behind("provider"), claim]), *parts]
            document[name] = {part.key: part.value for part in told}
            left_out = sale.left_out(held, whole)
            entries[name] = Entry(name, sale.row["model_id"], sale.row["id"], values(told), left_out)
    return Written(document, entries.values(), dict(sorted(omitted.items())))


def _provider(sale: Priced) -> str:
    provider = str(sale.row["provider"])
    return PROVIDERS.get(provider, provider)


def _costs(sale: Priced, at: datetime) -> tuple[list[Part], list[str], bool]:
    """The prices of the day, which of our prices they hold, and whether they hold every condition."""
    base, conditions = on_day(sale.base, sale.conditions, at)
    found = list(base_costs(base))
    said = sale.claims("conditions")
    # A price that began on a day is said by a condition.
    parts = [
        Part(key, value, sale.claims(name) if base[name] == sale.base.get(name) else said) for name, key, value in found
    ]
    costs, whole = conditional_costs(conditions)
    parts += [Part(key, value, said) for key, value in costs.items()]
    return parts, [name for name, _, _ in found], whole and len(conditions) == len(sale.conditions)


def _mode(sale: Priced, held: Sequence[str]) -> Iterator[Part]:
    """What kind of call it is, where prices and modalities leave no doubt."""
    tokens = "output_usd_per_mtok" in held
    out = sale.told("modalities_out")
    if tokens and out is not None and "text" in typed(out.field, out.value):
        yield Part("mode", "chat")
    elif not tokens:
        yield from [Part("mode", mode) for name, mode in _MODES.items() if name in held][:1]


def _facts(sale: Priced) -> Iterator[Part]:
    """Limits as this seller has them; abilities as it says, else as is known of the model."""
    row = sale.row
    limit = "max_input" if row["max_input"] is not None else "context_served"
    if row[limit] is not None:
        yield Part("max_input_tokens", row[limit], [sale.behind(limit)])
    if row["max_output"] is not None:
        for key in ("max_output_tokens", "max_tokens"):
            yield Part(key, row["max_output"], sale.claims("max_output"))
    for key, field in FLAGS.items():
        told = _vision(sale) if field == "supports_vision" else sale.told(field)
        if told is not None:
            yield Part(key, _yes(told), [told])
    yield from _listed(sale)
    for field, key in _REASONING.items():
        told = sale.told(field)
        if told is not None:
            yield Part(key, typed(field, told.value), [told])
    yield from [Part("deprecation_date", claim.value, [claim]) for claim in sale.claims("retires_at", "expires_at")][:1]


def _vision(sale: Priced) -> Claimed | None:
    """Who says whether it sees: what a seller lists as input is nearer than what others say of the model."""
    own = [*sale.claims("supports_vision", "modalities_in"), sale.told("supports_vision"), sale.told("modalities_in")]
    return next((told for told in own if told is not None), None)


def _yes(told: Claimed) -> bool:
    """A yes or no; a list of modalities says it of images."""
    value = typed(told.field, told.value)
    return "image" in value if told.field == "modalities_in" else bool(value)


def _listed(sale: Priced) -> Iterator[Part]:
    """Abilities that follow from lists: modalities and parameters."""
    able: dict[str, Claimed] = {}
    for field, (key, abilities) in _LISTS.items():
        told = sale.told(field)
        if told is not None:
            names = typed(field, told.value)
            if key:
                yield Part(key, names, [told])
            able |= {ability: told for name, ability in abilities.items() if name in names}
    yield from (Part(ability, True, [told]) for ability, told in able.items())


LITELLM = Compat(
    name="litellm",
    file="litellm.json",
    about="prices and limits as LiteLLM's cost map has them",
    cannot_say=(
        "Endpoints of a router: a name in the map is a seller and an id, and all endpoints of a model share the"
        " router's id. `openrouter/...` has the router's own list price.",
        "A price that varies, or that nobody knows: the client takes what is missing for 0, so such a sale is not in"
        " the map at all, nor one that lacks the price of a side (input or output) that others ask.",
        "Several prices at one id of one seller, as by resolution: which one holds cannot be said, so none is told.",
        "Ids that a seller's page does not state: such a sale stands under the page's name of it, and under the ids by"
        " which other sources surely know it.",
        "A price that begins or ends on a day: the map has the prices of the day of the newest answer.",
        "A tier that changes only the price of the tokens above it: in the map a tier changes that of all.",
        "Several hours with different prices, hours beside tiers or services: there is room for one other set of"
        " prices (`off_peak_pricing`), and it takes the place of both.",
        "Prices by resolution, by length of context without a number, of a free tier, and of other services than"
        " batch, flex and priority.",
        "Above a threshold, flex and priority: the map has their keys, and the client reads few of them"
        " (`_above_200k_tokens_priority`, `_above_272k_tokens_...`); else it takes the standard price of that size.",
        "What a request costs whatever its size: the map has a key, `input_cost_per_request`, that the client adds to"
        " nothing.",
        "That a cached token's price is not known: the client then takes that of input; and for a batch without prices"
        " of its own it takes half of the standard one.",
        "At xAI that a tier begins above its threshold: the client takes the threshold itself with it.",
        "Cache storage, discounts, prices in another currency than the dollar, prices in other units, and a price a"
        " minute of which a sixtieth has no end.",
        "Who says otherwise, since when a price holds, and how surely a sale is matched to its model.",
    ),
    write=write,
)
"""The format."""
