"""What a model page shows of other records and models: who speaks of it and why, its family, weights and ratings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from catalog.addresses import folder, link
from catalog.match.judgement import ROUTER
from catalog.queries import ModelDetail, Row
from catalog.render.formats import UNKNOWN, moment
from catalog.render.linked import KinRow, MatchRow, Score, WeightsRow
from catalog.render.receipts import Receipts
from catalog.said import Said
from catalog.scores import OVERALL
from scraper.answers import parse_raw

RELATIONS = {
    "same_release": "the same release",
    "alias_of": "a name that leads to it",
    "snapshot_of": "a dated release of it",
    "artifact_of": "its weights in another format",
    "config_of": "the model run in a certain way",
    "offer_of": "an offer of it",
    "derived_from": "made from it",
    "sibling_of": "a sibling",
    "different": "another model",
    "unknown": "not known",
}
"""What a record or model is to the model of the page."""
KIN = {
    "same_release": "another id of the same release",
    "alias_of": "a dated release of this name",
    "snapshot_of": "the name without the date",
    "config_of": "the model as it comes",
    "run_as": "it, run in a certain way",
    "offer_of": "the model as it is usually sold",
    "sold_as": "it, sold in a certain way",
    "artifact_of": "the weights as they were released",
    "packed_as": "its weights in another format",
    "derived_from": "what it was made from",
    "derived_to": "made from it",
    "sibling_of": "a sibling",
}
"""What the other model is to that of the page, by what that one is to it."""
STYLES = {"true": "style allowed for", "false": "as voted", "": ""}
"""Whether a list of ratings allows for the style of answers; empty where it does not say."""
MOST = 60
"""So many records are named of those that were joined; all are in the JSON."""
NEAREST = 30
"""So many are named of those that were not."""


def matches(detail: ModelDetail, receipts: Receipts) -> tuple[MatchRow, ...]:
    """Every record of another source that was joined to the model, by source."""
    return tuple(match_row(match, receipts) for match in detail.matches if match["source"] != ROUTER)


def match_row(match: Row, receipts: Receipts) -> MatchRow:
    """A judgement in words."""
    told: dict[str, Any] = parse_raw(match["evidence"])
    runner_up = told.get("runner_up")
    why_not = "; ".join(runner_up["why_not"]) if runner_up else ""
    return MatchRow(
        source=receipts.name(match["source"]),
        record=match["record"],
        relation=RELATIONS[match["relation"]],
        level=match["level"],
        rule=match["rule"],
        evidence=tuple(told_evidence(item) for item in told.get("fields", ())),
        note=told.get("note", ""),
        rival=f"{runner_up['model_id']}: {why_not}" if runner_up else "",
    )


def near(detail: ModelDetail, receipts: Receipts) -> tuple[MatchRow, ...]:
    """The first records that may mean the model and were not joined."""
    return tuple(match_row(match, receipts) for match in detail.near[:NEAREST])


def family(detail: ModelDetail, names: Mapping[str, str], root: str) -> tuple[KinRow, ...]:
    """The other models of the family, siblings last."""
    ordered = sorted(detail.kin, key=lambda row: (row["relation"] == "sibling_of", row["other_id"]))
    return tuple(
        KinRow(
            id=row["other_id"],
            name=names.get(row["other_id"], row["other_id"]),
            href=f"{root}models/{link(folder(row['other_id']))}/",
            relation=KIN[row["relation"]],
            why=row["why"],
        )
        for row in ordered
    )


def weights(detail: ModelDetail, receipts: Receipts) -> tuple[WeightsRow, ...]:
    """Repositories of weights that records of the model name."""
    return tuple(
        WeightsRow(
            id=row["hugging_face_id"],
            relation="weights of the model" if row["relation"] in _ITS_OWN else RELATIONS[row["relation"]],
            contradicts=row["relation"] not in _ITS_OWN,
            why=row["why"],
            said_by=", ".join(receipts.name(source) for source in row["said_by"].split(", ")),
            answers=tuple(answer for claim in row["claims"] for answer in receipts.of_row({claim.field: claim})),
        )
        for row in detail.artifacts
    )


def meant(rows: Iterable[Row]) -> tuple[str, ...]:
    """What the model's id meant from when to when, where it did not always mean the same."""
    return tuple(
        f"{moment(row['valid_from']).text} to {moment(row['valid_to']).text if row['valid_to'] else 'today'}: "
        + ", ".join(filter(None, (row["release"], row["hugging_face_id"], _created(row["listed_at"]))))
        for row in rows
    )


def _created(listed_at: str | None) -> str:
    return f"listed since {moment(listed_at).text}" if listed_at else ""


def ratings(detail: ModelDetail, receipts: Receipts) -> tuple[Score, ...]:
    """The overall rows of every board, the text board's first, best rank first; categories are in the JSON."""
    overall = [row for row in detail.scores if row["category"] == "overall"]
    ordered = sorted(
        overall,
        key=lambda row: (
            row["board"] != OVERALL[0],
            row["board"],
            row["rank"] is None,
            row["rank"],
            row["configuration"],
        ),
    )
    return tuple(
        Score(
            board=row["board"],
            configuration=row["configuration"],
            setting=row["setting"] or "as it comes",
            rating=rounded(row["rating"]),
            interval=f"{rounded(row['low'])} to {rounded(row['high'])}" if row["low"] and row["high"] else "",
            votes=f"{int(row['votes']):,}" if row["votes"] else "",
            rank=f"#{row['rank']}" if row["rank"] else "",
            style=STYLES[row["style_control"] or ""],
            published=moment(row["published"]).text if row["published"] else UNKNOWN,
            source=receipts.name(row["source"]),
            answers=receipts.of_row(_shown(detail.said[row["source"], row["record"]])),
        )
        for row in ordered
    )


def _shown(said: Said) -> Said:
    """Without what all the ratings of a page have in common."""
    return {column: claim for column, claim in said.items() if column != "category"}


_ITS_OWN = frozenset({"same_release", "artifact_of", "snapshot_of", "alias_of", "config_of"})


def told_evidence(item: dict[str, str]) -> str:
    """One field of the evidence: `size 120b`, `stage instruct, here not said`."""
    if item["state"] == "equal":
        return f"{item['field'].replace('_', ' ')} {item['left'] or item['right']}"
    left, right = item["left"] or "not said", item["right"] or "not said"
    return f"{item['field'].replace('_', ' ')} {left}, here {right}"


def rounded(number: str | None) -> str:
    """A rating in whole points; empty where there is none."""
    return str(round(float(number))) if number else ""


def count_by_source(rows: Sequence[MatchRow]) -> str:
    """`models.dev 12, LiteLLM 4`."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.source] = counts.get(row.source, 0) + 1
    return ", ".join(f"{source} {count}" for source, count in sorted(counts.items(), key=lambda item: -item[1]))
