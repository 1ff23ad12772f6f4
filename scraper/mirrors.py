"""Mirrors: address prefixes that are rewritten before a request, for companies behind one and for tests."""

import re
from collections.abc import Mapping

_PAIR = re.compile(r"(?P<prefix>https?://.*?)=(?P<target>https?://.+)")


class Mirrors:
    """A map from prefixes to replacements; the longest prefix wins, the replacement is plain text."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = dict(prefixes)
        self._longest_first = sorted(self.prefixes.items(), key=lambda pair: -len(pair[0]))

    @classmethod
    def parse(cls, text: str) -> "Mirrors":
        """Mirrors from `PREFIX=ADDRESS,PREFIX=ADDRESS`. Raises ValueError, naming the part that is none.

        Where a password may be in the text, a part is named by its number: it may be half of a password.
        """
        pairs: dict[str, str] = {}
        for number, part in enumerate(filter(None, (part.strip() for part in text.split(","))), 1):
            pair = _PAIR.fullmatch(part)
            if pair is None:
                shown = f"part {number} (a comma in a password is written %2C)" if "@" in text else repr(part)
                raise ValueError(f"{shown} is no PREFIX=ADDRESS, such as https://api.example=http://127.0.0.1:9000")
            pairs[pair["prefix"]] = pair["target"]
        return cls(pairs)

    def over(self, others: Mapping[str, str]) -> "Mirrors":
        """These and others; of one prefix these count, as the environment's over a file's."""
        return Mirrors({**others, **self.prefixes})

    def apply(self, url: str) -> str:
        """The address to ask in place of this one; itself where no prefix fits."""
        for prefix, replacement in self._longest_first:
            if url.startswith(prefix):
                return replacement + url[len(prefix) :]
        return url
