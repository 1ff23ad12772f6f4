"""What every test has: no network but loopback, a fixed clock, a fresh folder to work in."""

import os
import signal
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlite_utils import Database

from catalog.store.database import open_database

settings.register_profile("long", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("MODELATLAS_EXAMPLES", "default"))

NOW = datetime(2026, 8, 1, 3, 0, tzinfo=UTC)
"""The time that tests believe it is."""


def pytest_configure() -> None:
    """Have programs that tests begin end when they are interrupted, though a shell began these in the background."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every connection that leaves this machine is an error."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(f"tests do not reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the person who runs the tests do not change them."""
    for name in [name for name in os.environ if name.startswith("MODELATLAS_")]:
        if name not in (
            "MODELATLAS_RECORDINGS",
            "MODELATLAS_CHROMIUM",
            "MODELATLAS_REQUIRE_BROWSER",
            "MODELATLAS_WRITE_EXPECTED",
            "MODELATLAS_EXAMPLES",
        ):
            monkeypatch.delenv(name)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A fresh database file."""
    database = open_database(tmp_path / "catalog.db")
    yield database
    database.close()


@pytest.fixture(scope="session")
def recordings() -> Path:
    """The folder of recorded answers; tests that need it are skipped, saying so, where it is not set."""
    folder = os.environ.get("MODELATLAS_RECORDINGS")
    if not folder:
        pytest.skip("MODELATLAS_RECORDINGS is not set: no recorded answers to run on")
    return Path(folder)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a catalog of every source and its site, made once: for reading only."""
    from tests.whole import publish_whole

    folder = tmp_path_factory.mktemp("whole")
    publish_whole(folder)
    return folder


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of sources that mean ill."""
    from tests.hostile import publish_hostile

    folder = tmp_path_factory.mktemp("hostile")
    publish_hostile(folder)
    return folder
