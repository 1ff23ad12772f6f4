"""What the tests of sources that are one page of prices share: a page, what it claims, what a change makes of it."""

from pathlib import Path
from typing import Any

from scraper.http import Http, HttpSettings
from scraper.mirrors import Mirrors
from scraper.progress import Silent
from scraper.recordings import Recording, read_recordings
from scraper.snapshots import Archive, Sighting, Snapshot
from scraper.source import Source
from scraper.sources import sources
from tests.conftest import NOW
from tests.scraper.known import Nothing
from tests.scraper.mutations import Mutation, prices, wrong_prices
from tests.upstream import Upstream

FIXTURES = Path(__file__).parent.parent / "fixtures/sources"


def fixture(source: Source, name: str) -> Snapshot:
    """A page out of a source's fixture folder, by the start of its file's name."""
    for recording in read_recordings(FIXTURES / source.id):
        if isinstance(recording, Recording) and recording.path.name.startswith(f"{name}."):
            return _snapshot(source, recording)
    raise LookupError(name)


def recorded(source: Source, folder: Path) -> list[Snapshot]:
    """The real pages that the source names as its recordings, in the order in which it names them."""
    found = {r.path.as_posix(): r for r in read_recordings(folder / "provider_pages") if isinstance(r, Recording)}
    return [
        _snapshot(source, recording)
        for ending in source.recorded
        for path, recording in found.items()
        if path.endswith(f"/{ending}")
    ]


def html(text: str, source: Source) -> Snapshot:
    """A page made up in a test."""
    return Snapshot(
        sighting=Sighting(source=source.id, url=source.address, fetched_at=NOW, status=200), body=text.encode()
    )


def said(source: Source, snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """Every claim of a page by record and field."""
    records = [record for found in source.parse([snapshot]).scopes.values() for record in found]
    return {record.id: {claim.field: claim.value for claim in source.observe(record).claims} for record in records}


def troubles(source: Source, snapshot: Snapshot) -> list[tuple[str, str, str]]:
    """Every surprise of a page: its kind, the record, the field."""
    parsed = source.parse([snapshot])
    seen = [source.observe(record) for found in parsed.scopes.values() for record in found]
    issues = [*parsed.issues, *(issue for observation in seen for issue in observation.issues)]
    return [(issue.kind.value, issue.record, issue.field) for issue in issues]


def wrong_after(source: Source, snapshot: Snapshot, change: Mutation, truth: Snapshot | None = None) -> dict[Any, str]:
    """The prices that a changed page yields and that the good page does not."""
    good = snapshot.body.decode()
    bad = change(good)
    assert bad != good, "the page is not changed at all"
    return wrong_prices(prices(source, truth or snapshot), prices(source, snapshot, bad))


def asked(source: Source, folder: Path, routes: dict[str, Any]) -> tuple[list[Sighting], list[str]]:
    """What a source fetches from a server that answers so, and the paths that it asked for."""
    with Upstream(routes) as upstream:
        http = Http(
            Archive(folder), HttpSettings(), mirrors=Mirrors(upstream.mirrors), clock=lambda: NOW,
            sleep=lambda _: None, progress=Silent(),
        )  # fmt: skip
        with http:
            return list(source.fetch(http, Nothing())), upstream.paths()


def by_id(id_: str) -> Source:
    """A source by its id."""
    return sources()[id_]


def _snapshot(source: Source, recording: Recording) -> Snapshot:
    sighting = Sighting(
        source=source.id, url=recording.url or source.address, fetched_at=recording.fetched_at, status=200
    )
    body = recording.body()
    url = next((u for end, u in source.recorded.items() if recording.path.as_posix().endswith(f"/{end}")), sighting.url)
    return Snapshot(sighting=sighting.model_copy(update={"url": url}), body=body)
