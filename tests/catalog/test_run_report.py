"""What a run leaves behind: its report, its last line, and its lines as JSON."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from catalog import pipeline
from catalog.run import kept
from catalog.run.kept import MOST_KEPT, earlier
from catalog.run.report import Published, RunReport, SourceRun
from tests.answers import envelope, model
from tests.atlas import API, Atlas, routes, ten_models
from tests.conftest import NOW
from tests.upstream import Reply, Upstream

RUNS = Path("data/runs")


def good_night(atlas: Atlas, upstream: Upstream, **changes: Any) -> None:
    """Ten models at openrouter, and a catalog of the day before."""
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    upstream.routes.update(routes(*ten_models(**changes)))
    atlas.listen_to(upstream)


def latest() -> Any:
    """The newest report."""
    return json.loads((RUNS / "latest.json").read_bytes())


def test_a_refresh_reports_what_it_asked_got_and_published(atlas: Atlas, upstream: Upstream) -> None:
    good_night(atlas, upstream)
    upstream.routes[f"{API}/models/acme/m4/endpoints"] = Reply(b"", 404)
    upstream.routes[f"{API}/models/acme/m5/endpoints"] = Reply(b"", 500)
    assert atlas.run("refresh", "openrouter").status == 3
    report = latest()
    assert json.loads((RUNS / "20260801T030000Z.json").read_bytes()) == report
    assert (report["began"], report["command"]) == ("2026-08-01T03:00:00Z", "refresh openrouter")
    assert (report["status"], report["means"]) == (3, "published, but not all is well")
    source = report["sources"].pop("openrouter")
    assert report["sources"] == {}
    names = ("asked", "new", "same", "missing", "failed", "refused", "records", "state", "age_days", "nights_failed")
    assert [source[name] for name in names] == [12, 10, 0, 1, 1, 0, 10, "fresh", 0, 0]
    assert source["received_bytes"] == sum(
        len(json.dumps(found)) for found in upstream.routes.values() if not isinstance(found, Reply)
    )
    (failure,) = source["failures"][:1]
    assert f"1 of 10 failed, first https://openrouter.ai{API.removeprefix('/openrouter.ai')}/models/acme/m5" in failure
    all_json = atlas.json("api/v1/models/all.json")
    assert report["published"]["snapshot"] == all_json["status"]["snapshot"]
    assert report["published"]["models"] == 10
    assert report["published"]["files_written"] == len(atlas.files())
    assert any("m5" in line for line in report["warnings"])
    RunReport.model_validate(report)


def test_every_key_of_a_report_is_told() -> None:
    told = (Path(__file__).parents[2] / "data/README.md").read_text(encoding="utf-8")
    for shape in (RunReport, SourceRun, Published):
        for name, field in shape.model_fields.items():
            assert f"| `{name}` | {field.description} |" in told


def test_the_next_report_tells_what_is_the_same_and_which_prices_changed(atlas: Atlas, upstream: Upstream) -> None:
    good_night(atlas, upstream)
    assert atlas.run("refresh", "openrouter", "--no-render").status == 0
    assert "price_changes" not in latest()["published"]
    dearer = [model("acme/m0", pricing={"prompt": "0.0000005", "completion": "0.0000015"}), *ten_models()[1:]]
    upstream.routes.update(routes(*dearer))
    atlas.monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((NOW + timedelta(days=1)).timestamp())))
    ran = atlas.run("refresh", "openrouter", "--no-render")
    assert ran.status == 0
    report = latest()
    assert (report["sources"]["openrouter"]["new"], report["sources"]["openrouter"]["same"]) == (1, 11)
    assert report["published"]["price_changes"] == 2
    last = ran.err.splitlines()[-1]
    assert last == report["summary"]
    assert last.startswith("refresh: published: 1 of 1 sources fresh, 1 new answer of 12, 10 models, 2 price changes, ")


def test_no_clock_and_no_duration_reaches_what_is_published(atlas: Atlas, upstream: Upstream) -> None:
    good_night(atlas, upstream)
    assert atlas.run("refresh", "openrouter").status == 0
    before = atlas.files()
    assert atlas.run("build").status == 0
    assert latest()["published"]["files_written"] == 0
    assert atlas.files() == before


def test_a_run_that_publishes_nothing_reports_why(atlas: Atlas) -> None:
    (atlas.folder / "_site").mkdir()
    (atlas.folder / "_site/thesis.txt").write_text("mine")
    ran = atlas.run("build")
    report = latest()
    assert (ran.status, report["status"], report["means"]) == (1, 1, "nothing published")
    assert "published" not in report
    assert report["warnings"][0].startswith("nothing published: ")
    assert "state" not in report["sources"]["openrouter"]


def test_an_error_that_nobody_foresaw_is_reported_and_goes_on_its_way(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise KeyError("nobody foresaw it")

    monkeypatch.setattr(pipeline, "publish", broken)
    with pytest.raises(KeyError):
        atlas.run("build")
    assert (latest()["status"], latest()["broke"]) == (1, "KeyError: 'nobody foresaw it'")


def test_a_run_that_finds_another_one_running_says_so(atlas: Atlas) -> None:
    Path("data").mkdir()
    with FileLock("data/refresh.lock"):
        assert atlas.run("refresh").status == 4
    assert latest()["means"] == "another refresh is running"


def test_a_fetch_alone_reports_what_it_got(atlas: Atlas, upstream: Upstream) -> None:
    good_night(atlas, upstream)
    ran = atlas.run("fetch", "openrouter")
    assert ran.err.splitlines()[-1].startswith("fetch: fetched: 1 source, 12 new answers of 12, ")
    assert "state" not in latest()["sources"]["openrouter"]


def test_runs_of_one_second_have_each_their_report_and_the_oldest_go(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 3)
    RUNS.mkdir(parents=True)
    for name in ("20240101T000000Z.json", "20250101T000000Z.json"):
        (RUNS / name).write_text("{}")
    for _ in range(3):
        assert atlas.run("fetch", "openrouter").status == 1
    names = {path.name for path in RUNS.iterdir()}
    assert names == {f"20260801T030000Z{turn}.json" for turn in ("", "-2", "-3")} | {"latest.json"}
    assert len(list(earlier(RUNS))) == 3
    assert MOST_KEPT >= 366


def test_a_report_that_cannot_be_written_is_one_warning(atlas: Atlas, upstream: Upstream) -> None:
    good_night(atlas, upstream)
    RUNS.write_text("a file in the way")
    ran = atlas.run("refresh", "openrouter", "--no-render", "--quiet")
    assert ran.status == 0
    assert ran.err == (
        "no report of this run: data/runs: cannot be written: File exists: a file stands where a folder is needed;"
        " name another place with --data\n"
    )


def test_each_line_is_a_json_object_where_that_is_asked_for(atlas: Atlas, upstream: Upstream) -> None:
    good_night(atlas, upstream)
    upstream.routes[f"{API}/models/acme/m5/endpoints"] = Reply(b"", 500)
    atlas.monkeypatch.setenv("MODELATLAS_LOG_FORMAT", "json")
    ran = atlas.run("refresh", "openrouter", "--verbose")
    lines = [json.loads(line) for line in ran.err.splitlines()]
    assert {tuple(line)[:2] for line in lines} == {("at", "level")}
    assert {line["level"] for line in lines} == {"debug", "info", "warning"}
    assert {"level": "info", "source": "openrouter", "message": "openrouter: endpoints 10/10"}.items() <= next(
        line for line in lines if "endpoints 10/10" in line["message"]
    ).items()
    assert (lines[-1]["event"], lines[-1]["message"]) == ("ended", latest()["summary"])
    assert all(line["at"].startswith("2026-08-01T03:00:") for line in lines)


def test_wrong_usage_is_a_json_line_too(atlas: Atlas) -> None:
    ran = atlas.run("refresh", "nosuch", "--log-format", "json")
    assert ran.status == 2
    assert json.loads(ran.err)["message"].startswith("no source 'nosuch': there are ai302, ")


def test_results_stay_as_they_are(atlas: Atlas, upstream: Upstream) -> None:
    good_night(atlas, upstream)
    atlas.run("refresh", "openrouter", "--no-render")
    assert atlas.run("sources", "--log-format", "json").out == atlas.run("sources").out
