"""The measurements of matching count what they say, on a handful of pairs made up here."""

import csv
import sys
from pathlib import Path

import pytest

from benchmarks.matching import __main__ as command
from benchmarks.matching import decisions, precision, speed
from benchmarks.matching.labelled import Pair, decide
from benchmarks.matching.synthetic import names

COLUMNS = ("left_source", "left_id", "left_name", "right_source", "right_id", "right_name", "label", "relation",
           "variant_class", "cluster", "true_match")  # fmt: skip


def row(left: str, right: str, label: str = "same", relation: str = "base_model", kind: str = "") -> dict[str, str]:
    told = ("models.dev/shop", left, "", "models.dev", right, "", label, relation, kind, right, right)
    return dict(zip(COLUMNS, told, strict=True))


POSITIVES = [row("zorb-1-5-8b", "acme/zorb-1.5-8b"), row("ZORB-1.5-70B", "acme/zorb-1.5-70b"), row("x", "acme/quux-2")]
NEGATIVES = [row("zorb-1.5-7b", "acme/zorb-1.5-8b", "different", "size")]
VARIANTS = [row("zorb-1.5-8b-fp8", "acme/zorb-1.5-8b", kind="quant")]


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of labelled pairs; what is measured is written beside it."""
    for name, rows in (("positives", POSITIVES), ("hard_negatives", NEGATIVES), ("variants", VARIANTS)):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, COLUMNS).writeheader()
            csv.DictWriter(file, COLUMNS).writerows(rows)
    monkeypatch.setattr(decisions, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(decisions, "ROOT", tmp_path)
    monkeypatch.setattr(precision, "PRECISION", tmp_path / "precision.toml")
    monkeypatch.setattr(precision, "ROOT", tmp_path)
    monkeypatch.delenv("MODELATLAS_RECORDINGS", raising=False)
    return tmp_path


def test_the_tables_count_pairs_and_a_missed_goal_is_told(
    gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["matching", "--gold", str(gold), "--speed", "0", "--write-precision"])
    assert command.main() == 1
    told = capsys.readouterr().out
    assert "2 right, 0 wrong: 1.0000" in told
    assert "provider ids -> canonical  3   3      2      0     1  1.0000  0.6667" in told
    assert "recall, provider ids                   0.6667    >= 0.97  MISSED" in told
    assert 'rules."all equal"]\nright = 2\nof = 2' in (gold / "precision.toml").read_text(encoding="utf-8")
    assert "acme/zorb-1.5-8b,quant,artifact_of,high" in (gold / "kept/matching-decisions.csv").read_text("utf-8")


def test_without_labelled_pairs_only_our_own_cases_are_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MODELATLAS_GOLD", raising=False)
    monkeypatch.delenv("MODELATLAS_RECORDINGS", raising=False)
    monkeypatch.setattr(sys, "argv", ["matching", "--speed", "0", "--write-precision"])
    assert command.main() == 2
    assert "only our own cases were run" in capsys.readouterr().out


def test_changed_decisions_are_shown(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decided = [decide(Pair("positive", pair)) for pair in POSITIVES]
    decisions.keep("some.csv", decisions.as_text(decided))
    assert "3 decisions in kept/some.csv, for the first time" in capsys.readouterr().out
    changed = [*decided[1:], decided[0]._replace(verdict=decided[0].verdict._replace(level="low"))]
    decisions.keep("some.csv", decisions.as_text(changed))
    told = capsys.readouterr().out
    assert "3 decisions in kept/some.csv, 1 changed since the last run" in told
    assert "- positive,zorb-1-5-8b,acme/zorb-1.5-8b,base_model,same_release,exact,all equal" in told
    assert "+ positive,zorb-1-5-8b,acme/zorb-1.5-8b,base_model,same_release,low,all equal" in told


def test_a_rule_keeps_the_day_of_its_measurement_until_its_figures_change(gold: Path) -> None:
    path = gold / "precision.toml"
    rules = [precision.Measured("all equal", "exact", 199, 200), precision.Measured("date missing", "high", 3, 3)]
    precision.write(rules)
    path.write_text(path.read_text("utf-8").replace("on = 20", "on = 19"), encoding="utf-8")
    precision.write([rules[0], precision.Measured("date missing", "high", 4, 4)])
    blocks = path.read_text(encoding="utf-8").split("[rules.")
    assert ["on = 19" in block for block in blocks[1:]] == [True, False]


@pytest.mark.parametrize(("right", "of", "low"), [(0, 10, 0.0), (10, 10, 0.787), (1242, 1242, 0.9978), (95, 100, 0.9)])
def test_the_lower_bound_is_wilson_s(right: int, of: int, low: float) -> None:
    assert precision.wilson(right, of) == pytest.approx(low, abs=0.002)


def test_made_up_names_are_all_different_and_the_same_each_time() -> None:
    made = names(3000)
    assert len(set(made)) == 3000
    assert made == names(3000)
    assert made != names(3000, seed=8)


def test_most_records_of_models_that_are_there_are_joined() -> None:
    run = speed.timed(200, 50)
    assert 120 <= run.joined <= 180
