"""Options that several commands take."""

import functools
import re
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from catalog.terminal import Settings


def common(
    command: Callable[..., None], out_help: str = "The published folder (default: _site/)."
) -> Callable[..., None]:
    """Adds the options that stand after every command, and hands them over as `settings`."""

    @click.option("--data", type=click.Path(path_type=Path), help="Archive and database (default: data/).")
    @click.option("--out", type=click.Path(path_type=Path), help=out_help)
    @click.option("--base-url", help="For canonical links and the sitemap.")
    @click.option("--config", "config_file", type=click.Path(path_type=Path), help="Default: modelatlas.toml.")
    @click.option("--quiet", is_flag=True, help="Say nothing but errors.")
    @click.option("--verbose", is_flag=True, help="Say more.")
    @click.option(
        "--log-format",
        type=click.Choice(("text", "json")),
        default="text",
        envvar="MODELATLAS_LOG_FORMAT",
        help="How lines on stderr are written.",
    )
    @click.version_option(package_name="modelatlas", prog_name="modelatlas")
    @functools.wraps(command)
    def run(
        data: Path | None, out: Path | None, base_url: str | None, config_file: Path | None,
        quiet: bool, verbose: bool, log_format: str, **rest: Any,
    ) -> None:  # fmt: skip
        options = {"data": data, "out": out, "base_url": base_url}
        settings = Settings(quiet, verbose, config_file, options, as_json=log_format == "json")
        if not settings.as_json:
            command(settings=settings, **rest)
            return
        sys.excepthook = lambda _kind, error, _trace: settings.broke(error)
        try:
            command(settings=settings, **rest)
        except click.ClickException as error:
            settings.warn(error.format_message())
            sys.exit(error.exit_code)

    return run


def _asked(_context: click.Context, _parameter: click.Parameter, text: str | None) -> Any:
    from catalog.as_of.moment import asked

    try:
        return None if text is None else asked(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no date such as 2025-12-15, and no timestamp") from None


AS_OF = click.option(
    "--as-of",
    "asked",
    metavar="DATE",
    callback=_asked,
    help="As it stood at the end of that day (UTC), or at a timestamp.",
)
"""A moment, handed over as `asked`: an `Asked`, or None."""


def to_bytes(_context: click.Context, _parameter: click.Parameter, text: str | None) -> int | None:
    """A size such as 500M or 1.5G in bytes: each letter is 1024 of the one before it."""
    if text is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?", text.strip(), re.IGNORECASE | re.ASCII)
    if found is None:
        raise click.BadParameter(f"{text!r} is no size such as 500M or 2G")
    return int(Decimal(found[1]) * 1024 ** " KMGT".index(found[2].upper() or " "))
