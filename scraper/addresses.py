"""Where an address leads: onto this machine, into a private network, or to the public."""

import ipaddress
import re
from urllib.parse import SplitResult, urljoin, urlsplit

_PRIVATE_NAMES = (".localhost", ".local", ".internal")
_NUMBER = re.compile(r"0x[0-9a-f]*|\d+")
_LOGIN = re.compile(r"(?<=//)[^/?#\s]*@")


def host(url: str) -> str:
    """The host in small letters, without a dot at its end; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_http(url: str) -> bool:
    """Whether this is an address that can be asked at all."""
    return url.lower().startswith(("http://", "https://")) and host(url) != ""


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine, as far as its text tells."""
    name = host(url)
    address = _ip(name)
    return name == "localhost" if address is None else address.is_loopback


def is_private(url: str) -> bool:
    """Whether an address is on this machine or in a private network, as far as its text tells."""
    name = host(url)
    address = _ip(name)
    if address is not None:
        return not address.is_global
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return True  # IPv4 in an old notation, such as 127.1 or 2130706433: no public name ends in a number
    return name in ("", "localhost") or name.endswith(_PRIVATE_NAMES)


def without_login(text: str) -> str:
    """A text to be shown, without the name and password of any address in it."""
    return _LOGIN.sub("***@", text)


def _ip(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def parts_of(link: str, base: str = "") -> SplitResult:
    """The parts of a link as a page has it, completed by the page's address; empty parts where it is no address."""
    try:
        return urlsplit(urljoin(base, link))
    except ValueError:
        return urlsplit("")
