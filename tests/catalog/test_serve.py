"""`serve`: the built site on loopback, as any static host would serve it."""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.serve import server
from tests.atlas import Atlas


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "models").mkdir()
    (tmp_path / "index.html").write_text("explorer", encoding="utf-8")
    (tmp_path / "404.html").write_text("no such page", encoding="utf-8")
    running = server(tmp_path, 0)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{running.server_address[1]}"
    running.shutdown()
    thread.join()
    running.server_close()


def test_a_page_is_served(address: str) -> None:
    with urllib.request.urlopen(f"{address}/") as answer:
        assert answer.read() == b"explorer"


def test_a_feed_is_served_as_one(tmp_path: Path, address: str) -> None:
    (tmp_path / "changes.atom").write_text("<feed/>", encoding="utf-8")
    with urllib.request.urlopen(f"{address}/changes.atom") as answer:
        assert answer.headers["Content-Type"] == "application/atom+xml"


@pytest.mark.parametrize("path", ["/nowhere", "/models/", "/../../etc/passwd"])
def test_what_is_not_there_is_a_404_with_its_page(address: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(f"{address}{path}")
    with error.value as answer:
        assert answer.code == 404
        assert answer.read() == b"no such page"


def test_without_a_site_it_says_what_to_do(atlas: Atlas) -> None:
    ran = atlas.run("serve")
    assert ran.status == 1
    assert "modelatlas refresh" in ran.err
