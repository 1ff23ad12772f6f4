"""The nightly job as a user runs it: what is published, what is said, and with which exit status."""

import json
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.answers import envelope, model
from tests.atlas import API, Atlas, routes, ten_models
from tests.upstream import Reply, Upstream

MODELS = "https://openrouter.ai/api/v1/models"
SEEDED = "baidu/ernie-4.5-vl-424b-a47b"


def start(atlas: Atlas, upstream: Upstream, *models: dict[str, Any]) -> None:
    """A first good night: ten models of a day before the seed's, so that the seed sets no measure."""
    atlas.backfill(envelope(*(models or ten_models())), "2026-07-30")
    upstream.routes.update(routes(*(models or ten_models())))
    atlas.listen_to(upstream)
    assert atlas.run("refresh", "openrouter").status == 0


def test_without_a_network_the_bundled_snapshot_is_published_and_says_so(atlas: Atlas) -> None:
    ran = atlas.run("refresh", "openrouter")
    assert ran.status == 3
    assert f"openrouter: {MODELS}?output_modalities=all: no connection (Connection refused), 3 tries" in ran.err
    assert "values from the bundled snapshot of 2026-07-31, 0 days old" in ran.err
    assert ran.out == ""
    page = atlas.text(f"models/{SEEDED}/index.html")
    assert "OpenRouter API could not be reached yet" in page
    assert "31 July 2026" in page
    assert "(0 days old when this page was made)" in page
    assert "$0.42 / 1M" in page
    assert json.loads(atlas.run("sources", "--json").out)[0]["state"] == "seed"
    assert atlas.rows("select distinct seed from snapshots where state = 'accepted'") == [(1,)]


def test_a_night_with_a_network_is_fresh(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream)
    status = atlas.json("api/v1/models/all.json")["status"]["sources"]["openrouter"]
    assert status == {"fetched_at": "2026-08-01T03:00:00Z", "state": "fresh", "records": 10}
    assert 'class="notice"' not in atlas.text("index.html")
    assert atlas.rows("select provider, via, wire_id, input_usd_per_mtok from offers where model_id = 'acme/m0'") == [
        ("openrouter", None, "acme/m0", "0.42"),
        ("novita", "openrouter", "acme/m0", "0.42"),
    ]


def test_all_modalities_are_asked_for_and_aliases_endpoints_are_not(atlas: Atlas, upstream: Upstream) -> None:
    alias = model("~acme/latest", alias_target={"slug": "acme/m0", "name": "M"})
    start(atlas, upstream, *ten_models(), model("acme/m0:free"), alias)
    paths = upstream.paths()
    assert paths[0] == f"{API}/models?output_modalities=all"
    assert f"{API}/models/acme/m0:free/endpoints" in paths
    assert not any("~" in path for path in paths)


def test_every_page_of_a_paged_list_is_read(atlas: Atlas, upstream: Upstream) -> None:
    rows = ten_models()
    upstream.routes.update(routes(*rows))

    def paged(asked: Any) -> Reply:
        first = "offset" not in asked.path
        following = "/api/v1/models?offset=5&limit=5" if first else None
        answer = envelope(*(rows[:5] if first else rows[5:]), total_count=10, links={"next": following})
        return Reply(json.dumps(answer).encode())

    atlas.backfill(envelope(*rows), "2026-07-30")
    upstream.routes[f"{API}/models"] = paged
    atlas.listen_to(upstream)
    assert atlas.run("refresh", "openrouter").status == 0
    assert f"{API}/models?offset=5&limit=5" in upstream.paths()
    assert atlas.rows("select count(*) from models") == [(10,)]
    assert atlas.rows("select max(page), count(*) from snapshots where records = 10 and fetched_at > '2026-08'") == [
        (2, 2)
    ]


@pytest.mark.parametrize(
    "following", ["https://evil.example/api/v1/models?offset=5", "/api/v1/models/../key?x=1", "file:///etc/passwd", 7]
)
def test_a_next_page_is_only_ever_one_of_the_same_list(atlas: Atlas, upstream: Upstream, following: Any) -> None:
    start(atlas, upstream)
    upstream.asked.clear()
    upstream.routes[f"{API}/models"] = envelope(*ten_models(), links={"next": following})
    assert atlas.run("refresh", "openrouter").status == 3
    assert {path.partition("?")[0] for path in upstream.paths()} == {f"{API}/models"}


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (b"<!DOCTYPE html><html><body>Just a moment...</body></html>", "expected JSON, got an HTML page"),
        (json.dumps(envelope(*ten_models())).encode()[:900], "breaks off after 900 bytes"),
        (b"", "an empty body"),
        (envelope(), "an empty list"),
        (envelope(*ten_models()[:5]), "5 records, 10 in the last good answer"),
        (envelope(*ten_models(), ten_models()[3]), "come twice, such as 'acme/m3'"),
        (envelope(*ten_models(pricing={"prompt": "NaN", "completion": "NaN"})), "10 of 10 records cannot be read"),
        (Reply(status=429), "HTTP 429, 3 tries"),
        (Reply(status=500), "HTTP 500, 3 tries"),
        (Reply(b"{}", delay_seconds=3), "timed out after 1 s, 3 tries"),
        (Reply(drop=True), "no connection"),
    ],
    ids=["html", "truncated", "empty body", "empty list", "half", "twice", "nan", "429", "500", "timeout", "dropped"],
)  # fmt: skip
def test_a_bad_answer_keeps_the_last_good_catalog_and_is_told_in_one_line(
    atlas: Atlas, upstream: Upstream, bad: Any, told: str
) -> None:
    start(atlas, upstream)
    before = atlas.json("api/v1/models/all.json")["models"]
    upstream.routes[f"{API}/models"] = bad
    ran = atlas.run("refresh", "openrouter")
    assert ran.status == 3
    line = next(line for line in ran.err.splitlines() if told in line)
    assert line.startswith("openrouter: ")
    assert f"{MODELS}?output_modalities=all" in line
    assert ran.err.count(told) == 1
    assert atlas.json("api/v1/models/all.json")["models"] == before
    assert atlas.json("api/v1/models/all.json")["status"]["sources"]["openrouter"]["state"] == "failed"
    assert "values from the last good one" in atlas.text("models/acme/m0/index.html")
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("price", ["NaN", "1e400", "", "abc", None, [], "Infinity"])
def test_one_absurd_number_holds_the_last_good_value_and_publishes_the_rest(
    atlas: Atlas, upstream: Upstream, price: Any
) -> None:
    start(atlas, upstream)
    rows = ten_models()
    rows[3] = model("acme/m3", pricing={"prompt": price, "completion": "0.000002"})
    upstream.routes.update(routes(*rows))
    ran = atlas.run("refresh", "openrouter")
    assert ran.status == 3
    assert "acme/m3: input_usd_per_mtok: " in ran.err
    assert MODELS in ran.err
    shown = {row["id"]: row for row in atlas.json("api/v1/models/all.json")["models"]}
    assert (shown["acme/m3"]["input_usd_per_mtok"], shown["acme/m3"]["output_usd_per_mtok"]) == (0.42, 2)
    assert json.loads(atlas.run("sources", "--json").out)[0]["held"] == 1


def test_a_nan_that_is_no_json_is_refused(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream)
    upstream.routes[f"{API}/models"] = json.dumps(envelope(*ten_models(created=float("nan")))).encode()
    ran = atlas.run("refresh", "openrouter")
    assert ran.status == 3
    assert "NaN is no JSON number" in ran.err


def test_half_a_list_is_refused_on_the_first_night_too(atlas: Atlas, upstream: Upstream) -> None:
    upstream.routes.update(routes(*ten_models()))
    atlas.listen_to(upstream)
    ran = atlas.run("refresh", "openrouter")
    assert ran.status == 3
    assert "10 records, 364 in the last good answer" in ran.err
    assert atlas.rows("select count(*) from models where id = 'acme/m0'") == [(0,)]


@pytest.mark.parametrize("document", ["providers", "models/acme/m4/endpoints"])
def test_a_failing_second_document_is_told_and_the_list_is_published(
    atlas: Atlas, upstream: Upstream, document: str
) -> None:
    start(atlas, upstream)
    upstream.routes[f"{API}/models"] = envelope(*ten_models(context_length=8192))
    upstream.routes[f"{API}/{document}"] = Reply(status=500)
    ran = atlas.run("refresh", "openrouter")
    assert ran.status == 3
    assert f"https://openrouter.ai/api/v1/{document}: HTTP 500, 3 tries" in ran.err
    assert atlas.rows("select distinct context_listed from models") == [(8192,)]
    assert atlas.rows("select count(*) from offers where provider = 'novita'") == [(10,)]


def test_an_endpoints_address_that_does_not_exist_is_no_failure(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream)
    del upstream.routes[f"{API}/models/acme/m4/endpoints"]
    ran = atlas.run("refresh", "openrouter")
    assert ran.status == 0
    assert "1 addresses do not exist, such as https://openrouter.ai/api/v1/models/acme/m4/endpoints" in ran.err


def test_hostile_ids_and_names_stay_inside_and_inert(atlas: Atlas, upstream: Upstream) -> None:
    script = "<script>alert(1)</script>"
    hostile = [
        model("../../x", name=script),
        model("/etc/passwd"),
        model("acme/..%2f..%2fy"),
        model("acme/m0\\..\\..\\z", name="a" * 2000),
        model('acme/"><script>alert(1)</script>', name='"><img src=x onerror=alert(1)>'),
        model("all.json", description="</script><script>alert(2)</script>"),
    ]
    start(atlas, upstream, *ten_models(), *hostile)
    outside = {path for path in atlas.folder.rglob("*") if path.name in ("x", "y", "z", "passwd")}
    assert all(path.is_relative_to(atlas.folder / "_site") for path in outside)
    assert not (atlas.folder.parent / "x").exists()
    assert atlas.rows("select count(*) from models") == [(16,)]
    pages = [content.decode() for path, content in atlas.files().items() if path.endswith(".html")]
    assert all("<script>alert" not in page and "<img src=x" not in page for page in pages)
    assert "&lt;script&gt;alert(1)" in atlas.text("models/.=2E/.=2E/x/index.html")
    assert atlas.json("api/v1/models/all.json")["models"]


def test_the_same_archive_gives_the_same_output_byte_for_byte(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream)
    assert atlas.run("build", "--out", "again", "--data", "data").status == 0
    assert atlas.files("again") == atlas.files()
    (atlas.folder / "data/catalog.db").unlink()
    assert atlas.run("build", "--out", "anew").status == 0
    assert atlas.files("anew") == atlas.files()


def test_a_build_with_nothing_new_rewrites_no_file(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream)

    def state() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in (atlas.folder / "_site").rglob("*")}

    before = state()
    ran = atlas.run("build")
    assert ran.status == 0
    assert "0 files new or changed" in ran.err
    assert state() == before


def test_a_build_writes_only_what_changed(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream)
    untouched = atlas.folder / "_site/methodology/index.html"
    before = untouched.stat()
    rows = [*ten_models()[:9], model("acme/m9", context_length=8192)]
    upstream.routes.update(routes(*rows))
    assert atlas.run("refresh", "openrouter").status == 0
    assert (untouched.stat().st_mtime_ns, untouched.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_night_on_which_nothing_changed_is_fresh_without_a_new_body(
    atlas: Atlas, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(atlas, upstream)
    body = json.dumps(envelope(*ten_models())).encode()

    def conditional(asked: Any) -> Reply:
        return Reply(b"", 304) if "if-none-match" in asked.headers else Reply(body, headers={"ETag": '"1"'})

    upstream.routes[f"{API}/models"] = conditional
    for day in (2, 3):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1785553200 + day * 86400))
        assert atlas.run("refresh", "openrouter").status == 0
    status = atlas.json("api/v1/models/all.json")["status"]["sources"]["openrouter"]
    assert status == {"fetched_at": "2026-08-04T03:00:00Z", "state": "fresh", "records": 10}
    assert atlas.rows("select status, state from snapshots order by fetched_at desc limit 1")[0][1] == "accepted"
    assert atlas.rows("select count(*) from snapshots where status = 304") == [(1,)]
    assert atlas.rows("select distinct substr(last_observed, 1, 10) from claims where record = 'acme/m0'") == [
        ("2026-08-04",)
    ]


def test_a_model_that_leaves_keeps_its_page_and_says_when(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream)
    upstream.routes.update(routes(*ten_models()[:9]))
    assert atlas.run("refresh", "openrouter").status == 0
    page = atlas.text("models/acme/m9/index.html")
    assert "no longer listed" in page
    gone = next(row for row in atlas.json("api/v1/models/all.json")["models"] if row["id"] == "acme/m9")
    assert (gone["status"], gone["input_usd_per_mtok"], gone["price_state"]) == ("retired", None, "not_applicable")


def test_no_render_leaves_the_pages_as_they_are(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream)
    page = atlas.text("models/acme/m0/index.html")
    upstream.routes.update(routes(*ten_models(context_length=8192)))
    assert atlas.run("refresh", "openrouter", "--no-render").status == 0
    assert atlas.text("models/acme/m0/index.html") == page
    assert atlas.json("api/v1/models/all.json")["models"][0]["context_length"] == 8192


def test_offline_uses_the_archive_alone(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream)
    asked = len(upstream.asked)
    assert atlas.run("refresh", "openrouter", "--offline").status == 0
    assert len(upstream.asked) == asked


def test_quiet_says_nothing_when_all_is_well(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream)
    assert atlas.run("refresh", "openrouter", "--quiet") == (0, "", "")


def test_verbose_says_more(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream, *ten_models(vibe="good"))
    ran = atlas.run("build", "--verbose")
    assert "openrouter: 0 answers entered" in ran.err
    assert "10 models, 20 offers" in ran.err
    assert "10 keys or values were met that no reader knows" in ran.err


def test_an_archive_that_cannot_be_written_is_told(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream)
    objects = atlas.folder / "data/archive/objects"
    objects.rename(objects.with_name("elsewhere"))
    objects.write_text("a file where a folder should be", encoding="utf-8")
    for command in ("refresh", "fetch"):
        ran = atlas.run(command)
        assert ran.status == 1
        assert "data: cannot be written" in ran.err
        assert "Traceback" not in ran.err


def test_two_refreshes_do_not_run_at_once(atlas: Atlas) -> None:
    (atlas.folder / "data").mkdir()
    with FileLock(atlas.folder / "data/refresh.lock"):
        ran = atlas.run("refresh", "openrouter")
    assert ran.status == 4
    assert "another refresh is running" in ran.err


@pytest.mark.parametrize(
    "words",
    [("refresh", "nonsense"), ("refresh", "--nonsense"), ("backfill", "nonsense", "x"), ("nonsense",), ("show",),
     ("refresh", "--base-url", "nonsense"), ("refresh", "--config", "nowhere.toml")],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_status_two(atlas: Atlas, words: tuple[str, ...]) -> None:
    ran = atlas.run(*words)
    assert ran.status == 2
    assert ran.out == ""


def test_a_folder_that_is_not_ours_is_never_replaced(atlas: Atlas) -> None:
    mine = atlas.folder / "_site/thesis.txt"
    mine.parent.mkdir()
    mine.write_text("years of work", encoding="utf-8")
    ran = atlas.run("refresh", "openrouter", "--offline")
    assert ran.status == 1
    assert "is not a folder that Model Atlas published" in ran.err
    assert mine.read_text(encoding="utf-8") == "years of work"
    assert [path.name for path in atlas.folder.iterdir() if path.name.startswith("_site.")] == []


def test_an_output_folder_that_cannot_be_written_is_told(atlas: Atlas) -> None:
    (atlas.folder / "file").write_text("", encoding="utf-8")
    ran = atlas.run("refresh", "openrouter", "--offline", "--out", "file/site")
    assert ran.status == 1
    assert "file" in ran.err


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ('bse_url = "x"', "bse_url"),
        ("[http]\nattempts = -1", "http.attempts"),
        ("[http]\nattempts = 'many'", "http.attempts"),
        ("[http]\natempts = 3", "http.atempts"),
        ("[mirrors]\n'' = 'x'", "mirrors"),
        ("out = ", "modelatlas.toml"),
    ],
)
def test_a_wrong_setting_is_told_by_its_name(atlas: Atlas, setting: str, told: str) -> None:
    (atlas.folder / "modelatlas.toml").write_text(f"{setting}\n", encoding="utf-8")
    ran = atlas.run("refresh", "openrouter")
    assert ran.status == 2
    assert told in ran.err
    assert "Traceback" not in ran.err


def test_a_refused_day_of_the_past_is_told_and_the_others_are_taken(atlas: Atlas) -> None:
    for day, answer in (("2026-07-01", ten_models()), ("2026-07-02", ten_models()[:4]), ("2026-07-03", ten_models())):
        atlas.backfill(envelope(*answer), day)
    ran = atlas.run("build")
    assert ran.status == 0
    assert f"refused: openrouter: {MODELS}: 4 records, 10 in the last good answer" in ran.err
    assert atlas.rows("select fetched_at, state from snapshots") == [
        ("2026-07-01T12:00:00Z", "accepted"),
        ("2026-07-02T12:00:00Z", "refused"),
        ("2026-07-03T12:00:00Z", "accepted"),
    ]


def test_prices_in_json_are_numbers_without_an_exponent(atlas: Atlas, upstream: Upstream) -> None:
    overrides = [{"min_prompt_tokens": 200000, "prompt": "0.0000000000001"}]
    pricing = {"prompt": "0.0000000000004", "completion": "0.00000125", "image": "0.0000003", "overrides": overrides}
    start(atlas, upstream, *ten_models(pricing=pricing))
    text = atlas.text("api/v1/models/acme/m0.json")
    assert '"input_usd_per_mtok":0.0000004,' in text
    assert '"image_usd_each":0.0000003,' in text
    assert '"conditions":[{"when":{"prompt_tokens_above":200000},"input_usd_per_mtok":0.0000001}]' in text
    assert '"input_usd_per_mtok":0.0000004,' in atlas.text("api/v1/models/all.json")


def test_a_recording_is_not_taken_twice(atlas: Atlas) -> None:
    path = atlas.folder / "2026-07-30.json"
    path.write_text(json.dumps(envelope(*ten_models())), encoding="utf-8")
    assert "1 answers taken, 0 already there" in atlas.run("backfill", "openrouter", str(path)).err
    assert "0 answers taken, 1 already there" in atlas.run("backfill", "openrouter", str(path)).err


def test_two_answers_of_one_moment_are_refused_as_recordings(atlas: Atlas) -> None:
    atlas.backfill(envelope(*ten_models()), "2026-07-30")
    other = atlas.folder / "other" / "2026-07-30.json"
    other.parent.mkdir()
    other.write_text(json.dumps(envelope(*ten_models(context_length=1))), encoding="utf-8")
    ran = atlas.run("backfill", "openrouter", str(other))
    assert ran.status == 1
    assert "has this very time already" in ran.err


def test_a_backfill_of_nothing_usable_says_so(atlas: Atlas) -> None:
    ran = atlas.run("backfill", "openrouter", "nowhere")
    assert ran.status == 1
    assert "nowhere: no such file or folder" in ran.err


def test_show_tells_values_with_their_receipts(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream)
    shown = json.loads(atlas.run("show", "acme/m0", "--json").out)
    price = shown["fields"]["input_usd_per_mtok"]
    assert (price["value"], price["source"], price["rule"], price["disputed"]) == (
        0.42,
        "openrouter",
        "own-record",
        False,
    )
    (claim,) = price["claims"]
    assert (claim["original"], claim["pointer"]) == ("0.00000042", "/data/0/pricing/prompt")
    assert claim["fetched_at"] == "2026-08-01T03:00:00Z"
    assert claim["url"].startswith(MODELS)
    assert "0.42" in atlas.run("show", "acme/m0").out
    assert [match["relation"] for match in shown["matches"]] == ["same_release", "offer_of"]


def test_show_of_a_variant_shows_its_model(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream, *ten_models(), model("acme/m0:free", pricing={"prompt": "0", "completion": "0"}))
    assert json.loads(atlas.run("show", "acme/m0:free", "--json").out)["id"] == "acme/m0"


def test_show_of_an_unknown_id_names_the_nearest(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream)
    ran = atlas.run("show", "acme/m00", "--json")
    assert (ran.status, ran.out) == (1, "")
    assert "acme/m0" in ran.err


def test_show_without_a_catalog_says_what_to_do(atlas: Atlas) -> None:
    ran = atlas.run("show", "acme/m0")
    assert ran.status == 1
    assert "modelatlas refresh" in ran.err


def test_show_says_when_a_model_was_last_seen(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream, *ten_models(), model("acme/gone"))
    upstream.routes.update(routes(*ten_models()))
    assert atlas.run("refresh", "openrouter").status == 0
    shown = atlas.run("show", "acme/gone").out
    assert "retired" in shown
    assert "last seen 2026-08-01" in shown


def test_every_command_tells_its_version(atlas: Atlas) -> None:
    assert atlas.run("--version").out == atlas.run("refresh", "openrouter", "--version").out


def test_fetch_archives_and_builds_nothing(atlas: Atlas, upstream: Upstream) -> None:
    upstream.routes.update(routes(*ten_models()))
    atlas.listen_to(upstream)
    assert atlas.run("fetch", "openrouter").status == 0
    assert (atlas.folder / "data/archive/openrouter.jsonl").exists()
    assert not (atlas.folder / "_site").exists()
    atlas.listen_to(None)
    assert atlas.run("fetch").status == 1


def test_a_day_of_endpoints_and_providers_is_in_the_published_tables(atlas: Atlas, upstream: Upstream) -> None:
    start(atlas, upstream)
    assert atlas.rows("select kind, count(*) from records where present = 1 group by 1") == [
        ("endpoint", 10),
        ("model", 10),
        ("provider", 1),
    ]
    assert dict(atlas.rows('select "table", one_row_is from _about'))["offers"]
