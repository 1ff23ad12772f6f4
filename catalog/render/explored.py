"""The explorer's models, packed: as objects, those of a large catalog would take five times the room."""

import pickle
from collections.abc import Iterable, Iterator

from catalog.render.explorer_models import ExplorerModel, Number, name_order, printable


class Explored:
    """Models that are unpacked one at a time, each time they are asked for."""

    def __init__(self, models: Iterable[ExplorerModel] = ()) -> None:
        """Packs them, in their order."""
        self._packed: list[bytes] = []
        for model in models:
            self.add(model)

    def __iter__(self) -> Iterator[ExplorerModel]:
        """The models in their order."""
        return map(pickle.loads, self._packed)

    def add(self, model: ExplorerModel) -> None:
        """Take one more."""
        self._packed.append(pickle.dumps(model, pickle.HIGHEST_PROTOCOL))

    def take_over(self, others: "Explored") -> None:
        """Take all of the others too."""
        self._packed += others._packed

    def in_order(self) -> "Explored":
        """The same as they stand before anybody asks for another order: the newest first, then by name."""
        names, days = [], []
        for model in self:
            names.append((name_order(printable(model.name)), model.id))
            days.append(_listing(model))
        by_name = sorted(range(len(names)), key=names.__getitem__)
        ordered = Explored()
        ordered._packed = [self._packed[place] for place in sorted(by_name, key=days.__getitem__, reverse=True)]
        return ordered


def _listing(model: ExplorerModel) -> tuple[bool, Number]:
    day = model.numbers["listed_at"]
    return day is not None, day or 0
