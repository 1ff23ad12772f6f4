"""Sources are fetched several at a time; those that ask others come after them; one failing stops nobody."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from catalog import pipeline
from catalog.config import Config
from scraper.errors import FetchError
from scraper.http import Http
from scraper.progress import Silent
from scraper.snapshots import Sighting
from scraper.source import Known
from tests.catalog.shelf import Shelf


class Meeting(Shelf):
    """A source that goes on only when another one is being fetched as well."""

    def __init__(self, name: str, barrier: threading.Barrier, told: list[str], asks: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.id, self.asks, self._barrier, self._told = name, asks, barrier, told

    def fetch(self, http: Http, known: Known) -> Iterator[Sighting]:
        self._barrier.wait(timeout=10)
        self._told.append(self.id)
        if self.id.startswith("bad"):
            raise FetchError(self.id, self.address, "no answer")
        yield from ()


def config(folder: Path) -> Config:
    return Config(data=folder, out=folder / "_site", now=datetime(2026, 8, 1, tzinfo=UTC))


def test_sources_meet_and_one_that_asks_comes_after_and_failures_keep_their_order(tmp_path: Path) -> None:
    told: list[str] = []
    both, alone = threading.Barrier(3), threading.Barrier(1)
    sources = [
        Meeting("asks", alone, told, asks=("good",)),
        Meeting("bad-b", both, told),
        Meeting("bad-a", both, told),
        Meeting("good", both, told),
    ]
    failures = pipeline.fetch(config(tmp_path), sources, Silent())
    assert [failure.source for failure in failures] == ["bad-a", "bad-b"]
    assert told[-1] == "asks"
    assert sorted(told) == ["asks", "bad-a", "bad-b", "good"]
