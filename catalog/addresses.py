"""Folder names from ids: reversible, never colliding, never leaving their folder.

Ids come from outside: they may hold `:`, `@`, `~`, differ by case alone, or be `../../x`. Every
segment keeps small letters, digits and `-._~@+`; any other byte is written `=XX` in hexadecimal, as
is a name that a file system or a web server would read in its own way.
"""

import re
from urllib.parse import quote

_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-._~@+")
_ESCAPED = re.compile(r"=([0-9A-F]{2})")
_RESERVED = re.compile(r"\.+|index\.(html|md|json)|.*\.(json|atom)")
"""Dots alone climb; the others are names of files that stand beside folders."""
_LISTS = ("all", "slim")
"""Files of all models stand where a model of that id would."""
_LONGEST = 200
_CONTINUED = "=-"
"""Ends a folder whose name goes on in the next one: file systems allow 255 bytes."""


def folder(id_: str) -> str:
    """The relative folder of an id, its segments joined by `/`."""
    return "/".join(_segment(part) for part in id_.split("/"))


def identifier(path: str) -> str:
    """The id that a folder stands for."""
    return "/".join(_unescape(part) for part in path.replace(f"{_CONTINUED}/", "").split("/"))


def api_file(id_: str) -> str:
    """The name of a model's JSON file below `api/v1/models/`, where `all.json` and `slim.json` are taken."""
    path = folder(id_)
    return f"={ord(path[0]):02X}{path[1:]}.json" if path in _LISTS else f"{path}.json"


def model_feed(id_: str) -> str:
    """A model's Atom feed."""
    return f"feeds/models/{folder(id_)}.atom"


def lab_feed(lab: str) -> str:
    """The Atom feed of a lab's models."""
    return f"feeds/labs/{folder(lab)}.atom"


def lab_page(lab: str) -> str:
    """The folder of a lab's page."""
    return f"labs/{folder(lab)}"


def provider_page(provider: str) -> str:
    """The folder of a seller's page."""
    return f"providers/{folder(provider)}"


def link(path: str) -> str:
    """A folder as a relative link: what a browser may misread is percent-encoded."""
    return quote(path, safe="/-._~@+=")


def _segment(part: str) -> str:
    if part == "":
        return "="  # an empty segment would vanish
    raw = part.encode("utf-8", "surrogatepass")
    plain = _PLAIN.issuperset(raw)
    text = part if plain else "".join(chr(byte) if byte in _PLAIN else f"={byte:02X}" for byte in raw)
    if _RESERVED.fullmatch(text):
        before, _, after = text.rpartition(".")
        text = f"{before}=2E{after}"
    chunks = [text[start : start + _LONGEST] for start in range(0, len(text), _LONGEST)]
    return f"{_CONTINUED}/".join(chunks)


def _unescape(part: str) -> str:
    if part == "=":
        return ""
    raw = bytearray()
    position = 0
    for match in _ESCAPED.finditer(part):
        raw += part[position : match.start()].encode() + bytes.fromhex(match[1])
        position = match.end()
    return (raw + part[position:].encode()).decode("utf-8", "surrogatepass")
