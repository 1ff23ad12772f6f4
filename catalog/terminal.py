"""What every command has: its settings, its ways to speak, and the exit statuses."""

import functools
import os
import time
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from catalog.config import Config

EXIT_PUBLISHED = 0
EXIT_NOTHING = 1
EXIT_USAGE = 2
EXIT_PARTLY = 3
EXIT_LOCKED = 4


def printable(text: str) -> str:
    """A text as one line of a terminal: nothing in it moves the cursor or changes colours."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


class Settings:
    """The options that every command takes, and the ways to speak to the person at the terminal."""

    def __init__(
        self, quiet: bool, verbose: bool, config_file: Path | None, options: dict[str, Any], as_json: bool = False
    ) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.as_json = as_json
        """Whether each line on stderr is a JSON object."""
        self.warned: list[str] = []
        """Every line that --quiet does not hide."""
        self._since = time.monotonic()
        self._file = config_file
        self._options = options

    @functools.cached_property
    def config(self) -> "Config":
        """Paths and switches. A wrong one is wrong usage."""
        from catalog.config import ConfigError, load_config

        try:
            return load_config(self._options, self._file)
        except ConfigError as error:
            raise click.UsageError(str(error)) from None

    @property
    def out_named(self) -> Path | None:
        """What `--out` names on the command line itself; None where it does not."""
        return self._options.get("out")

    def tell(self, line: str, event: str = "") -> None:
        """A line on stderr, unless all is to be quiet; `event` names it for programs."""
        if not self.quiet:
            self._say("info", line, event)

    def detail(self, line: str) -> None:
        """A line on stderr for whoever asked for more with --verbose."""
        if self.verbose:
            self._say("debug", line)

    def warn(self, line: str) -> None:
        """A line on stderr that even --quiet does not hide."""
        self.warned.append(line)
        self._say("warning", line)

    def broke(self, error: BaseException) -> None:
        """An error that nobody foresaw, with where it happened."""
        self._say("error", "".join(traceback.format_exception(error)).rstrip())

    def _say(self, level: str, line: str, event: str = "") -> None:
        if self.as_json:
            from catalog.log_lines import log_line

            line = log_line(self._began + timedelta(seconds=time.monotonic() - self._since), level, line, event)
        # Only what tells where the program broke down has lines of its own.
        shown = line.split("\n") if level in ("debug", "error") else [line]
        click.echo("\n".join(map(printable, shown)), err=True)

    @functools.cached_property
    def _began(self) -> datetime:
        """When the command began, by the clock that it believes."""
        from catalog.config import ConfigError, the_time

        try:
            began = the_time(os.environ.get("SOURCE_DATE_EPOCH"))
        except ConfigError:  # told when the settings are read
            began = datetime.now(UTC)
        return began - timedelta(seconds=time.monotonic() - self._since)
