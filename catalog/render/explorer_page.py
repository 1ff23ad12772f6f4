"""The context of the explorer: a row a model, and the facets to choose among them."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from catalog.addresses import folder, link
from catalog.queries import ModelDetail, parse_list
from catalog.render.contexts import ExplorerPage, ExplorerRow, Facet, FacetOption, Page
from catalog.render.formats import moment, price, short_count

_NOT_WORD = re.compile(r"[\W_]+")
PRICE_STATES = {
    "known": "Priced",
    "free": "Free",
    "dynamic": "Varies",
    "unknown": "Unknown",
    "not_applicable": "Not on sale",
}
STATUSES = {"active": "Listed", "retired": "No longer listed"}


def explorer(details: Sequence[ModelDetail], page: Page, generated_at: str) -> ExplorerPage:
    """The explorer over all models: newest listing first, undated ones last, then by name."""
    rows = sorted((_row(detail) for detail in details), key=lambda row: (row.name.lower(), row.id))
    rows.sort(key=lambda row: row.listed, reverse=True)
    active = sum(row.status == "active" for row in rows)
    return ExplorerPage(page, tuple(rows), _facets(rows), len(rows), active, moment(generated_at))


def haystack(*texts: str) -> str:
    """What the search looks through: small letters and digits alone."""
    return " ".join(_NOT_WORD.sub("", text.lower()) for text in texts)


def _row(detail: ModelDetail) -> ExplorerRow:
    row = detail.row
    parameters = detail.fields.get("supported_parameters")
    return ExplorerRow(
        id=detail.id,
        name=row["name"],
        href=f"models/{link(folder(detail.id))}/",
        author=row["author"],
        status=row["status"],
        context=short_count(row["context_listed"]),
        context_sort=str(row["context_listed"] or ""),
        max_output=short_count(row["max_output"]),
        max_output_sort=str(row["max_output"] or ""),
        input=price(row["input_usd_per_mtok"], row["price_state"]),
        input_sort=row["input_usd_per_mtok"] or "",
        output=price(row["output_usd_per_mtok"], row["price_state"]),
        output_sort=row["output_usd_per_mtok"] or "",
        price_state=row["price_state"],
        modalities_in=tuple(parse_list(row["modalities_in"])),
        modalities_out=tuple(parse_list(row["modalities_out"])),
        parameters=tuple(parse_list(parameters.value)) if parameters else (),
        listed=(row["listed_at"] or "")[:10],
        haystack=haystack(detail.id, row["name"], row["author"]),
    )


def _facets(rows: Sequence[ExplorerRow]) -> tuple[Facet, ...]:
    """Counts as they stand at first: of listed models, but for the status itself."""
    listed = [row for row in rows if row.status == "active"]
    return (
        _facet("lab", "Lab", listed, rows, lambda row: (row.author,)),
        _facet("in", "Input modality", listed, rows, lambda row: row.modalities_in),
        _facet("out", "Output modality", listed, rows, lambda row: row.modalities_out),
        _facet("price", "Price", listed, rows, lambda row: (row.price_state,), PRICE_STATES),
        _facet("param", "Parameter", listed, rows, lambda row: row.parameters),
        _facet("status", "Status", rows, rows, lambda row: (row.status,), STATUSES, "active"),
    )


def _facet(
    key: str,
    label: str,
    counted: Sequence[ExplorerRow],
    rows: Sequence[ExplorerRow],
    values: Callable[[ExplorerRow], Sequence[str]],
    labels: dict[str, str] | None = None,
    checked: str = "",
) -> Facet:
    counts = Counter(value for row in counted for value in values(row))
    known = {value for row in rows for value in values(row)}
    ordered = sorted(known, key=lambda value: (-counts[value], value))
    return Facet(
        key,
        label,
        tuple(
            FacetOption(value, (labels or {}).get(value, value), counts[value], value == checked) for value in ordered
        ),
    )
