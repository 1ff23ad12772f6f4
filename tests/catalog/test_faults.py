"""What upstreams may do, over real sockets: nothing breaks, no wrong value is published, the last good one stays."""

from pathlib import Path

import pytest

from tests.answers import envelope
from tests.atlas import Atlas
from tests.fault_night import (
    FIRST,
    FaultyUpstream,
    Night,
    Published,
    Ran,
    environment,
    epoch,
    everywhere,
    faults_of,
    nights,
    prepare,
    published,
    size,
)
from tests.faults import FAULTS, Fault
from tests.good_night import router_models

BY_NAME = {fault.name: fault for fault in FAULTS}
FEW = (
    "reset before an answer", "headers without an end", "a chunk of exabytes", "gzip with a wrong checksum",
    "br, which nobody asked for", "status 204", "status 304", "429 with a pause that is none", "a redirect to file:",
    "a redirect to a cloud's metadata", "a redirect that grows without an end", "a login page", "a Parquet file",
    "JSON 100,000 levels deep", "a number of ten thousand digits", "half of the list", "half a million cells",
    "XML with entities that unfold", "noise",
)  # fmt: skip
"""Faults of every sort, each done to one source; `benchmarks/faults.py` does all of them to all."""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Published]:
    """A folder with a good night of every source, and what it publishes."""
    folder = tmp_path_factory.mktemp("good")
    with pytest.MonkeyPatch.context() as patch:
        prepare(folder, folder)
        patch.setenv("SOURCE_DATE_EPOCH", str(FIRST))
        Atlas(folder, patch).backfill(envelope(*router_models()), "2026-07-30")
        ran = refreshed(folder, {}, patch)
        assert ran.status == 0, ran.err
    return folder, published(folder, FIRST)


def refreshed(folder: Path, night: Night, patch: pytest.MonkeyPatch) -> Ran:
    """A refresh in a folder, against the upstream of a night."""
    atlas = Atlas(folder, patch)
    prepare(folder, folder)
    with FaultyUpstream(night) as upstream:
        for name, value in environment(night, upstream.address).items():
            patch.setenv(name, value)
        ran = atlas.run("refresh", "--no-render")
    return Ran(ran.status, ran.err, 0)


def play(night: Night, good: tuple[Path, Published], folder: Path, patch: pytest.MonkeyPatch) -> list[str]:
    """What is not as it must be after a night."""
    base, before = good
    prepare(base, folder / "night")
    ran = refreshed(folder / "night", night, patch)
    after = published(folder / "night", epoch(night))
    return faults_of(night, ran, before, after, size(folder / "night/data/archive") - size(base / "data/archive"))


def test_there_are_sixty_kinds_of_fault_and_each_is_done_to_a_source() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 60


@pytest.mark.parametrize("night", nights([BY_NAME[name] for name in FEW], 1), ids=lambda night: f"{len(night)} sources")
def test_faults_of_every_sort_change_nothing_that_is_published(
    night: Night, good: tuple[Path, Published], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert play(night, good, tmp_path, monkeypatch) == []


@pytest.mark.parametrize("name", ["every price a thousandfold", "ids that are paths"])
def test_what_is_said_wrongly_by_all_at_once_is_not_published(
    name: str, good: tuple[Path, Published], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert play(everywhere(BY_NAME[name]), good, tmp_path, monkeypatch) == []


@pytest.mark.faults
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_no_fault_breaks_anything(
    fault: Fault, good: tuple[Path, Published], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert play(everywhere(fault), good, tmp_path, monkeypatch) == []
