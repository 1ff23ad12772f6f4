"""`match --csv` and `--pairs`: lists of people, judged in their order, or refused in one clear line."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalog.cli import main
from tests.atlas import Atlas, Ran

OURS = """\
note,id,name,hugging_face_id,alias,source
x,gpt-4o,,,,shop
x,gpt-4o-mini-2024-07-18,,,,shop
x,house-model,,acme/Atlas-7B,,shop
x,ernie-4.5-vl-28b-a3b,,,,shop
x,other,,,first | openai/gpt-4o,shop
x,,,,,shop
"""
THEIRS = """\
id,name,hugging_face_id
openai/gpt-4o,GPT-4o,
openai/gpt-4o-mini,GPT-4o mini,
acme/atlas-7b,Atlas 7B,acme/Atlas-7B
baidu/ernie-4.5-vl-424b-a47b,,
"""


def write(path: str, content: str | bytes) -> str:
    Path(path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def found(ran: Ran) -> list[dict[str, str]]:
    assert ran.status == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


def against(atlas: Atlas, left: str | bytes, right: str | bytes = THEIRS) -> list[dict[str, str]]:
    return found(atlas.run("match", "--csv", write("left.csv", left), "--against", write("right.csv", right)))


def pairs(atlas: Atlas, content: str | bytes) -> list[dict[str, str]]:
    return found(atlas.run("match", "--pairs", write("pairs.csv", content)))


def test_a_list_is_looked_up_in_another_without_any_catalog(atlas: Atlas) -> None:
    rows = against(atlas, OURS)
    assert list(rows[0]) == ["id", "match", "level", "relation", "rule", "runner_up"]
    assert [row["id"] for row in rows] == [line.split(",")[1] for line in OURS.splitlines()[1:]]
    assert (rows[0]["match"], rows[0]["level"], rows[0]["relation"]) == ("openai/gpt-4o", "exact", "same_release")
    assert [row["match"] for row in rows[2:]] == ["acme/atlas-7b", "", "openai/gpt-4o", ""]
    assert not Path("data").exists()


def test_what_is_not_sure_is_named_but_not_matched(atlas: Atlas) -> None:
    dated = against(atlas, OURS)[1]
    assert (dated["match"], dated["relation"], dated["runner_up"]) == ("", "snapshot_of", "openai/gpt-4o-mini")


def test_a_sibling_is_neither_matched_nor_suggested(atlas: Atlas) -> None:
    sibling = against(atlas, OURS)[3]
    assert (sibling["match"], sibling["level"], sibling["relation"], sibling["runner_up"]) == (
        "", "none", "sibling_of", "",
    )  # fmt: skip


def test_rows_that_say_the_same_are_each_answered(atlas: Atlas) -> None:
    rows = against(atlas, "id\ngpt-4o\nacme/atlas-7b\ngpt-4o\n")
    assert [row["match"] for row in rows] == ["openai/gpt-4o", "acme/atlas-7b", "openai/gpt-4o"]


def test_ids_come_back_exactly_as_they_were_written(atlas: Atlas) -> None:
    odd = ["=1+1", " gpt-4o ", 'quo"ted', "with,comma", "two\nlines", "carriage\rreturn", "naïve", "007", "-x", "@y"]
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["id"], *([id_] for id_ in odd)])
    ran = CliRunner().invoke(
        main, ["match", "--csv", write("l.csv", text.getvalue()), "--against", write("r.csv", THEIRS)]
    )
    answered = ran.stdout_bytes.decode()
    assert [row["id"] for row in csv.DictReader(io.StringIO(answered, newline=""))] == odd
    assert "\r\n" not in answered


def test_names_that_say_nothing_are_joined_with_nothing(atlas: Atlas) -> None:
    nothing = ["🤖", "12345", "a" * 1000, "שלום", "4", "--", "latest"]
    rows = against(atlas, "\n".join(["id", *nothing]) + "\n", "\n".join(["id", *nothing[::-1], "🤗", "54321"]) + "\n")
    for row, other in zip(rows, nothing, strict=True):
        assert row["match"] in ("", other)


def test_the_right_list_may_have_rows_without_an_id(atlas: Atlas) -> None:
    left, right = write("left.csv", "id\ngpt-4o\n"), write("right.csv", "id,name\n,GPT-4o\nopenai/gpt-4o,\n")
    ran = atlas.run("match", "--csv", left, "--against", right)
    assert found(ran)[0]["match"] == "openai/gpt-4o"
    assert ran.err == "right.csv: 1 rows without an id are left out\n"
    assert atlas.run("match", "--csv", left, "--against", right, "--quiet").err == ""


def test_a_list_may_come_from_standard_input(atlas: Atlas) -> None:
    words = ["match", "--csv", "-", "--against", write("right.csv", THEIRS)]
    ran = CliRunner().invoke(main, words, input="\ufeffID\r\ngpt-4o\r\n\r\n")
    assert ran.stdout.splitlines()[1].startswith("gpt-4o,openai/gpt-4o,exact,same_release,")


def test_pairs_are_judged_and_their_other_columns_kept(atlas: Atlas) -> None:
    rows = pairs(
        atlas,
        "n,left_id,left_name,right_id,right_name,right_source\n"
        "1,us.anthropic.claude-opus-4-1,,anthropic/claude-opus-4.1,,\n"
        "2,baidu/ernie-4.5-vl-28b-a3b,,baidu/ernie-4.5-vl-424b-a47b,,\n"
        "3,,GPT-4o,openai/gpt-4o,,\n"
        "4,acme/atlas-7b:free,,acme/atlas-7b,,\n"
        "5,,,,,\n",
    )
    assert list(rows[0])[-3:] == ["relation", "level", "rule"]
    assert [(row["n"], row["relation"], row["level"] in ("exact", "high")) for row in rows] == [
        ("1", "same_release", True), ("2", "sibling_of", False), ("3", "same_release", True), ("4", "offer_of", True),
        ("5", "unknown", False),
    ]  # fmt: skip


def test_a_judgement_that_the_file_gives_stands_beside_ours(atlas: Atlas) -> None:
    (row,) = pairs(atlas, "left_id,right_id,relation,given_relation,Level\ngpt-4o,openai/gpt-4o,base,older,5\n")
    assert list(row) == [
        "left_id", "right_id", "given_given_relation", "given_relation", "given_level", "relation", "level", "rule",
    ]  # fmt: skip
    assert (row["given_given_relation"], row["given_relation"], row["given_level"]) == ("base", "older", "5")
    assert (row["relation"], row["level"]) == ("same_release", "exact")


BAD: list[tuple[str | bytes, str]] = [
    ("", "bad.csv: is empty"),
    ("\n\n", "bad.csv: is empty"),
    ("name,author\nx,y\n", "has no column 'id'; its first line is 'name,author'"),
    ("gpt-4o\nclaude\n", "has no column 'id'"),
    ("id;name\nx;y\n", "has no column 'id'"),
    ("id,name\nx\n", "line 2: 1 cells, but there are 2 columns"),
    ('id,name\n"a\nb",c\nx,y,z\n', "line 4: 3 cells, but there are 2 columns"),
    ("id,name,ID\nx,y,z\n", "has the column 'id' more than once"),
    ("id\nx\0y\n", "line 2: holds a NUL byte"),
    ("id\n" + "x" * 1_000_000 + "\n", "line 2: field larger than field limit (131072)"),
    ('id\n"open\n', "line 2: unexpected end of data"),
    ('id\n"a"b\n', "line 2: "),
    ("id\nÜ\n".encode("latin-1"), "is not UTF-8 (byte 0xdc at 3)"),
    ("id\nx\n".encode("utf-16"), "is not UTF-8 (byte 0xff at 0)"),
]


@pytest.mark.parametrize(("content", "told"), BAD)
@pytest.mark.parametrize("option", ["--csv", "--against", "--pairs"])
def test_a_list_that_cannot_be_read_is_refused_in_one_line(
    atlas: Atlas, option: str, content: str | bytes, told: str
) -> None:
    if option == "--pairs" and isinstance(content, str):
        content, told = content.replace("id", "left_id", 1), told.replace("'id", "'left_id", 1)
    bad = write("bad.csv", content)
    words = {"--csv": ["--csv", bad, "--against", write("good.csv", THEIRS)], "--pairs": ["--pairs", bad]}
    ran = atlas.run("match", *words.get(option, ["--csv", write("good.csv", OURS), "--against", bad]))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("bad.csv")
    assert len(ran.err.splitlines()) == 1
    assert len(ran.err) < 200
    if option != "--pairs" or "column" not in told:
        assert told in ran.err


@pytest.mark.parametrize("option", ["--csv", "--pairs"])
def test_a_file_that_is_not_there_or_is_a_folder_is_told_so(atlas: Atlas, option: str) -> None:
    Path("folder").mkdir()
    assert atlas.run("match", option, "folder") == Ran(1, "", "folder: Is a directory\n")
    assert atlas.run("match", option, "nowhere.csv") == Ran(1, "", "nowhere.csv: No such file or directory\n")


def test_every_row_of_a_long_list_has_an_answer(atlas: Atlas) -> None:
    words = [f"{a}{b}" for a in ("nova", "terra", "luna", "sol", "aqua") for b in ("lux", "max1", "neo", "core")]
    theirs = [f"acme/{word}-{size}b-{stage}" for word in words for size in range(1, 19) for stage in ("base", "chat")]
    ours = [f"host{n}/{theirs[n % 700].partition('/')[2].upper()}" for n in range(5000)]
    left, right = write("left.csv", "\n".join(["id", *ours])), write("right.csv", "\n".join(["id", *theirs[:700]]))
    ran = atlas.run("match", "--csv", left, "--against", right)
    assert len(found(ran)) == 5000


def test_a_list_of_headers_alone_has_no_answers(atlas: Atlas) -> None:
    ran = atlas.run("match", "--csv", write("left.csv", "id\n"), "--against", write("right.csv", "id\n"))
    assert ran == Ran(0, "id,match,level,relation,rule,runner_up\n", "")
