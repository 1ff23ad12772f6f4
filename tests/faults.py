"""Every fault of an upstream that we know of, as data: what it does, to which answers, and what may come of it.

`tests/fault_night.py` plays them against the whole `refresh`, with every source at once; `benchmarks/faults.py`
plays them all.
"""

import gzip
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass

from tests import fault_bodies as bodies
from tests.good_night import Good
from tests.upstream import STALL, Reply

FAILED, REFUSED, HELD, IN_PART, NO_EFFECT = "failed", "refused", "held", "in part", "no effect"
Answers = Callable[[str, Good], Reply | None]
"""What upstream answers where a path has this good answer; None: the good answer."""


@dataclass(frozen=True, eq=False)
class Fault:
    """One thing that an upstream may do."""

    name: str
    answers: Answers
    outcomes: frozenset[str]
    """What may become of a source to which it is done."""
    texts: bool = False
    """Whether it says other texts: then these, and nothing else, may be published."""
    records: bool = False
    """Whether it says other records: then they may come and go, and no value of another one may change."""
    losses: bool = False
    """Whether what it says is less than before: then values may be gone, and none may be another."""
    robots: Reply | None = None
    """What /robots.txt answers, where that is not 404."""
    mirror: str = ""
    """Where every address leads, where that is not the upstream."""
    epoch: int = 0
    """Seconds by which the clock is off."""
    seconds: float = 60
    """The whole refresh ends within that, on a machine that does nothing else."""

    @property
    def whole(self) -> bool:
        """Whether it is done to the whole run, and not to one source."""
        return bool(self.mirror or self.epoch or self.robots)

    @property
    def law(self) -> tuple[bool, bool, bool]:
        """What may be published otherwise after it."""
        return (self.texts, self.records, self.losses)


def _always(reply: Reply) -> Answers:
    return lambda path, good: reply


def _body(spoil: Callable[[Good], bytes | None]) -> Answers:
    """The good answer with another body."""

    def answers(path: str, good: Good) -> Reply | None:
        body = spoil(good)
        return None if body is None else Reply(body, headers={"Content-Type": good.content_type})

    return answers


def _packed(pack: Callable[[bytes], bytes], encoding: str) -> Answers:
    return lambda path, good: Reply(pack(good.body), headers={"Content-Encoding": encoding})


def _headers(**headers: str) -> Answers:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda path, good: Reply(good.body, headers=named)


def _status(status: int, **headers: str) -> Answers:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda path, good: Reply(good.body, status, headers=named)


def _to(target: str, status: int = 302) -> Answers:
    return lambda path, good: Reply(b"", status, headers={"Location": target.replace("{path}", path)})


def _wire(before: bytes, after: bytes = b"") -> Answers:
    """The good body between bytes of our own."""
    return lambda path, good: Reply(raw=before + good.body + after)


def _pieces(start: bytes, *pieces: bytes) -> Answers:
    """A start, then the pieces over and over without an end."""
    return lambda path, good: Reply(raw=start, then=itertools.cycle(pieces))


def _of(*kinds: str, lists: bool = False) -> Callable[[Answers], Answers]:
    """The same, done to answers of these kinds alone."""

    def only(answers: Answers) -> Answers:
        return lambda path, good: answers(path, good) if good.kind in kinds and not (lists and good.behind) else None

    return only


def _behind(answers: Answers) -> Answers:
    """The same, done only to what stands behind a source's list."""
    return lambda path, good: answers(path, good) if good.behind else None


OK = b"HTTP/1.1 200 OK\r\n"
GATE = b"<!doctype html><html lang='en'><head><title>%s</title></head><body><p>%s</p>%s</body></html>"
SCRIPT = "<script>alert(1)</script>"
NOISE = random.Random(9).randbytes(4096)  # noqa: S311 - the same for every run, no secret
A_DAY_BACK = -26 * 3600

_CONNECTIONS: dict[str, Answers] = {
    "closed before an answer": _always(Reply(drop=True)),
    "reset before an answer": _always(Reply(raw=b"", reset=True)),
    "closed within the status line": _always(Reply(raw=b"HTTP/1.")),
    "closed within the body": lambda path, good: Reply(raw=OK + b"Content-Length: 99999999\r\n\r\n" + good.body),
    "reset within the body": lambda path, good: Reply(
        raw=OK + b"Content-Length: 99999999\r\n\r\n" + good.body, reset=True
    ),
    "another protocol": _always(Reply(raw=b"SSH-2.0-OpenSSH_9.6\r\n")),
    "noise": _always(Reply(raw=NOISE)),
    "a status line of 100,000 letters": _wire(b"HTTP/1.1 200 " + b"x" * 100_000 + b"\r\n\r\n"),
    "a status that is no number": _wire(b"HTTP/1.1 abc Odd\r\n\r\n"),
    "another version of HTTP": _wire(b"HTTP/7.7 200 OK\r\n\r\n"),
    "never answers": _always(Reply(delay_seconds=3)),
    "headers that drip": _always(Reply(header_drip_seconds=0.05)),
    "a body that drips": lambda path, good: Reply(good.body, drip_seconds=0.05),
    "a body that stalls": lambda path, good: Reply(
        raw=OK + b"Content-Length: 99999999\r\n\r\n" + good.body, then=STALL
    ),
    "100 Continue without an end": _pieces(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "103 Early Hints without an end": _pieces(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100),
    "headers without an end": _pieces(OK, b"X-More: x\r\n" * 100),
    "a header of a megabyte": _wire(OK + b"X-Long: " + b"x" * 2**20 + b"\r\n\r\n"),
    "a line of a header without an end": _pieces(OK + b"X-Long: ", b"x" * 65536),
    "a body without an end": _pieces(OK + b"\r\n", b"x" * 65536),
    "chunks without an end": _pieces(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65536 + b"\r\n"),
    "tiny chunks without an end": _pieces(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "a chunk's size that is no number": _wire(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    "a chunk's size below zero": _wire(OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n"),
    "a chunk of exabytes": _wire(OK + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n"),
    "a chunk's extension without an end": _pieces(OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x" * 65536),
    "trailers without an end": _pieces(OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", b"X-T: x\r\n" * 100),
    "two lengths that differ": _wire(OK + b"Content-Length: 5\r\nContent-Length: 50\r\n\r\n"),
}
"""The answer never arrives as an answer, or not whole."""

_PACKED: dict[str, Answers] = {
    "gzip that breaks off": _packed(lambda body: gzip.compress(body)[:-20], "gzip"),
    "gzip with a wrong checksum": _packed(lambda body: gzip.compress(body)[:-8] + b"\0" * 8, "gzip"),
    "gzip with noise behind it": _packed(lambda body: gzip.compress(body) + NOISE, "gzip"),
    "gzip that is none": _packed(bytes, "gzip"),
    "gzip in gzip": _packed(lambda body: gzip.compress(gzip.compress(body)), "gzip, gzip"),
    "a gzip bomb": _packed(lambda body: BOMB, "gzip"),
    "a gzip bomb of many members": _packed(lambda body: bodies.members(body, 2_000), "gzip"),
    "deflate that is damaged": _packed(lambda body: bodies.zipped(body, 15)[:40] + NOISE, "deflate"),
    "br, which nobody asked for": _packed(bytes, "br"),
    "zstd, which nobody asked for": _packed(bytes, "zstd"),
}

_STATUSES: dict[str, Answers] = {
    **{f"status {status}": _status(status) for status in (
        204, 205, 206, 300, 305, 400, 401, 403, 404, 410, 418, 429, 451, 500, 502, 503, 504, 520, 600, 999,
    )},
    "302 without an address": _status(302),
    "429 with a short pause": _status(429, Retry_After="0"),
    "429 with a long pause": _status(429, Retry_After="86400"),
    "429 with a pause that is none": _status(429, Retry_After="soon, \x07 or never"),
    "503 with a pause of 10^30 seconds": _status(503, Retry_After="1" + "0" * 30),
    "503 with a date of the year 9999": _status(503, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT"),
}  # fmt: skip

_REDIRECTS: dict[str, Answers] = {
    "a redirect to itself": _to("https:/{path}"),
    "a redirect to file:": _to("file:///etc/passwd"),
    "a redirect to ftp:": _to("ftp://elsewhere.example/x"),
    "a redirect to javascript:": _to("javascript:alert(1)"),
    "a redirect to data:": _to("data:application/json,[]"),
    "a redirect to this machine": _to("http://127.0.0.1:22/"),
    "a redirect to this machine, in hexadecimal": _to("http://0x7f.1/"),
    "a redirect to this machine, as a number": _to("http://2130706433/"),
    "a redirect to this machine, in IPv6": _to("http://[::1]/", 307),
    "a redirect to this machine, by name": _to("http://localhost./", 308),
    "a redirect into a private network": _to("http://10.0.0.1/", 301),
    "a redirect to a cloud's metadata": _to("http://169.254.169.254/latest/meta-data/", 303),
    "a redirect with a line break": _to("https://elsewhere.example/x\r\nX-Evil: 1"),
    "a redirect to nonsense": _to("https://[::1"),
    "a redirect to a port that is none": _to("https://elsewhere.example:99999/"),
    "a redirect with a password to where nothing is": _to("https://user:secret@elsewhere.example/x"),
    "a redirect that grows without an end": lambda path, good: Reply(
        b"", 302, headers={"Location": f"https:/{path}{'x' * 2000}"}
    ),
}

_FAIL = _CONNECTIONS | _PACKED | _STATUSES | _REDIRECTS
BOMB = bodies.bomb(300)
"""300 MB in 300 KB."""

_NO_ANSWER: dict[str, Answers] = {
    "a length below zero and nothing": _always(Reply(raw=OK + b"Content-Length: -1\r\n\r\n")),
    "closed within the headers": _always(Reply(raw=OK + b"Content-Le")),
    "an empty body": _always(Reply(b"")),
    "blanks": _always(Reply(b" \n" * 1000)),
    "null": _always(Reply(b"null")),
    "an empty list": _always(Reply(b"[]")),
    "an empty object": _always(Reply(b"{}")),
    "a number": _always(Reply(b"42")),
    "a text": _always(Reply(b'"ok"')),
    "an error as JSON": _always(Reply(b'{"error": {"code": 503, "message": "busy"}}')),
    "a login page": _always(Reply(GATE % (b"Log in", b"Log in to go on", b"<input type='password'>"))),
    "a captcha": _always(Reply(GATE % (b"Just a moment...", b"Verify you are human", b""))),
    "a maintenance page": _always(Reply(GATE % (b"Maintenance", b"We will be back soon. $5 / 1M tokens", b""))),
    "not found, with 200": _always(Reply(GATE % (b"404", b"This page could not be found.", b""))),
    "another language": _always(Reply("<!doctype html><html lang='fr'><p>Prix et modèles</p></html>".encode())),
    "noise as a body": _always(Reply(NOISE)),
    "a picture": _always(Reply(b"\x89PNG\r\n\x1a\n" + NOISE)),
    "a ZIP file": _always(Reply(b"PK\x03\x04" + NOISE)),
    "a Parquet file": _always(Reply(b"PAR1" + NOISE + b"PAR1")),
    "XML with entities that unfold": _always(Reply(bodies.LAUGHS)),
    "gzip that nobody names": lambda path, good: Reply(gzip.compress(good.body)),
    "invalid UTF-8": _body(bodies.with_middle(b"\xff\xfe\xc3\x28" * 5)),
    "JSON that is followed by more": _of("json")(_body(lambda good: good.body + b"<!-- cache -->")),
    "half the bytes of JSON": _of("json")(_body(bodies.cut)),
    "JSON 100,000 levels deep": _of("json")(_always(Reply(bodies.deep(100_000)))),
    "a million records": _body(bodies.a_million_records),
    "half a million cells": _body(bodies.many_tags),
    "NaN for each price": _body(bodies.json_prices(lambda _: bodies.Raw("NaN"))),
    "Infinity for each price": _body(bodies.json_prices(lambda _: bodies.Raw("-Infinity"))),
    "a number of ten thousand digits": _of("json")(_body(bodies.json_prices(lambda _: bodies.Raw("1" * 10_000)))),
    "half of the list": _body(bodies.json_rows(bodies.halve)),
    "an empty list in the envelope": _body(bodies.json_rows(lambda rows: rows.clear())),
}
"""What comes is no answer, or one that cannot be believed."""

_PATHS = (
    "../../../../x", "/etc/passwd", "acme/../../x", "acme/\0nul", "acme/" + "l" * 2_000, "CON", "acme/CON", "acme/aux.",
    "acme/dot.", "acme/..",
    "acme/ ", "acme\\..\\x", "C:/x", "~root/x", "acme/%2e%2e%2fx", "acme/x?y#z", "//evil.example/x",
)  # fmt: skip
_LOOKALIKES = (
    "acme/\u043c1", "\u0430cme/m1", "acme/m\u0661", "acme/m1\u200b", "acme/\u202e1m", "ac\u00adme/m1", "acme/\uff4d1",
    "\U0001d41ccme/m1",
)  # fmt: skip
_COLLIDING = (
    "ACME/M1",
    "Acme/m1",
    "acme/M1",
    "acme/m1 ",
    "acme/caf\u00e9",
    "acme/cafe\u0301",
    "acme/stra\u00dfe",
    "acme/STRASSE",
)
_ANY = frozenset({REFUSED, HELD, NO_EFFECT, IN_PART})
_KEPT = frozenset({REFUSED, HELD, NO_EFFECT})
"""What may become of wrong values: read, they are held; too many of them, and the answer is refused."""

_VALUES: dict[str, Answers] = {
    "every price a thousandfold": _body(bodies.prices(lambda price: price * 1000)),
    "every price a thousandth": _body(bodies.prices(lambda price: price / 1000)),
    "every price a millionfold": _body(bodies.prices(lambda price: price * 1_000_000)),
    "input and output swapped": _body(bodies.swapped),
    "every price negative": _body(bodies.prices(lambda price: -price - 1)),
    "1e999 for each price": _body(bodies.json_prices(lambda _: bodies.Raw("1e999"))),
    "1e-999 for each price": _body(bodies.json_prices(lambda _: bodies.Raw("1e-999"))),
    "a price of 5,000 digits": _body(bodies.json_prices(lambda _: bodies.Raw("0." + "3" * 5_000))),
    "prices as objects": _body(bodies.json_prices(lambda price: {"amount": price})),
    "prices as lists": _body(bodies.json_prices(lambda price: [price])),
    "prices as words": _body(bodies.prices(lambda _: "contact us")),
    "prices with a comma": _body(bodies.json_prices(lambda price: f"{price:f}".replace(".", ",") + ",5")),
    "prices as yes and no": _body(bodies.json_prices(lambda _: True)),
    "prices as empty texts": _body(bodies.json_prices(lambda _: "")),
    "every price twice, the second another": _body(bodies.twice),
    "values 900 levels deep": _body(bodies.deep_inside),
    "dates of the year 0": _body(bodies.dates("0000-00-00", -62_167_219_200)),
    "dates of the year 99999": _body(bodies.dates("99999-01-01", 3_093_527_980_800)),
    "dates to come": _body(bodies.dates("2199-12-31", 7_258_032_000)),
    "every leaf a list": _body(bodies.json_leaves(lambda key, value: True, lambda value: [value])),
    "every leaf null": _body(bodies.json_leaves(lambda key, value: True, lambda _: None)),
    "every leaf a text": _body(bodies.json_leaves(lambda key, value: True, lambda _: "x")),
    "every leaf a number": _body(bodies.json_leaves(lambda key, value: True, lambda _: 7)),
    "NUL in the middle": _body(bodies.with_middle(b"\0\0\0")),
    "half the bytes of a page": _of("page", "text")(_body(bodies.cut)),
    "a length that is too short": lambda path, good: Reply(good.body, claim_length=len(good.body) // 2),
    "UTF-16": _body(lambda good: good.body.decode().encode("utf-16")),
    "cells that span a million others": _body(bodies.spanning),
    "a page 100,000 levels deep": _body(bodies.deep_page),
    "the whole list twice": _body(bodies.json_rows(bodies.double)),
    "more pages than there are": lambda path, good: bodies.more_pages(path, good),
    "pages that go round": lambda path, good: bodies.round_pages(path, good),
    "pages at another host": lambda path, good: bodies.pages_elsewhere(path, good),
}
"""What comes is an answer that says wrong things: none of them is published."""

_ZEROS: dict[str, Answers] = {
    "every price 0": _body(bodies.prices(lambda _: 0)),
    "no prices": _body(bodies.json_prices(lambda _: None)),
}
"""A source of whose records the price is a part may name them otherwise then."""

_TEXTS: dict[str, Answers] = {
    "scripts in every text": _body(bodies.texts(f'{SCRIPT}"><img src=x onerror=alert(1)>')),
    "formulas in every text": _body(bodies.json_leaves(bodies.is_text, lambda value: f'=HYPERLINK("x";"{value}")')),
    "templates in every text": _body(bodies.texts("{{ 7*7 }}{% include '/etc/passwd' %}${7*7}")),
    "characters that turn texts": _body(bodies.texts("\u202e\u2066\u200f\x1b[31m\x00\x07\ufffe\u2028")),
    "halves of characters": _body(bodies.texts("\ud800 \udfff")),
    "a text of a megabyte": _body(bodies.json_rows(bodies.long_text)),
    "a key of a megabyte": _body(bodies.json_rows(bodies.long_key)),
    "10,000 unknown keys": _body(bodies.json_rows(bodies.many_keys)),
}

_RECORDS: dict[str, Answers] = {
    "ids that are paths": _body(bodies.json_rows(bodies.added(*_PATHS))),
    "ids that look like others": _body(bodies.json_rows(bodies.added(*_LOOKALIKES))),
    "ids that are the same in another case": _body(bodies.json_rows(bodies.added(*_COLLIDING))),
    "ids that are scripts": _body(
        bodies.json_rows(bodies.added(f"acme/{SCRIPT}", "=cmd|x", "javascript:x/y", "{{7*7}}/x"))
    ),
    "ids that are no texts": _body(bodies.json_rows(bodies.id_objects)),
    "every id another one": _body(bodies.json_rows(bodies.renamed(lambda id_, n: f"{id_}-renamed"))),
    "all ids the same": _body(bodies.json_rows(bodies.renamed(lambda id_, n: "acme/one"))),
    "another source's answer": lambda path, good: bodies.of_another(good),
}

_GOOD: dict[str, Answers] = {
    "a good night": lambda path, good: Reply(good.body, headers={"Content-Type": good.content_type}),
    "cookies that grow": lambda path, good: Reply(good.body, headers={"Set-Cookie": f"id={'x' * 4000}; Domain=.ai"}),
    "a charset that is none": _headers(Content_Type="text/html; charset=klingon"),
    "a charset that lies": _headers(Content_Type="text/plain; charset=iso-8859-1"),
    "a type that lies": _headers(Content_Type="application/pdf"),
    "a byte order mark": _body(lambda good: b"\xef\xbb\xbf" + good.body),
    "deflate without a head": _packed(lambda body: bodies.zipped(body, -15), "deflate"),
    "gzip of two members": _packed(lambda body: gzip.compress(body[:99]) + gzip.compress(body[99:]), "gzip"),
    "a few hints before the answer": lambda path, good: Reply(
        raw=b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" * 3 + OK + b"\r\n" + good.body
    ),
    "no length": _wire(OK + b"\r\n"),
    "a tag that is the same for another body": lambda path, good: Reply(good.body + b"\n", headers={"ETag": '"1"'}),
    "a date to come": _headers(Date="Fri, 31 Dec 9999 23:59:59 GMT", Last_Modified="never", ETag='"\xe9"'),
    "another host that has the same": lambda path, good: _to("https://moved.example{path}")(path, good),
}
"""Odd, and yet the answer."""

_WHOLE: tuple[Fault, ...] = (
    Fault("a closed port", _GOOD["a good night"], frozenset({FAILED}), mirror="http://127.0.0.1:9/"),
    Fault("a name that nobody knows", _GOOD["a good night"], frozenset({FAILED}), mirror="http://nowhere.invalid/"),
    Fault("no TLS where it is asked for", _GOOD["a good night"], frozenset({FAILED}), mirror="https://{host}/"),
    # Nobody is asked, so there is no look that failed: the run says what is wrong.
    Fault("a clock that runs back", _GOOD["a good night"], frozenset({NO_EFFECT}), epoch=A_DAY_BACK),
)

_ROBOTS = {
    "robots.txt with status 500": Reply(b"", 500),
    "robots.txt that never comes": Reply(delay_seconds=3),
    "robots.txt that forbids all": Reply(b"User-agent: *\nDisallow: /\n"),
    "robots.txt without an end": Reply(raw=OK + b"\r\n", then=itertools.cycle((b"Disallow: /x\n" * 5000,))),
    "robots.txt that leads to a file": Reply(b"", 302, headers={"Location": "file:///etc/passwd"}),
    "robots.txt that is noise": Reply(NOISE),
}


def _table() -> tuple[Fault, ...]:
    found = [Fault(name, answers, frozenset({FAILED})) for name, answers in _FAIL.items()]
    # To a question by condition it is an answer: what we have is still so.
    found.append(Fault("status 304", _status(304), frozenset({FAILED, NO_EFFECT})))
    found += [
        Fault(f"{name}, behind the list", _behind(_FAIL[name]), frozenset({FAILED}))
        for name in ("closed within the body", "a body that stalls", "status 503", "a gzip bomb")
    ]
    found += [Fault(name, answers, frozenset({FAILED, REFUSED})) for name, answers in _NO_ANSWER.items()]
    found += [Fault(name, answers, _ANY | {FAILED}, losses=True) for name, answers in _VALUES.items()]
    found += [Fault(name, answers, _ANY, losses=True, records=True) for name, answers in _ZEROS.items()]
    found += [Fault(name, answers, _ANY, texts=True, records=True) for name, answers in _TEXTS.items()]
    found += [Fault(name, answers, _ANY | {FAILED}, records=True, losses=True) for name, answers in _RECORDS.items()]
    found += [Fault(name, answers, frozenset({NO_EFFECT})) for name, answers in _GOOD.items()]
    found += [
        Fault(name, _GOOD["a good night"], frozenset({FAILED, NO_EFFECT}), robots=reply)
        for name, reply in _ROBOTS.items()
    ]
    return (*found, *_WHOLE)


FAULTS = _table()
