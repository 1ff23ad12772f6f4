"""How far a fetch has come: a bar on a terminal, plain lines elsewhere, nothing when quiet."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress as Bars


class Progress(Protocol):
    """Told what begins, each step, and the end."""

    def start(self, label: str, total: int) -> None:
        """A list of so many addresses begins."""
        ...

    def advance(self) -> None:
        """One address is done."""
        ...

    def finish(self) -> None:
        """The list is done, whole or not."""
        ...


class Silent:
    """Says nothing."""

    def start(self, label: str, total: int) -> None:
        """Say nothing."""

    def advance(self) -> None:
        """Say nothing."""

    def finish(self) -> None:
        """Say nothing."""


class Lines(threading.local):
    """One line a list, when it is done: for logs and cron. Each thread has a list of its own."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._label = ""
        self._total = 0
        self._done = 0

    def start(self, label: str, total: int) -> None:
        """Remember what begins."""
        self._label, self._total, self._done = label, total, 0

    def advance(self) -> None:
        """Count."""
        self._done += 1

    def finish(self) -> None:
        """Say the count."""
        self._say(f"{self._label} {self._done}/{self._total}")


class Bar:
    """Moving bars on a terminal, one for each list that is under way."""

    def __init__(self) -> None:
        self._bars: Bars | None = None
        self._own = threading.local()
        self._lock = threading.Lock()
        self._open = 0

    def start(self, label: str, total: int) -> None:
        """Draw a bar."""
        from rich.console import Console
        from rich.progress import Progress as Bars

        with self._lock:
            if self._bars is None:
                self._bars = Bars(console=Console(stderr=True))
                self._bars.start()
            self._open += 1
            self._own.task = self._bars.add_task(label, total=total)

    def advance(self) -> None:
        """Move on by one."""
        if self._bars is not None:
            self._bars.advance(self._own.task)

    def finish(self) -> None:
        """Leave the bar where it is; when all are done, leave the terminal."""
        with self._lock:
            self._open -= 1
            if self._bars is not None and self._open <= 0:
                self._bars.stop()
                self._bars = None


def progress(quiet: bool, terminal: bool, say: Callable[[str], None]) -> Progress:
    """The progress that fits where it is shown; `say` takes lines."""
    if quiet:
        return Silent()
    return Bar() if terminal else Lines(say)
