"""What people decided: read from files, found by record or by name, and always stronger than a rule."""

from datetime import date
from pathlib import Path

import pytest

from catalog.match.crosswalk import Crosswalk, load_crosswalk
from catalog.match.curated_files import CuratedError
from catalog.resources import resource

DAY = date(2026, 11, 21)
WORDS = 'who = "ab"\non = 2026-11-20\nwhy = "seen"\nurl = "https://example.org/"\n'


def judged(record: str, relation: str, model: str, more: str = "") -> str:
    return f'[[judgement]]\nrecord = "{record}"\nrelation = "{relation}"\nmodel = "{model}"\n{WORDS}{more}\n'


def pointer(model: str, since: str, more: str = "") -> str:
    return f'[[alias.points_to]]\nmodel = "{model}"\nfrom = {since}\nevidence = "seen"\nurl = "https://example.org/"\n{more}\n'


def alias(name: str, *pointers: str) -> str:
    return f'[[alias]]\nname = "{name}"\nwho = "ab"\non = 2026-11-20\n{"".join(pointers)}'


def renamed(old: str, new: str) -> str:
    return f'[[rename]]\nfrom = "{old}"\nto = "{new}"\n{WORDS}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def crosswalk(folder: Path, judgements: str = "", aliases: str = "") -> Crosswalk:
    (folder / "crosswalk.toml").write_text(judgements, encoding="utf-8")
    (folder / "aliases.toml").write_text(aliases, encoding="utf-8")
    return load_crosswalk(folder)


def test_a_folder_without_the_files_decides_nothing(folder: Path) -> None:
    empty = load_crosswalk(folder)
    assert empty.judgement("ai302", "acme/atlas", ["Atlas"], DAY) is None
    assert empty.forbidden("ai302", "acme/atlas", ["Atlas"]) == frozenset()
    assert empty.renamed("acme/Atlas") == "acme/Atlas"


def test_a_judgement_is_of_one_record_of_one_source(folder: Path) -> None:
    known = crosswalk(folder, judged("ai302:atlas-x", "same_release", "acme/atlas", 'conflicts = ["stage"]'))
    found = known.judgement("ai302", "atlas-x", [], DAY)
    assert found is not None
    assert (found.model, found.relation, found.why, found.who) == ("acme/atlas", "same_release", "seen", "ab")
    assert (found.on, found.url, found.conflicts) == (date(2026, 11, 20), "https://example.org/", ("stage",))
    assert known.judgement("ai302", "ATLAS-X", [], DAY) is None
    assert known.judgement("litellm", "atlas-x", ["atlas-x"], DAY) is None


def test_a_judgement_of_an_entry_is_of_its_page_too(folder: Path) -> None:
    known = crosswalk(folder, judged("haimaker:acme/atlas", "same_release", "acme/atlas-9b"))
    assert known.judgement("haimaker", "page:acme/atlas", [], DAY) is not None


def test_a_star_is_for_whoever_says_the_name_in_any_case(folder: Path) -> None:
    known = crosswalk(folder, judged("*:Venice Uncensored", "offer_of", "acme/atlas"))
    assert known.judgement("litellm", "x", ["venice uncensored"], DAY) is not None
    assert known.judgement("litellm", "VENICE UNCENSORED", [], DAY) is not None
    assert known.judgement("litellm", "x", ["venice uncensored 2"], DAY) is None


def test_what_is_said_of_the_record_goes_before_what_is_said_of_its_name(folder: Path) -> None:
    text = judged("*:atlas", "same_release", "acme/atlas") + judged("ai302:r1", "same_release", "acme/atlas-2")
    found = crosswalk(folder, text).judgement("ai302", "r1", ["Atlas"], DAY)
    assert found is not None
    assert found.model == "acme/atlas-2"


def test_not_the_same_beats_every_positive_word(folder: Path) -> None:
    text = judged("*:atlas", "not_same", "acme/atlas") + judged("ai302:atlas", "same_release", "acme/atlas")
    known = crosswalk(folder, text, alias("*:atlas", pointer("acme/atlas", "2025-01-01")))
    assert known.forbidden("ai302", "atlas", []) == {"acme/atlas"}
    assert known.judgement("ai302", "atlas", [], DAY) is None


def test_a_derivative_or_sibling_is_never_the_model_itself(folder: Path) -> None:
    text = judged("ai302:atlas-tuned", "derived_from", "acme/atlas")
    known = crosswalk(folder, text)
    assert known.judgement("ai302", "atlas-tuned", [], DAY) is None
    assert known.forbidden("ai302", "atlas-tuned", []) == {"acme/atlas"}
    assert [(kin.model, kin.relation) for kin in known.kin("ai302", "atlas-tuned", [])] == [
        ("acme/atlas", "derived_from")
    ]
    more = crosswalk(folder, text + judged("ai302:atlas-tuned", "same_release", "other/tuned"))
    found = more.judgement("ai302", "atlas-tuned", [], DAY)
    assert found is not None
    assert found.model == "other/tuned"


def test_a_judgement_may_hold_for_a_time_of_which_both_ends_are_part(folder: Path) -> None:
    text = judged("ai302:atlas", "same_release", "acme/atlas", "from = 2025-01-02\nuntil = 2025-01-03")
    known = crosswalk(folder, text)
    days = [date(2025, 1, day) for day in (1, 2, 3, 4)]
    assert [known.judgement("ai302", "atlas", [], day) is not None for day in days] == [False, True, True, False]


def test_an_alias_means_what_it_meant_on_that_day(folder: Path) -> None:
    text = alias(
        "openrouter:acme/atlas",
        pointer("acme/atlas-2505", "2025-05-22", "until = 2025-07-10"),
        pointer("acme/atlas", "2025-07-11", 'release = "acme/atlas-2507"'),
    )
    known = crosswalk(folder, aliases=text)
    found = [known.judgement("openrouter", "acme/atlas", [], day) for day in (date(2025, 7, 10), date(2025, 7, 11))]
    assert [(item.model, item.relation, item.release) for item in found if item] == [
        ("acme/atlas-2505", "alias_of", ""),
        ("acme/atlas", "same_release", "acme/atlas-2507"),
    ]
    assert known.judgement("openrouter", "acme/atlas", [], date(2025, 5, 21)) is None


def test_renames_are_followed_to_their_end_and_in_any_case(folder: Path) -> None:
    text = renamed("hf:THUDM/Atlas", "hf:zai/Atlas") + renamed("hf:zai/atlas", "hf:zai-org/Atlas")
    known = crosswalk(folder, aliases=text)
    assert known.renamed("thudm/atlas") == known.renamed("hf:THUDM/Atlas") == "zai-org/Atlas"
    assert known.renamed("acme/Atlas") == "acme/Atlas"


def test_renames_in_a_circle_end(folder: Path) -> None:
    text = renamed("hf:a/one", "hf:a/two") + renamed("hf:a/two", "hf:a/one")
    assert crosswalk(folder, aliases=text).renamed("a/one") in ("a/one", "a/two")


GOOD = judged("ai302:atlas", "same_release", "acme/atlas")


@pytest.mark.parametrize(
    ("judgements", "aliases", "told"),
    [
        (GOOD.replace("same_release", "equal"), "", "crosswalk.toml: judgement 1 (ai302:atlas): relation: "),
        (GOOD.replace('why = "seen"\n', ""), "", "crosswalk.toml: judgement 1 (ai302:atlas): why: is missing"),
        (GOOD.replace('"seen"', '""'), "", "why: is missing"),
        (GOOD.replace('"seen"', '"  "'), "", "why: "),
        (GOOD + GOOD.replace("on = 2026-11-20", 'on = "2026-11-20"'), "", "judgement 2 (ai302:atlas): on: "),
        (GOOD.replace("on = 2026-11-20", "on = 20261120"), "", "on: "),
        (GOOD.replace("2026-11-20", "2026-11-20T00:00:00Z"), "", "on: "),
        (GOOD.replace("https:", "javascript:"), "", "url: "),
        (GOOD.replace("ai302:atlas", "atlas"), "", "judgement 1 (atlas): record: "),
        (GOOD.replace("acme/atlas", "atlas"), "", "model: "),
        (GOOD + "whoo = 1\n", "", "whoo: Extra inputs are not permitted (1)"),
        (GOOD + "from = 2025-02-01\nuntil = 2025-01-01\n", "", "until 2025-01-01 is before from 2025-02-01"),
        (GOOD.replace("judgement", "judgment"), "", "crosswalk.toml: judgment: is none of judgement"),
        ("judgement = 3", "", "crosswalk.toml: judgement: is no list: write [[judgement]]"),
        ("[[judgement]", "", "crosswalk.toml: "),
        ("", alias("openrouter:acme/atlas"), "aliases.toml: alias 1 (openrouter:acme/atlas): points_to: is missing"),
        ("", alias("ai302:x", pointer("atlas", "2025-01-01")), "points_to.0.model: "),
        ("", renamed("acme/old", "hf:acme/new"), "aliases.toml: rename 1 (acme/old): from: "),
    ],
)
def test_a_bad_row_is_refused_by_file_row_field_and_value(
    folder: Path, judgements: str, aliases: str, told: str
) -> None:
    with pytest.raises(CuratedError) as error:
        crosswalk(folder, judgements, aliases)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_no_text_is_refused(folder: Path) -> None:
    (folder / "crosswalk.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(CuratedError, match=r"crosswalk\.toml: "):
        load_crosswalk(folder)


def test_the_judgements_that_are_shipped_are_read() -> None:
    known = load_crosswalk(resource("data/curated"))
    ernie = known.judgement("haimaker", "page:baidu/ernie-4.5-vl-424b-a47b", [], DAY)
    assert ernie is not None
    assert (ernie.model, ernie.conflicts) == ("baidu/ernie-4.5-vl-424b-a47b", ("stage",))
    early = known.judgement("openrouter", "anthropic/claude-3.5-sonnet", [], date(2024, 10, 1))
    assert early is not None
    assert early.model == "anthropic/claude-3.5-sonnet-20240620"
    assert "qwen/qwen-2-vl-7b-instruct" in known.forbidden("openrouter", "qwen/qwen-2.5-vl-7b-instruct", [])
    assert known.renamed("THUDM/GLM-4-32B-0414") == "zai-org/GLM-4-32B-0414"
