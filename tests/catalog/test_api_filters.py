"""What the page of the data says on filtering: jq, Python and the explorer's address find the same models."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from catalog.resources import resource

FOUND = """
const site = Deno.args[0], folder = Deno.args[1];
const { decode } = await import(`file://${site}/catalog.js`);
const { read } = await import(`file://${site}/address.js`);
const { sift } = await import(`file://${site}/filter.js`);
const [file] = [...Deno.readDirSync(`${folder}/data`)].filter((entry) => entry.name.startsWith("explorer-"));
const catalog = decode(JSON.parse(Deno.readTextFileSync(`${folder}/data/${file.name}`)));
console.log(JSON.stringify(Deno.args.slice(2).map((search) => {
  const { view, unknown } = read(search, catalog);
  return { unknown, ids: [...sift(catalog, view).rows].map((row) => catalog.ids[row]) };
})));
"""


@pytest.fixture(scope="module")
def page(whole: Path) -> BeautifulSoup:
    return BeautifulSoup((whole / "_site/data/index.html").read_text(encoding="utf-8"), "html5lib")


def test_python_and_the_explorer_find_the_same_models(page: BeautifulSoup, whole: Path) -> None:
    models = whole / "_site/api/v1/models"
    script = page.select("#filter-python")[0].text
    ran = subprocess.run([sys.executable, "-c", script], cwd=models, capture_output=True, text=True, check=True)
    found = ran.stdout.split()
    everything = [model["id"] for model in json.loads((models / "slim.json").read_text())["models"]]
    assert 0 < len(found) < len(everything)
    (shown,) = _explorer(whole / "_site", [f"?{urlsplit(str(page.select('#filter-address')[0]['href'])).query}"])
    assert sorted(shown) == found


@pytest.mark.skipif(shutil.which("jq") is None, reason="there is no jq")
def test_jq_finds_the_same_models_by_every_filter(page: BeautifulSoup, whole: Path) -> None:
    site = whole / "_site"
    whole_example = _jq(site, shlex.split(page.select("#jq")[0].text))
    assert whole_example == sorted(_explorer(site, ["?in=image&input=..1"])[0])
    rows = [[known(code.text) for code in row.select("code")] for row in page.select("#filters dd")]
    shown = _explorer(site, [search for _, search in rows])
    found = [
        _jq(site, ["jq", "-r", f'.models[] | select(.status == "active" and ({test})) | .id', "all.json"])
        for test, _ in rows
    ]
    assert [sorted(ids) for ids in shown] == found
    assert all(found)


def known(example: str) -> str:
    """An example with words that the small catalog has."""
    words = {"openai": "acme", 'out | index("image")': 'out | index("text")', "out=image": "out=text", "200000": "8000"}
    for word, other in words.items():
        example = example.replace(word, other)
    return example


def _jq(site: Path, command: list[str]) -> list[str]:
    """What a command of jq finds in the lists of all models."""
    ran = subprocess.run(command, cwd=site / "api/v1/models", capture_output=True, text=True, check=True)
    return ran.stdout.split()


def _explorer(site: Path, searches: list[str]) -> list[list[str]]:
    """The ids that the explorer's own scripts find by addresses, all of whose words they know."""
    deno = shutil.which("deno", path=str(Path(sys.executable).parent)) or shutil.which("deno")
    if not deno:
        pytest.skip("no deno here: pip install deno")
    script = site.parent / "found.mjs"
    script.write_text(FOUND, encoding="utf-8")
    command = [deno, "run", "--quiet", "--no-remote", "--allow-read", str(script), str(resource("site")), str(site)]
    told = {**os.environ, "DENO_NO_UPDATE_CHECK": "1"}
    ran = subprocess.run([*command, *searches], capture_output=True, text=True, env=told, check=True)
    found = json.loads(ran.stdout)
    assert [one["unknown"] for one in found] == [[] for _ in searches]
    return [one["ids"] for one in found]
