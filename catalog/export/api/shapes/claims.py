"""The shape of a claim on its own: of which model and which field it is, as the Python API gives it."""

from catalog.export.api.shapes.base import Value
from catalog.export.api.shapes.receipts import Claim


class RecordClaim(Claim[Value]):
    """What a source says of a field of a record, as it is published, with its whole receipt."""

    model_id: str | None
    """The model that the record speaks of; None where it is matched to none."""
    field: str
    """The attribute."""
