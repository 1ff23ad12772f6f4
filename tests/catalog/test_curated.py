"""Curated files are checked like code: by themselves, and beside what a catalog has seen."""

from datetime import date
from pathlib import Path

import pytest

from catalog.match.curated_lint import Seen, lint
from catalog.resources import resource
from scraper.sources import sources
from tests.catalog.test_crosswalk import alias, judged, pointer, renamed

TODAY = date(2026, 11, 21)
RECORD = "ai302:atlas"


def found(
    folder: Path, judgements: str = "", aliases: str = "", seen: Seen | None = None, rule: str = ""
) -> list[tuple[str, str]]:
    """Kinds and rows of all findings."""
    (folder / "crosswalk.toml").write_text(judgements, encoding="utf-8")
    (folder / "aliases.toml").write_text(aliases, encoding="utf-8")
    said = (rule, "same_release", "exact") if rule else None
    findings = lint(folder, TODAY, sources(), seen, (lambda source, record: said) if rule else None)
    return [(finding.kind, finding.row) for finding in findings]


def kinds(folder: Path, judgements: str = "", aliases: str = "", seen: Seen | None = None) -> list[str]:
    return [kind for kind, _ in found(folder, judgements, aliases, seen)]


def test_the_files_that_are_shipped_are_clean() -> None:
    today = max(TODAY, date.today())  # noqa: DTZ011 - a row may be as young as today
    assert [str(finding) for finding in lint(resource("data/curated"), today, sources())] == []


SAME = judged(RECORD, "same_release", "acme/atlas")


@pytest.mark.parametrize(
    "text",
    [
        SAME + judged(RECORD, "same_release", "acme/atlas-2"),
        SAME + judged(RECORD, "offer_of", "acme/atlas-2"),
        SAME + judged(RECORD, "offer_of", "acme/atlas"),
        SAME + judged(RECORD, "not_same", "acme/atlas"),
        SAME + judged(RECORD, "derived_from", "acme/atlas"),
        judged("*:Atlas", "same_release", "acme/atlas") + judged("*:ATLAS", "same_release", "acme/atlas-2"),
    ],
)
def test_two_words_on_one_record_contradict_each_other(tmp_path: Path, text: str) -> None:
    assert kinds(tmp_path, text) == ["contradicting"]


def test_a_sibling_of_several_models_contradicts_nothing(tmp_path: Path) -> None:
    text = SAME + judged(RECORD, "sibling_of", "acme/a") + judged(RECORD, "sibling_of", "acme/b")
    assert kinds(tmp_path, text + judged(RECORD, "not_same", "acme/c")) == []


def test_one_record_after_another_contradicts_nothing(tmp_path: Path) -> None:
    text = judged(RECORD, "same_release", "acme/a", "until = 2025-01-01")
    assert kinds(tmp_path, text + judged(RECORD, "same_release", "acme/b", "from = 2025-01-02")) == []
    assert kinds(tmp_path, text + judged(RECORD, "same_release", "acme/b", "from = 2025-01-01")) == ["contradicting"]


def test_a_chain_that_makes_two_models_one_is_found(tmp_path: Path) -> None:
    text = judged("huggingface:acme/Atlas", "same_release", "acme/atlas")
    text += judged("huggingface:org/Atlas", "same_release", "acme/atlas-2")
    assert kinds(tmp_path, text) == []
    assert kinds(tmp_path, text, renamed("hf:acme/Atlas", "hf:org/Atlas")) == ["contradicting"]


def test_a_chain_that_ends_at_what_it_is_not_is_found(tmp_path: Path) -> None:
    text = judged(RECORD, "not_same", "acme/atlas-2") + SAME
    assert kinds(tmp_path, text) == []
    chained = text + judged("openrouter:acme/atlas", "same_release", "acme/atlas-2")
    assert ("contradicting", f"{RECORD} not_same acme/atlas-2") in found(tmp_path, chained)


def test_what_is_said_twice_is_redundant(tmp_path: Path) -> None:
    assert kinds(tmp_path, SAME + SAME) == ["redundant"]


def test_a_judgement_that_the_rules_reach_by_themselves_is_redundant(tmp_path: Path) -> None:
    assert found(tmp_path, SAME, rule="acme/atlas") == [("redundant", f"{RECORD} same_release acme/atlas")]
    assert found(tmp_path, SAME, rule="acme/other") == []
    assert found(tmp_path, judged(RECORD, "not_same", "acme/atlas"), rule="acme/other") == []


def test_aliases_may_not_mean_two_models_on_one_day(tmp_path: Path) -> None:
    first = pointer("acme/a", "2025-01-01", "until = 2025-02-01")
    assert kinds(tmp_path, aliases=alias("ai302:x", first, pointer("acme/b", "2025-02-02"))) == []
    assert kinds(tmp_path, aliases=alias("ai302:x", first, pointer("acme/b", "2025-02-01"))) == ["contradicting"]
    twice = alias("ai302:x", pointer("acme/b", "2025-03-01")) + alias("ai302:x", pointer("acme/a", "2025-01-01"))
    assert kinds(tmp_path, aliases=twice) == ["contradicting"]


def test_an_alias_and_a_judgement_may_not_differ(tmp_path: Path) -> None:
    assert kinds(tmp_path, SAME, alias(RECORD, pointer("acme/other", "2025-01-01"))) == ["contradicting"]
    assert kinds(tmp_path, SAME, alias(RECORD, pointer("acme/atlas", "2025-01-01"))) == []


def test_what_is_missing_unknown_or_yet_to_come_is_told(tmp_path: Path) -> None:
    text = SAME.replace('why = "seen"', 'why = ""') + SAME.replace("same_release", "equal")
    assert kinds(tmp_path, text) == ["missing", "unreadable"]
    assert kinds(tmp_path, SAME.replace("2026-11-20", "2026-11-22")) == ["future"]
    assert kinds(tmp_path, judged("nowhere:atlas", "same_release", "acme/atlas")) == ["dangling"]


SEEN = Seen(
    models={"acme/atlas"},
    records={"ai302:atlas": True, "openrouter:acme/atlas": True, "openrouter:acme/atlas:free": True},
    begins={"ai302": date(2026, 1, 1), "openrouter": date(2025, 1, 1)},
    moved={f"openrouter:acme/atlas{variant}": [date(2025, 7, 11)] for variant in ("", ":free")},
)


def test_what_a_catalog_never_saw_is_dangling(tmp_path: Path) -> None:
    assert kinds(tmp_path, SAME, seen=SEEN) == []
    assert kinds(tmp_path, judged("ai302:other", "same_release", "acme/atlas"), seen=SEEN) == ["dangling"]
    assert kinds(tmp_path, judged(RECORD, "same_release", "acme/other"), seen=SEEN) == ["dangling"]
    assert kinds(tmp_path, aliases=alias("ai302:x", pointer("acme/atlas", "2026-01-01")), seen=SEEN) == ["dangling"]


def test_a_catalog_is_not_asked_of_what_it_could_not_see(tmp_path: Path) -> None:
    assert kinds(tmp_path, judged("haimaker:acme/x", "same_release", "acme/atlas"), seen=SEEN) == []
    before = judged("openrouter:acme/old", "not_same", "acme/older", "until = 2024-12-31")
    assert kinds(tmp_path, before, seen=SEEN) == []


def test_an_alias_of_which_created_moved_within_its_time_is_stale(tmp_path: Path) -> None:
    through = alias("openrouter:acme/atlas", pointer("acme/atlas", "2025-05-01"))
    assert kinds(tmp_path, aliases=through, seen=SEEN) == ["stale"]
    since = alias("openrouter:acme/atlas", pointer("acme/atlas", "2025-07-11"))
    assert kinds(tmp_path, aliases=since, seen=SEEN) == []


def test_what_has_ended_while_it_is_listed_still_is_stale(tmp_path: Path) -> None:
    ended = alias("openrouter:acme/atlas", pointer("acme/atlas", "2025-07-11", "until = 2025-08-01"))
    assert kinds(tmp_path, aliases=ended, seen=SEEN) == ["stale"]
    assert kinds(tmp_path, judged(RECORD, "offer_of", "acme/atlas", "until = 2026-03-01"), seen=SEEN) == ["stale"]


def test_a_judgement_is_stale_once_created_moved(tmp_path: Path) -> None:
    row = judged("openrouter:acme/atlas:free", "offer_of", "acme/atlas").replace("2026-11-20", "2025-06-01")
    assert kinds(tmp_path, row, seen=SEEN) == ["stale"]


@pytest.mark.parametrize(
    ("file", "text", "kind"),
    [
        ("vocabulary.toml", '[stage]\nbase = ["raw"]\n[mode]\nplain = ["raw"]\n', "contradicting"),
        ("vocabulary.toml", '[offer]\nwords = ["free", "free"]\n', "redundant"),
        ("vocabulary.toml", '[stage]\ninstruct = ["it"]\n[by_family.x]\nit = ["stage", "base"]\n', ""),
        ("authors.toml", '[authors]\nacme = { aliases = ["ac"] }\nother = { aliases = ["A.C."] }\n', "contradicting"),
        ("authors.toml", '[authors]\nacme = { aliases = ["other"] }\nother = {}\n', "contradicting"),
        ("authors.toml", '[authors]\nacme = {}\n[mirrors]\naccounts = ["Acme"]\n', "contradicting"),
        ("families.toml", '[[family]]\nwords = ["a"]\nwhy = "x"\n' * 2, "contradicting"),
        ("families.toml", '[[family]]\nwords = ["a"]\n', "missing"),
        ("families.toml", "[[family", "unreadable"),
    ],
)
def test_words_authors_and_families_say_one_thing_once(tmp_path: Path, file: str, text: str, kind: str) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert kinds(tmp_path) == ([kind] if kind else [])


@pytest.mark.parametrize("file", ["precedence.toml", "sellers.toml"])
def test_a_file_that_cannot_be_used_at_all_is_told(tmp_path: Path, file: str) -> None:
    (tmp_path / file).write_text("[default", encoding="utf-8")
    (finding,) = lint(tmp_path, TODAY, sources())
    assert (finding.kind, finding.file) == ("unreadable", file)
    assert finding.problem.startswith("cannot be read: ")


def test_the_readme_of_curated_files_names_every_file() -> None:
    folder = resource("data/curated")
    told = (folder / "README.md").read_text(encoding="utf-8")
    assert [file.name for file in folder.glob("*.toml") if f"`{file.name}`" not in told] == []
