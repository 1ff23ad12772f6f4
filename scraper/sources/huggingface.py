"""Hugging Face: what the Hub and the weights' own configuration say of weights that others name.

Reads `/api/models/{id}` and, beside it, `/{id}/resolve/main/config.json` for every weights' id that
OpenRouter declares (https://huggingface.co/docs/hub/api). The asked id is the record's; the id that
the Hub answers with is claimed as `hugging_face_id`, which differs where a repository was renamed.

The Hub answers 401 for what is missing as for what is private: both are no failure of a fetch.
`config.json` is not asked where the Hub says that it is not there or given only on request.
`createdAt` is when the repository was added, no release date. Downloads and likes change every
night, and each change is a claim of its own: that is two rows a model and night, told exactly.

Left out beside the keys that the tables name: free-form keys of cards and configurations, numbered
weight files after the first, lists of demos and widgets (they stay in the archived answer).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import unquote

from scraper.answers import load_json, shape_error
from scraper.claims import Observation
from scraper.errors import AtlasError, FetchError
from scraper.http import Http
from scraper.reading import Reader
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Evidence, Expectations, Known, Parsed, Publisher, PublisherKind, Record, Source
from scraper.sources._huggingface_readings import SITE, read_config, read_model
from scraper.units import dumps

API = f"{SITE}/api/models"
ABSENT = frozenset({401, 403, 404, 410})
"""Statuses by which the Hub says that something is not there, or not for everybody."""

TELLING = {"modelId", "sha", "tags", "siblings", "cardData", "config", "safetensors", "downloads"}
"""Keys of which the Hub's answer on a repository has some."""

_ID = r"(?P<id>[A-Za-z0-9][\w.-]{0,95}/[\w.-]{1,96})"
_MODEL = re.compile(rf"{re.escape(API)}/{_ID}")
_CONFIG = re.compile(rf"{re.escape(SITE)}/{_ID}/resolve/main/config\.json")
_SHARD = re.compile(r"-(?!0*1-)\d{3,6}-of-\d{3,6}\.")
_NO_JSON = re.compile(rb"(?<=[\[:,\s])-?(?:Infinity|NaN)(?=\s*[,\]}])")


class HuggingFace(Source):
    """The source `huggingface`."""

    id = "huggingface"
    lists = "models"
    address = f"{API}/{{author}}/{{name}}"
    asks = ("openrouter",)
    missing = ABSENT
    publisher = Publisher(
        name="Hugging Face Hub",
        url="https://huggingface.co/docs/hub/api",
        kind=PublisherKind.HUB,
        evidence=Evidence.DECLARED,
        licence="Public API, no licence stated; Hugging Face's terms apply, and each repository's own licence",
        cannot_know="What any seller serves or asks; and of a repository's card, whether its author's words are true.",
    )
    expects = Expectations()

    def fetch(self, http: Http, known: Known) -> Iterator[Sighting]:
        """What the Hub says of every declared id, then the configurations that can be had."""
        ids = [id_ for id_ in known.values("openrouter", "hugging_face_id") if _MODEL.fullmatch(f"{API}/{id_}")]
        if not ids and not known.records("openrouter"):
            raise FetchError(self.id, API, "no ids of weights to ask for: OpenRouter's list is not in the archive yet")
        failed: list[str] = []
        readable: list[str] = []
        for sighting in self.look(http, [f"{API}/{id_}" for id_ in ids], "models", failed):
            readable.extend(self._with_config(http, sighting))
            yield sighting
        configs = [f"{SITE}/{id_}/resolve/main/config.json" for id_ in readable]
        yield from self.look(http, configs, "configurations", failed)
        if failed:
            raise FetchError(self.id, API, "; ".join(failed))

    def _with_config(self, http: Http, sighting: Sighting) -> list[str]:
        """The asked id, if its repository has a configuration for everybody."""
        if not sighting.ok:
            return []
        try:
            (record,) = self.parse([Snapshot(sighting=sighting, body=http.body(sighting))]).scopes.popitem()[1]
        except AtlasError:
            return []
        there = _is_there("config.json", record.raw.get("siblings"))
        return [record.id] if there and record.raw.get("gated") in (False, None) else []

    def reads(self, url: str) -> bool:
        """Whether an address is that of a repository or of its configuration."""
        return _kind_of(url)[0] != ""

    def is_main(self, url: str) -> bool:
        """Whether an address is that of a repository."""
        return _kind_of(url)[0] == "model"

    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        """The one record of an answer. Raises ShapeError where it is not what we know."""
        sighting = pages[0].sighting
        kind, id_ = _kind_of(sighting.url)
        answer = load_json(_without_infinity(pages[0]))
        if not isinstance(answer, dict) or "error" in answer:
            told = answer.get("error") if isinstance(answer, dict) else answer
            raise shape_error(sighting, f"expected one repository, got {dumps(told)[:120]}")
        if kind == "model":
            if not isinstance(answer.get("id"), str) or not answer.keys() & TELLING:
                raise shape_error(sighting, "an answer without `id`, or with nothing else that we know")
            return Parsed({f"models:{id_}": [Record(id_, "model", "", _shortened(answer))]})
        if not isinstance(answer.get("model_type") or answer.get("architectures"), (str, list)):
            raise shape_error(sighting, "a configuration without `model_type` and `architectures`")
        return Parsed({f"config:{id_}": [Record(f"config:{id_}", "config", "", answer)]})

    def observe(self, record: Record) -> Observation:
        """What the Hub, or the configuration, says of one repository."""
        reader = Reader(record.id)
        (read_model if record.kind == "model" else read_config)(record.raw, reader)
        return reader.observation(record, _page(record))


SOURCE = HuggingFace()


def _kind_of(url: str) -> tuple[str, str]:
    """`model` or `config`, with the id that is asked for; empty for an address that is not read."""
    address = unquote(url.partition("?")[0])
    for kind, pattern in (("model", _MODEL), ("config", _CONFIG)):
        if match := pattern.fullmatch(address):
            return kind, match["id"]
    return "", ""


def _is_there(name: str, files: Any) -> bool:
    """Whether a file is among a repository's; where they are not listed it may be."""
    named = [file.get("rfilename") for file in files if isinstance(file, dict)] if isinstance(files, list) else [name]
    return name in named


def _shortened(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without its long lists that say nothing of the weights."""
    kept = {key: value for key, value in answer.items() if key not in ("spaces", "widgetData")}
    if isinstance(files := answer.get("siblings"), list):
        kept["siblings"] = [file for file in files if not (isinstance(file, dict) and _is_further_shard(file))]
    return kept


def _is_further_shard(file: dict[str, Any]) -> bool:
    return isinstance(name := file.get("rfilename"), str) and _SHARD.search(name) is not None


def _without_infinity(snapshot: Snapshot) -> Snapshot:
    """The answer with null for `Infinity` and `NaN`, which Python writes into configurations and JSON does not know."""
    if not _NO_JSON.search(snapshot.body):
        return snapshot
    return snapshot.model_copy(update={"body": _NO_JSON.sub(b"null", snapshot.body)})


def _page(record: Record) -> str:
    if record.kind == "config":
        return f"{SITE}/{record.id.removeprefix('config:')}/blob/main/config.json"
    return f"{SITE}/{record.id}"
