"""Progress: a bar on a terminal, plain lines elsewhere, nothing when quiet."""

import threading

import pytest

from scraper.progress import Bar, Lines, Silent, progress


@pytest.mark.parametrize(
    ("quiet", "terminal", "kind"),
    [(True, True, Silent), (True, False, Silent), (False, True, Bar), (False, False, Lines)],
)
def test_progress_fits_where_it_is_shown(quiet: bool, terminal: bool, kind: type) -> None:
    assert type(progress(quiet, terminal, print)) is kind


def test_lines_tell_how_many_of_how_many_when_all_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    shown = Lines(print)
    shown.start("openrouter: endpoints", 3)
    shown.advance()
    shown.advance()
    assert capsys.readouterr() == ("", "")
    shown.finish()
    assert capsys.readouterr() == ("openrouter: endpoints 2/3\n", "")


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


def test_two_lists_at_once_have_each_their_own_count(capsys: pytest.CaptureFixture[str]) -> None:
    shown, other = Lines(print), threading.Event()

    def second() -> None:
        shown.start("two", 2)
        shown.advance()
        shown.finish()
        other.set()

    shown.start("one", 1)
    thread = threading.Thread(target=second)
    thread.start()
    thread.join()
    assert other.is_set()
    shown.advance()
    shown.finish()
    assert capsys.readouterr().out.splitlines() == ["two 1/2", "one 1/1"]


def test_bars_of_two_lists_share_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    shown = Bar()
    shown.start("one", 1)

    def second() -> None:
        shown.start("two", 1)
        shown.advance()
        shown.finish()

    thread = threading.Thread(target=second)
    thread.start()
    thread.join()
    shown.advance()
    shown.finish()
    assert "one" in (err := capsys.readouterr().err)
    assert "two" in err
