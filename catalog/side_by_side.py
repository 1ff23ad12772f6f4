"""Parts of one task side by side, each in a process of its own: for work that keeps a core busy for seconds.

Such a process begins as a copy of this one, so that a part may ask for all that is in memory here; files and databases
it has to open itself. What it gives comes back through a pipe. It ends with its parent, however that ends.
"""

import ctypes
import gc
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Generic, NamedTuple, NoReturn, TypeVar

T = TypeVar("T")

MOST = 2
"""So many parts at once: each holds 140 MB for a catalog of 800 models, and a build is to need little memory."""
_PR_SET_PDEATHSIG = 1
"""https://man7.org/linux/man-pages/man2/pr_set_pdeathsig.2const.html"""


class PartLost(Exception):
    """A process ended without a word: the system ended it, perhaps for want of memory."""


class _Running(NamedTuple, Generic[T]):
    """A process that works, and the end of the pipe that it writes to."""

    pid: int
    told: int


def cores() -> int:
    """How many processes can work at a time; 1 on systems that do not end a process with its parent."""
    return min(len(os.sched_getaffinity(0)), MOST) if sys.platform == "linux" else 1


@contextmanager
def side_by_side(parts: Sequence[Callable[[], T]]) -> Iterator[Iterator[T]]:
    """Begin all parts; gives what they come to, in their order, and raises what one of them raised.

    A part that is alone is done here, when it is asked for: another process would be no faster. What is still at work
    when the block is left, is ended. No other thread may be at work. Raises PartLost.
    """
    if len(parts) < 2:
        yield (part() for part in parts)
        return
    with ExitStack() as ended:
        running = [ended.enter_context(_begun(part)) for part in parts]
        yield map(_result, running)


@contextmanager
def _begun(part: Callable[[], T]) -> Iterator[_Running[T]]:
    parent = os.getpid()
    told, telling = os.pipe()
    pid = os.fork()
    if pid == 0:
        _work(part, telling, parent)
    os.close(telling)
    try:
        yield _Running(pid, told)
    finally:
        os.close(told)
        os.kill(pid, signal.SIGKILL)  # one that has ended is there until somebody waits for it
        os.waitpid(pid, 0)


def _result(running: _Running[T]) -> T:
    """What a part gave, once it is done."""
    with os.fdopen(running.told, "rb", closefd=False) as pipe:
        told = pipe.read()
    if not told:
        raise PartLost(f"process {running.pid} ended without a word; is there enough memory?")
    result, error = pickle.loads(told)  # noqa: S301 - we wrote it ourselves
    if error is not None:
        raise error
    made: T = result
    return made


def _work(part: Callable[[], object], telling: int, parent: int) -> NoReturn:
    """Do a part in the process that was made for it, tell what it came to, and end."""
    try:
        _end_with(parent)
        _let_go(telling)
        gc.freeze()  # what is here already would only be copied for being looked at
        with os.fdopen(telling, "wb") as pipe:
            pipe.write(_told(part))
    finally:
        os._exit(0)  # nothing of the parent's is to be ended or flushed twice


def _told(part: Callable[[], object]) -> bytes:
    try:
        return pickle.dumps((part(), None), pickle.HIGHEST_PROTOCOL)
    except BaseException as error:  # whatever it is: it goes on in the parent
        error.add_note(f"in a process of its own:\n{''.join(traceback.format_exception(error))}")
        return pickle.dumps((None, error))


def _end_with(parent: int) -> None:
    """Have this process killed where its parent ends; an interrupt is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _let_go(kept: int) -> None:
    """Let go of what the parent has open: its locks are not to outlive it, and no database is shared.

    The numbers stay taken, for objects in memory still close them.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for handle in (int(found.name) for found in list(Path("/proc/self/fd").iterdir())):
        if handle > 2 and handle not in (kept, nothing):
            os.dup2(nothing, handle, inheritable=False)
