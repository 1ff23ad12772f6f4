"""The command line: reads options, calls the stages, prints. Results to stdout, the rest to stderr.

Everything heavy is imported inside the commands, so that `--help` answers at once.
"""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from catalog.terminal import Settings

SOURCES = click.argument("source_ids", metavar="[SOURCE...]", nargs=-1)


def common(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options that stand after every command, and hands them over as `settings`."""

    @click.option("--data", type=click.Path(path_type=Path), help="Archive and database (default: data/).")
    @click.option("--out", type=click.Path(path_type=Path), help="The published folder (default: _site/).")
    @click.option("--base-url", help="For canonical links and the sitemap.")
    @click.option("--config", "config_file", type=click.Path(path_type=Path), help="Default: modelatlas.toml.")
    @click.option("--quiet", is_flag=True, help="Say nothing but errors.")
    @click.option("--verbose", is_flag=True, help="Say more.")
    @click.version_option(package_name="modelatlas", prog_name="modelatlas")
    @functools.wraps(command)
    def run(
        data: Path | None, out: Path | None, base_url: str | None, config_file: Path | None,
        quiet: bool, verbose: bool, **rest: Any,
    ) -> None:  # fmt: skip
        options = {"data": data, "out": out, "base_url": base_url}
        command(settings=Settings(quiet, verbose, config_file, options), **rest)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="modelatlas", prog_name="modelatlas")
def main() -> None:
    """One catalog of AI models, every value with its receipt.

    \b
    Example: modelatlas refresh && modelatlas serve
    """


@main.command()
@SOURCES
@click.option("--offline", is_flag=True, help="Use the archive alone.")
@click.option("--no-render", is_flag=True, help="Leave the pages out.")
@common
def refresh(settings: Settings, source_ids: tuple[str, ...], offline: bool, no_render: bool) -> None:
    """Do the nightly job: fetch every source, then build and publish.

    \b
    Example: modelatlas refresh --base-url https://example.org/atlas/
    Exit status: 0 published, all fresh; 3 published, but something failed or was
    held back; 1 nothing published; 2 wrong usage; 4 another refresh is running.
    """
    from catalog.commands import run_refresh

    sys.exit(run_refresh(settings, source_ids, offline=offline, render=not no_render))


@main.command()
@SOURCES
@common
def fetch(settings: Settings, source_ids: tuple[str, ...]) -> None:
    """Look at the sources and archive what they answer; build nothing.

    \b
    Example: modelatlas fetch openrouter
    """
    from catalog.commands import run_fetch

    sys.exit(run_fetch(settings, source_ids))


@main.command()
@click.option("--no-render", is_flag=True, help="Leave the pages out.")
@common
def build(settings: Settings, no_render: bool) -> None:
    """Do everything after fetch, from the archive.

    \b
    Example: modelatlas build --out public
    """
    from catalog.commands import run_build

    sys.exit(run_build(settings, render=not no_render))


@main.command()
@click.argument("source_id", metavar="SOURCE")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@common
def backfill(settings: Settings, source_id: str, paths: tuple[Path, ...]) -> None:
    """Take recorded raw answers into the archive under their own dates.

    PATH is a folder with an index.jsonl, or files whose names carry a date; .gz too.

    \b
    Example: modelatlas backfill openrouter recordings/openrouter
    """
    from catalog.commands import run_backfill

    sys.exit(run_backfill(settings, source_id, paths))


@main.command()
@click.argument("model_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="As JSON, every claim with its receipt.")
@common
def show(settings: Settings, model_id: str, as_json: bool) -> None:
    """Show one model: every field with its source, age and rule, and its offers.

    \b
    Example: modelatlas show baidu/ernie-4.5-vl-424b-a47b --json
    """
    from catalog.show import run_show

    sys.exit(run_show(settings, model_id, as_json))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@common
def sources(settings: Settings, as_json: bool) -> None:
    """Show how each source fares: last success, age, records, held values, failures.

    \b
    Example: modelatlas sources --json
    """
    from catalog.show import run_sources

    sys.exit(run_sources(settings, as_json))


@main.command()
@click.option("--port", default=8000, show_default=True, help="0 takes any free one.")
@common
def serve(settings: Settings, port: int) -> None:
    """Serve the built site on loopback.

    \b
    Example: modelatlas serve --port 8080
    """
    from catalog.serve import run_serve

    sys.exit(run_serve(settings, port))


@main.command("make-seed", hidden=True)
@click.argument("source_id", metavar="SOURCE")
@click.option("--into", type=click.Path(path_type=Path), default=Path("data/seed"), show_default=True)
@common
def make_seed(settings: Settings, source_id: str, into: Path) -> None:
    """Rebuild a source's bundled seed from its newest archived answers (for maintainers).

    \b
    Example: modelatlas make-seed openrouter
    """
    from catalog.commands import run_make_seed

    sys.exit(run_make_seed(settings, source_id, into))
