"""Models that are gone: when they left, and where a reader may go from there.

A lead says who says so: the router's own renaming, the maker's advice, another id of the same release.
Where nobody says anything, what is newer of the family is named as just that.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlite_utils import Database

from catalog.entries import Claimed, Key
from catalog.history import History

Row = Mapping[str, Any]

SAME = ("same_release", "alias_of", "snapshot_of")
"""What a model may be to one that is the same release under another id, or with or without its date."""
LEADS = {
    "renamed_to": "renamed to",
    "successor": "recommended instead",
    "same_release": "the same release is listed as",
    "alias_of": "a dated release of this name is listed",
    "snapshot_of": "the name without the date is listed",
    "newer": "newer of the same family, called the successor by nobody",
}
"""What each lead is to a model that is gone."""
NEWEST = 3
"""So many newer models of the family are named."""


class Lead(NamedTuple):
    """A model that may serve in place of one that is gone."""

    relation: str
    """`renamed_to`, `successor`, one of `SAME`, `newer`."""
    model_id: str | None
    """None where what is named is no model here."""
    name: str
    """The model's name, or what its maker calls it."""
    said: Claimed | None = None
    """The claim that names it; None where it follows from ids and dates."""


class Departure(NamedTuple):
    """How a model left."""

    source: str
    record: str
    last_seen: str
    gone_at: str | None
    """The first answer without it; None where its source tells of it still, as of something that has ended."""
    leads: tuple[Lead, ...]


class Known(NamedTuple):
    """Every model, as far as one may lead to it."""

    names: Mapping[str, str]
    listed_at: Mapping[str, str]
    """Of models that can be had, the day since when; empty where that is not known."""
    renamed: Mapping[Key, str]
    """By source and former id, the id that took its place."""
    leads: Mapping[str, str]
    """Ids that are no model's own, with the model they lead to."""


def known(db: Database, leads: Mapping[str, str]) -> Known:
    """Names, listings and renamings, read once for all."""
    rows = db.execute("select id, name, status, listed_at from models").fetchall()
    listed = {id_: listed_at or "" for id_, _, status, listed_at in rows if status == "active"}
    return Known({id_: name for id_, name, *_ in rows}, listed, _renamed(db), leads)


def departure(
    row: Row, history: History | None, successor: Claimed | None, kin: Sequence[Row], known: Known
) -> Departure | None:
    """How a model left; None where it is listed."""
    if row["status"] == "active":
        return None
    stay = history.stays[-1] if history and history.stays else None
    leads = list(_leads(row, successor, kin, known)) or list(_newer(row, kin, known))
    return Departure(
        row["source"], row["record"], stay.last_seen if stay else row["last_seen"], stay.gone_at if stay else None,
        tuple(leads),
    )  # fmt: skip


def _leads(row: Row, successor: Claimed | None, kin: Sequence[Row], known: Known) -> Iterator[Lead]:
    """What somebody says, or what is the same release."""
    new = known.renamed.get((row["source"], row["record"]))
    if new is not None:
        id_ = new if new in known.names else known.leads.get(new)
        yield Lead("renamed_to", id_, known.names.get(id_ or "", new))
    if successor is not None:
        id_ = _meant(successor.value, row["author"], known)
        yield Lead("successor", id_, known.names[id_] if id_ else successor.value, successor)
    for relative in kin:
        other = relative["other_id"]
        if relative["relation"] in SAME and other in known.listed_at and other != new:
            yield Lead(relative["relation"], other, known.names[other])


def _newer(row: Row, kin: Sequence[Row], known: Known) -> Iterator[Lead]:
    """Listed models of the family that came later, the newest first."""
    later = [
        (known.listed_at[other], other)
        for other in (relative["other_id"] for relative in kin)
        if known.listed_at.get(other, "") > (row["listed_at"] or "9")
    ]
    for _, other in sorted(later, reverse=True)[:NEWEST]:
        yield Lead("newer", other, known.names[other])


def _meant(text: str, author: str, known: Known) -> str | None:
    """The model whose very id a maker's advice is; None where it is none."""
    slug = text.strip().lower().replace(" ", "-")
    return next((id_ for id_ in (slug, f"{author}/{slug}") if id_ in known.names), None)


def _renamed(db: Database) -> dict[Key, str]:
    """Ids that a source gave another name: those of `changes`."""
    if not db.table("changes").exists():
        return {}
    sql = "select source, old, new from changes where kind = 'renamed' and field = 'id' order by at"
    return {(source, old): new for source, old, new in db.execute(sql).fetchall()}
