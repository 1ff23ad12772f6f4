"""How many of the real price changes of 634 days the guards hold."""

from typing import NamedTuple

from benchmarks.guards.history import Change, Day, changes, kept


class Replayed(NamedTuple):
    """What became of the real changes."""

    all: int
    held: list[Change]
    taken_back: list[Change]
    """Held ones that the source itself took back: its next value is the very one that stayed published."""

    @property
    def wrongly(self) -> int:
        """How many changes were held that the source stood by."""
        return len(self.held) - len(self.taken_back)


class Replay:
    """Counts the changes of each day."""

    def __init__(self) -> None:
        self.count = 0
        self.held: list[Change] = []
        self.taken_back: list[Change] = []
        self._open: dict[tuple[str, str], list[Change]] = {}

    def see(self, day: Day) -> None:
        """Count the changes of an answer that is about to be entered."""
        stays = kept(day)
        for change in changes(day):
            self.count += 1
            key = (change.record, change.field)
            if stays.get(key) == change.new:
                self.taken_back += self._open.pop(key, [])
            if change.rule:
                self.held.append(change)
                self._open.setdefault(key, []).append(change)
            else:
                self._open.pop(key, None)

    @property
    def result(self) -> Replayed:
        """The counts so far."""
        return Replayed(self.count, self.held, self.taken_back)
