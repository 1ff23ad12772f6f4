"""What can go wrong with a source, named for the remedy rather than for where it broke."""


class AtlasError(Exception):
    """A failure told in one line: which source, which address, what was wrong."""

    def __init__(self, source: str, url: str, detail: str) -> None:
        self.source = source
        self.url = url
        self.detail = " ".join(detail.split())
        super().__init__(f"{source}: {url}: {self.detail}")


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
