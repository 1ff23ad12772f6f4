"""A whole published site whose sources mean ill: every text of theirs tries to be something else than text."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.answers import endpoint, endpoints_answer, envelope, model, provider
from tests.atlas import Atlas, ten_models
from tests.conftest import NOW
from tests.whole import BASE, FIXTURES

API = "https://openrouter.ai/api/v1"
RUN = "window.hacked=1"
LONG = "W" * 2_000
BAD = {
    "tags": f'<script>{RUN}</script><img src=x onerror="{RUN}"><svg/onload={RUN}>',
    "quotes": f"\" onmouseover={RUN} x=\" ' autofocus onfocus={RUN} '",
    "ends": f"</script></title></textarea><!-- --><script>{RUN}</script><!--]]>",
    "link": f"[press](javascript:{RUN}) <javascript:{RUN}> javascript:{RUN} ![x](x:y)",
    "jinja": "{{ 7*7 }}{% include '/etc/passwd' %}",
    "formula": '=HYPERLINK("https://evil.example/","x")',
    "plus": "+1+cmd|' /C calc'!A0",
    "turned": "safe\u202egpj.exe\u2066\u2069\u200f",
    "broken": "half \ud800 and nothing \x00 and \x1b[31m and \ufffe",
    "lines": "one\u2028two\u2029three\r\nfour\n\n# five\n- six",
    "long": LONG,
    "wide": "𒐫﷽" * 40,
}
"""Texts by what they try."""
IDS = (
    f"acme/<script>{RUN}<script>", f'acme/"onfocus={RUN}"', f"javascript:{RUN}/x", "=cmd/|calc!a0",
    "acme/safe\u202egpj", "acme/half\ud800", f"acme/{'l' * 180}", "acme/../../../x", "acme/{{7*7}}",
)  # fmt: skip
"""Ids that try to be something else."""


def publish_hostile(folder: Path) -> None:
    """Fill a folder with a catalog of what ill-meaning sources say, of two days, and its site."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
        atlas = Atlas(folder, patch)
        atlas.listen_to(None)
        before = [{**row, "pricing": {"prompt": "0.0000005", "completion": "0.000002"}} for row in listed()]
        atlas.backfill(envelope(*before, model(f"acme/gone-{IDS[0][5:]}", name=BAD["tags"])), "2026-07-29")
        atlas.backfill(envelope(*listed()), "2026-07-30")
        path = folder / "models-dev-2026-07-30.json"
        path.write_text(json.dumps(of_models_dev()), encoding="utf-8")
        assert atlas.run("backfill", "models_dev", str(path)).status == 0
        assert atlas.run("backfill", "openrouter", str(_recorded(folder / "sellers"))).status == 0
        assert atlas.run("build", "--base-url", BASE).status in (0, 3)


def _recorded(folder: Path) -> Path:
    """The router's answers about sellers, as recordings."""
    folder.mkdir()
    index = []
    for number, (url, answer) in enumerate(sellers().items()):
        (folder / f"{number}.json").write_text(json.dumps(answer), encoding="utf-8")
        row = {"source": "openrouter", "url": url, "fetched_at": "2026-07-30T13:00:00Z", "file": f"{number}.json"}
        index.append(json.dumps(row))
    (folder / "index.jsonl").write_text("\n".join(index), encoding="utf-8")
    return folder


def listed() -> list[dict[str, Any]]:
    """What the router lists."""
    spoiled = [
        model(f"acme/{name}", name=text, description=f"{text}\n\n{text}", hugging_face_id=f"acme/{text}"[:90])
        for name, text in BAD.items()
    ]
    for row, text in zip(spoiled, BAD.values(), strict=True):
        row["architecture"] = {**row["architecture"], "tokenizer": text, "instruct_type": text}
        row["supported_parameters"] = ["tools", text]
        row["default_parameters"] = {text[:200]: 1}
    return [*ten_models(), *spoiled, *(model(id_, name=f"Id {n}") for n, id_ in enumerate(IDS))]


def sellers() -> dict[str, Any]:
    """What the router says of sellers, and of what they sell."""
    sold = [
        endpoint(f"seller{n}/fp8", provider_name=text, name=text, quantization=text[:300])
        for n, text in enumerate(BAD.values())
    ]
    known = [
        provider(f"seller{n}", name=text, status_page_url=f"javascript:{RUN}", privacy_policy_url=text)
        for n, text in enumerate(BAD.values())
    ]
    return {
        f"{API}/providers": envelope(*known),
        f"{API}/models/acme/m0/endpoints": endpoints_answer("acme/m0", *sold),
    }


def of_models_dev() -> dict[str, Any]:
    """An answer of another source: sellers and models with such names, and others that say otherwise."""
    answer: dict[str, Any] = json.loads((FIXTURES / "models_dev/api.json").read_text(encoding="utf-8"))
    plain = answer["north"]["models"]["acme/atlas-2"]
    crowd = {f"far/f{number}": {**plain, "id": f"far/f{number}"} for number in range(700)}
    spoiled = {
        f"acme/{name}": {
            **plain,
            "id": f"acme/{name}",
            "name": text,
            "family": text,
            "limit": {"context": 7, "output": 7},
        }
        for name, text in BAD.items()
    }
    answer["north"]["models"].update(crowd)
    doc = f"javascript:{RUN}"
    answer["openrouter"] = {**answer["north"], "id": "openrouter", "name": BAD["tags"], "doc": doc, "models": spoiled}
    return answer
