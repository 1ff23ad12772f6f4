"""The Hugging Face source: what the Hub counts is told exactly, and packed numbers are no parameters."""

import json
from pathlib import Path
from typing import Any

import pytest

from scraper.claims import Observation
from scraper.errors import FetchError, ShapeError
from scraper.http import Http, HttpSettings
from scraper.issues import IssueKind
from scraper.mirrors import Mirrors
from scraper.progress import Silent
from scraper.recordings import Recording, read_recordings
from scraper.snapshots import Archive, Sighting, Snapshot
from scraper.sources import sources
from tests.conftest import NOW
from tests.upstream import Reply, Upstream, redirect

huggingface = sources()["huggingface"]
ID = "acme/Atlas-7B"
API = f"https://huggingface.co/api/models/{ID}"
SCALED = {"factor": 40, "original_max_position_embeddings": 4096}
CONFIG = f"https://huggingface.co/{ID}/resolve/main/config.json"


class Named:
    """What OpenRouter is known to say."""

    def __init__(self, *ids: str) -> None:
        self._ids = list(ids)

    def values(self, source: str, field: str) -> list[str]:
        """The weights' ids that it declares."""
        return self._ids if (source, field) == ("openrouter", "hugging_face_id") else []

    def records(self, source: str) -> list[str]:
        """One listed id, where it declares any."""
        return ["acme/atlas-7b"] if self._ids else []

    def gone(self, source: str, days: int) -> list[str]:
        return []


def repository(**changes: Any) -> dict[str, Any]:
    """The Hub's answer on one repository."""
    row: dict[str, Any] = {
        "_id": "1", "id": ID, "modelId": ID, "author": "acme", "sha": "ab" * 20, "private": False, "disabled": False,
        "gated": False, "downloads": 7, "likes": 1, "tags": ["license:mit"], "lastModified": "2025-07-11T02:15:04.000Z",
        "createdAt": "2025-06-28T05:32:48.000Z",
        "siblings": [{"rfilename": "config.json"}, {"rfilename": "m.safetensors"}],
    }  # fmt: skip
    return {**row, **changes}


def snapshot(answer: Any, url: str = API) -> Snapshot:
    """An answer as it stands in the archive."""
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return Snapshot(sighting=Sighting(source="huggingface", url=url, fetched_at=NOW, status=200), body=body)


def observed(answer: Any, url: str = API) -> Observation:
    """What an answer comes to."""
    ((record,),) = huggingface.parse([snapshot(answer, url)]).scopes.values()
    return huggingface.observe(record)


def claims(answer: Any, url: str = API) -> dict[str, str]:
    """The claims of an answer by field."""
    return {claim.field: claim.value for claim in observed(answer, url).claims}


def config(**keys: Any) -> dict[str, Any]:
    """A configuration."""
    return {"model_type": "atlas", "architectures": ["AtlasForCausalLM"], **keys}


def test_a_renamed_repository_keeps_the_asked_id_and_claims_the_told_one() -> None:
    found = observed(repository(id="acme-labs/Atlas-7B"))
    assert found.record == ID
    assert {c.field: c.value for c in found.claims}["hugging_face_id"] == "acme-labs/Atlas-7B"


@pytest.mark.parametrize(
    ("card", "tags", "told"),
    [
        ({"license": "apache-2.0"}, [], "apache-2.0"),
        ({"license": "other", "license_name": "llama3.3"}, ["license:other"], "llama3.3"),
        ({"license": "other"}, [], "other"),
        ({"license": ["mit", "apache-2.0"]}, [], "mit, apache-2.0"),
        (None, ["region:us", "license:gemma"], "gemma"),
        ({}, ["region:us"], None),
    ],
)
def test_a_licence_is_called_by_its_name(card: Any, tags: list[str], told: str | None) -> None:
    assert claims(repository(cardData=card, tags=tags)).get("licence") == told


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("https://example.org/licence", "https://example.org/licence"),
        ("LICENSE", f"https://huggingface.co/{ID}/blob/main/LICENSE"),
        ("./LICENSE.md", f"https://huggingface.co/{ID}/blob/main/LICENSE.md"),
        ("javascript:alert(1)", None),
        ("../../etc/passwd", None),
    ],
)
def test_a_licence_link_is_an_address_or_nothing(link: str, told: str | None) -> None:
    assert claims(repository(cardData={"license": "mit", "license_link": link})).get("licence_url") == told


@pytest.mark.parametrize("packed", ["I32", "U8", "I8", "U32", "F4", "I64"])
def test_packed_numbers_are_not_counted_as_parameters(packed: str) -> None:
    found = observed(repository(safetensors={"parameters": {"BF16": 10**9, packed: 10**10}, "total": 11 * 10**9}))
    assert not {"parameters_total", "weights_dtype"} & {claim.field for claim in found.claims}
    assert [(issue.kind, issue.field) for issue in found.issues] == [(IssueKind.IGNORED, "parameters_total")]


def test_a_few_odd_numbers_do_not_hide_the_parameters() -> None:
    weights = {"parameters": {"F8_E4M3": 680_571_043_840, "BF16": 3_918_786_560, "I64": 1024}, "total": 684_489_831_424}
    found = claims(repository(safetensors=weights))
    assert (found["parameters_total"], found["weights_dtype"]) == ("684489831424", "fp8")


@pytest.mark.parametrize(
    ("tags", "base", "relation"),
    [
        (["base_model:a/B", "base_model:quantized:a/B"], "a/B", "quantized"),
        (["base_model:adapter:a/B-1.5"], "a/B-1.5", "adapter"),
        (["base_model:a/B"], "a/B", None),
        (["base_model:", "base_model:cousin:a/B", "arxiv:1"], "a/B", None),
    ],
)
def test_tags_tell_from_what_and_how_weights_are_derived(tags: list[str], base: str, relation: str | None) -> None:
    found = claims(repository(tags=tags))
    assert (found.get("base_model"), found.get("base_model_relation")) == (base, relation)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "true"),
        ({"gated": "manual"}, "true"),
        ({"private": True}, "false"),
        ({"disabled": True}, "false"),
        ({"siblings": [{"rfilename": "README.md"}]}, None),
        ({"siblings": None}, "true"),
    ],
)
def test_weights_are_open_where_there_are_files_for_everybody(changes: dict[str, Any], told: str | None) -> None:
    assert claims(repository(**changes)).get("open_weights") == told


@pytest.mark.parametrize(
    ("gate", "told"), [(False, "false"), (True, "true"), ("auto", "true"), ("manual", "true"), ("x", None), (1, None)]
)
def test_a_gate_is_one_that_is_known(gate: Any, told: str | None) -> None:
    assert claims(repository(gated=gate)).get("gated") == told


def test_the_moment_from_which_the_hub_counts_is_no_date_of_a_repository() -> None:
    assert "listed_at" not in claims(repository(createdAt="2022-03-02T23:29:04.000Z"))
    assert claims(repository())["listed_at"] == "2025-06-28T05:32:48Z"


@pytest.mark.parametrize("wrong", [-1, "many", 1.5, True])
def test_what_is_no_count_is_not_claimed(wrong: Any) -> None:
    found = observed(repository(downloads=wrong))
    assert "downloads" not in {claim.field for claim in found.claims}
    assert [issue.field for issue in found.issues] == ["downloads"]


def test_a_card_is_free_form_and_a_new_key_of_the_answer_is_kept_and_reported() -> None:
    found = observed(repository(cardData={"license": "mit", "my_own_key": {"a": 1}}, surprise=1))
    assert [(issue.kind, issue.field) for issue in found.issues] == [(IssueKind.UNKNOWN_KEY, "other.surprise")]


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"max_position_embeddings": 131072}, "131072"),
        ({"max_position_embeddings": 163840, "rope_scaling": SCALED}, "163840"),
        ({"text_config": {"max_position_embeddings": 262144}, "vision_config": {"n_positions": 1024}}, "262144"),
        ({"llm_config": {"max_position_embeddings": 40960}}, "40960"),
        ({"max_position_embeddings": 8192, "text_config": {"max_position_embeddings": 8192}}, "8192"),
        ({"seq_length": 32768}, "32768"),
        ({"max_position_embeddings": None, "n_positions": 2048}, "2048"),
        ({"max_position_embeddings": 2048, "text_config": {"max_position_embeddings": 131072}}, None),
        ({"max_position_embeddings": 0}, None),
        ({"max_position_embeddings": "128K"}, None),
        ({"vision_config": {"max_position_embeddings": 1024}}, None),
        ({"sliding_window": 4096}, None),
    ],
)  # fmt: skip
def test_the_native_context_is_the_one_stated_or_none(keys: dict[str, Any], told: str | None) -> None:
    assert claims(config(**keys), CONFIG).get("context_native") == told


def test_two_lengths_are_reported() -> None:
    found = observed(config(max_position_embeddings=1, text_config={"max_position_embeddings": 2}), CONFIG)
    assert [(issue.kind, issue.field) for issue in found.issues] == [(IssueKind.BAD_VALUE, "context_native")]


def test_the_format_of_quantized_weights_is_not_that_of_the_rest() -> None:
    assert claims(config(torch_dtype="bfloat16"), CONFIG)["weights_dtype"] == "bf16"
    found = claims(config(torch_dtype="bfloat16", quantization_config={"quant_method": "fp8"}), CONFIG)
    assert "weights_dtype" not in found
    assert found["quantization"] == "fp8"


def test_a_configuration_with_pythons_infinity_is_read() -> None:
    body = (
        b'{"model_type": "nemotron_h", "time_step_limit": [0.0, Infinity], "x": NaN, "max_position_embeddings": 8192}'
    )
    assert claims(body, CONFIG)["context_native"] == "8192"


@pytest.mark.parametrize("url", [API, CONFIG])
@pytest.mark.parametrize(
    "answer",
    [
        {"error": "Repository not found"},
        {"error": "Invalid username or password."},
        {"tags": []},
        {"id": "a/b"},
        {"hello": 1},
        [repository()],
        "text",
        b"Invalid username or password.",
        b"version https://git-lfs.github.com/spec/v1",
        b"<html><title>429</title></html>",
    ],
)
def test_what_is_no_answer_is_refused_in_one_line(answer: Any, url: str) -> None:
    with pytest.raises(ShapeError) as refused:
        huggingface.parse([snapshot(answer, url)])
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "read", "main"),
    [
        (API, True, True),
        (CONFIG, True, False),
        ("https://huggingface.co/api/models/Qwen/Qwen3-235B-A22B-Instruct-2507", True, True),
        ("https://huggingface.co/api/models", False, False),
        ("https://huggingface.co/api/models/gpt2", False, False),
        ("https://huggingface.co/api/datasets/a/b", False, False),
        (f"https://huggingface.co/{ID}/resolve/main/model.safetensors", False, False),
        (f"https://evil.example/api/models/{ID}", False, False),
    ],
)
def test_only_repositories_and_configurations_are_read(url: str, read: bool, main: bool) -> None:
    assert (huggingface.reads(url), huggingface.is_main(url)) == (read, main)


def fetched(folder: Path, upstream: Upstream, known: Named) -> list[Sighting]:
    """Everything that a fetch looks at."""
    with Http(
        Archive(folder), HttpSettings(attempts=1, give_up_after=50), mirrors=Mirrors(upstream.mirrors),
        clock=lambda: NOW, sleep=lambda seconds: None, progress=Silent(),
    ) as http:  # fmt: skip
        return list(huggingface.fetch(http, known))


def routes(**answers: Any) -> dict[str, Any]:
    """Repositories by the last part of their id."""
    return {f"/huggingface.co/api/models/acme/{name}": answer for name, answer in answers.items()}


def test_a_fetch_asks_for_declared_ids_and_for_the_configurations_that_can_be_had(tmp_path: Path) -> None:
    answers = routes(
        Open=repository(id="acme/Open"),
        Gated=repository(id="acme/Gated", gated="auto"),
        Params=repository(id="acme/Params", siblings=[{"rfilename": "params.json"}]),
        Hidden=Reply(b'{"error":"Invalid username or password."}', 401),
    )
    answers["/huggingface.co/acme/Open/resolve/main/config.json"] = redirect("/moved/config.json", 307)
    answers["/moved/config.json"] = config()
    named = Named(
        "acme/Gated", "acme/Gone", "acme/Hidden", "acme/Open", "acme/Params", "../../etc", "evil.example", "a/b/c"
    )
    with Upstream(answers) as upstream:
        seen = fetched(tmp_path, upstream, named)
        asked = upstream.paths()
    assert [(s.url.removeprefix("https://huggingface.co/"), s.ok) for s in seen] == [
        ("api/models/acme/Gated", True),
        ("api/models/acme/Gone", False),
        ("api/models/acme/Hidden", False),
        ("api/models/acme/Open", True),
        ("api/models/acme/Params", True),
        ("acme/Open/resolve/main/config.json", True),
    ]
    assert not [path for path in asked if "etc" in path or "evil" in path]


def test_an_address_that_fails_is_told_after_the_others(tmp_path: Path) -> None:
    with Upstream(routes(Bad=Reply(status=500), Good=repository(siblings=[]))) as upstream:
        with pytest.raises(FetchError, match=r"models: 1 of 2 failed, first .*/Bad: HTTP 500"):
            fetched(tmp_path, upstream, Named("acme/Bad", "acme/Good"))
        assert len(Archive(tmp_path).sightings("huggingface")) == 2


def test_without_openrouters_list_there_is_nothing_to_ask(tmp_path: Path) -> None:
    with Upstream() as upstream, pytest.raises(FetchError, match="no ids of weights"):
        fetched(tmp_path, upstream, Named())


def test_the_ids_that_openrouter_names_can_be_asked_for(recordings: Path) -> None:
    openrouter = sources()["openrouter"]
    found = [r for r in read_recordings(recordings / "openrouter/models") if isinstance(r, Recording)]
    newest = max(found, key=lambda recording: recording.fetched_at)
    rows = json.loads(newest.body())["data"]
    named = {row["hugging_face_id"].strip() for row in rows if (row.get("hugging_face_id") or "").strip()}
    assert len(named) > 100
    assert openrouter.reads(newest.url or "")
    odd = [id_ for id_ in named if not huggingface.is_main(f"https://huggingface.co/api/models/{id_}")]
    assert odd == []
