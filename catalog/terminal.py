"""What every command has: its settings, its ways to speak, and the exit statuses."""

import functools
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

    def __init__(self, quiet: bool, verbose: bool, config_file: Path | None, options: dict[str, Any]) -> None:
        self.quiet = quiet
        self.verbose = verbose
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

    def tell(self, line: str) -> None:
        """A line on stderr, unless all is to be quiet."""
        if not self.quiet:
            click.echo(printable(line), err=True)

    def detail(self, line: str) -> None:
        """A line on stderr for whoever asked for more with --verbose."""
        if self.verbose:
            click.echo(printable(line), err=True)

    def warn(self, line: str) -> None:
        """A line on stderr that even --quiet does not hide."""
        click.echo(printable(line), err=True)
