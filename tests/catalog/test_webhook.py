"""Word of a refresh to an address that is a secret: when it was not well, and once when it is well again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from catalog.run import webhook
from tests.answers import envelope
from tests.atlas import API, Atlas, routes, ten_models
from tests.upstream import Reply, Upstream, redirect

SECRET = "/hooks/T0P-s3cret"  # noqa: S105 - of a loopback server


@pytest.fixture
def hook() -> Iterator[Upstream]:
    """Where word goes."""
    with Upstream({SECRET: Reply(b"ok")}) as running:
        yield running


@pytest.fixture
def night(atlas: Atlas, upstream: Upstream, hook: Upstream) -> Atlas:
    """A folder that lists ten models, whose refreshes send word."""
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    upstream.routes.update(routes(*ten_models()))
    atlas.listen_to(upstream)
    atlas.monkeypatch.setenv("MODELATLAS_WEBHOOK", f"{hook.address}{SECRET}")
    return atlas


def refresh(atlas: Atlas, upstream: Upstream, good: bool) -> Any:
    """A night, good or not; quiet, and without pages."""
    rows = ten_models() if good else ten_models()[:3]
    upstream.routes[f"{API}/models"] = envelope(*rows, total_count=len(rows), links={"next": None})
    ran = atlas.run("refresh", "openrouter", "--no-render", "--quiet")
    assert ran.status == (0 if good else 3)
    return ran


def test_word_goes_of_every_failure_and_once_of_its_end(night: Atlas, upstream: Upstream, hook: Upstream) -> None:
    refresh(night, upstream, good=True)
    assert hook.asked == []
    refresh(night, upstream, good=False)
    refresh(night, upstream, good=False)
    refresh(night, upstream, good=True)
    refresh(night, upstream, good=True)
    told = [json.loads(asked.body) for asked in hook.asked]
    assert [word["report"]["status"] for word in told] == [3, 3, 0]
    assert told[0]["text"].startswith("refresh: published, but not all is well: 0 of 1 sources fresh, 1 failed")
    assert told[0]["report"]["sources"]["openrouter"]["failures"] == [
        "openrouter: https://openrouter.ai/api/v1/models?output_modalities=all: 3 records, 10 in the last good answer"
    ]
    assert told[2]["text"].startswith("refresh: published: 1 of 1 sources fresh, ")
    assert [asked.path for asked in hook.asked] == [SECRET] * 3
    assert hook.asked[0].headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("answer", "told", "times"),
    [
        (Reply(b"", 500), "HTTP 500", 2),
        (redirect("http://127.0.0.1:9/elsewhere"), "HTTP 302", 2),
        (Reply(drop=True), "no connection", 2),
        (Reply(b"", header_drip_seconds=0.05), "not finished after 0.5 s", 2),
        ([Reply(b"", 503), Reply(b"ok", 204)], "", 2),
        (Reply(b"x", endless=True), "", 1),
    ],
    ids=["error", "redirect", "dropped", "drip", "second try", "endless"],
)
def test_word_that_does_not_arrive_is_one_warning_that_names_the_host_alone(
    night: Atlas,
    upstream: Upstream,
    hook: Upstream,
    monkeypatch: pytest.MonkeyPatch,
    answer: Any,
    told: str,
    times: int,
) -> None:
    monkeypatch.setattr(webhook, "PATIENCE_SECONDS", 0.5)
    hook.routes[SECRET] = answer
    ran = refresh(night, upstream, good=False)
    assert len(hook.asked) == times
    lines = [line for line in ran.err.splitlines() if line.startswith("webhook: ")]
    assert len(lines) == (1 if told else 0)
    assert all(line.startswith(f"webhook: 127.0.0.1: {told}") for line in lines)
    assert "s3cret" not in ran.err


def test_the_address_is_nowhere_to_be_read(night: Atlas, upstream: Upstream, hook: Upstream) -> None:
    hook.routes[SECRET] = Reply(b"", 500)
    refresh(night, upstream, good=False)
    assert night.run("refresh", "openrouter", "--verbose", "--log-format", "json").err.count("s3cret") == 0
    assert "s3cret" not in repr(night.json("api/v1/sources.json"))
    for folder in ("data", "_site"):
        assert not [path for path, content in night.files(folder).items() if b"s3cret" in content]


def test_the_environment_stands_before_the_file(night: Atlas, upstream: Upstream, hook: Upstream) -> None:
    path = Path("modelatlas.toml")
    path.write_text(f'webhook = "{hook.address}/of-the-file"\n{path.read_text()}')
    refresh(night, upstream, good=False)
    night.monkeypatch.delenv("MODELATLAS_WEBHOOK")
    refresh(night, upstream, good=False)
    assert hook.paths() == [SECRET, "/of-the-file", "/of-the-file"]


@pytest.mark.parametrize("address", ["hooks.example/s3cret", "ftp://hooks.example/s3cret", "https://"])
def test_an_address_that_is_none_is_wrong_usage_and_is_not_shown(atlas: Atlas, address: str) -> None:
    atlas.monkeypatch.setenv("MODELATLAS_WEBHOOK", address)
    ran = atlas.run("build")
    assert (ran.status, "webhook: it is no http(s) address" in ran.err, "s3cret" in ran.err) == (2, True, False)


def test_that_another_run_is_busy_is_no_news_and_changes_none(night: Atlas, upstream: Upstream, hook: Upstream) -> None:
    def meet_another() -> None:
        with FileLock("data/refresh.lock"):
            assert night.run("refresh", "openrouter", "--no-render", "--quiet").status == 4

    refresh(night, upstream, good=True)
    meet_another()
    refresh(night, upstream, good=True)
    assert hook.asked == []
    refresh(night, upstream, good=False)
    meet_another()
    refresh(night, upstream, good=True)
    assert [json.loads(asked.body)["report"]["status"] for asked in hook.asked] == [3, 0]


def test_only_a_refresh_sends_word(night: Atlas, hook: Upstream) -> None:
    night.listen_to(None)
    assert night.run("fetch", "openrouter").status == 1
    assert hook.asked == []
