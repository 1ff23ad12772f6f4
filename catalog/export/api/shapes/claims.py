"""The shape of a claim on its own: of which model and which field it is, as the Python API gives it."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from catalog.export.api.shapes.base import Value
from catalog.export.api.shapes.receipts import Claim


def _unchanging(value: Any) -> Any:
    """A list of texts as a tuple, as fields have it."""
    return tuple(value) if isinstance(value, list) and all(isinstance(part, str) for part in value) else value


class RecordClaim(Claim[Annotated[Value, BeforeValidator(_unchanging)]]):
    """What a source says of a field of a record, as it is published, with its whole receipt."""

    model_id: str | None
    """The model that the record speaks of; None where it is matched to none."""
    field: str
    """The attribute."""
