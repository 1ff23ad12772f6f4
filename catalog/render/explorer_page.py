"""The context of the explorer: the rows that its page is served with."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from catalog.render.contexts import ExplorerPage, ExplorerRow, Page
from catalog.render.explorer_data import Labels
from catalog.render.explorer_models import EPOCH, ExplorerModel, Number
from catalog.render.formats import moment, price, short_count
from scraper.units import plain

PRICE_STATES = {
    "known": "Priced",
    "free": "Free",
    "dynamic": "Varies",
    "unknown": "Unknown",
    "not_applicable": "Not on sale",
}
STATUSES = {"active": "Listed", "retired": "No longer listed"}
SERVED = 50
"""So many rows stand on the page without a script."""


def labels(sources: Mapping[str, str]) -> Labels:
    """What people read for words of the explorer's columns; `sources` are their names by id."""
    return {"sources": dict(sources), "price_state": PRICE_STATES, "status": STATUSES}


def explorer(models: Iterable[ExplorerModel], page: Page, generated_at: str, catalog: str) -> ExplorerPage:
    """The explorer over all models in their order; `catalog` leads to the file that its scripts read."""
    rows: list[ExplorerRow] = []
    states: Counter[bool] = Counter()
    for model in models:
        listed = model.texts["status"] == "active"
        states[listed] += 1
        if listed and len(rows) < SERVED:
            rows.append(_row(model))
    return ExplorerPage(page, catalog, tuple(rows), states.total(), states[True], moment(generated_at))


def _row(model: ExplorerModel) -> ExplorerRow:
    numbers, state = model.numbers, model.texts["price_state"]
    input_price, output_price = numbers["input_usd_per_mtok"], numbers["output_usd_per_mtok"]
    listed = _whole(numbers["listed_at"])
    return ExplorerRow(
        id=model.id,
        name=model.name,
        href=model.page,
        context=short_count(_whole(numbers["context_length"])),
        max_output=short_count(_whole(numbers["max_output"])),
        input=price(_text(input_price), state),
        output=price(_text(output_price), state),
        blended=price(_text(_blended(input_price, output_price)), state),
        listed=date.fromordinal(listed + EPOCH).isoformat() if listed is not None else "",
    )


def _blended(input_price: Number, output_price: Number) -> Decimal | None:
    """Three tokens of input to one of output, rounded as `site/prices.js` rounds what it computes."""
    if input_price is None or output_price is None:
        return None
    mixed = (3 * Decimal(input_price) + Decimal(output_price)) / 4
    place = Decimal("0.01") if mixed >= 1 else Decimal(1).scaleb(mixed.adjusted() - 2)
    return mixed.quantize(place, rounding=ROUND_HALF_UP) if mixed else mixed


def _whole(number: Number) -> int | None:
    return None if number is None else int(number)


def _text(number: Number) -> str | None:
    return None if number is None else plain(number) if isinstance(number, Decimal) else str(number)
