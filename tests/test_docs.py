"""What README, CONTRIBUTING and --help say is so."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from catalog.cli import main
from scraper.attributes import ATTRIBUTES, Kind
from scraper.sources import sources

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COMMANDS = {name: command for name, command in main.commands.items() if not command.hidden}


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_helps_with_an_example(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert f"Example: modelatlas {name}" in result.output
    for option in ("--data", "--out", "--base-url", "--config", "--quiet", "--verbose"):
        assert option in result.output


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_readme_names_every_command(name: str) -> None:
    assert f"modelatlas {name}" in README


def test_the_readme_names_no_command_or_option_that_is_not_there() -> None:
    for line in re.findall(r"^ *(?:\S+ )*modelatlas ([^`\n|#]*)", README, re.M):
        words = line.split()
        if not words or words[0].startswith("-"):
            continue
        command = main.commands.get(words[0])
        assert command is not None, line
        known = {option for param in command.params if isinstance(param, click.Option) for option in param.opts}
        assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known, line


def test_the_readme_names_every_source_and_dependency() -> None:
    for source in sources():
        assert f"`{source}`" in README
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    runtime = re.search(r"^dependencies = \[(.*?)^\]", project, re.M | re.S)
    assert runtime is not None
    for package in re.findall(r'"([a-z0-9-]+)', runtime[1]):
        assert f"`{package}`" in README, package


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", "data/README.md", "benchmarks/README.md", "docs/scaling.md"]
)
def test_paths_and_targets_in_documents_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= targets
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        if not link.startswith(("http://", "https://")):
            assert ((ROOT / document).parent / link).exists(), link


def test_every_attribute_has_a_label_and_a_meaning() -> None:
    for attribute in ATTRIBUTES.values():
        assert attribute.label
        assert attribute.meaning.endswith(".")
        assert (attribute.per != "") == (attribute.unit == "USD")
        assert attribute.kind is not Kind.PRICE or "_usd_" in attribute.name


def test_the_contributing_guide_has_its_recipes() -> None:
    for recipe in ("Add a source", "Merge two records", "Rebuild the seed"):
        assert recipe in CONTRIBUTING
