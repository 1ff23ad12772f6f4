"""Progress: a bar on a terminal, plain lines elsewhere, nothing when quiet."""

import pytest

from scraper.progress import Bar, Lines, Silent, progress


@pytest.mark.parametrize(
    ("quiet", "terminal", "kind"),
    [(True, True, Silent), (True, False, Silent), (False, True, Bar), (False, False, Lines)],
)
def test_progress_fits_where_it_is_shown(quiet: bool, terminal: bool, kind: type) -> None:
    assert type(progress(quiet, terminal)) is kind


def test_lines_tell_how_many_of_how_many_when_all_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    shown = Lines()
    shown.start("openrouter: endpoints", 3)
    shown.advance()
    shown.advance()
    assert capsys.readouterr() == ("", "")
    shown.finish()
    assert capsys.readouterr() == ("", "openrouter: endpoints 2/3\n")


def test_a_bar_is_drawn_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    shown = Bar()
    shown.start("openrouter: endpoints", 2)
    shown.advance()
    shown.advance()
    shown.finish()
    out, err = capsys.readouterr()
    assert out == ""
    assert "openrouter: endpoints" in err
    assert "100%" in err
