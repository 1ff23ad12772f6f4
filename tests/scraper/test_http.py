"""The HTTP layer over real sockets: polite, bounded, and every answer archived before it is read."""

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from scraper.errors import FetchError
from scraper.http import USER_AGENT, Http, HttpSettings
from scraper.mirrors import Mirrors
from scraper.pace import Pace
from scraper.progress import Silent
from scraper.snapshots import Archive, Sighting
from tests.upstream import Asked, Reply, Upstream, packed

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

    def http(self, **settings: Any) -> Http:
        return Http(
            self.archive, HttpSettings(**settings), mirrors=Mirrors(self.upstream.mirrors),
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


@pytest.fixture
def client(tmp_path: Path, upstream: Upstream) -> Client:
    return Client(tmp_path / "archive", upstream)


def test_an_answer_is_archived_with_address_time_and_headers(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = Reply(b'{"a": 1}', headers={"ETag": '"1"', "Set-Cookie": "secret=1"})
    seen = client.get()
    (kept,) = client.archive.sightings("example")
    assert kept == seen
    assert (kept.url, kept.fetched_at, kept.status, kept.bytes) == (URL, NOW, 200, 8)
    assert kept.headers == {"etag": '"1"', "date": kept.headers["date"]}
    assert client.archive.snapshot(kept).body == b'{"a": 1}'


def test_the_user_agent_is_honest(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = Reply()
    client.get()
    assert upstream.asked[0].headers["user-agent"] == USER_AGENT
    assert USER_AGENT.startswith("modelatlas/")
    assert upstream.asked[0].headers["accept-encoding"] == "gzip, deflate"


def test_a_second_look_asks_by_condition_and_a_304_confirms_the_body(client: Client, upstream: Upstream) -> None:
    def conditional(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == '"1"':
            return Reply(b"", 304)
        return Reply(b"body", headers={"ETag": '"1"', "Last-Modified": "Sat, 01 Aug 2026 00:00:00 GMT"})

    upstream.routes[PATH] = conditional
    first, second, third = client.get(), client.get(), client.get()
    assert (second.status, second.sha256, second.bytes) == (304, first.sha256, 4)
    assert third.status == 304
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


def test_a_dropped_connection_is_tried_again(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = [Reply(drop=True), Reply(b"good")]
    assert client.get().bytes == 4


def test_a_closed_port_is_told_as_no_connection(client: Client, upstream: Upstream) -> None:
    with Http(
        client.archive, HttpSettings(), mirrors=Mirrors({"https://": "http://127.0.0.1:9/"}),
        clock=lambda: NOW, sleep=client.slept.append, progress=Silent(),
    ) as http, pytest.raises(FetchError, match=r"no connection \(.*refused.*\), 3 tries"):  # fmt: skip
        http.get("example", URL)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Reply(b"x", delay_seconds=3), "timed out after 0.2 s"),
        (Reply(b"x" * 100, drip_seconds=0.05), "not finished after 0.5 s"),
        (Reply(b"half", claim_length=8), "breaks off"),
        (Reply(zlib.compress(b"x" * 1000)[:10], headers={"Content-Encoding": "deflate"}), "breaks off"),
        (Reply(b"no gzip", headers={"Content-Encoding": "gzip"}), "damaged"),
    ],
)
def test_an_answer_that_does_not_come_whole_is_a_failure(
    client: Client, upstream: Upstream, fault: Reply, told: str
) -> None:
    upstream.routes[PATH] = fault
    assert told in client.fails(read_seconds=0.2, deadline_seconds=0.5, attempts=1)
    assert not any(sighting.ok for sighting in client.archive.sightings("example"))


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Reply(b"x" * 2000), "more than 1,000 bytes"),
        (Reply(endless=True), "more than 1,000 bytes"),
        (packed(b"0" * 100_000), "unpacks to more"),
        (Reply(b"x", headers={"Content-Encoding": "br"}), "unknown content encoding"),
    ],
)
def test_caps_are_final(client: Client, upstream: Upstream, fault: Reply, told: str) -> None:
    upstream.routes[PATH] = fault
    assert told in client.fails(max_bytes_received=1000, max_bytes_unpacked=5000)
    assert len(upstream.asked) == 1


def test_a_packed_answer_is_unpacked(client: Client, upstream: Upstream) -> None:
    upstream.routes[PATH] = packed(b"hello" * 100)
    assert client.archive.snapshot(client.get()).body == b"hello" * 100


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
        (PATH, "more than 5 redirects"),
    ],
)
def test_redirects_are_bounded_and_lead_to_http_only(
    client: Client, upstream: Upstream, target: str, told: str
) -> None:
    upstream.routes[PATH] = Reply(status=302, headers={"Location": target})
    assert told in client.fails()


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1/x", "http://localhost:8000/", "http://10.0.0.1/", "http://169.254.169.254/latest",
     "http://[::1]/", "http://metadata.internal/", "http://192.168.1.1/"],
)  # fmt: skip
def test_a_public_address_may_not_lead_into_a_private_network(target: str) -> None:
    from scraper.transfer import TransferError, _redirected

    with pytest.raises(TransferError, match="private"):
        _redirected("https://api.example/v1", target, Mirrors({}))


def test_many_addresses_come_in_their_order_and_a_missing_one_is_no_failure(client: Client, upstream: Upstream) -> None:
    urls = [f"https://api.example/{n}" for n in range(20)]
    for n in range(0, 20, 2):
        upstream.routes[f"/api.example/{n}"] = Reply(str(n).encode())
    with client.http() as http:
        seen = list(http.get_all("example", urls, label="numbers"))
    assert [sighting.url for sighting in seen] == urls
    assert [sighting.ok for sighting in seen] == [True, False] * 10
    assert {sighting.status for sighting in seen if not sighting.ok} == {404}


def test_a_list_that_only_fails_is_given_up(client: Client, upstream: Upstream) -> None:
    urls = [f"https://api.example/{n}" for n in range(100)]
    for n in range(100):
        upstream.routes[f"/api.example/{n}"] = Reply(status=500)
    with client.http(attempts=1, concurrency=2) as http, pytest.raises(FetchError, match="gave up after 5 failures"):
        list(http.get_all("example", urls, label="numbers"))
    assert len(upstream.asked) < 20


def test_requests_to_one_host_keep_their_distance() -> None:
    slept: list[float] = []
    pace = Pace(10, slept.append)
    for _ in range(3):
        pace.wait("api.example")
    pace.wait("other.example")
    assert len(slept) == 2
    assert 0.05 < slept[0] <= 0.1 < slept[1] <= 0.2


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
