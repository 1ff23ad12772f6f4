"""What is resolved for the model that a sale is of, where the sale is surely of that very model."""

from collections.abc import Mapping
from functools import lru_cache

from catalog.details import Values
from catalog.entries import Claimed
from catalog.export.content import Content
from catalog.match.relation import LEVELS
from catalog.merged import Row, each_row
from catalog.pricing.maker import is_plain
from catalog.resolve import OF_THE_RELEASE
from catalog.standing import KEPT

SURE = LEVELS[:2]
OF_THE_MODEL = OF_THE_RELEASE | {"alias_of", "config_of"}
"""What a sale may be to a model whose facts hold for it: no other format or variant of the weights."""


class Facts:
    """The claims that gave the values of each model, and how sales relate to it."""

    def __init__(self, content: Content) -> None:
        self._db = content.db
        self._standing = content.standing
        self._values = Values(content.db)
        self._chosen = lru_cache(KEPT)(self._read)
        self._matches = {
            (source, record): (relation, level) for source, record, relation, level in content.db.execute(_OF_SALES)
        }

    def of(self, offer: Row) -> Mapping[str, Claimed]:
        """By field, of a row of `offers`; none where the sale is of no model, or not surely of it."""
        relation, level = self._related(offer)
        if relation not in OF_THE_MODEL or level not in SURE:
            return {}
        return self._chosen(offer["model_id"])

    def is_plain(self, offer: Row) -> bool:
        """Whether a sale is surely of the model itself, served as usual."""
        return is_plain(offer["kind"], offer["tag"], offer["quantization"], *self._related(offer))

    def _related(self, offer: Row) -> tuple[str, str]:
        """How a sale relates to its model, and how surely."""
        return self._matches.get((offer["source"], offer["record"]), ("", ""))

    def _read(self, model_id: str) -> Mapping[str, Claimed]:
        told = self._standing.chosen(f"{_RESOLVED} where model_id = ?", [model_id]).of(model_id)
        found = each_row(self._db, f"{_RESOLVED} where model_id = ? order by rowid", [model_id])
        return {row["field"]: self._values.chosen(row, told) for row in found}


_RESOLVED = "select model_id, source, record, field, rule, first_observed from resolved"


_OF_SALES = (
    "select source, record, relation, level from matches join offers using (source, record)"
    " where matches.model_id is not null"
)
