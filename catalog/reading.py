"""A catalog from Python: what its JSON files say, as the same typed values."""

import functools
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import ParamSpec, TypeVar

from pydantic import TypeAdapter
from sqlite_utils import Database

from catalog.as_of.moment import Asked, asked
from catalog.changes.reading import changes
from catalog.config import the_time
from catalog.details import details, only
from catalog.entries import Key
from catalog.errors import NoArchive, UnknownModel, UnknownMoment, Unreadable
from catalog.export.api.changes import change_block
from catalog.export.api.model import offer_block, one_model
from catalog.export.api.models import listed_row
from catalog.export.api.receipts import claim_block
from catalog.export.api.shapes.changes import Change
from catalog.export.api.shapes.claims import RecordClaim
from catalog.export.api.shapes.lookup import Answer
from catalog.export.api.shapes.model import Model
from catalog.export.api.shapes.models import ListedModel
from catalog.export.api.shapes.offers import Offer
from catalog.export.api.shapes.status import Status
from catalog.export.api.status import status_block
from catalog.lookup.answers import as_json
from catalog.lookup.finder import Finder
from catalog.lookup.lists import named
from catalog.lookup.opening import finder_of
from catalog.match.knowledge import Knowledge, load_knowledge
from catalog.offered import offered
from catalog.opening import is_local, open_to_read
from catalog.published_ids import PublishedIds, led_to
from catalog.queries import Addresses, matched_records, resolved_values, rows, similar_ids, status
from catalog.resources import resource
from catalog.standing import Standing
from scraper.units import iso

_CHANGE: TypeAdapter[Change] = TypeAdapter(Change)
P = ParamSpec("P")
T = TypeVar("T")


def _reads(method: Callable[P, T]) -> Callable[P, T]:
    """A method whose database may be closed, damaged, or being written: it raises Unreadable then."""

    @functools.wraps(method)
    def read(*words: P.args, **named_words: P.kwargs) -> T:
        try:
            return method(*words, **named_words)
        except sqlite3.DatabaseError as error:
            raise Unreadable(str(error)) from error

    return read


class Catalog:
    """A catalog as it is, or as it stood. Close it, or use it in a `with`.

    Values are those of the JSON files: prices are exact `Decimal`s in US dollars, times are texts in UTC, and what is
    unknown is None. An id that is no model's own leads to its model, as in `modelatlas show`.
    """

    def __init__(self, db: Database, data: Path | None = None) -> None:
        """`data` is the folder with the archive; None where there is none."""
        self._db = db
        self._data = data

    def __enter__(self) -> "Catalog":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the database. What was read stays; nothing more can be read."""
        self._db.close()

    @property
    @_reads
    def status(self) -> Status:
        """What the catalog was made from, and how fresh each source is."""
        return Status.model_validate(status_block(status(self._db)))

    @_reads
    def models(self) -> tuple[ListedModel, ...]:
        """Every model with its resolved values, by id: the rows of `all.json`."""
        known = resolved_values(self._db)
        found = rows(self._db, "select * from models order by id")
        return tuple(ListedModel.model_validate(listed_row(row, known.get(row["id"], {}))) for row in found)

    @_reads
    def model(self, model_id: str) -> Model:
        """Everything of one model, as in its own file. Raises UnknownModel."""
        detail = next(details(self._db, only(self._meant(model_id))))
        as_of = self.status.as_of
        told = {"as_of": as_of} if as_of else {}
        return Model.model_validate({**told, **one_model(detail, self._addresses)})

    @_reads
    def offers(self, model_id: str | None = None) -> tuple[Offer, ...]:
        """Every offer by id, those of no model too; or those of one model. Raises UnknownModel."""
        where, values = ("true", []) if model_id is None else ("model_id = ?", [self._meant(model_id)])
        found = offered(self._db, where=where, values=values)
        return tuple(Offer.model_validate(offer_block(one.row, one.said, self._addresses)) for one in found)

    @_reads
    def claims(
        self, model_id: str | None = None, field: str | None = None, source: str | None = None
    ) -> Iterator[RecordClaim]:
        """Every claim as it is published, by source, record and field; or those of a model, a field, a source.

        Raises UnknownModel.
        """
        of_model = None if model_id is None else self._meant(model_id)
        standing, records = Standing(self._db), matched_records(self._db, of_model, source)
        return (claim for key, id_ in records.items() for claim in self._said(standing, key, id_, field))

    @_reads
    def changes(self, since: str | date | datetime | None = None) -> tuple[Change, ...]:
        """Every change, the oldest first; or those from a day (UTC) or a time on. Raises UnknownMoment."""
        begins = "" if since is None else iso(_asked(since).begins)
        found = changes(self._db, since=begins)
        return tuple(_CHANGE.validate_python(change_block(row, self._addresses)) for row in found)

    @_reads
    def match(self, name: str, author: str = "") -> Answer:
        """Which model a foreign id or name means, how surely and why, as in `modelatlas match`.

        `author` is who makes it, where the name does not say so. What is not sure leads to no model.
        """
        knowledge, finder = self._finder
        answer = finder.answer(named(name, author, knowledge.vocabulary))
        return Answer.model_validate(as_json(name, answer, finder.known_as(answer.found.match)))

    @_reads
    def as_of(self, moment: str | date | datetime) -> "Catalog":
        """The catalog as it stood at the end of a day (UTC), or at a time: another one, to be closed on its own.

        Raises UnknownMoment, and NoArchive where there is no archive to tell it from.
        """
        from catalog.as_of.opening import can_tell, cut  # with it every source is imported

        then = _asked(moment)
        now = _now()
        if then.begins > now:
            raise UnknownMoment(f"{iso(then.moment)} is to come; it is {iso(now)}")
        if self._data is None:
            raise NoArchive("a published catalog has no archive to tell its past from: open the data folder")
        can_tell(self._db, self._data, then)
        return Catalog(cut(self._db, self._data / "archive", then))

    @functools.cached_property
    def _addresses(self) -> Addresses:
        return Addresses(self._db)

    @functools.cached_property
    def _finder(self) -> tuple[Knowledge, Finder]:
        """Every name and id of every model, and what is known of names."""
        knowledge = load_knowledge(resource("data/curated"))
        today = asked(self.status.as_of).moment if self.status.as_of else _now()
        former = PublishedIds(self._published).former(self._db)
        return knowledge, finder_of(self._db, knowledge, today.date(), former)

    @property
    def _published(self) -> Path | None:
        """The list of ids that were ever published."""
        return self._data and self._data / "published.jsonl"

    def _meant(self, wanted: str) -> str:
        """The id of the model that an id leads to. Raises UnknownModel."""
        known, _ = led_to(self._db, self._published, wanted.strip())
        if known is None:
            raise UnknownModel(wanted, similar_ids(self._db, wanted))
        return known

    @_reads
    def _said(self, standing: Standing, key: Key, model_id: str | None, field: str | None) -> list[RecordClaim]:
        """The claims of a record, all of them or that of a field."""
        blocks = (
            {**claim_block(claim, self._addresses), "field": claim.field, "model_id": model_id}
            for claim in standing.read(key, field).values()
        )
        return [RecordClaim.model_validate(block) for block in blocks]


def opened(path: str | os.PathLike[str]) -> Catalog:
    """The catalog of a data folder, of a published folder, or of a database file."""
    place = Path(path)
    file = place / "catalog.db" if place.is_dir() else place
    db = open_to_read(file)
    return Catalog(db, file.parent if is_local(db) else None)


def _now() -> datetime:
    return the_time(os.environ.get("SOURCE_DATE_EPOCH"))


def _asked(moment: str | date | datetime) -> Asked:
    try:
        return asked(moment if isinstance(moment, str) else moment.isoformat())
    except ValueError:
        raise UnknownMoment(f"{moment!r} is no date such as 2025-12-15, and no timestamp") from None
