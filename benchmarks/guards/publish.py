"""Build and publish a folder's catalog once, with guards or without: what `make bench` times."""

import sys
from pathlib import Path

from catalog.pipeline import build
from catalog.terminal import Settings
from scraper.sources import sources


def main() -> None:
    """Publish from the archive in `data/`; the word `unguarded` leaves the guards out."""
    config = Settings(quiet=True, verbose=False, config_file=None, options={"data": Path("data")}).config
    build(config, list(sources().values()), render=True, tell=lambda _: None, guarded="unguarded" not in sys.argv)


if __name__ == "__main__":
    main()
