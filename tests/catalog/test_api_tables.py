"""The tables of the API, and the digests of the folder, as other programs read them."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from catalog.export.api.offers import RECEIPT
from catalog.export.csv_table import cell
from catalog.values import to_json

LISTS = ("all", "slim")
"""Files of all models, beside those of one."""


class Number(str):
    """A number as it is written."""


@pytest.fixture(scope="module", params=["whole", "hostile"])
def api(request: pytest.FixtureRequest) -> Path:
    """The API of a published catalog."""
    site: Path = request.getfixturevalue(request.param)
    return site / "_site/api/v1"


def as_written(path: Path) -> Any:
    """A document with its numbers as they are written."""
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Number, parse_int=Number)


def shown(value: Any) -> str:
    """A value as a cell of the table has it."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, list | dict):
        return json_of(value)
    return cell(value)


def json_of(value: Any) -> str:
    """The same JSON with its numbers as they are written."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(map(json_of, value)) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{to_json(key)}:{json_of(part)}" for key, part in value.items()) + "}"
    return to_json(value)


@pytest.mark.parametrize(("name", "listed"), [("models", "models/all.json"), ("offers", "offers.json")])
def test_pandas_reads_a_table_equal_to_the_json_to_the_last_digit(api: Path, name: str, listed: str) -> None:
    table = pd.read_csv(api / f"{name}.csv", dtype=str, keep_default_na=False)
    rows = as_written(api / listed)[name]
    assert len(table) == len(rows) > 0
    for read, row in zip(table.to_dict("records"), rows, strict=True):
        told = {**(row.pop("receipt", None) or {}), **row} if name == "offers" else row
        assert read == {column: shown(told.get(column)) for column in table.columns}
    left_out = {key for row in rows for key in row} - set(table.columns)
    assert left_out <= {"claims", "attribution"}
    assert name != "offers" or set(RECEIPT) <= set(table.columns)


def test_a_number_below_zero_is_a_number_and_no_formula() -> None:
    assert cell(-1) == "-1"
    assert cell("-1+cmd") == "'-1+cmd"


def test_every_file_of_the_whole_catalog_has_its_digest(whole: Path) -> None:
    site = whole / "_site"
    lines = (site / "SHA256SUMS").read_text().splitlines()
    sums = {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
    for path, digest in sums.items():
        assert hashlib.sha256((site / path).read_bytes()).hexdigest() == digest
    assert list(sums) == sorted(sums)
    api = {file.relative_to(site).as_posix() for file in (site / "api").rglob("*.*") if file.is_file()}
    of_one = {path for path in api if path.startswith("api/v1/models/") and path.count("/") > 3}
    of_one |= {
        path for path in api if path.startswith("api/v1/models/") and not path.endswith(("/all.json", "/slim.json"))
    }
    assert set(sums) == {*(api - of_one), "catalog.db", "metadata.json", "feeds/changes.atom", "feeds/models.atom"}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="there is no sha256sum")
def test_sha256sum_checks_the_folder_and_finds_what_was_changed(whole: Path, tmp_path: Path) -> None:
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=whole / "_site", check=False).returncode == 0
    (tmp_path / "a").write_text("one")
    (tmp_path / "SHA256SUMS").write_text(f"{hashlib.sha256(b'two').hexdigest()}  a\n")
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 1
