"""JSON at the addresses of ids that are no model's own: which model each leads to."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from catalog.addresses import api_file, folder
from catalog.export.api.document import schema_address
from catalog.published_ids import Former


def pointer_documents(
    others: Mapping[str, tuple[str, str]], former: Iterable[Former]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """By path: which model each other id leads to, and what each id was that is one no more."""
    for id_, (relation, model_id) in others.items():
        yield from _both(id_, {"id": id_, "renamed_to": model_id, "relation": relation})
    for one in former:
        told = one._asdict()
        yield from _both(one.id, {"id": one.id, "renamed_to": told.pop("model_id"), **told})


def _both(id_: str, document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """An id has an address in the API, and one beside its page."""
    for path in (f"api/v1/models/{api_file(id_)}", f"models/{folder(id_)}/index.json"):
        yield path, {"$schema": schema_address(path, "pointer"), **document}
