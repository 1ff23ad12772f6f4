"""How much memory a process and those that it begins hold together."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

EVERY_SECONDS = 0.2


class Watch(Thread):
    """Looks now and then at a process that has begun others; one that is alone the system accounts for well enough."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._ended = Event()
        self.peak_mb = 0.0
        """The most that several processes held together; what they share counts once."""

    def run(self) -> None:
        """Look until told to stop."""
        while not self._ended.wait(EVERY_SECONDS):
            family = list(with_children(self._pid))
            if len(family) > 1:
                self.peak_mb = max(self.peak_mb, sum(map(share_mb, family)))

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()
        self.join()


def with_children(pid: int) -> Iterator[int]:
    """A process and all that it and its children have begun."""
    yield pid
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from with_children(int(child))


def share_mb(pid: int) -> float:
    """What a process holds, and its share of what it holds with others; nothing where it is gone.

    https://docs.kernel.org/filesystems/proc.html, `Pss`
    """
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
