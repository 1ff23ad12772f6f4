"""Parts of one task in processes of their own: side by side to be done sooner, or one alone for the memory it takes.

Such a process begins as a copy of this one, so that a part may ask for all that is in memory here; files and databases
it has to open itself. What it tells and gives comes back through a pipe. It ends with its parent, however that ends.
"""

import ctypes
import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Generic, NamedTuple, NoReturn, TypeVar

A = TypeVar("A")
T = TypeVar("T")
Tell = Callable[[str], None]
"""Takes one line for a person."""

MOST = 2
"""So many parts at once: each holds 140 MB for a catalog of 800 models, and a build is to need little memory."""
ENDS_WITHIN_SECONDS = 5.0
"""So long a process that is asked to end may take to put things in order; then it is ended."""
_STANDS_BACK = 5
"""Steps of `nice` by which a part asks for less than this process: of two cores this one then has a whole one."""
_LOOKS_UP_SECONDS = 0.5
"""So often who waits looks up: an interrupt that comes just before a read begins does not end that read."""
_PR_SET_PDEATHSIG = 1
"""https://man7.org/linux/man-pages/man2/pr_set_pdeathsig.2const.html"""


class PartLost(Exception):
    """A process ended without a word: the system ended it, perhaps for want of memory."""


class Turns(Generic[T]):
    """Items of which each is taken once, by whichever process comes first; at most 256."""

    def __init__(self, items: Sequence[T]) -> None:
        self._items = items
        self.handle, writing = os.pipe()
        """Where the numbers of those stand that nobody has taken yet: who is to take some, keeps it."""
        os.write(writing, bytes(range(len(items))))
        os.close(writing)

    def __enter__(self) -> "Turns[T]":
        """Itself; after the block nothing can be taken any more."""
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.handle)

    def __iter__(self) -> Iterator[T]:
        """Those that fall to this process."""
        while number := os.read(self.handle, 1):
            yield self._items[number[0]]


class _Running(NamedTuple, Generic[T]):
    """A process that works, and the end of the pipe at which it is heard."""

    pid: int
    told: Connection


def cores() -> int:
    """How many processes can work at a time; 1 on systems that do not end a process with its parent."""
    return min(len(os.sched_getaffinity(0)), MOST) if sys.platform == "linux" else 1


@contextmanager
def apart(part: Callable[[Tell], T], tell: Tell = lambda _: None, *kept: int) -> Iterator[Callable[[], T]]:
    """Begin a part in a process of its own; gives what waits for it, and tells and gives or raises what it does.

    The memory that the part takes goes with its process. Python gives little of it back: what is left of 1.2 GB of
    claims, one object in a page, would stay for good. Of what is open here it keeps the handles that are named.
    No other thread may be at work. Waiting for it raises PartLost.
    """
    if sys.platform != "linux":
        yield partial(part, tell)
        return
    with _begun(part, kept) as running:
        yield partial(_result, running, tell)


@contextmanager
def side_by_side(parts: Sequence[Callable[[], T]]) -> Iterator[Iterator[T]]:
    """Begin all parts; gives what they come to, in their order, and raises what one of them raised.

    A part that is alone is done here, when it is asked for: another process would be no faster. What this process does
    meanwhile nobody can take from it, so the parts stand back: they share what it leaves, and all of it once it waits.
    What is still at work when the block is left, is ended. No other thread may be at work. Raises PartLost.
    """
    if len(parts) < 2:
        yield (part() for part in parts)
        return
    with ExitStack() as ended:
        running = [ended.enter_context(_begun(_standing_back(part))) for part in parts]
        yield map(_result, running)


def halves(make: Callable[[A], T], of: Sequence[A]) -> list[T]:
    """What is made of each, in their order: of the first half here, of the others in a process of its own meanwhile."""
    half = len(of) // 2
    with apart(lambda _: list(map(make, of[half:]))) as others:
        return [*map(make, of[:half]), *others()]


def _standing_back(part: Callable[[], T]) -> Callable[[Tell], T]:
    def stand_back(_: Tell) -> T:
        os.nice(_STANDS_BACK)
        return part()

    return stand_back


@contextmanager
def _begun(part: Callable[[Tell], T], kept: Sequence[int] = ()) -> Iterator[_Running[T]]:
    parent = os.getpid()
    reading, writing = os.pipe()
    told, telling = Connection(reading, writable=False), Connection(writing, readable=False)
    pid = os.fork()
    if pid == 0:
        _work(part, telling, parent, kept)
    telling.close()
    try:
        with told:
            yield _Running(pid, told)
    finally:
        _ended(pid)


def _ended(pid: int) -> None:
    """Ask a process to end, and wait until it has; one that has ended already is there until somebody waits for it."""
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + ENDS_WITHIN_SECONDS
    try:
        while os.waitpid(pid, os.WNOHANG) == (0, 0):
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.001)
    except BaseException:  # whoever interrupts again, waits no more
        os.kill(pid, signal.SIGKILL)
        raise


def _result(running: _Running[T], tell: Tell = lambda _: None) -> T:
    """What a part gave, once it is done; until then what it tells is told."""
    while True:
        line, result, error = _heard(running)
        if line is not None:
            tell(line)
        elif error is not None:
            raise error
        else:
            made: T = result
            return made


def _heard(running: _Running[T]) -> tuple[str | None, T, BaseException | None]:
    """What a process says next: a line, what it came to, or an error."""
    try:
        while not running.told.poll(_LOOKS_UP_SECONDS):
            pass
        said: tuple[str | None, T, BaseException | None] = running.told.recv()
    except (EOFError, OSError):
        raise PartLost(f"process {running.pid} ended without a word; is there enough memory?") from None
    return said


def _work(part: Callable[[Tell], object], telling: Connection, parent: int, kept: Sequence[int]) -> NoReturn:
    """Do a part in the process that was made for it, tell what it came to, and end."""
    try:
        _end_with(parent)
        _let_go({telling.fileno(), *kept})
        gc.freeze()  # what is here already would only be copied for being looked at
        try:
            with _in_order():
                telling.send((None, part(lambda line: telling.send((line, None, None))), None))
        except BaseException as error:  # whatever it is: it goes on in the parent
            error.add_note(f"in a process of its own:\n{''.join(traceback.format_exception(error))}")
            telling.send((None, None, error))
    finally:
        os._exit(0)  # nothing of the parent's is to be ended or flushed twice


@contextmanager
def _in_order() -> Iterator[None]:
    """Being asked to end, within the block, is an interrupt: what is half done is undone. After it, it just ends."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end_with(parent: int) -> None:
    """Have this process killed where its parent ends; an interrupt is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _let_go(kept: Collection[int]) -> None:
    """Let go of what the parent has open: its locks are not to outlive it, and no database is shared.

    The numbers stay taken, for objects in memory still close them.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for handle in (int(found.name) for found in list(Path("/proc/self/fd").iterdir())):
        if handle > 2 and handle not in (*kept, nothing):
            os.dup2(nothing, handle, inheritable=False)
