"""What can go wrong with a source, named for the remedy rather than for where it broke."""

LONGEST = 500
"""So many letters of what was wrong are enough: an upstream chooses some of them."""


def one_line(text: str) -> str:
    """A text as one line of a bounded length, in which nothing moves a cursor."""
    tidy = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return tidy if len(tidy) <= LONGEST else f"{tidy[:LONGEST]}..."


class AtlasError(Exception):
    """A failure told in one line: which source, which address, what was wrong."""

    def __init__(self, source: str, url: str, detail: str) -> None:
        self.source = source
        self.url = url
        self.detail = one_line(detail)
        super().__init__(f"{source}: {one_line(url)}: {self.detail}")


class FetchError(AtlasError):
    """The answer did not arrive: try again later."""


class ShapeError(AtlasError):
    """The answer is not in the shape we know: the source changed, mend the reader."""


class ReaderFault(AtlasError):
    """The reader itself broke down, in a way that nobody foresaw: mend it. `__cause__` is what it raised."""


class BadValue(ValueError):
    """One value cannot be read: it is skipped, counted and reported, and nothing is put in its place."""


class Unfamiliar(Exception):
    """A value outside the documented list: it is kept as it came, and reported."""

    def __init__(self, kept: str, detail: str) -> None:
        self.kept = kept
        super().__init__(detail)
