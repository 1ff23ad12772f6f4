"""A whole published site, made of the fixtures of every source: one page and more of each kind."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.answers import envelope, model
from tests.atlas import Atlas, ten_models
from tests.conftest import NOW

FIXTURES = Path(__file__).parent / "fixtures/sources"
ATLAS = "acme/atlas-7b"
BASE = "https://atlas.example/a/b/"


def publish_whole(folder: Path) -> None:
    """Fill a folder with a catalog of every source: two days, a variant, a model that is gone, disputes, ratings."""
    from scraper.sources import sources

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
        atlas = Atlas(folder, patch)
        atlas.listen_to(None)
        ten = ten_models(hugging_face_id=None)
        gone = model("acme/gone", hugging_face_id=None)
        atlas.backfill(envelope(*ten, gone, model(ATLAS, context_length=8000)), "2026-07-29")
        atlas.backfill(envelope(*ten, model(ATLAS), model(f"{ATLAS}:free")), "2026-07-30")
        for source in sorted(sources()):
            if source == "models_dev":
                assert atlas.run("backfill", source, str(of_models_dev(folder))).status == 0
                continue
            shutil.copytree(FIXTURES / source, folder / source)
            if source == "arena":
                of_arena(folder / source)
            assert atlas.run("backfill", source, source).status in (0, 3)
        assert atlas.run("build", "--base-url", BASE).status in (0, 3)


def of_models_dev(folder: Path) -> Path:
    """The fixture of models.dev, made as long as the source expects it to be."""
    answer: dict[str, Any] = json.loads((FIXTURES / "models_dev/api.json").read_text(encoding="utf-8"))
    models: dict[str, Any] = answer["north"]["models"]
    plain = models["acme/atlas-2"]
    weights = {"id": "acme/Atlas-7B", "name": "Atlas 7B", "family": "atlas"}
    models["acme/Atlas-7B"] = {**plain, **weights}
    models["atlas-7b-fp8"] = {**plain, **weights, "id": "atlas-7b-fp8"}
    models["atlas-7b-2026-01-02"] = {**plain, **weights, "id": "atlas-7b-2026-01-02"}
    models.update({f"far/f{number}": {**plain, "id": f"far/f{number}"} for number in range(700)})
    path = folder / "models-dev-2026-07-31.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    return path


def of_arena(folder: Path) -> None:
    """The fixtures of the Arena, with one board on which the model is rated as it comes and run otherwise."""
    path = folder / "extract.json"
    answer: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    first, second, *_ = answer["models"]
    answer["models"] = [{**first, "model": "atlas-7b-high"}, {**second, "model": "Atlas 7B", "vendor": "Acme"}]
    answer["meta"]["model_count"] = 2
    path.write_text(json.dumps(answer), encoding="utf-8")
