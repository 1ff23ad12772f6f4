"""Rows of leaderboards, each at its configuration: a model as it was run, never the model alone."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from catalog.entries import Entry, Key
from catalog.match.judgement import Judgement
from catalog.names.parse import parse
from catalog.names.vocabulary import Vocabulary

SETTINGS = ("mode", "effort", "budget", "harness")
"""Fields of a name that say how a model was run."""
OVERALL = ("text", "overall")
"""Board and category whose rank is the model's Arena rank."""


class Score(NamedTuple):
    """A row of a leaderboard. What the board does not say is None."""

    source: str
    record: str
    board: str
    category: str
    configuration: str
    model_id: str | None
    setting: str
    """How the model was run, as the name says it; empty for a bare name."""
    level: str
    rating: str
    low: str | None
    high: str | None
    votes: str | None
    rank: int | None
    style_control: str | None
    published: str | None
    """The day that the board states; a board that states none is no older than when it was seen."""
    observed_at: str


def scores(entries: Mapping[Key, Entry], judged: Mapping[Key, Judgement], vocabulary: Vocabulary) -> Iterator[Score]:
    """Every row that stands, by source and record."""
    for key, entry in entries.items():
        judgement = judged.get(key)
        if entry.kind != "score" or not entry.present or judgement is None or "rating" not in entry.claims:
            continue
        yield Score(
            source=entry.source,
            record=entry.record,
            board=entry.value("board") or "",
            category=entry.value("category") or "",
            configuration=entry.value("configuration") or "",
            model_id=judgement.model_id,
            setting=setting_of(entry.value("configuration") or "", judgement.model_id, vocabulary),
            level=judgement.level,
            rating=entry.value("rating") or "",
            low=entry.value("rating_low"),
            high=entry.value("rating_high"),
            votes=entry.value("votes"),
            rank=int(entry.value("rank") or 0) or None,
            style_control=entry.value("style_control"),
            published=entry.value("published_at"),
            observed_at=entry.last_seen,
        )


def overall_ranks(rows: Iterable[Score]) -> dict[str, int]:
    """By model, the newest overall rank of its bare configuration: one that was run as it comes."""
    found: dict[str, tuple[str, int]] = {}
    for row in rows:
        if row.model_id is None or row.rank is None or row.setting or (row.board, row.category) != OVERALL:
            continue
        before, day = found.get(row.model_id), row.published or row.observed_at[:10]
        if before is None or (day, -row.rank) > (before[0], -before[1]):
            found[row.model_id] = (day, row.rank)
    return {model_id: rank for model_id, (_, rank) in found.items()}


def setting_of(configuration: str, model_id: str | None, vocabulary: Vocabulary) -> str:
    """How a configuration was run, beyond what the model's own id says: `thinking 32k`, `high`."""
    said = parse(configuration, vocabulary).qualities
    own = parse(model_id, vocabulary).qualities if model_id else {}
    return " ".join(word for field in SETTINGS for word in said.get(field, ()) if word not in own.get(field, ()))
