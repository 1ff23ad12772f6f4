"""Folder names from ids: reversible, apart from each other, and always inside their folder."""

from pathlib import PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.addresses import api_file, folder, identifier

ids = st.text(alphabet=st.characters(exclude_categories=[]), max_size=300) | st.text("./:~=-aA", max_size=8)


@pytest.mark.parametrize(
    ("id_", "path"),
    [
        ("baidu/ernie-4.5-vl-424b-a47b", "baidu/ernie-4.5-vl-424b-a47b"),
        ("acme/atlas:free", "acme/atlas=3Afree"),
        ("~anthropic/claude-opus-latest", "~anthropic/claude-opus-latest"),
        ("../../x", ".=2E/.=2E/x"),
        ("./x", "=2E/x"),
        ("a//b", "a/=/b"),
        ("", "="),
        ("a/index.html", "a/index=2Ehtml"),
        ("a/b.json", "a/b=2Ejson"),
        ("a/405B", "a/405=42"),
        ("a/<script>", "a/=3Cscript=3E"),
        ("a\\b", "a=5Cb"),
    ],
)
def test_an_id_has_a_plain_folder(id_: str, path: str) -> None:
    assert folder(id_) == path


@given(ids)
@example("=")
@example("=3A")
@example("a=-/b")
@example("\ud800")
def test_a_folder_gives_its_id_back(id_: str) -> None:
    assert identifier(folder(id_)) == id_


@given(ids)
def test_a_folder_stays_inside_and_fits_a_file_system(id_: str) -> None:
    path = PurePosixPath(folder(id_))
    assert not path.is_absolute()
    assert all(part not in ("", ".", "..") and len(part) <= 255 for part in folder(id_).split("/"))
    assert folder(id_).isascii()
    assert folder(id_) == folder(id_).replace("\\", "").replace(":", "")


@given(ids, ids)
def test_two_ids_never_share_a_folder_even_where_case_does_not_count(one: str, other: str) -> None:
    assert (folder(one).lower() == folder(other).lower()) == (one == other)


def test_no_model_takes_the_place_of_the_list_of_all() -> None:
    assert api_file("all") != "all.json"
    assert api_file("acme/atlas") == "acme/atlas.json"
