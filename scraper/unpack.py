"""Packed bodies, unpacked piece by piece, so that a small answer cannot become a huge one unnoticed."""

import zlib
from collections.abc import Callable

_STEP = 2**18
"""So many bytes are unpacked at once: a small piece may hold a thousand times its size."""
_GZIP = 31
_ZLIB = 15
_BARE_DEFLATE = -15
_WINDOWS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}


class UnpackError(ValueError):
    """A body that cannot be unpacked; `again` tells whether it may come better the next time."""

    def __init__(self, detail: str, again: bool) -> None:
        self.again = again
        super().__init__(detail)


class Unpacker:
    """Takes a body's pieces as they came; what is not packed it keeps as it is."""

    def __init__(self, encoding: str, max_bytes: int, grows: Callable[[int], None] = lambda size: None) -> None:
        """`grows` is told before the body is kept, and may wait until there is room for so many bytes."""
        name = encoding.strip().lower()
        if name not in ("", "identity", *_WINDOWS):
            raise UnpackError(f"unknown content encoding {encoding[:40]!r}", again=False)
        self.body = bytearray()
        self._window = _WINDOWS.get(name)
        self._max_bytes = max_bytes
        self._grows = grows
        self._member: zlib._Decompress | None = None
        self._held = b""

    def feed(self, piece: bytes) -> None:
        """The next piece. Raises UnpackError where it is damaged or unpacks to too much."""
        if self._window is None:
            self._keep(piece)
            return
        piece = self._held + piece
        self._held = piece if len(piece) < 2 and self._member is None else b""
        while piece and not self._held:
            piece = self._unpack(piece)

    def finish(self) -> bytes:
        """The body whole. Raises UnpackError where its end is missing."""
        if self._held or (self._member is not None and not self._member.eof):
            raise UnpackError("the compressed answer breaks off", again=True)
        return bytes(self.body)

    def _unpack(self, piece: bytes) -> bytes:
        """Unpack up to the end of a member; gives what comes after it."""
        if self._member is not None and self._member.eof:
            piece = piece.lstrip(b"\0")  # padding, which gzip allows
            if not piece:
                return b""
            self._member = None
        if self._member is None:
            self._member = zlib.decompressobj(self._format(piece))
        unpacked = b""
        # A full step may leave more within the member, though all that came is consumed.
        while (piece or len(unpacked) == _STEP) and not self._member.eof:
            try:
                unpacked = self._member.decompress(piece, _STEP)
            except zlib.error as error:
                raise UnpackError(f"the compressed answer is damaged ({error})", again=True) from error
            self._keep(unpacked)
            piece = self._member.unconsumed_tail
        return self._member.unused_data

    def _format(self, start: bytes) -> int:
        """The form of what begins here: `deflate` means zlib's, but some servers send the bare stream."""
        if self._window == _ZLIB and (start[0] & 15 != 8 or int.from_bytes(start[:2], "big") % 31):
            return _BARE_DEFLATE
        return self._window or _GZIP

    def _keep(self, piece: bytes) -> None:
        size = len(self.body) + len(piece)
        if size > self._max_bytes:
            raise UnpackError(f"it unpacks to more than {self._max_bytes:,} bytes", again=False)
        self._grows(size)
        self.body += piece
