"""Model Atlas as a user has it: a folder, the command line, and an upstream on loopback."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from catalog.cli import main
from tests.answers import endpoint, endpoints_answer, envelope, model, provider
from tests.conftest import NOW
from tests.upstream import Upstream

API = "/openrouter.ai/api/v1"


class Ran(NamedTuple):
    """What a command came to."""

    status: int
    out: str
    err: str


class Atlas:
    """A folder in which commands are run."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        monkeypatch.chdir(folder)
        (folder / "modelatlas.toml").write_text(
            "[http]\nbackoff_seconds = 0.01\nread_seconds = 1.0\ndeadline_seconds = 3.0\n", encoding="utf-8"
        )

    def run(self, *words: str) -> Ran:
        """Run a command; an unexpected exception is the test's failure."""
        result = CliRunner().invoke(main, list(words), catch_exceptions=False)
        return Ran(result.exit_code, result.stdout, result.stderr)

    def listen_to(self, upstream: Upstream | None) -> None:
        """Lead every https address to an upstream; None cuts the network off."""
        target = f"{upstream.address}/" if upstream else "http://127.0.0.1:9/"
        self.monkeypatch.setenv("MODELATLAS_MIRRORS", f"https://={target}")

    def backfill(self, answer: Any, day: str) -> None:
        """Take a list of models as a recording of a day."""
        path = self.folder / "recorded" / f"{day}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(answer), encoding="utf-8")
        assert self.run("backfill", "openrouter", str(path)).status == 0

    def rows(self, sql: str, database: str = "_site/catalog.db") -> list[Any]:
        """Rows of a query over the published database."""
        with closing(sqlite3.connect(self.folder / database)) as connection:
            return connection.execute(sql).fetchall()

    def json(self, path: str) -> Any:
        """A published JSON file."""
        return json.loads((self.folder / "_site" / path).read_text(encoding="utf-8"))

    def text(self, path: str) -> str:
        """A published file."""
        return (self.folder / "_site" / path).read_text(encoding="utf-8")

    def files(self, folder: str = "_site") -> dict[str, bytes]:
        """Every file of a folder, by its path."""
        root = self.folder / folder
        return {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def a_folder(factory: pytest.TempPathFactory, days: Iterable[tuple[str, Sequence[Mapping[str, Any]]]]) -> Path:
    """A folder with a catalog of these lists of models, made once: to be copied."""
    folder = factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
        atlas = Atlas(folder, patch)
        for day, models in days:
            atlas.backfill(envelope(*models), day)
        assert atlas.run("build").status == 0
    return folder


def ten_models(**changes: Any) -> list[dict[str, Any]]:
    """A list long enough to be a list."""
    return [model(f"acme/m{number}", **changes) for number in range(10)]


def routes(*models: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """An upstream that lists models, providers, and one endpoint a model."""
    rows = [dict(row) for row in models]
    found: dict[str, Any] = {
        f"{API}/models": envelope(*rows, total_count=len(rows), links={"next": None}),
        f"{API}/providers": envelope(provider("novita")),
    }
    for row in rows:
        found[f"{API}/models/{row['id']}/endpoints"] = endpoints_answer(row["id"], endpoint())
    return {**found, **more}
