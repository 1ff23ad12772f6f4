"""What is secret (the login of a mirror or a proxy, a key in an address) is sent where it belongs and shown nowhere."""

import base64
import gzip
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from catalog.config import Config, ConfigError, load_config
from scraper.exchange import TransferError
from scraper.http_settings import HttpSettings
from scraper.mirrors import Mirrors
from scraper.transfer import Transfer
from tests.answers import model
from tests.atlas import routes
from tests.upstream import Asked, Reply, Upstream, redirect

ROOT = Path(__file__).parent.parent
PASSWORD = "correct horse/battery"  # noqa: S105 - it is what must not be found
KEY = "k3y-within-a-path"
COOKIE = "a-cookie-of-the-mirror"
LOGIN = f"reader:{quote(PASSWORD, safe='')}"
SECRETS = (
    PASSWORD,
    quote(PASSWORD),
    quote(PASSWORD, safe=""),
    base64.b64encode(f"reader:{PASSWORD}".encode()).decode(),
    KEY,
    COOKIE,
)
FAULTS = [
    Reply(b"no", 401, headers={"WWW-Authenticate": "Basic realm=mirror"}),
    Reply(b"no", 500),
    redirect("http://127.0.0.1:9/elsewhere"),
    redirect("ftp://files.example/"),
    redirect("//["),
    Reply(drop=True),
    Reply(b"<html>log in</html>", headers={"Set-Cookie": COOKIE}),
    Reply(b"{}", claim_length=5),
    Reply(b"{}", headers={"Content-Encoding": "gzip"}),
]
"""What a mirror or a proxy may do instead of answering."""


class Mirror(Upstream):
    """A mirror behind a login and a key: one source is answered, each other host meets a fault of its own."""

    def __init__(self) -> None:
        super().__init__(routes(*(model(f"acme/m{number}") for number in range(10))))
        self.hosts: list[str] = []

    def answer(self, asked: Asked) -> Reply:
        """The answer of a host that is well, or the host's fault."""
        path = asked.path.removeprefix(f"/{KEY}")
        host = path.split("/")[1]
        if host not in self.hosts:
            self.hosts.append(host)
        if host == "openrouter.ai":
            answered = super().answer(Asked(path, asked.headers))
            return Reply(answered.body, answered.status, headers={"Set-Cookie": COOKIE, "ETag": '"1"'})
        self.asked.append(asked)
        return FAULTS[self.hosts.index(host) % len(FAULTS)]

    @property
    def prefixes(self) -> str:
        """What is given as MODELATLAS_MIRRORS."""
        return f"https://=http://{LOGIN}@127.0.0.1:{self.address.rpartition(':')[2]}/{KEY}/"


def modelatlas(folder: Path, environment: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a process of its own, telling all it can."""
    (folder / "modelatlas.toml").write_text(
        "[http]\nattempts = 1\nread_seconds = 0.3\ndeadline_seconds = 2.0\n", encoding="utf-8"
    )
    clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.run(
        [sys.executable, "-X", "faulthandler", "-m", "catalog", *words],
        cwd=folder,
        env={**clean, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )


def said(ran: subprocess.CompletedProcess[bytes], folder: Path) -> Iterator[tuple[str, bytes]]:
    """All that a run left behind: what it said, and every file, unpacked too."""
    yield "stdout", ran.stdout
    yield "stderr", ran.stderr
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            yield str(file.relative_to(folder)), content
            if file.suffix == ".gz":
                yield f"{file.relative_to(folder)}, unpacked", gzip.decompress(content)


def leaks(ran: subprocess.CompletedProcess[bytes], folder: Path) -> list[str]:
    """Where a secret stands."""
    return [f"{where}: {secret}" for where, text in said(ran, folder) for secret in SECRETS if secret.encode() in text]


def test_the_login_of_a_mirror_is_sent_and_is_found_nowhere_else(tmp_path: Path) -> None:
    with Mirror() as mirror:
        hook = {"MODELATLAS_WEBHOOK": f"http://127.0.0.1:9/{KEY}?key={quote(PASSWORD)}"}
        ran = modelatlas(tmp_path, {"MODELATLAS_MIRRORS": mirror.prefixes, **hook}, "refresh", "--verbose")
        assert all(asked.headers["authorization"].split()[1] in SECRETS for asked in mirror.asked)
    assert b"webhook: 127.0.0.1: no connection" in ran.stderr
    assert len(mirror.hosts) > len(FAULTS)
    assert ran.returncode == 3
    assert b"openrouter.ai" in ran.stderr
    names = [where for where, _ in said(ran, tmp_path)]
    assert {"data/catalog.db", "_site/catalog.db", "data/archive/openrouter.jsonl"} <= set(names)
    assert any(name.endswith("unpacked") for name in names)
    assert leaks(ran, tmp_path) == []


def test_the_password_of_a_proxy_is_found_nowhere(tmp_path: Path) -> None:
    with Upstream() as proxy:
        address = f"http://{LOGIN}@{proxy.address.removeprefix('http://')}"
        ran = modelatlas(tmp_path, {"https_proxy": address, "no_proxy": ""}, "fetch", "--verbose", "litellm", "ai302")
    assert ran.returncode == 1
    assert b"Unsupported method ('CONNECT')" in ran.stderr
    assert leaks(ran, tmp_path) == []


@pytest.mark.parametrize(
    "prefixes",
    [
        f"https://={LOGIN}@127.0.0.1",
        f"https://=ftp://{LOGIN}@127.0.0.1",
        f"https://=http://reader:{PASSWORD.replace(' ', ',')}@127.0.0.1",
    ],
)
def test_a_mirror_that_is_none_is_refused_without_its_login(prefixes: str) -> None:
    with pytest.raises(ConfigError, match="MODELATLAS_MIRRORS: part") as caught:
        load_config({}, None, {"MODELATLAS_MIRRORS": prefixes})
    assert not any(word in str(caught.value) for word in (*SECRETS, *PASSWORD.split()))


@pytest.mark.parametrize("target", ["[::1/", "127.0.0.1:99999/", "127.0.0.1:9/", "%zz/", "127.0.0.1:9/\ud800"])
def test_not_even_a_traceback_tells_the_login_of_a_mirror(target: str) -> None:
    mirrors = Mirrors({"https://": f"http://{LOGIN}@{target}{KEY}/"})
    transfer = Transfer(HttpSettings(), mirrors, lambda _: None)
    with pytest.raises(TransferError) as caught:
        transfer.exchange("https://api.example/", {})
    transfer.close()
    told = "".join(traceback.format_exception(caught.value))
    assert not any(secret in told for secret in SECRETS)


def test_a_redirect_is_told_without_the_login_of_the_mirror_it_came_from() -> None:
    with Upstream({"/api.example/": redirect("/elsewhere")}) as upstream:
        # The letters of the host are not as an address is told afterwards, so this reads as another host.
        mirrors = Mirrors({"https://": f"http://{LOGIN}@LOCALHOST:{upstream.address.rpartition(':')[2]}/"})
        transfer = Transfer(HttpSettings(), mirrors, lambda _: None)
        with pytest.raises(TransferError, match="redirects to the private address") as caught:
            transfer.exchange("https://api.example/", {})
        transfer.close()
    assert not any(secret in str(caught.value) for secret in SECRETS)


def test_settings_are_shown_without_mirrors() -> None:
    config = Config(now=datetime(2026, 8, 1, tzinfo=UTC), mirrors={"https://": f"http://{LOGIN}@mirror.example/"})
    assert config.mirrors
    assert not any(secret in repr(config) for secret in SECRETS)


@pytest.mark.parametrize("name", ["base_url", "issues_url"])
def test_an_address_that_is_published_holds_no_login(name: str) -> None:
    with pytest.raises(ConfigError, match="holds a name or a password") as caught:
        load_config({name: f"https://{LOGIN}@atlas.example/"}, None, {})
    assert PASSWORD not in str(caught.value)
