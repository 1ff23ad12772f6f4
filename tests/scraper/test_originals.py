"""What a price page's reader quotes stands in the page: letter by letter, but for blanks and marks of Markdown."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from scraper.claims import Claim, place_of
from scraper.errors import ShapeError
from scraper.recordings import Recording, read_recordings
from scraper.snapshots import Sighting, Snapshot
from scraper.source import Source
from scraper.sources import sources
from scraper.units import as_stated

FIXTURES = Path(__file__).parent.parent / "fixtures/sources"
PAGES = [source for id_, source in sources().items() if id_.endswith("_pricing")]
TOLD_APART = frozenset(
    {
        "name",
        "variant",
        "wire_id",
        "capabilities",
        "conditions",
        "other_prices",
        "lifecycle",
        "provider_name",
        "retires_not_before",
    }
)
"""Fields for which a reader may put words of a page together: a family and its variant, a heading and its badge."""
UNIT_ELSEWHERE = frozenset({"gemini_pricing", "mistral_pricing"})
"""Sources of which a cell holds several prices, and their unit once: the reader repeats it."""


def read(source: Source) -> Iterator[tuple[str, Claim]]:
    """The text of each answer of a fixture folder, with each claim that is read from it."""
    for recording in read_recordings(FIXTURES / source.id):
        assert isinstance(recording, Recording)
        sighting = Sighting(source=source.id, url=recording.url or "", fetched_at=recording.fetched_at, status=200)
        try:
            parsed = source.parse([Snapshot(sighting=sighting, body=recording.body())])
        except ShapeError:
            continue
        shown = visible(recording.body().decode())
        for record in (record for records in parsed.scopes.values() for record in records):
            yield from ((shown, claim) for claim in source.observe(record).claims)


def visible(text: str) -> str:
    """A page's text: its markup, its text alone, and what scripts in it hold as text."""
    soup = BeautifulSoup(text, "html.parser")
    bare = text.replace('{"$"}', "$").replace("<>", "").replace("</>", "").replace('\\"', '"')
    return tight("\n".join((bare, soup.get_text(), soup.get_text(" "))))


def tight(text: str) -> str:
    return re.sub(r"[\s\u200b|*`_\\]+", "", html.unescape(text))


def texts(original: str) -> list[str]:
    """The texts that a value is made of: one, or those of a JSON list or object."""
    return [str(leaf) for leaf in leaves(json.loads(original))] if original[:1] in ("[", "{") else [original]


def leaves(told: Any) -> Iterator[Any]:
    if isinstance(told, dict | list):
        for part in told.values() if isinstance(told, dict) else told:
            yield from leaves(part)
    else:
        yield told


@pytest.mark.parametrize("source", PAGES, ids=lambda source: source.id)
def test_what_is_quoted_of_a_price_page_stands_in_it(source: Source) -> None:
    quoted = [(shown, claim) for shown, claim in read(source) if claim.original and claim.field not in TOLD_APART]
    assert quoted
    missing = {claim for shown, claim in quoted if any(tight(part) not in shown for part in texts(claim.original))}
    if source.id in UNIT_ELSEWHERE:
        missing = {claim for claim in missing if " / " not in claim.original and " per " not in claim.original}
    assert missing == set()


def test_one_text_stands_as_it_is_and_several_under_what_they_are_said_of() -> None:
    assert as_stated({"Input": "$0.05 /Mt"}) == "$0.05 /Mt"
    assert as_stated({"Input": "$1", "Output": "$2"}) == '{"Input":"$1","Output":"$2"}'


def test_a_claim_stands_below_its_record_or_where_the_whole_answer_has_it() -> None:
    assert place_of("/models/3", "/votes") == "/models/3/votes"
    assert place_of("/models/3", "#/meta/last_updated") == "/meta/last_updated"
