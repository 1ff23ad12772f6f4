"""The link by which a reader reports an error: prefilled, and no text of a source breaks out of it."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from catalog.config import ConfigError, load_config
from catalog.entries import Claimed
from catalog.render.report import Reported, report_link

ISSUES = "https://tracker.example/acme/atlas/issues/new"
CLAIM = Claimed(
    "models_dev", "acme/atlas-9", "input_usd_per_mtok", "3", "3.00", "/acme/cost", "ab" * 32,
    "2026-07-01", "2026-07-31", False,
)  # fmt: skip
TOLD = Reported(CLAIM, "$3.00", "https://models.dev/api.json")
HOSTILE = '"><script>x</script>\n\n# Ours\n`&body=gone&title=%0A#end\ud800'


def asked(link: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link).query, strict_parsing=True)


def test_a_new_issue_names_the_model_the_field_the_value_and_the_snapshot() -> None:
    found = asked(report_link(ISSUES, "acme/atlas-9", TOLD))
    assert found["title"] == ["Error in acme/atlas-9: input_usd_per_mtok"]
    (body,) = found["body"]
    for part in ("`acme/atlas-9`", "`$3.00`", "`3.00`", "models_dev", "https://models.dev/api.json", "`/acme/cost`"):
        assert part in body
    assert "Snapshot: sha256 " + "ab" * 32 in body
    assert "Observed: 2026-07-31, since 2026-07-01" in body


def test_a_page_has_an_issue_of_its_model_alone() -> None:
    assert asked(report_link(ISSUES, "acme/atlas-9", None))["title"] == ["Error in acme/atlas-9"]


def test_without_an_address_there_is_no_link() -> None:
    assert report_link("", "acme/atlas-9", TOLD) == ""


def test_an_address_that_asks_already_keeps_what_it_asks() -> None:
    found = asked(report_link(f"{ISSUES}?template=error.md", "acme/atlas-9", TOLD))
    assert (found["template"], len(found["title"])) == (["error.md"], 1)


def test_a_mail_has_a_subject() -> None:
    link = report_link("mailto:atlas@example.org", "acme/atlas-9", TOLD)
    assert link.startswith("mailto:atlas@example.org?subject=Error%20in%20acme%2Fatlas-9")
    assert "&body=Model%3A%20" in link
    assert "+" not in link


@pytest.mark.parametrize("address", [ISSUES, "mailto:atlas@example.org"])
def test_hostile_text_stays_within_its_line_and_its_key(address: str) -> None:
    told = Reported(CLAIM._replace(record=HOSTILE, original=HOSTILE * 50, pointer=HOSTILE), HOSTILE, HOSTILE)
    link = report_link(address, HOSTILE, told)
    assert link.isascii()
    assert not set(link) & set("\"'<>`\n\r #")
    found = asked(link)
    assert sorted(found) == ["body", "subject" if address.startswith("mailto") else "title"]
    (body,) = found["body"]
    assert "\n# Ours" not in body
    assert all(line.count("`") in (0, 2) for line in body.splitlines())
    assert len(link) < 8_000


@pytest.mark.parametrize("address", ["javascript:alert(1)", "tracker.example", "ftp://tracker.example"])
def test_an_address_for_reports_that_is_none_is_refused(tmp_path: Path, address: str) -> None:
    file = tmp_path / "modelatlas.toml"
    file.write_text(f'issues_url = "{address}"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="issues_url"):
        load_config({}, file, {})
