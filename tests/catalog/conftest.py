"""The folder that command-line tests work in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.atlas import Atlas
from tests.upstream import Upstream


@pytest.fixture
def atlas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Atlas:
    """A fresh folder, with the network cut off until a test says otherwise."""
    fresh = Atlas(tmp_path, monkeypatch)
    fresh.listen_to(None)
    return fresh


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """A server on loopback."""
    with Upstream() as running:
        yield running
