"""The HTTP layer over real sockets: polite, bounded, and every answer archived before it is read."""

import gzip
import itertools
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from scraper.addresses import is_loopback, is_private
from scraper.errors import FetchError
from scraper.http import Http, HttpSettings
from scraper.mirrors import Mirrors
from scraper.pace import Pace
from scraper.progress import Bar, Lines, Silent, progress
from scraper.room import LARGE, Room
from scraper.snapshots import Archive, Sighting
from scraper.unpack import Unpacker, UnpackError
from tests.upstream import Asked, Reply, Upstream, bomb, redirect

NOW = datetime(2026, 8, 1, 3, tzinfo=UTC)
URL = "https://api.example/v1/list"
PATH = "/api.example/v1/list"


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as running:
        yield running


class Client:
    """An Http with a folder, a clock that stands still, and sleeps that only count."""

    def __init__(self, folder: Path, upstream: Upstream) -> None:
        self.archive = Archive(folder)
        self.slept: list[float] = []
        self.upstream = upstream

    def http(self, mirrors: Mapping[str, str] | None = None, **settings: Any) -> Http:
        led = Mirrors(self.upstream.mirrors if mirrors is None else mirrors)
        return Http(
            self.archive, HttpSettings(**settings), mirrors=led,
            clock=lambda: NOW, sleep=self.slept.append, progress=Silent(),
        )  # fmt: skip

    def get(self, url: str = URL, **settings: Any) -> Sighting:
        page = settings.pop("page", False)
        with self.http(**settings) as http:
            return http.get("example", url, page=page)

    def fails(self, **settings: Any) -> str:
        with pytest.raises(FetchError) as failure:
            self.get(**settings)
        line = str(failure.value)
        assert "\n" not in line
        assert "127.0.0.1" not in line.partition("redirects to")[0]
        return line


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def client(tmp_path: Path, upstream: Upstream) -> Client:
    return Client(tmp_path / "archive", upstream)


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch, upstream: Upstream) -> str:
    """A real host, as far as the HTTP layer knows: the upstream is the proxy that leads to it."""
    monkeypatch.setenv("http_proxy", upstream.address)
    return "http://real.example"


def test_an_answer_is_archived_with_address_time_and_headers(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = Reply(b'{"a": 1}', headers={"ETag": '"1"', "Set-Cookie": "secret=1"})
    seen = client.get()
    (kept,) = client.archive.sightings("example")
    assert kept == seen
    assert (kept.url, kept.fetched_at, kept.status, kept.bytes) == (URL, NOW, 200, 8)
    assert kept.headers == {"etag": '"1"', "date": kept.headers["date"]}
    assert client.archive.snapshot(kept).body == b'{"a": 1}'


def test_the_user_agent_is_honest_and_nothing_else_is_told(
    client: Client, upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    upstream.routes[PATH] = Reply(headers={"Set-Cookie": "id=1"})
    with client.http() as http:
        http.get("example", URL, accept="text/html")
        http.get("example", URL, accept="text/html")
    told = upstream.asked[1].headers
    assert told.pop("user-agent") == f"modelatlas/{version('modelatlas')} (+https://github.com/modelatlas/modelatlas)"
    assert (told.pop("accept"), told.pop("accept-encoding")) == ("text/html", "gzip, deflate")
    assert set(told) == {"host", "connection"}


def test_the_body_of_a_sighting_is_at_hand(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = Reply(b"body")
    with client.http() as http:
        assert http.body(http.get("example", URL)) == b"body"


def test_a_further_page_bears_its_number_its_root_and_the_time_of_the_first(client: Client, upstream: Upstream) -> None:
    upstream.routes[f"{PATH}?page=2"] = Reply(b"two")
    earlier = NOW - timedelta(minutes=1)
    with client.http() as http:
        seen = http.get("example", f"{URL}?page=2", root=URL, number=2, fetched_at=earlier)
    assert (seen.root, seen.page, seen.fetched_at) == (URL, 2, earlier)
    assert client.archive.sightings("example") == [seen]


def test_settings_that_make_no_sense_are_refused() -> None:
    for wrong in (
        {"attempts": 0},
        {"per_host_per_second": 0},
        {"concurrency": 0},
        {"read_seconds": -1},
        {"retries": 1},
    ):
        with pytest.raises(ValidationError):
            HttpSettings(**wrong)


def test_a_second_look_asks_by_condition_and_a_304_confirms_the_body(client: Client, upstream: Upstream) -> None:
    def conditional(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == '"1"':
            return Reply(b"", 304)
        return Reply(b"body", headers={"ETag": '"1"', "Last-Modified": "Sat, 01 Aug 2026 00:00:00 GMT"})

    upstream.routes[PATH] = conditional
    first, second, third = client.get(), client.get(), client.get()
    assert (second.status, second.sha256, second.bytes) == (304, first.sha256, 4)
    assert third.status == 304
    assert second.headers["etag"] == '"1"'
    assert upstream.asked[1].headers["if-modified-since"] == "Sat, 01 Aug 2026 00:00:00 GMT"
    assert len(list((client.archive.folder / "objects").rglob("*.gz"))) == 1
    assert len(client.archive.sightings("example")) == 3


def test_no_condition_is_sent_for_a_body_that_is_gone(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = Reply(b"body", headers={"ETag": '"1"'})
    client.get()
    for file in (client.archive.folder / "objects").rglob("*.gz"):
        file.unlink()
    client.get()
    assert "if-none-match" not in upstream.asked[1].headers


def test_one_http_remembers_what_it_has_just_seen(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = [Reply(b"old", headers={"ETag": '"1"'}), Reply(b"new", headers={"ETag": '"2"'}), Reply()]
    with client.http() as http:
        for _ in range(3):
            http.get("example", URL)
    assert [asked.headers.get("if-none-match") for asked in upstream.asked] == [None, '"1"', '"2"']


def test_a_failed_look_does_not_forget_the_body_before_it(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = [Reply(b"old", headers={"ETag": '"1"'}), Reply(status=404), Reply()]
    client.get()
    client.fails()
    client.get()
    assert upstream.asked[2].headers["if-none-match"] == '"1"'


def test_an_unasked_304_is_no_answer(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = Reply(b"", 304)
    assert "304" in client.fails()


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again_with_growing_pauses(client: Client, upstream: Upstream, status: int) -> None:
    upstream.routes[PATH] = [Reply(status=status), Reply(status=status), Reply(b"good")]
    assert client.get().bytes == 4
    assert client.slept == [0.5, 1.0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_what_will_not_pass_is_not_tried_again(client: Client, upstream: Upstream, status: int) -> None:
    upstream.routes[PATH] = Reply(status=status)
    assert client.fails() == f"example: {URL}: HTTP {status}"
    assert len(upstream.asked) == 1


def test_after_the_last_try_the_failure_is_told_and_noted(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = Reply(b"oops", 503)
    assert client.fails() == f"example: {URL}: HTTP 503, 3 tries"
    (noted,) = client.archive.sightings("example")
    assert (noted.status, noted.sha256, noted.error) == (503, None, "HTTP 503, 3 tries")


def test_a_server_may_ask_for_a_pause(client: Client, upstream: Upstream) -> None:
    later = format_datetime(NOW + timedelta(seconds=7), usegmt=True)
    upstream.routes[PATH] = [
        Reply(status=429, headers={"Retry-After": "3"}), Reply(status=503, headers={"Retry-After": later}), Reply()
    ]  # fmt: skip
    client.get()
    assert client.slept == [3.0, 7.0]


def test_a_pause_that_is_too_long_is_not_waited_for(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = Reply(status=429, headers={"Retry-After": "3600"})
    assert "only after 3600 s" in client.fails()
    assert client.slept == []


def test_one_try_is_told_as_one(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = Reply(status=500)
    assert client.fails(attempts=1).endswith("HTTP 500, 1 try")


def test_a_long_answer_to_a_failed_question_is_not_read(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = Reply(status=404, endless=True)
    assert client.fails().endswith("HTTP 404")


def test_a_dropped_connection_is_tried_again(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = [Reply(drop=True), Reply(b"good")]
    assert client.get().bytes == 4


def test_a_closed_port_is_told_as_no_connection(client: Client, upstream: Upstream) -> None:
    told = r"no connection \(Connection refused\), 3 tries"
    with client.http({"https://": "http://127.0.0.1:9/"}) as http, pytest.raises(FetchError, match=told):
        http.get("example", URL)


@pytest.mark.parametrize("url", ["https://[", "ftp://api.example/x", "https:///x", "nonsense"])
def test_what_is_no_address_is_not_asked(client: Client, upstream: Upstream, url: str) -> None:
    with client.http() as http, pytest.raises(FetchError, match=r"no http\(s\) address"):
        http.get("example", url, page=True)
    assert upstream.asked == []


@pytest.mark.parametrize(
    ("fault", "told", "status"),
    [
        (Reply(b"x", delay_seconds=3), "timed out after 0.15 s", 0),
        (Reply(b"x" * 100, drip_seconds=0.05), "not finished after 0.3 s", 200),
        (Reply(header_drip_seconds=0.05), "not finished after 0.3 s", 0),
    ],
)
def test_an_answer_that_takes_too_long_is_a_failure(
    client: Client, upstream: Upstream, fault: Reply, told: str, status: int
) -> None:
    upstream.routes[PATH] = fault
    assert told in client.fails(read_seconds=0.15, deadline_seconds=0.3, attempts=1)
    (noted,) = client.archive.sightings("example")
    assert (noted.status, noted.ok) == (status, False)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Reply(b"half", claim_length=8), "breaks off (IncompleteRead(4 bytes read, 4 more expected))"),
        (Reply(b"cut in two", cut=True), "breaks off"),
        (Reply(gzip.compress(b"x" * 1000)[:-4], headers={"Content-Encoding": "gzip"}), "breaks off"),
        (Reply(zlib.compress(b"x" * 1000)[:10], headers={"Content-Encoding": "deflate"}), "breaks off"),
        (Reply(b"\x1f", headers={"Content-Encoding": "gzip"}), "breaks off"),
        (Reply(b"no gzip", headers={"Content-Encoding": "gzip"}), "damaged"),
    ],
)
def test_an_answer_that_does_not_come_whole_is_a_failure(
    client: Client, upstream: Upstream, fault: Reply, told: str
) -> None:
    upstream.routes[PATH] = fault
    assert told in client.fails()
    assert len(upstream.asked) == 3
    (noted,) = client.archive.sightings("example")
    assert (noted.status, noted.ok) == (200, False)


def test_a_broken_answer_is_tried_again(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = [Reply(b"half", claim_length=8), Reply(b"cut in two", cut=True), Reply(b"whole")]
    assert client.get().bytes == 5


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Reply(b"x" * 2000), "more than 1,000 bytes"),
        (Reply(endless=True), "more than 1,000 bytes"),
        (bomb(10_000_000), "more than 1,000 bytes"),
        (bomb(100_000), "unpacks to more than 5,000 bytes"),
        (Reply(b"x", headers={"Content-Encoding": "br"}), "unknown content encoding"),
    ],
)
def test_caps_are_final(client: Client, upstream: Upstream, fault: Reply, told: str) -> None:
    upstream.routes[PATH] = fault
    assert told in client.fails(max_bytes_received=1000, max_bytes_unpacked=5000)
    assert len(upstream.asked) == 1


def bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("wire", "encoding"),
    [
        (b"hello" * 100, "identity"),
        (gzip.compress(b"hello" * 100), "gzip"),
        (gzip.compress(b"hello" * 60) + gzip.compress(b"hello" * 40) + b"\0\0", "X-GZIP"),
        (zlib.compress(b"hello" * 100), "deflate"),
        (bare_deflate(b"hello" * 100), "deflate"),
    ],
    # Not named by the bytes: gzip's hold the time, and all processes of a run must collect the same names.
    ids=["plain", "gzip", "two members and padding", "zlib", "bare deflate"],
)
def test_a_packed_answer_is_unpacked_in_pieces_of_any_size(
    client: Client, upstream: Upstream, wire: bytes, encoding: str
) -> None:
    upstream.routes[PATH] = Reply(wire, headers={"Content-Encoding": encoding}, chunked=True)
    assert client.archive.snapshot(client.get()).body == b"hello" * 100
    for size in (1, 7, len(wire)):
        unpacker = Unpacker(encoding, 500)
        for start in range(0, len(wire), size):
            unpacker.feed(wire[start : start + size])
        assert unpacker.finish() == b"hello" * 100


def test_a_bomb_is_stopped_before_it_is_unpacked() -> None:
    unpacker = Unpacker("gzip", 1000)
    with pytest.raises(UnpackError):
        unpacker.feed(gzip.compress(bytes(50_000_000)))
    assert len(unpacker.body) <= 1000


def test_hints_before_an_answer_are_passed_over(client: Client, upstream: Upstream) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 3
    upstream.routes[PATH] = Reply(raw=hints + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood")
    assert client.get().bytes == 4


def test_hints_without_an_end_are_no_answer(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = Reply(raw=b"", then=itertools.repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n"))
    assert "not finished after 0.3 s" in client.fails(deadline_seconds=0.3, attempts=1)


def test_few_large_answers_are_in_memory_at_a_time() -> None:
    room, inside = Room(1), threading.Event()

    def another() -> None:
        with room.given_back():
            room.need(LARGE)
            room.need(LARGE + 1)
            inside.set()

    thread = threading.Thread(target=another)
    with room.given_back():
        room.need(LARGE + 1)
        room.need(LARGE + 2)
        thread.start()
        assert not inside.wait(0.05)
    assert inside.wait(5)
    thread.join()


def test_large_answers_wait_for_each_other_and_all_arrive(client: Client, upstream: Upstream) -> None:
    upstream.routes.update({f"{PATH}/{number}": bomb(3 * LARGE) for number in range(5)})
    with client.http(large_at_once=1) as http:
        seen = list(http.get_all("example", [f"{URL}/{number}" for number in range(5)], label="large"))
    assert [sighting.bytes for sighting in seen] == [3 * LARGE] * 5


def test_redirects_are_followed_through_the_mirror(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = Reply(status=302, headers={"Location": "https://other.example/x"})
    upstream.routes["/other.example/x"] = Reply(b"there")
    seen = client.get()
    assert (seen.url, seen.bytes) == (URL, 5)


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("file:///etc/passwd", "no http"),
        ("ftp://example/x", "no http"),
        ("http://[", "no address"),
        (PATH, "more than 5 redirects"),
    ],
)
def test_redirects_are_bounded_and_lead_to_http_only(
    client: Client, upstream: Upstream, target: str, told: str
) -> None:
    upstream.routes[PATH] = redirect(target)
    assert told in client.fails()
    assert len(upstream.asked) == (6 if target == PATH else 1)


PRIVATE = [
    "http://127.0.0.1:9/x", "http://localhost:9/", "http://LOCALHOST.:9/", "http://10.0.0.1/", "http://192.168.1.1/",
    "http://169.254.169.254/latest", "http://[::1]:9/", "http://[::ffff:127.0.0.1]:9/", "http://metadata.internal/",
    "http://127.1:9/", "http://2130706433:9/", "http://0x7f.1:9/", "http://0.0.0.0:9/",
]  # fmt: skip


@pytest.mark.parametrize("target", PRIVATE)
def test_a_public_address_may_not_lead_into_a_private_network(
    client: Client, upstream: Upstream, real: str, target: str
) -> None:
    upstream.routes.update({PATH: redirect(target), f"{real}/x": redirect(target)})
    assert "redirects to the private address" in client.fails()
    with client.http({}) as http, pytest.raises(FetchError, match="redirects to the private address"):
        http.get("example", f"{real}/x")


def test_a_private_address_in_disguise_is_refused_too(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = redirect("http://\uff11\uff12\uff17.0.0.1:9/".encode().decode("latin-1"))
    assert "redirects to" in client.fails()
    assert len(upstream.asked) == 1


@pytest.mark.parametrize("url", PRIVATE)
def test_private_addresses_are_known_by_their_text(url: str) -> None:
    assert is_private(url)


@pytest.mark.parametrize(
    "url", ["https://openrouter.ai/x", "https://302.ai/", "http://1.1.1.1/", "https://10.example/"]
)
def test_public_addresses_are_not_taken_for_private(url: str) -> None:
    assert not is_private(url)
    assert not is_loopback(url)


def test_a_mirror_may_lead_to_itself(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = redirect("/moved")
    upstream.routes["/moved"] = redirect(f"{upstream.address}/again", 307)
    upstream.routes["/again"] = Reply(b"there")
    assert client.get().bytes == 5


def test_a_private_address_that_the_mirrors_lead_to_is_allowed(client: Client, upstream: Upstream) -> None:
    upstream.routes.update({PATH: redirect("http://10.0.0.1/x"), "/inside/x": Reply(b"there")})
    with client.http({**upstream.mirrors, "http://10.0.0.1": f"{upstream.address}/inside"}) as http:
        assert http.get("example", URL).bytes == 5


def test_a_redirect_within_a_real_host_may_lead_to_a_mirror(client: Client, upstream: Upstream, real: str) -> None:
    upstream.routes.update({f"{real}/x": redirect("/y"), "/y": Reply(b"there")})
    with client.http({f"{real}/y": f"{upstream.address}/y"}) as http:
        assert http.get("example", f"{real}/x").bytes == 5


def test_a_redirect_without_an_end_is_not_read(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = Reply(status=302, headers={"Location": "/moved"}, endless=True)
    upstream.routes["/moved"] = Reply(b"there")
    assert client.get(max_bytes_received=1000).bytes == 5


def test_many_addresses_come_in_their_order_and_a_missing_one_is_no_failure(client: Client, upstream: Upstream) -> None:
    urls = [f"https://api.example/{n}" for n in range(20)]
    for n in range(0, 20, 2):
        upstream.routes[f"/api.example/{n}"] = Reply(str(n).encode())
    with client.http() as http:
        seen = list(http.get_all("example", urls, label="numbers"))
    assert [sighting.url for sighting in seen] == urls
    assert [sighting.ok for sighting in seen] == [True, False] * 10
    assert {sighting.status for sighting in seen if not sighting.ok} == {404}


def many(count: int) -> list[str]:
    return [f"https://api.example/{n}" for n in range(count)]


def failing(upstream: Upstream, count: int, **more: Any) -> None:
    for n in range(count):
        upstream.routes[f"/api.example/{n}"] = Reply(status=500, **more)


def test_a_failed_address_is_told_as_it_was_noted(client: Client, upstream: Upstream) -> None:
    failing(upstream, 1)
    with client.http(attempts=1) as http:
        (seen,) = http.get_all("example", many(1), label="numbers")
    assert (seen.sha256, seen.status, seen.error) == (None, 500, "HTTP 500, 1 try")
    assert client.archive.sightings("example") == [seen]


def test_a_list_that_only_fails_is_given_up(client: Client, upstream: Upstream) -> None:
    failing(upstream, 100)
    seen: list[Sighting] = []
    told = r"https://api.example/0: (\d+) of \1 failed, gave up with \d+ not asked; first HTTP 500, 1 try"
    with client.http(attempts=1, concurrency=2) as http, pytest.raises(FetchError, match=told):
        seen.extend(http.get_all("example", many(100), label="numbers"))
    assert 5 <= len(seen) < 15
    assert len(seen) == len(upstream.asked) == len(client.archive.sightings("example"))
    assert [sighting.url for sighting in seen] == many(len(seen))


def test_the_rest_is_not_asked_while_the_first_hangs(client: Client, upstream: Upstream) -> None:
    failing(upstream, 50)
    upstream.routes["/api.example/0"] = Reply(delay_seconds=0.1)
    with client.http(attempts=1, concurrency=2) as http, pytest.raises(FetchError):
        list(http.get_all("example", many(50), label="numbers"))
    assert len(upstream.asked) < 15


def test_failures_apart_do_not_end_a_list(client: Client, upstream: Upstream) -> None:
    failing(upstream, 30)
    for n in range(0, 30, 4):
        upstream.routes[f"/api.example/{n}"] = Reply()
    with client.http(attempts=1) as http:
        assert len(list(http.get_all("example", many(30), label="numbers"))) == 30


def test_missing_addresses_do_not_end_a_list(client: Client, upstream: Upstream) -> None:
    with client.http() as http:
        assert [sighting.status for sighting in http.get_all("example", many(30), label="numbers")] == [404] * 30


def test_a_reader_may_leave_in_the_middle(client: Client, upstream: Upstream) -> None:
    with client.http(concurrency=1) as http:
        sightings = http.get_all("example", many(50), label="numbers")
        next(sightings)
        sightings.close()  # type: ignore[attr-defined]
    assert len(upstream.asked) < 5


def test_no_more_are_asked_at_once_than_allowed(client: Client, upstream: Upstream) -> None:
    now, most = [0], [0]

    def busy(asked: Asked) -> Reply:
        now[0] += 1
        most[0] = max(most[0], now[0])
        threading.Event().wait(0.01)
        now[0] -= 1
        return Reply()

    for n in range(20):
        upstream.routes[f"/api.example/{n}"] = busy
    with client.http(concurrency=3) as http:
        list(http.get_all("example", many(20), label="numbers"))
    assert 1 < most[0] <= 3


def test_requests_to_one_host_keep_their_distance() -> None:
    slept: list[float] = []
    pace = Pace(10, slept.append)
    for _ in range(3):
        pace.wait("api.example")
    pace.wait("other.example")
    assert len(slept) == 2
    assert 0.05 < slept[0] <= 0.1 < slept[1] <= 0.2


def test_real_hosts_are_spaced_and_what_is_mirrored_to_loopback_is_not(
    client: Client, upstream: Upstream, real: str
) -> None:
    upstream.routes.update({f"{real}/x": Reply(), PATH: Reply()})
    for mirrors, url, waits in ((None, URL, 0), ({}, f"{real}/x", 2)):
        with client.http(mirrors, per_host_per_second=0.1) as http:
            for _ in range(3):
                http.get("example", url)
        assert len(client.slept) == waits
    assert 9 < client.slept[0] <= 10


def test_loopback_is_not_asked_through_a_proxy(
    client: Client, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    upstream.routes[PATH] = Reply(b"body")
    assert client.get().bytes == 4


def test_a_robots_txt_may_ask_for_pauses(client: Client, upstream: Upstream, real: str) -> None:
    upstream.routes[f"{real}/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 600\n")
    upstream.routes[f"{real}/x"] = Reply()
    with client.http({}) as http:
        for _ in range(3):
            http.get("example", f"{real}/x", page=True)
    # These sleeps only count, so that each turn is as far from now as all before it together.
    *before, second, third = client.slept  # nothing before, where the rules took as long as any host is left alone
    first = before[0] if before else 0
    assert len(before) <= 1 and first < 1
    assert 29 < second - first <= 30
    assert 29 < third - second <= 30


def test_waiting_for_a_turn_is_no_part_of_the_deadline(client: Client, upstream: Upstream, real: str) -> None:
    upstream.routes[f"{real}/x"] = Reply(b"body")
    with Http(
        client.archive, HttpSettings(attempts=1, deadline_seconds=0.15, per_host_per_second=4), mirrors=Mirrors({}),
        clock=lambda: NOW, progress=Silent(),
    ) as http:  # fmt: skip
        assert [http.get("example", f"{real}/x").bytes for _ in range(2)] == [4, 4]


def test_an_origin_is_asked_once_for_its_rules_however_many_ask(client: Client, upstream: Upstream) -> None:
    upstream.routes["/api.example/robots.txt"] = Reply(b"", delay_seconds=0.05)
    with client.http() as http:
        list(http.get_all("example", many(8), page=True, label="pages"))
    assert upstream.paths().count("/api.example/robots.txt") == 1
    assert {sighting.url for sighting in client.archive.sightings("example")} == set(many(8))


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: modelatlas\nDisallow: /\n", False),
        ("User-agent: other\nDisallow: /\n", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: ModelAtlas\nAllow: /\n", True),
        ("\ufeffUser-agent: *\nDisallow: /\n", False),
    ],
)
def test_robots_txt_speaks_to_us_by_name(client: Client, upstream: Upstream, rules: str, allowed: bool) -> None:
    upstream.routes.update({"/api.example/robots.txt": Reply(rules.encode()), PATH: Reply(b"page")})
    assert client.get(page=True).ok if allowed else "disallows" in client.fails(page=True)


def test_robots_txt_is_respected_for_pages(client: Client, upstream: Upstream) -> None:
    upstream.routes["/api.example/robots.txt"] = Reply(b"User-agent: *\nDisallow: /v1/\n")
    upstream.routes[PATH] = Reply(b"page")
    assert "robots.txt disallows it" in client.fails(page=True)
    assert upstream.paths() == ["/api.example/robots.txt"]
    assert client.get().bytes == 4


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False)])
def test_a_missing_robots_txt_allows_and_a_failing_one_does_not(
    client: Client, upstream: Upstream, status: int, allowed: bool
) -> None:
    upstream.routes["/api.example/robots.txt"] = Reply(status=status)
    upstream.routes[PATH] = Reply(b"page")
    if allowed:
        assert client.get(page=True).ok
    else:
        assert "robots.txt: HTTP 500" in client.fails(page=True)


@pytest.mark.parametrize(
    ("url", "led"),
    [
        ("https://openrouter.ai/api", "http://127.0.0.1:9001/api"),
        ("https://302.ai/x", "http://127.0.0.1:9000/302.ai/x"),
        ("http://plain.example/", "http://plain.example/"),
    ],
)
def test_the_longest_mirror_wins(url: str, led: str) -> None:
    mirrors = Mirrors({"https://": "http://127.0.0.1:9000/", "https://openrouter.ai": "http://127.0.0.1:9001"})
    assert mirrors.apply(url) == led


def test_mirrors_are_read_from_one_line() -> None:
    mirrors = Mirrors.parse("https://openrouter.ai=http://127.0.0.1:9001, https://=http://127.0.0.1:9000/")
    assert mirrors.apply("https://openrouter.ai/api") == "http://127.0.0.1:9001/api"
    assert mirrors.apply("https://302.ai/x?a=b") == "http://127.0.0.1:9000/302.ai/x?a=b"
    assert Mirrors.parse("https://a.example/?q==http://127.0.0.1:1/").apply("https://a.example/?q=1") == (
        "http://127.0.0.1:1/1"
    )
    assert Mirrors.parse("").prefixes == {}


@pytest.mark.parametrize(
    "part", ["https://a.example", "=http://127.0.0.1", "https://a.example=", "a.example=b.example"]
)
def test_a_mirror_that_is_none_is_named(part: str) -> None:
    with pytest.raises(ValueError, match="is no PREFIX=ADDRESS") as error:
        Mirrors.parse(f"https://=http://127.0.0.1:9000/,{part}")
    assert repr(part) in str(error.value)


def test_mirrors_of_the_environment_stand_over_those_of_a_file() -> None:
    mirrors = Mirrors.parse("https://a.example=http://127.0.0.1:1").over(
        {"https://a.example": "http://127.0.0.1:2", "https://b.example": "http://127.0.0.1:3"}
    )
    assert mirrors.apply("https://a.example/x") == "http://127.0.0.1:1/x"
    assert mirrors.apply("https://b.example/x") == "http://127.0.0.1:3/x"


@pytest.mark.parametrize(
    ("quiet", "terminal", "kind"),
    [(True, True, Silent), (True, False, Silent), (False, True, Bar), (False, False, Lines)],
)
def test_progress_fits_where_it_is_shown(quiet: bool, terminal: bool, kind: type) -> None:
    assert isinstance(progress(quiet, terminal, print), kind)


@pytest.mark.parametrize(("shown", "told"), [(Silent, ""), (Bar, "openrouter: endpoints")])
def test_progress_is_told_on_stderr(capsys: pytest.CaptureFixture[str], shown: Any, told: str) -> None:
    progress = shown()
    progress.start("openrouter: endpoints", 3)
    progress.advance()
    progress.advance()
    progress.finish()
    out, err = capsys.readouterr()
    assert out == ""
    assert err == told if shown is not Bar else told in err


def test_rich_is_not_loaded_before_a_bar_is_drawn() -> None:
    seen = "import sys, scraper.http, scraper.progress; print('rich' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
