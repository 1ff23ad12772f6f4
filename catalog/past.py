"""What time did to a model: the history of its record and, where it is gone, how it left."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlite_utils import Database

from catalog.departure import Departure, Known, departure, known
from catalog.history import Histories, History

if TYPE_CHECKING:
    from catalog.queries import Value


class Past(NamedTuple):
    """The past of one model."""

    history: History
    gone: Departure | None
    """None where it is listed."""


class Pasts:
    """The pasts of models, each read when it is asked for."""

    def __init__(self, db: Database, leads: Mapping[str, tuple[str, str]]) -> None:
        self._histories = Histories(db)
        self._known: Known = known(db, {id_: model_id for id_, (_, model_id) in leads.items()})

    def of(self, model: Mapping[str, Any], fields: Mapping[str, "Value"], kin: Sequence[Mapping[str, Any]]) -> Past:
        """The past of a model, given its resolved fields and its family."""
        history = self._histories.of((model["source"], model["record"]))
        successor = fields["successor"].chosen if "successor" in fields else None
        return Past(history, departure(model, history, successor, kin, self._known))
