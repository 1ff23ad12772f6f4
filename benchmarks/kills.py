"""Kill runs at random moments and at every kind of step; nothing may be torn, and the next run must make up for it.

`python -m benchmarks.kills` takes a small catalog of four sources whose upstream, on loopback, says something else each
night, and stops `refresh`, `fetch`, `build`, `backfill`, `export` and `review` in it: once at each kind of step on disk
(`benchmarks/stopping.py`), by a kill, by a kill in the midst of what is written next and by a full disk; then with
SIGKILL, SIGTERM and SIGINT at `--kills` moments drawn by `--seed`. Exit status 1 says that something was wrong.
"""

import argparse
import random
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import nights
from benchmarks.stopping import WAYS, Ran, Runs, Stop
from benchmarks.wholeness import Digests, digests, left_over, locked, torn_archive, torn_database, torn_sums
from catalog.export.folders.filling import MARK as TABLES
from catalog.staging import MARK as SITE

ROOT = Path(__file__).parent.parent
MODELS, NIGHTS = 12, 4
SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
OF_LOOKS = ("_site/SHA256SUMS", "_site/catalog.db", "_site/data/index.html")
"""Files that tell of every look at an address: one more, by the run that was killed, is one more."""
PUBLISHED = (0, 3)
ANEW_EVERY = 4
"""After every so many of the runs that look at addresses, what is published is made anew from the archive alone."""


class Scene(NamedTuple):
    """A command, the folder that it runs in, and what shows that it was done."""

    name: str
    words: tuple[str, ...]
    shown: str
    """What it replaces as a whole: a folder or a file."""
    again: tuple[str, ...] = ()
    """What the next run is, where it is not the same."""
    base: str = "night"
    looks: bool = False
    """Whether it looks at addresses: the killed run's looks stay in the archive."""


REFRESH = ("refresh", *nights.SOURCES, "--quiet")
SCENES = (
    Scene("refresh", REFRESH, "_site", looks=True),
    Scene("first refresh", REFRESH, "_site", base="empty", looks=True),
    Scene("fetch", ("fetch", *nights.SOURCES, "--quiet"), "_site", REFRESH, looks=True),
    Scene("build", ("build", "--quiet"), "_site", base="fetched"),
    Scene("build, database of other readers", ("build", "--quiet"), "_site", base="older"),
    Scene("build --as-of", ("build", "--as-of", "2026-03-03", "--out", "then", "--quiet"), "then"),
    Scene("backfill", ("backfill", "deepseek_pricing", "recorded", "--quiet"), "_site", ("build", "--quiet")),
    Scene("export csv", ("export", "csv", "--out", "tables"), "tables"),
    Scene("export models", ("export", "models", "--out", "models.json"), "models.json"),
    Scene("export database", ("export", "database", "--out", "there.db"), "there.db"),
    Scene(
        "review",
        ("review", "haimaker:acme/m0", "acme/m3", "--not-same", "--why", "sizes", "--who", "a", "--curated", "curated"),
        "curated/crosswalk.toml",
        ("review", "haimaker:acme/m3", "acme/m6", "--not-same", "--why", "sizes", "--who", "a", "--curated", "curated"),
    ),
)


class Kills:
    """The folders that runs start from, and what an unkilled run makes of each."""

    def __init__(self, folder: Path, runs: Runs, upstream: nights.Upstream) -> None:
        self._folder = folder
        self._runs = runs
        self._upstream = upstream
        self._looked_at = -1
        self.folders = {"empty": folder / "empty", "night": folder / "night"}
        self._expected: dict[str, tuple[Digests, Digests, Digests, Ran]] = {}

    def prepare(self, count: int = NIGHTS) -> None:
        """A catalog of a few nights, and the same in other states; the next night is the one to be killed in."""
        for name in ("empty", "night"):
            self.folders[name].mkdir()
            (self.folders[name] / "modelatlas.toml").write_text("[http]\nbackoff_seconds = 0.01\n", encoding="utf-8")
        base = self.folders["night"]
        for night in range(count):
            self._upstream.night = night
            self._sound(base, *REFRESH)
        for place in ("models.json", "there.db", f"tables/{TABLES}", f"then/{SITE}"):
            (base / place).parent.mkdir(parents=True, exist_ok=True)
            (base / place).write_text("of yesterday", encoding="utf-8")
        shutil.copytree(ROOT / "data/curated", base / "curated")
        self._recordings(base / "recorded")
        self._upstream.night = NIGHTS + 1
        self.folders["fetched"] = shutil.copytree(base, self._folder / "fetched")
        self._sound(self.folders["fetched"], "fetch", *nights.SOURCES, "--quiet")
        self.folders["older"] = shutil.copytree(self.folders["fetched"], self._folder / "older")
        _made_by_others(self.folders["older"] / "data/catalog.db")

    def steps(self, scene: Scene) -> list[str]:
        """What an unkilled run does on disk, in its order."""
        return self._control(scene)[3].steps

    def seconds(self, scene: Scene) -> float:
        """How long an unkilled run takes."""
        return self._control(scene)[3].seconds

    def stop(self, scene: Scene, stop: Stop) -> tuple[bool, list[str]]:
        """Whether a run was stopped before it was done, and all that is wrong then and after the next run."""
        before, middle, after, _ = self._control(scene)
        folder = shutil.copytree(self.folders[scene.base], self._folder / "run")
        try:
            ran = self.run(folder, scene.words, stop)
            wrong = [] if ran.status < 0 or not ran.status else list(_told_badly(ran, stop))
            wrong += self._torn(scene, folder, before, middle)
            again = self.run(folder, scene.words)
            if scene.again:
                again = self.run(folder, scene.again)
            if again.status not in PUBLISHED:
                wrong.append(f"next run: {again.status}: {again.err[-200:]}")
            wrong += self._differs(scene, folder, after)
            return ran.status not in PUBLISHED, [*wrong, *left_over(folder)]
        finally:
            shutil.rmtree(folder)

    def _torn(self, scene: Scene, folder: Path, old: Digests, new: Digests) -> list[str]:
        """What a stopped run left, looked at before anything else runs."""
        shown = folder / scene.shown
        found = digests(shown) if shown.exists() else {}
        wrong = [] if found in (old, new) else [f"{scene.shown}: neither the old nor the new one"]
        if shown.is_dir():
            wrong += torn_sums(shown)
        data = folder / "data"
        wrong += [*torn_database(data / "catalog.db"), *torn_archive(data / "archive"), *locked(data / "refresh.lock")]
        return wrong

    def _differs(self, scene: Scene, folder: Path, after: Digests) -> Iterator[str]:
        """Where the next run made something else than an unkilled one, or than one from the archive alone."""
        found = digests(folder / scene.shown)
        if not scene.looks:
            if found != after:
                yield f"{scene.shown}: not what an unkilled run makes: {_names(found, after)}"
            return
        if {**after, **{path: found.get(path, "") for path in OF_LOOKS}} != found:
            yield f"{scene.shown}: not what an unkilled run makes: {_names(found, after)}"
        self._looked_at += 1
        if self._looked_at % ANEW_EVERY:
            return
        anew = folder / "anew"
        anew.mkdir()
        shutil.copytree(folder / "data/archive", anew / "data/archive")
        published = self.folders[scene.base] / "data/published.jsonl"
        if published.exists():
            shutil.copy(published, anew / "data")
        self._sound(anew, "build", "--quiet")
        if digests(anew / "_site") != found:
            yield f"{scene.shown}: not what the archive makes: {_names(found, digests(anew / '_site'))}"
        shutil.rmtree(anew)

    def _control(self, scene: Scene) -> tuple[Digests, Digests, Digests, Ran]:
        """What is shown before and after an unkilled run and after the next one, and what it came to."""
        if scene.name not in self._expected:
            base = self.folders[scene.base]
            before = digests(base / scene.shown) if (base / scene.shown).exists() else {}
            folder = shutil.copytree(base, self._folder / "control")
            ran = self._sound(folder, *scene.words, steps=True)
            middle = digests(folder / scene.shown)
            if scene.again:
                self._sound(folder, *scene.again)
            after = digests(folder / scene.shown)
            shutil.rmtree(folder)
            if before == after:
                raise SystemExit(f"{scene.name}: makes nothing new, so that nothing could be seen to be torn")
            self._expected[scene.name] = before, middle, after, ran
        return self._expected[scene.name]

    def _sound(self, folder: Path, *words: str, steps: bool = False) -> Ran:
        ran = self.run(folder, words, steps=steps)
        if ran.status not in PUBLISHED:
            raise SystemExit(f"{' '.join(words)}: exit status {ran.status}: {ran.err}")
        return ran

    def run(self, folder: Path, words: Sequence[str], stop: Stop | None = None, steps: bool = False) -> Ran:
        """Run a command in a folder on the night to be killed in."""
        moment = str(int(nights.at(self._upstream.night).timestamp()))
        mirrors = self._upstream.mirrors
        return self._runs.run(
            folder, *words, stop=stop, steps=steps, SOURCE_DATE_EPOCH=moment, MODELATLAS_MIRRORS=mirrors
        )

    def _recordings(self, folder: Path) -> None:
        """A page of one seller, as recorded on days before the first night."""
        folder.mkdir()
        for day in range(20, 24):
            body = nights.reply(nights.DEEPSEEK, day, MODELS).body
            (folder / f"pricing-2026-02-{day}.html").write_bytes(body)


def kinds(steps: Sequence[str]) -> dict[str, list[int]]:
    """The numbers of a run's steps, by what kind of step they are: names that are hashes or random are left out."""
    found: dict[str, list[int]] = {}
    for number, step in enumerate(steps, 1):
        kind = re.sub(r"new-[a-z0-9_]+|old-[a-z0-9_]+|\b[0-9a-f]{2}\b|[0-9a-f]{12,}|\d+", "*", step)
        kind = re.sub(r"(models|feeds|acme|labs|providers|changes)/\S+", r"\1/*", kind)
        found.setdefault(kind, []).append(number)
    return found


def targeted(steps: Sequence[str], chance: random.Random) -> list[Stop]:
    """A stop of each way at each kind of step: at one of them."""
    return [
        Stop(chance.choice(numbers), way)
        for kind, numbers in kinds(steps).items()
        for way in WAYS
        if way not in ("torn", "large") or kind.startswith(("open", "sql"))
    ]


def at_random(kills: int, chance: random.Random, seconds: Sequence[float]) -> Iterator[tuple[int, Stop]]:
    """So many kills, each scene as often as the others."""
    for number in range(kills):
        scene = number % len(seconds)
        yield scene, Stop(after_seconds=chance.uniform(0.001, seconds[scene]), signal=chance.choice(SIGNALS))


def _told_badly(ran: Ran, stop: Stop) -> Iterator[str]:
    """What is wrong with what a run said that met a full disk and ended by itself."""
    lines = [line for line in ran.err.splitlines() if line]
    if stop.way in ("full", "large") and stop.step:
        if ran.status not in (1, 3):
            yield f"status {ran.status}"
        if "Traceback" in ran.err or not any(":" in line for line in lines):
            yield f"told: {ran.err[-300:]}"


def _made_by_others(database: Path) -> None:
    """Make a database look as if another version of the readers had written it."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(database)) as db, db:
        db.execute("update _meta set value = 'others' where key = 'readers'")


def _names(one: Digests, other: Digests) -> str:
    names = sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
    return f"{len(names)} files, {', '.join(names[:4])}"


def print_row(name: str, stops: Iterable[tuple[Stop, bool, list[str]]]) -> int:
    """Print what a row of stops came to; gives how many went wrong."""
    found = list(stops)
    bad = [(stop, wrong) for stop, _, wrong in found if wrong]
    in_time = sum(stopped for _, stopped, _ in found)
    print(f"{name:<34}  {len(found):4} stops  {in_time:4} before the end  {len(bad):3} wrong", flush=True)
    for stop, wrong in bad[:5]:
        print(f"    {stop}: {'; '.join(wrong[:3])}", flush=True)
    return len(bad)


def main() -> int:
    """Print a table; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="at random moments (default: 200)")
    parser.add_argument("--steps", type=int, default=1000, help="at most so many stops at steps of one command")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scene", help="only the scenes whose names begin so")
    asked = parser.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311 - moments, no secrets
    scenes = [scene for scene in SCENES if scene.name.startswith(asked.scene or "")]
    wrong = 0
    with tempfile.TemporaryDirectory() as name, nights.upstream(MODELS) as upstream, Runs() as runs:
        kills = Kills(Path(name), runs, upstream)
        kills.prepare()
        for scene in scenes if asked.steps else ():
            steps = kills.steps(scene)
            stops = targeted(steps, chance)
            stops = chance.sample(stops, min(len(stops), asked.steps))
            told = f"{scene.name}: {len(steps)} steps"
            wrong += print_row(told, [(stop, *kills.stop(scene, stop)) for stop in stops])
        drawn = list(at_random(asked.kills, chance, [kills.seconds(scene) for scene in scenes]))
        for number, scene in enumerate(scenes):
            moments = [stop for which, stop in drawn if which == number]
            wrong += print_row(
                f"{scene.name}: {kills.seconds(scene):.2f} s", [(stop, *kills.stop(scene, stop)) for stop in moments]
            )
    print("all whole" if not wrong else f"{wrong} went wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
