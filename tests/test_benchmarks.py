"""What `make bench` measures with: goals, the table in its document, and made-up lists, which are read as real ones."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import synthetic
from benchmarks.table.memory import Watch
from benchmarks.table.rows import BEGINS, ENDS, Row, as_text, put_into, read_json, write_json
from scraper.snapshots import Archive
from scraper.sources import sources

ROWS = [
    Row("build", 11.5, "s", 12, peak_mb=480, runs=3, note="966 pages"),
    Row("render alone", 900, "pages/s", 1_500, at_least=True),
    Row("database", 36.04, "MB"),
]


def test_a_figure_is_held_against_its_goal() -> None:
    assert [row.verdict for row in ROWS] == ["met", "MISSED", ""]
    assert "11.50 s" in as_text(ROWS)
    assert ">= 1,500" in as_text(ROWS)


def test_the_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_json(ROWS, tmp_path / "latest.json")
    assert read_json(tmp_path / "latest.json") == ROWS


def test_the_table_takes_the_place_of_the_last_one(tmp_path: Path) -> None:
    document = tmp_path / "README.md"
    document.write_text(f"before\n{BEGINS}\nold\n{ENDS}\nafter\n", encoding="utf-8")
    put_into(document, ROWS)
    text = document.read_text(encoding="utf-8")
    assert "| build | 11.50 s | <= 12 | met | 480 | 3 | 966 pages |" in text
    assert "old" not in text
    assert text.startswith("before\n")
    assert text.endswith(f"{ENDS}\nafter\n")


def test_a_document_without_its_place_is_left_alone(tmp_path: Path) -> None:
    document = tmp_path / "README.md"
    document.write_text("no place", encoding="utf-8")
    with pytest.raises(SystemExit):
        put_into(document, ROWS)
    assert document.read_text(encoding="utf-8") == "no place"


HOLDS = "import time; held = bytearray(b'x' * 40_000_000); time.sleep(1)"
BEGINS_ANOTHER = """
import subprocess, sys
held = bytearray(b'x' * 40_000_000)
subprocess.run([sys.executable, "-c", sys.argv[1]], check=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not tell who began whom")
def test_memory_is_that_of_a_process_and_of_all_that_it_begins() -> None:
    peaks = []
    for words in ((HOLDS,), (BEGINS_ANOTHER, HOLDS)):
        process = subprocess.Popen([sys.executable, "-c", *words])
        watch = Watch(process.pid)
        watch.start()
        assert process.wait() == 0
        watch.stop()
        peaks.append(watch.peak_mb)
    alone, both = peaks
    assert alone == 0
    assert 80 < both < 150


def test_a_made_up_list_of_many_pages_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthetic, "ROWS_A_PAGE", 40)
    for name in ("one", "other"):
        synthetic.archive(100, tmp_path / name)
    archive, source = Archive(tmp_path / "one"), sources()["openrouter"]
    seen = archive.sightings("openrouter")
    assert seen == Archive(tmp_path / "other").sightings("openrouter")
    parsed = source.parse([archive.snapshot(sighting) for sighting in seen])
    observed = [source.observe(record) for record in parsed.scopes["models"]]
    assert len(observed) == 100
    assert not parsed.issues
    assert not [issue for one in observed for issue in one.issues]
    assert 15 < sum(len(one.claims) for one in observed) / 100 < 30
