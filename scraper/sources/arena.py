"""Arena (formerly LMArena, LMSYS Chatbot Arena): ratings of configurations by human preference.

Reads three places of the same publisher, each in records of its own, as they differ in names,
categories and days:
- the catalogue files of https://github.com/lmarena/arena-catalog: every category and configuration with
  its rating and 95 % interval, with and without style control. No ranks there, so none is claimed. Its
  file `leaderboard-data` was renamed `leaderboard-text`: the same list, word for word;
- the boards at https://arena.ai/leaderboard (lmarena.ai until January 2026): rank, score, interval, votes.
  The page, or rows that others took from it: as CSV, or as JSON by a language model that reads its
  text, the first twenty to seventy only. A row that is left out there is gone for us as well, until it
  comes again. Where it is not said whether style is allowed for, neither do we say; the CSV's scores are
  those without, by comparison with the catalogue;
- the dataset https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset: its newest publication, asked
  for until the overall category ends.

A configuration is what was rated: a model with its effort, harness or date. One that is on no board is
not rated, which is no low rating; ratings of two boards or categories are no one scale.

Left out on purpose: the prices in `scatterplot-data.json` (copied by hand from makers' pages, no day), of
the boards also prices and contexts; parts of the dataset named `agent...` (shares of tasks done, no
ratings); the list of models in the start page of https://arena.ai (names for battles, half of them code
names without a maker; ranks without board, score or day, 2^53 - 1 for none) and a list of Design Arena,
another publisher, recorded beside it; indexes of recordings (`_index.json`).
"""

from collections.abc import Iterator, Sequence

from scraper.answers import shape_error
from scraper.attribution import CC_BY, Attribution
from scraper.claims import Observation
from scraper.errors import FetchError, ShapeError
from scraper.http import Http
from scraper.reading import Reader
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Expectations, Known, Parsed, Publisher, PublisherKind, Record, Source
from scraper.sources._arena_addresses import (
    BOARDS,
    CONFIGS,
    FILES,
    MAIN,
    OLD_SITE,
    PLOT,
    SITE,
    Place,
    looked_at,
    place_of,
    rows_address,
)
from scraper.sources._arena_catalog import parse_catalog, parse_plot
from scraper.sources._arena_claims import observe_configuration, observe_score
from scraper.sources._arena_dataset import next_offset, parse_dataset

MAX_PAGES = 20
"""Two thousand rows of one category: four times what the longest has."""


class Arena(Source):
    """The source `arena`."""

    id = "arena"
    lists = "scores"
    address = MAIN
    recorded = {  # noqa: RUF012 - declared once, changed by nobody
        # Recordings of several boards whose index names the site's start page for each.
        "lmsys.csv": f"{OLD_SITE}/text",
        "lmarena_text.csv": f"{OLD_SITE}/text",
        "lmarena_vision.csv": f"{OLD_SITE}/vision",
        "lmarena_image.csv": f"{OLD_SITE}/text-to-image",
    }
    publisher = Publisher(
        name="Arena (LMArena)",
        url=SITE,
        kind=PublisherKind.LEADERBOARD,
        licence="The leaderboard dataset is CC BY 4.0; for pages and catalogue files none is stated",
        attribution=Attribution("Arena", "https://arena.ai/leaderboard", *CC_BY),
        cannot_know="Whether an answer is right: it counts what people preferred, of configurations, not of models.",
    )
    expects = Expectations(min_records=1000, fill={"rating": 0.98, "rating_low": 0.95, "rating_high": 0.95})

    def fetch(self, http: Http, known: Known) -> Iterator[Sighting]:
        """The main file, then the other files, the boards' pages, and the dataset's overall categories."""
        yield http.get(self.id, MAIN)
        failed: list[str] = []
        files = [url for url in (*FILES, PLOT) if url != MAIN]
        yield from self.look(http, files, "files", failed)
        yield from self.look(
            http, [f"{SITE}/{board}" for board in BOARDS], "boards", failed, accept="text/html", page=True
        )
        firsts = list(self.look(http, [rows_address(config, 0) for config in CONFIGS], "dataset", failed))
        for config, first in zip(CONFIGS, firsts, strict=False):
            yield first
            if first.ok:
                yield from _further(http, config, first, failed)
        if failed:
            raise FetchError(self.id, MAIN, "; ".join(failed))

    def reads(self, url: str) -> bool:
        """Whether an address is a catalogue file, a board, or rows of the dataset."""
        return place_of(url) is not None

    def parse(self, pages: Sequence[Snapshot]) -> Parsed:
        """The scores of an answer by scope. Raises ShapeError where it is not what we know."""
        first = pages[0]
        place = place_of(first.sighting.root or first.sighting.url)
        if place is None:
            raise shape_error(first.sighting, "an address of which it is not known what it gives")
        if place.series == "dataset":
            return parse_dataset(pages, place)
        read = {"catalog": parse_catalog, "plot": parse_plot, "page": _parse_page}[place.series]
        return read(first, place)

    def observe(self, record: Record) -> Observation:
        """What the Arena says of a configuration, on one board and in one category."""
        reader = Reader(record.id)
        if record.kind == "config":
            observe_configuration(record, reader)
        else:
            observe_score(record, reader)
        return reader.observation(record, looked_at(record.id))


SOURCE = Arena()


def _parse_page(snapshot: Snapshot, place: Place) -> Parsed:
    """What reads web pages is there with the first one: many ask a source for its publisher alone."""
    from scraper.sources._arena_pages import parse_page

    return parse_page(snapshot, place)


def _further(http: Http, config: str, first: Sighting, failed: list[str]) -> Iterator[Sighting]:
    """The pages of a part of the dataset after its first one, until its first category ends."""
    pages = [Snapshot(sighting=first, body=http.body(first))]
    try:
        while (offset := next_offset(first, pages)) is not None:
            if len(pages) == MAX_PAGES:
                raise FetchError(SOURCE.id, first.url, f"more than {MAX_PAGES} pages")
            url = rows_address(config, offset)
            page = http.get(SOURCE.id, url, root=first.url, number=len(pages) + 1, fetched_at=first.fetched_at)
            pages.append(Snapshot(sighting=page, body=http.body(page)))
            yield page
    except FetchError as error:
        failed.append(f"{error.url}: {error.detail}")
    except ShapeError:
        return  # whoever parses the answer says what is wrong with it
