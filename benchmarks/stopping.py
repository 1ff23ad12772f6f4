"""Commands that are stopped at a step of their own: killed there, torn within a write, or told that the disk is full.

A step is a call that changes what is on disk (a file opened for writing, renamed, linked or deleted, a folder made, an
fsync, a transaction of SQLite begun or ended), counted from 1 under the folder that the command runs in. The command
itself is the real one. It runs in a fork of one process that has imported it already, which is what makes hundreds of
them cheap.
"""

import errno
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from pathlib import Path
from threading import Lock, Timer
from typing import Any, NamedTuple, NoReturn

ROOT = Path(__file__).parent.parent
FILES = {"os.rename": 1, "os.link": 1, "os.mkdir": 0, "os.remove": 0, "os.rmdir": 0}
"""Calls that the interpreter tells of, and which of their arguments is the place."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
SQL = ("BEGIN", "COMMIT")
PATIENCE_SECONDS = 30
"""So long a command may take to end once it was interrupted."""
TORN_BYTES = 700
"""So much is written of a file that is torn."""
WAYS = ("kill", "torn", "full", "large")
"""Killed before the step; killed by the system in the midst of what is written next; the step fails as on a full disk;
what is written next fails in its midst."""


class Stop(NamedTuple):
    """Where a command is stopped, and how. Without a step, after so many seconds; without both it is not."""

    step: int = 0
    way: str = "kill"
    after_seconds: float = 0
    signal: int = signal.SIGKILL


class Ran(NamedTuple):
    """What a command came to: status, or minus the signal that ended it."""

    status: int
    err: str
    steps: list[str]
    """What it did on disk, where that was asked for."""
    seconds: float
    cpu_seconds: float
    peak_mb: float


class Runs:
    """Runs commands, one at a time, each in a process of its own."""

    def __enter__(self) -> "Runs":
        command = [sys.executable, "-m", "benchmarks.stopping"]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        self._parent = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env, cwd=ROOT
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._parent.communicate()

    def run(self, folder: Path, *words: str | Path, stop: Stop | None = None, steps: bool = False, **env: str) -> Ran:
        """Run a command in a folder."""
        job = {
            "folder": str(folder), "words": [str(word) for word in words], "stop": stop or Stop(), "steps": steps,
            "env": env,
        }  # fmt: skip
        if self._parent.stdin is None or self._parent.stdout is None:
            raise AssertionError("it has pipes")
        self._parent.stdin.write(json.dumps(job) + "\n")
        self._parent.stdin.flush()
        return Ran(**json.loads(self._parent.stdout.readline()))


class _Steps:
    """Counts what is done on disk, and stops at one of it."""

    def __init__(self, folder: Path, stop: Stop, seen: list[str]) -> None:
        self._inside = f"{os.path.realpath(folder)}/"
        self._stop = stop
        self._seen = seen
        self._count = 0
        self._lock = Lock()

    def watch(self) -> None:
        """From now on every step counts."""
        # What is written beyond the limit that `_now` sets ends the process, or fails.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if self._stop.way == "torn" else signal.SIG_IGN)
        fsync = os.fsync

        def counted(handle: int) -> None:
            self._step("fsync", str(handle))
            fsync(handle)

        connect = sqlite3.connect

        def traced(*words: Any, **more: Any) -> sqlite3.Connection:
            connection = connect(*words, **more)
            connection.set_trace_callback(self._sql)
            return connection

        os.fsync, sqlite3.connect = counted, traced
        sys.addaudithook(self._told)

    def _told(self, event: str, words: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(words[2], int) and words[2] & WRITING:
            self._of_file("open", words[0])
        elif event in FILES:
            place = words[FILES[event]]
            if event != "os.mkdir" or not os.path.isdir(place):  # noqa: PTH112 - texts, bytes and paths
                self._of_file(event, place)

    def _of_file(self, event: str, place: Any) -> None:
        if isinstance(place, (str, bytes, os.PathLike)):
            path = os.path.abspath(os.fsdecode(place))  # noqa: PTH100 - resolve() would look at the disk
            if path.startswith(self._inside):
                self._step(event, path.removeprefix(self._inside))

    def _sql(self, statement: str) -> None:
        word = statement.lstrip()[:6].upper()
        if word.startswith(SQL):
            self._step("sql", statement[:40])

    def _step(self, what: str, place: str) -> None:
        with self._lock:
            self._count += 1
            due = self._count == self._stop.step
        self._seen.append(f"{what} {place}")
        if due:
            self._now(what)

    def _now(self, what: str) -> None:
        way = self._stop.way
        if way == "kill":
            # SQLite writes by itself once a statement has begun: a moment later is within it.
            if what == "sql" and self._count % 2:
                Timer(0.0005, os.kill, (os.getpid(), self._stop.signal)).start()
                return
            os.kill(os.getpid(), self._stop.signal)
            time.sleep(5)
        elif way == "full":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        else:
            resource.setrlimit(resource.RLIMIT_FSIZE, (TORN_BYTES, TORN_BYTES))


def _fork(job: dict[str, Any], told: Path) -> int:
    """A child that runs the command; signals that come before it can take them end it as well."""
    child = os.fork()
    if child == 0:
        _child(job, told)
    return child


def _child(job: dict[str, Any], told: Path) -> NoReturn:
    """Run the command, and leave what it said and did in a folder."""
    status = 1
    try:
        for name, number in (("out", 1), ("err", 2)):
            os.dup2(os.open(told / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        status = _command(job, told)
    except KeyboardInterrupt:
        status = -signal.SIGINT
    except BaseException:
        traceback.print_exc()
    finally:  # whatever happens, the child never goes on as its parent
        sys.stderr.flush()
        os._exit(status)


def _command(job: dict[str, Any], told: Path) -> int:
    from catalog.cli import main

    os.chdir(job["folder"])
    os.environ.update(job["env"])
    seen: list[str] = []
    stop = Stop(*job["stop"])
    if stop.step or job["steps"]:
        _Steps(Path(job["folder"]), stop, seen).watch()
    try:
        main(job["words"])
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    finally:
        if job["steps"]:
            (told / "steps").write_text(json.dumps(seen), encoding="utf-8")
    return 0


def _wait(child: int, stop: Stop, started: float) -> tuple[int, float, float]:
    """Status, seconds of the processor, and the peak of memory in megabytes."""
    if stop.after_seconds:
        time.sleep(max(0.0, started + stop.after_seconds - time.perf_counter()))
        os.kill(child, stop.signal)
        # An interrupt that comes while the interpreter itself imports may be lost: a person would kill it then.
        while not os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG):
            if time.perf_counter() > started + stop.after_seconds + PATIENCE_SECONDS:
                os.kill(child, signal.SIGKILL)
                break
            time.sleep(0.005)
    _, status, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def serve() -> None:
    """Run a command for each line of standard input."""
    import tempfile

    import scraper.sources

    scraper.sources.sources()
    with tempfile.TemporaryDirectory() as name:
        told = Path(name)
        for line in sys.stdin:
            job = json.loads(line)
            (told / "steps").unlink(missing_ok=True)
            (told / "err").write_bytes(b"")
            started = time.perf_counter()
            child = _fork(job, told)
            ended = _wait(child, Stop(*job["stop"]), started)
            seconds = time.perf_counter() - started
            steps = json.loads((told / "steps").read_text(encoding="utf-8")) if (told / "steps").exists() else []
            err = (told / "err").read_text(encoding="utf-8", errors="replace")
            print(json.dumps(Ran(ended[0], err, steps, seconds, *ended[1:])._asdict()), flush=True)


if __name__ == "__main__":
    serve()
