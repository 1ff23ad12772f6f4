"""What a format of another catalog is: its file, what it cannot say, and how it is written."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from catalog.export.compat.written import Written
from catalog.export.content import Content


class Compat(NamedTuple):
    """A format of another catalog."""

    name: str
    """The name by which it is exported, such as `litellm`."""
    file: str
    """Its file below `api/compat/`, such as `litellm.json`."""
    about: str
    """What it is and who reads it, in a line."""
    cannot_say: Sequence[str]
    """What is known here and has no place there, each in a sentence."""
    write: Callable[[Content], Written]

    @property
    def sidecar(self) -> str:
        """The file of its receipts, below `api/compat/`."""
        return f"{self.file.removesuffix('.json')}.provenance.json"
