"""An id may be pointed to another release: then it has one interval each, and nothing of the earlier one is used."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from catalog.entries import Claimed, Entry, Key
from catalog.match.crosswalk import load_crosswalk
from catalog.match.releases import TOLD, Interval, intervals, last_move
from tests.answers import envelope, model
from tests.atlas import Atlas, ten_models
from tests.catalog.test_crosswalk import renamed

ID = "acme/atlas"
FIRST, SECOND, THIRD = "2026-07-01T00:00:00Z", "2026-07-10T00:00:00Z", "2026-07-20T00:00:00Z"
WHOLE = "Atlas reads maps, in all languages, and draws them too."


def said(field: str, value: str, since: str, record: str = ID) -> Claimed:
    return Claimed("openrouter", record, field, value, value, f"/{field}", "s", since, THIRD, False)


def found(*claims: Claimed, source: str = "openrouter", record: str = ID, folder: Path | None = None) -> list[Interval]:
    entry = Entry(source, record, "model", "", FIRST, THIRD, True, {})
    histories: Mapping[str, dict[Key, list[Claimed]]] = {field: {} for field in TOLD}
    for claim in claims:
        histories[claim.field].setdefault((source, record), []).append(claim)
    renames = load_crosswalk(folder).renamed if folder else str
    return list(intervals({(source, record): entry}, histories, renames))


@pytest.mark.parametrize(
    ("field", "before", "after", "rule"),
    [
        ("listed_at", "2025-06-30T16:28:23Z", "2026-07-09T10:00:00Z", "created-moved"),
        ("hugging_face_id", "acme/Atlas-2505", "acme/Atlas-2607", "weights-moved"),
    ],
)
def test_an_id_that_moves_has_two_times_that_meet(field: str, before: str, after: str, rule: str) -> None:
    earlier, later = found(said(field, before, FIRST), said(field, after, SECOND))
    assert (earlier.valid_from, earlier.valid_to, earlier.rule) == (FIRST, SECOND, "first-seen")
    assert (later.valid_from, later.valid_to, later.rule) == (SECOND, None, rule)
    assert (getattr(earlier, field), getattr(later, field)) == (before, after)
    assert last_move([earlier, later]) == {("openrouter", ID): SECOND}


def test_what_moves_at_once_is_one_move_and_what_moves_again_is_another() -> None:
    told = found(
        said("canonical_slug", "acme/atlas-2505", FIRST), said("canonical_slug", "acme/atlas-2607", SECOND),
        said("listed_at", "2025-06-30", FIRST), said("listed_at", "2026-07-09", SECOND),
        said("hugging_face_id", "acme/A", FIRST), said("hugging_face_id", "acme/B", SECOND),
        said("hugging_face_id", "acme/A", THIRD),
    )  # fmt: skip
    assert [(one.valid_from, one.valid_to, one.rule) for one in told] == [
        (FIRST, SECOND, "first-seen"),
        (SECOND, THIRD, "created-moved"),
        (THIRD, None, "weights-moved"),
    ]
    assert [one.release for one in told] == ["acme/atlas-2505", "acme/atlas-2607", "acme/atlas-2607"]
    assert [one.hugging_face_id for one in told] == ["acme/A", "acme/B", "acme/A"]


@pytest.mark.parametrize(
    "claims",
    [
        (),
        (said("listed_at", "2025-06-30", FIRST),),
        (said("hugging_face_id", "acme/Atlas", SECOND),),
        (said("hugging_face_id", "acme/Atlas", FIRST), said("hugging_face_id", "acme/ATLAS", SECOND)),
        (said("hugging_face_id", "oldlab/Atlas", FIRST), said("hugging_face_id", "acme/Atlas", SECOND)),
        (said("listed_at", "2025-06-30", FIRST), said("listed_at", "2025-06-30", SECOND)),
        (said("canonical_slug", "acme/a", FIRST), said("canonical_slug", "acme/b", SECOND)),
    ],
    ids=["nothing", "said once", "first said later", "other case", "renamed", "gone and back", "a slug alone"],
)
def test_what_means_the_same_release_is_no_move(tmp_path: Path, claims: tuple[Claimed, ...]) -> None:
    (tmp_path / "aliases.toml").write_text(renamed("hf:oldlab/Atlas", "hf:acme/Atlas"), encoding="utf-8")
    assert found(*claims, folder=tmp_path) == []


def test_a_value_that_is_not_yet_said_is_not_told_of_the_time_before() -> None:
    earlier, later = found(
        said("listed_at", "2025-06-30", FIRST), said("listed_at", "2026-07-19", THIRD),
        said("hugging_face_id", "acme/Atlas", SECOND),
    )  # fmt: skip
    assert (earlier.hugging_face_id, later.hugging_face_id) == (None, "acme/Atlas")


def test_an_alias_that_is_pointed_elsewhere_tells_where() -> None:
    alias = "~acme/atlas-latest"
    earlier, later = found(
        said("alias_target", "acme/atlas-1", FIRST, alias), said("alias_target", "acme/atlas-2", SECOND, alias),
        record=alias,
    )  # fmt: skip
    assert (earlier.release, earlier.valid_to) == ("acme/atlas-1", SECOND)
    assert (later.release, later.valid_from, later.rule) == ("acme/atlas-2", SECOND, "alias-moved")


def test_only_the_router_s_ids_are_pointed() -> None:
    moved = said("listed_at", "2025-06-30", FIRST), said("listed_at", "2026-07-09", SECOND)
    assert found(*moved, source="ai302") == []


def listed_for_two_days(atlas: Atlas, **moved: Any) -> str:
    """What a model is described as whose text is cut off on the second day."""
    others = ten_models()
    cut = f"{WHOLE[:25]}..."
    atlas.backfill(envelope(*others, model(ID, description=WHOLE, created=1751300903)), "2026-07-30")
    atlas.backfill(envelope(*others, model(ID, description=cut, created=1751300903, **moved)), "2026-07-31")
    assert atlas.run("build", "--no-render").status in (0, 3)
    ((text,),) = atlas.rows(f"select value from resolved where model_id = '{ID}' and field = 'description'")
    return str(text)


def test_a_whole_text_of_the_same_release_is_kept(atlas: Atlas) -> None:
    assert listed_for_two_days(atlas) == WHOLE
    assert atlas.rows("select * from aliases") == []


def test_a_whole_text_of_the_release_before_is_not(atlas: Atlas) -> None:
    assert listed_for_two_days(atlas, hugging_face_id="acme/Atlas-8B").endswith("...")
    rows = atlas.rows("select record, valid_to is null, hugging_face_id, rule from aliases order by valid_from")
    assert rows == [(ID, 0, "acme/Atlas-7B", "first-seen"), (ID, 1, "acme/Atlas-8B", "weights-moved")]
    ((closed,), (opened,)) = atlas.rows(
        "select valid_to from aliases where valid_to is not null union all select valid_from from aliases"
        " where valid_to is null"
    )
    assert closed == opened
