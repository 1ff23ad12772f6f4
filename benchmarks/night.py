"""A night on top of years of history, and the same night without them: what history costs a run.

Every run is `modelatlas refresh openrouter` as a process of its own, against a server on loopback that has the
last recorded list but one as the answer of a later day, knows no endpoints, and takes 50 ms for an answer. It starts
from a copy of the same folder.
"""

import gzip
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

MODELATLAS = Path(sys.executable).parent / "modelatlas"
BUILT_AT = "1785585600"  # 2026-08-01, the day after the newest recorded list
NIGHT_AT = "1787702400"  # 2026-08-26, after every recorded answer
LATENCY_SECONDS = 0.05
LIST = "/openrouter.ai/api/v1/models"


def night(recordings: Path, folder: Path, runs: int) -> dict[str, tuple[float, float]]:
    """Median seconds and peak megabytes of a night `without` history and `with` it, taken in turns."""
    source = recordings / "openrouter"
    days = sorted((source / "models").glob("*.json.gz"))
    others = [path for path in sorted(source.iterdir()) if path.is_dir() and path.name != "models"]
    for name, taken in (("without", [days[-1], *others]), ("with", [source])):
        _run(folder / name, BUILT_AT, "backfill", "openrouter", *map(str, taken))
        _run(folder / name, BUILT_AT, "build")
    measured: dict[str, list[tuple[float, float]]] = {"without": [], "with": []}
    with _upstream(gzip.decompress(days[-2].read_bytes())) as address:
        for _ in range(runs):
            for name, taken_so_far in measured.items():
                taken_so_far.append(_night(folder / name, address))
    return {
        name: (statistics.median(seconds for seconds, _ in found), max(peak for _, peak in found))
        for name, found in measured.items()
    }


def _night(folder: Path, address: str) -> tuple[float, float]:
    copied = folder.with_name("night")
    shutil.copytree(folder, copied, copy_function=shutil.copy2)
    try:
        return _run(copied, NIGHT_AT, "refresh", "openrouter", address=address)
    finally:
        shutil.rmtree(copied)


def _run(folder: Path, at: str, *words: str, address: str = "http://127.0.0.1:9") -> tuple[float, float]:
    """Run a command; gives its seconds and its peak in megabytes."""
    folder.mkdir(exist_ok=True)
    env = {**os.environ, "SOURCE_DATE_EPOCH": at, "MODELATLAS_MIRRORS": f"https://={address}/"}
    started = time.perf_counter()
    command = [MODELATLAS, *words, "--quiet"]
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise SystemExit(f"{words}: exit status {process.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


@contextmanager
def _upstream(models: bytes) -> Iterator[str]:
    """The address of a server that lists models, and knows nothing else."""

    class Handler(BaseHTTPRequestHandler):
        """Answers the list's address."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer."""
            time.sleep(LATENCY_SECONDS)
            found = self.path.partition("?")[0] == LIST
            body = models if found else b"{}"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *words: object) -> None:  # noqa: A002 - its name there
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
