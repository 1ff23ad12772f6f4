"""Mirrors: address prefixes that are rewritten before a request, for companies behind one and for tests."""

from collections.abc import Mapping
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Mirrors:
    """A map from prefixes to replacements; the longest prefix wins, the replacement is plain text."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = sorted(prefixes.items(), key=lambda pair: -len(pair[0]))

    def apply(self, url: str) -> str:
        """The address to ask in place of this one; itself where no prefix fits."""
        for prefix, replacement in self._prefixes:
            if url.startswith(prefix):
                return replacement + url[len(prefix) :]
        return url


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine, by its name."""
    return urlsplit(url).hostname in LOOPBACK
