"""The folder that command-line tests work in."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from catalog.export.content import Content
from tests.atlas import Atlas
from tests.conftest import NOW
from tests.upstream import Upstream
from tests.whole import BASE


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


@pytest.fixture(scope="session")
def content(whole: Path) -> Iterator[Content]:
    """The catalog of the whole site that tests share, for reading only."""
    with closing(Database(whole / "data/catalog.db")) as db:
        yield Content(db, BASE)


@pytest.fixture(scope="session")
def recorded_content(recordings: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Content]:
    """A catalog of recorded answers, for reading only: the router's newest lists, models.dev, some sellers' pages."""
    folder = tmp_path_factory.mktemp("recorded")
    answers = [("openrouter", day) for day in sorted((recordings / "openrouter/models").glob("*.json.gz"))[-2:]]
    answers += [("models_dev", sorted((recordings / "models_dev/api").glob("*.json.gz"))[-1])]
    pages = ("openai", "gemini", "anthropic", "deepseek", "siliconflow")
    answers += [(f"{seller}_pricing", recordings / "provider_pages") for seller in pages]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
        fresh = Atlas(folder, patch)
        fresh.listen_to(None)
        for source, path in answers:
            assert fresh.run("backfill", source, str(path)).status in (0, 3)
        assert fresh.run("build", "--no-render").status in (0, 3)
    with closing(Database(folder / "data/catalog.db")) as db:
        yield Content(db, BASE)
