"""Rows on `refresh`: a night of 420 endpoints, and what years of history cost a night.

Every run is a process of its own, against a server on loopback that takes 50 ms for an answer, and starts from a copy
of the same folder.
"""

import gzip
import json
import random
import statistics
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from benchmarks.loopback import LATENCY_SECONDS, upstream
from benchmarks.table.archives import copied, recordings
from benchmarks.table.building import files_written
from benchmarks.table.rows import Row
from benchmarks.table.running import Ran, atlas, in_turns, processor
from scraper.http_settings import HttpSettings

BUILT, NIGHT = "2026-08-24", "2026-08-26"
"""The night comes after every recorded answer, and the folder was built two days before."""
API = "/openrouter.ai/api/v1"
CALLS = 420
"""So many endpoints are asked: the router listed as many models in its largest weeks."""
AT_ONCE = HttpSettings().concurrency
IDEAL = CALLS * LATENCY_SECONDS / AT_ONCE
"""Seconds that the calls take where nothing else costs any."""


class Router:
    """The router as of a night: its list, and the endpoints of each model, whose uptimes are never the same twice."""

    def __init__(self, found: Path, night: int = 0) -> None:
        self.night = night
        bundle = json.loads((found / "endpoints/2026-08-22.bundle.json").read_bytes())["models"]
        self._sold = {model["id"]: [row for row in model["endpoints"] if "status" in row] for model in bundle}
        self._rows = _listed(found)

    def __call__(self, path: str) -> bytes | None:
        """What an address gives."""
        if path == f"{API}/models":
            return json.dumps({"data": [self._model(place) for place in range(CALLS)]}).encode()
        id_ = path.removeprefix(f"{API}/models/").removesuffix("/endpoints")
        place = self._places().get(id_)
        return None if place is None else json.dumps({"data": self._endpoints(place)}).encode()

    @cache  # noqa: B019 - there is one router
    def _places(self) -> dict[str, int]:
        return {row["id"]: place for place, row in enumerate(self._rows)}

    def _model(self, place: int) -> dict[str, Any]:
        """A row of the list; on a second night ten of them cost more."""
        row = self._rows[place]
        if not self.night or place % (CALLS // 10):
            return row
        price = f"{float(row['pricing']['prompt']) * 1.04:.12f}"
        return {**row, "pricing": {**row["pricing"], "prompt": price}}

    def _endpoints(self, place: int) -> dict[str, Any]:
        row, draw = self._rows[place], random.Random(place * 1_000 + self.night)  # noqa: S311 - uptimes, no secrets
        told = {key: row[key] for key in ("id", "name", "created", "description", "architecture")}
        sold = self._sold.get(row["id"]) or [_endpoint(row)]
        return {**told, "endpoints": [{**one, "uptime_last_30m": draw.uniform(95, 100)} for one in sold]}


def _listed(found: Path) -> list[dict[str, Any]]:
    """As many real rows: those of the newest list, then those that left last."""
    rows: dict[str, dict[str, Any]] = {}
    for day in sorted((found / "models").glob("*.json.gz"), reverse=True):
        for row in json.loads(gzip.decompress(day.read_bytes()))["data"]:
            if not row["id"].startswith("~"):
                rows.setdefault(row["id"], row)
        if len(rows) >= CALLS:
            break
    return list(rows.values())[:CALLS]


def _endpoint(row: dict[str, Any]) -> dict[str, Any]:
    """The one endpoint of a model whose endpoints nobody recorded."""
    author = row["id"].partition("/")[0]
    return {
        "name": f"{author.title()} | {row['id']}", "model_name": row["name"], "provider_name": author.title(),
        "tag": author, "context_length": row["context_length"], "pricing": row["pricing"], "quantization": "unknown",
        "max_completion_tokens": row["top_provider"]["max_completion_tokens"], "max_prompt_tokens": None,
        "supported_parameters": row["supported_parameters"], "status": 0, "supports_implicit_caching": False,
    }  # fmt: skip


def endpoints(folder: Path, runs: int) -> Iterator[Row]:
    """A night on which every endpoint says its uptime anew, and ten prices of the list move."""
    found = recordings()
    if not found:
        return
    router = Router(found / "openrouter")
    base = folder / "base"
    base.mkdir()
    (base / "modelatlas.toml").write_text("[http]\nbackoff_seconds = 0.01\n", encoding="utf-8")
    fetching: list[float] = []
    with upstream(router) as address:
        atlas(base, "refresh", "openrouter", day=BUILT, mirror=address)

        def night() -> Ran:
            router.night += 1
            copied(base, folder / "night")
            ran = atlas(folder / "night", "refresh", "openrouter", day=NIGHT, mirror=address)
            report = json.loads((folder / "night/data/runs/latest.json").read_bytes())
            fetching.append(report["sources"]["openrouter"]["seconds"])
            return ran

        (measured,) = in_turns(runs, night)
    fetched, most = statistics.median(fetching), 1.5 * IDEAL
    told = f"{CALLS} calls of {LATENCY_SECONDS * 1e3:.0f} ms, {AT_ONCE} at a time, take {IDEAL:.2f} s"
    yield measured.row(
        f"refresh with {CALLS} endpoints", most, f"{told}; {files_written(folder / 'night')} files written"
    )
    yield Row(f"refresh with {CALLS} endpoints: fetch alone", fetched, "s", most, runs=runs, note="as the run reports")


def history(folder: Path, runs: int) -> Iterator[Row]:
    """A night on top of every recorded day, and without them: under 1.3 times as long.

    The server has the last recorded list but one, and knows no endpoints.
    """
    found = recordings()
    if not found:
        return
    source = found / "openrouter"
    days = sorted((source / "models").glob("*.json.gz"))
    others = [path for path in sorted(source.iterdir()) if path.is_dir() and path.name != "models"]
    for name, taken in (("without", [days[-1], *others]), ("with", [source])):
        (folder / name).mkdir()
        atlas(folder / name, "backfill", "openrouter", *taken, day=BUILT)
        atlas(folder / name, "build", day=BUILT)
    listed = gzip.decompress(days[-2].read_bytes())
    with upstream({f"{API}/models": listed}.get) as address:

        def night(name: str) -> Ran:
            copied(folder / name, folder / "night")
            return atlas(folder / "night", "refresh", "openrouter", day=NIGHT, mirror=address)

        without, with_it = in_turns(runs, partial(night, "without"), partial(night, "with"))
    yield without.row("a night without history")
    yield with_it.row("a night with history")
    times = with_it.seconds / without.seconds
    yield Row("a night with history, to one without", times, "", 1.3, runs=runs, note=processor(with_it, without))
