"""A leaderboard's names against the router's models, from recordings.

The truth is known where it does not come from the name: the leaderboard links to a repository of weights
that one model declares, or its name is the dated slug of one. The other decisions are to be read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.matching import decisions
from benchmarks.matching.labelled import vocabulary
from benchmarks.matching.tables import Goal, table
from benchmarks.read_recordings import newest
from catalog.match.catalogue import Catalogue, Found
from catalog.match.relation import LEVELS
from catalog.match.sides import LEADING, Side, side
from scraper.claims import Observation
from scraper.errors import ShapeError
from scraper.recordings import Recording, read_recordings
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Source
from scraper.sources import sources

HEAD = ("configuration", "relation", "level", "model", "next", "rule")
EVERY = 15
"""Of the router's recorded lists each so-many-th is read, and the newest: models that are gone were rated too."""


HUB = "https://huggingface.co/"


def measure(recordings: Path) -> list[Goal]:
    """Print how many names lead to a model, and how surely; keep the decisions; gives precision and recall."""
    known = _listed(recordings)
    catalogue = Catalogue(_models(known), vocabulary())
    links = _configurations(recordings)
    found = {name: catalogue.find(side(name, vocabulary(), ids=[name])) for name in sorted(links)}
    counts = Counter((_said(answer), answer.verdict.level) for answer in found.values())
    rows = [
        (relation, *(counts[relation, level] or "" for level in LEVELS))
        for relation in sorted({relation for relation, _ in counts}, key=_order)
    ]
    table(f"Arena's {len(found)} configurations against the router's models", ("relation", *LEVELS), rows)
    decisions.keep("matching-leaderboard.csv", decisions.lines_of(map(_row, found, found.values()), HEAD))
    return _goals(found, _truth(links, known))


def _goals(found: Mapping[str, Found], truth: Mapping[str, set[str]]) -> list[Goal]:
    led = {name: found[name].match for name in truth if found[name].match is not None}
    right = sum(match in truth[name] for name, match in led.items())
    for name in sorted(truth):
        if found[name].match not in truth[name]:
            print(f"    {name}: {found[name].match or 'none'}, not {', '.join(sorted(truth[name]))}")
    print(f"  {len(truth)} configurations whose model is known otherwise: {right} right, {len(led) - right} wrong")
    return [
        Goal("leaderboard names: precision", right / max(1, len(led)), 0.98),
        Goal("leaderboard names: recall", right / max(1, len(truth)), 0.95),
    ]


def _truth(links: Mapping[str, str], known: Mapping[str, dict[str, str]]) -> dict[str, set[str]]:
    """By configuration, the models that it means, where a link or a dated slug tells."""
    weights: dict[str, set[str]] = defaultdict(set)
    slugs: dict[str, set[str]] = defaultdict(set)
    for id_, said in known.items():
        weights[said.get("hugging_face_id", "").lower()].add(id_)
        slug = said.get("canonical_slug", "").rpartition("/")[2].lower()
        if slug != id_.rpartition("/")[2]:
            slugs[slug].add(id_)
    found = {}
    for name, url in links.items():
        repository = url.removeprefix(HUB).strip("/").lower() if url.startswith(HUB) else ""
        models = (weights.get(repository) if repository else None) or slugs.get(name.lower().replace(" ", "-"))
        if models:
            found[name] = models
    return found


def _listed(recordings: Path) -> dict[str, dict[str, str]]:
    """The router's models, each as the newest list that has it says."""
    router = sources()["openrouter"]
    known: dict[str, dict[str, str]] = {}
    for snapshot in _lists(recordings / "openrouter/models"):
        known.update({o.record: _values(o) for o in _observations(router, snapshot) if o.kind == "model"})
    return {id_: said for id_, said in known.items() if not said.get("base_id") and not id_.startswith("~")}


def _models(known: Mapping[str, dict[str, str]]) -> Iterator[Side]:
    """Models with every identifier that they declare."""
    for id_, said in known.items():
        ids = (id_, said.get("canonical_slug", ""))
        weights = [said.get("hugging_face_id", "")]
        yield side(id_, vocabulary(), ids=ids, names=[said.get("name", "")], weights=weights)


def _configurations(recordings: Path) -> dict[str, str]:
    """Every configuration that was rated, with the address that the leaderboard gives for it, if any."""
    arena = sources()["arena"]
    found: dict[str, str] = {}
    for snapshot in newest(recordings, arena):
        for said in map(_values, _observations(arena, snapshot)):
            if "configuration" in said:
                found[said["configuration"]] = said.get("page_url") or found.get(said["configuration"], "")
    return found


def _lists(folder: Path) -> Iterator[Snapshot]:
    found = [recording for recording in read_recordings(folder) if isinstance(recording, Recording) and recording.url]
    found.sort(key=lambda recording: recording.fetched_at)
    for recording in [*found[:-1:EVERY], *found[-1:]]:
        sighting = Sighting(source="openrouter", url=str(recording.url), fetched_at=recording.fetched_at, status=200)
        yield Snapshot(sighting=sighting, body=recording.body())


def _observations(source: Source, snapshot: Snapshot) -> Iterator[Observation]:
    try:
        parsed = source.parse([snapshot])
    except ShapeError:
        return
    for records in parsed.scopes.values():
        for record in records:
            yield source.observe(record)


def _values(observation: Observation) -> dict[str, str]:
    return {claim.field: claim.value for claim in observation.claims}


def _said(found: Found) -> str:
    return found.verdict.relation if found.verdict.relation in LEADING else "apart"


def _order(relation: str) -> int:
    return LEADING.index(relation) if relation in LEADING else len(LEADING)


def _row(name: str, found: Found) -> tuple[str, ...]:
    verdict = found.verdict
    return (name, _said(found), verdict.level, found.key or "", found.runner_up or "", verdict.rule)
