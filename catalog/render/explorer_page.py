"""The context of the explorer: a row a model, and the facets to choose among them."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from catalog.render.contexts import ExplorerPage, ExplorerRow, Facet, FacetOption, Page
from catalog.render.explorer_data import Labels
from catalog.render.explorer_models import EPOCH, ExplorerModel, Number
from catalog.render.formats import moment, price, short_count
from scraper.units import plain

_NOT_WORD = re.compile(r"[\W_]+")
PRICE_STATES = {
    "known": "Priced",
    "free": "Free",
    "dynamic": "Varies",
    "unknown": "Unknown",
    "not_applicable": "Not on sale",
}
STATUSES = {"active": "Listed", "retired": "No longer listed"}


def labels(sources: Mapping[str, str]) -> Labels:
    """What people read for words of the explorer's columns; `sources` are their names by id."""
    return {"sources": dict(sources), "price_state": PRICE_STATES, "status": STATUSES}


def explorer(
    models: Sequence[ExplorerModel], page: Page, generated_at: str, catalog: str, told: Labels
) -> ExplorerPage:
    """The explorer over all models in their order; `catalog` leads to the file that its scripts read."""
    active = sum(model.texts["status"] == "active" for model in models)
    rows = tuple(_row(model) for model in models)
    return ExplorerPage(page, catalog, rows, _facets(models, told), len(rows), active, moment(generated_at))


def haystack(*texts: str) -> str:
    """What the search looks through: small letters and digits alone."""
    return " ".join(_NOT_WORD.sub("", text.lower()) for text in texts)


def _row(model: ExplorerModel) -> ExplorerRow:
    numbers, state = model.numbers, model.texts["price_state"]
    context, max_output = _whole(numbers["context_length"]), _whole(numbers["max_output"])
    input_price, output_price = (_text(numbers[f"{side}_usd_per_mtok"]) for side in ("input", "output"))
    listed = _whole(numbers["listed_at"])
    return ExplorerRow(
        id=model.id,
        name=model.name,
        href=model.page,
        author=model.texts["author"],
        status=model.texts["status"],
        context=short_count(context),
        context_sort=str(context or ""),
        max_output=short_count(max_output),
        max_output_sort=str(max_output or ""),
        input=price(input_price, state),
        input_sort=input_price or "",
        output=price(output_price, state),
        output_sort=output_price or "",
        price_state=state,
        modalities_in=tuple(model.sets["modalities_in"]),
        modalities_out=tuple(model.sets["modalities_out"]),
        parameters=tuple(model.sets["supported_parameters"]),
        listed=date.fromordinal(listed + EPOCH).isoformat() if listed is not None else "",
        haystack=haystack(model.id, model.name, model.texts["author"]),
    )


def _whole(number: Number) -> int | None:
    return None if number is None else int(number)


def _text(number: Number) -> str | None:
    return None if number is None else plain(number) if isinstance(number, Decimal) else str(number)


def _facets(models: Sequence[ExplorerModel], told: Labels) -> tuple[Facet, ...]:
    """Counts as they stand at first: of listed models, but for the status itself."""
    listed = [model for model in models if model.texts["status"] == "active"]

    def facet(key: str, label: str, column: str) -> Facet:
        return _facet(key, label, listed, models, _values(column), told.get(column, {}))

    return (
        facet("lab", "Lab", "author"),
        facet("in", "Input modality", "modalities_in"),
        facet("out", "Output modality", "modalities_out"),
        facet("param", "Parameter", "supported_parameters"),
        facet("provider", "Provider", "providers"),
        facet("price", "Price", "price_state"),
        facet("licence", "Licence", "licence"),
        facet("open", "Open weights", "open_weights"),
        facet("confidence", "Confidence", "match_confidence"),
        facet("source", "Source", "sources"),
        _facet("status", "Status", models, models, _values("status"), STATUSES, "active"),
    )


def _values(column: str) -> Callable[[ExplorerModel], Sequence[str]]:
    """The words of a column that a model has."""

    def values(model: ExplorerModel) -> Sequence[str]:
        return [model.texts[column]] if model.texts.get(column) else model.sets.get(column, ())

    return values


def _facet(
    key: str,
    label: str,
    counted: Sequence[ExplorerModel],
    models: Sequence[ExplorerModel],
    values: Callable[[ExplorerModel], Sequence[str]],
    told: Mapping[str, str],
    checked: str = "",
) -> Facet:
    counts = Counter(value for model in counted for value in values(model))
    known = {value for model in models for value in values(model)}
    ordered = sorted(known, key=lambda value: (-counts[value], value))
    return Facet(
        key,
        label,
        tuple(FacetOption(value, told.get(value, value), counts[value], value == checked) for value in ordered),
    )
