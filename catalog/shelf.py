"""Things by key, kept in a file where they are many: what is made of every model may be too much to hold."""

import pickle
from collections.abc import Iterator, MutableMapping
from tempfile import SpooledTemporaryFile
from typing import TypeVar
from weakref import finalize

T = TypeVar("T")

HELD = 1 << 20
"""So many bytes are held in memory; what is more lies in a file that is gone with the shelf."""


class Shelf(MutableMapping[str, T]):
    """Things in the order in which their keys were first put there. What is taken from it is a copy."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile[bytes](HELD)
        finalize(self, self._file.close)
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def __setitem__(self, key: str, thing: T) -> None:
        data = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
        self._file.seek(self._end)
        self._file.write(data)
        self._places[key] = (self._end, len(data))
        self._end += len(data)

    def __getitem__(self, key: str) -> T:
        start, length = self._places[key]
        self._file.seek(start)
        thing: T = pickle.loads(self._file.read(length))  # noqa: S301 - we wrote it ourselves
        return thing

    def __delitem__(self, key: str) -> None:
        del self._places[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
