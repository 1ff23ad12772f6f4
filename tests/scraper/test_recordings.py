"""Recordings: an index with its files, or files whose names carry a date."""

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from scraper.recordings import Recording, RecordingError, read_recordings


def indexed(folder: Path, body: bytes = b"{}", **changes: Any) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.json.gz").write_bytes(gzip.compress(body))
    row = {
        "source": "openrouter", "url": "https://openrouter.ai/api/v1/models", "fetched_at": "2026-07-31T12:00:00Z",
        "file": "a.json.gz", "encoding": "gzip", "sha256": hashlib.sha256(body).hexdigest(), "note": "n",
    }  # fmt: skip
    (folder / "index.jsonl").write_text(json.dumps({**row, **changes}) + "\n", encoding="utf-8")


def test_an_index_tells_address_and_time(tmp_path: Path) -> None:
    indexed(tmp_path)
    (found,) = read_recordings(tmp_path)
    assert isinstance(found, Recording)
    assert (found.url, found.fetched_at.isoformat()) == (
        "https://openrouter.ai/api/v1/models",
        "2026-07-31T12:00:00+00:00",
    )
    assert found.body() == b"{}"


@pytest.mark.parametrize(
    ("file", "time"),
    [
        ("2026-07-31.json", "2026-07-31T12:00:00+00:00"),
        ("20260731.json", "2026-07-31T12:00:00+00:00"),
        ("models-2026-07-31T03:15Z.json", "2026-07-31T03:15:00+00:00"),
        ("2026-07-31/models.json", "2026-07-31T12:00:00+00:00"),
    ],
)
def test_a_name_may_carry_the_date(tmp_path: Path, file: str, time: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"{}")
    (found,) = read_recordings(path)
    assert isinstance(found, Recording)
    assert found.fetched_at.isoformat() == time
    assert found.url is None


def test_a_file_below_an_index_is_what_the_index_says(tmp_path: Path) -> None:
    indexed(tmp_path)
    (found,) = read_recordings(tmp_path / "a.json.gz")
    assert isinstance(found, Recording)
    assert found.url == "https://openrouter.ai/api/v1/models"


def test_what_cannot_be_used_is_told_by_its_file(tmp_path: Path) -> None:
    (missing,) = read_recordings(tmp_path / "nowhere")
    assert isinstance(missing, RecordingError)
    (tmp_path / "undated.json").write_bytes(b"{}")
    (undated,) = read_recordings(tmp_path / "undated.json")
    assert "no date" in str(undated)
    indexed(tmp_path / "wrong", sha256="0" * 64)
    (wrong,) = read_recordings(tmp_path / "wrong")
    assert isinstance(wrong, Recording)
    with pytest.raises(RecordingError, match="sha256"):
        wrong.body()
    (tmp_path / "wrong/index.jsonl").write_text("{}\n[", encoding="utf-8")
    assert all(isinstance(found, RecordingError) for found in read_recordings(tmp_path / "wrong"))
