"""What is resolved for the model that a sale is of, where the sale is surely of that very model."""

from collections.abc import Mapping

from catalog.entries import Claimed
from catalog.export.content import Content
from catalog.match.relation import LEVELS
from catalog.offered import Offered
from catalog.pricing.maker import is_plain
from catalog.resolve import OF_THE_RELEASE

SURE = LEVELS[:2]
OF_THE_MODEL = OF_THE_RELEASE | {"alias_of", "config_of"}
"""What a sale may be to a model whose facts hold for it: no other format or variant of the weights."""


class Facts:
    """The claims that gave the values of each model, and how sales relate to it."""

    def __init__(self, content: Content) -> None:
        self._models = {detail.id: detail for detail in content.models}
        self._matches = {(one["source"], one["record"]): one for detail in content.models for one in detail.matches}

    def of(self, offered: Offered) -> Mapping[str, Claimed]:
        """By field; none where the sale is of no model, or not surely of it."""
        relation, level = self._related(offered)
        if relation not in OF_THE_MODEL or level not in SURE:
            return {}
        return {name: value.chosen for name, value in self._models[offered.row["model_id"]].fields.items()}

    def is_plain(self, offered: Offered) -> bool:
        """Whether a sale is surely of the model itself, served as usual."""
        row = offered.row
        return is_plain(row["kind"], row["tag"], row["quantization"], *self._related(offered))

    def _related(self, offered: Offered) -> tuple[str, str]:
        """How a sale relates to its model, and how surely."""
        match = self._matches.get((offered.row["source"], offered.row["record"]))
        return (match["relation"], match["level"]) if match else ("", "")
