"""What is resolved for the model that a sale is of, where the sale is surely of that very model."""

from collections.abc import Mapping
from functools import lru_cache

from catalog.details import Values
from catalog.entries import Claimed
from catalog.export.content import Content
from catalog.match.relation import LEVELS
from catalog.merged import each_row
from catalog.offered import Offered
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

    def of(self, offered: Offered) -> Mapping[str, Claimed]:
        """By field; none where the sale is of no model, or not surely of it."""
        relation, level = self._related(offered)
        if relation not in OF_THE_MODEL or level not in SURE:
            return {}
        return self._chosen(offered.row["model_id"])

    def is_plain(self, offered: Offered) -> bool:
        """Whether a sale is surely of the model itself, served as usual."""
        row = offered.row
        return is_plain(row["kind"], row["tag"], row["quantization"], *self._related(offered))

    def _related(self, offered: Offered) -> tuple[str, str]:
        """How a sale relates to its model, and how surely."""
        return self._matches.get((offered.row["source"], offered.row["record"]), ("", ""))

    def _read(self, model_id: str) -> Mapping[str, Claimed]:
        found = each_row(self._db, "select * from resolved where model_id = ? order by rowid", [model_id])
        told = self._standing.chosen(_RESOLVED, [model_id]).of(model_id)
        return {row["field"]: self._values.value(row, told).chosen for row in found}


_RESOLVED = "select model_id, source, record, field from resolved where model_id = ?"


_OF_SALES = (
    "select source, record, relation, level from matches join offers using (source, record)"
    " where matches.model_id is not null"
)
