"""What exports are made from: each part of the catalog; what is small is read once however many files tell of it."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

from sqlite_utils import Database

from catalog.changes.reading import changes
from catalog.details import ALL, Ids, details
from catalog.entries import Claimed
from catalog.known_ids import KnownId, known_ids
from catalog.match.knowledge import load_knowledge
from catalog.offered import Listed, Offered, offered
from catalog.outlines import Outline, briefs, outlines
from catalog.published_ids import PublishedIds
from catalog.queries import Addresses, ModelDetail, Row, Status, disagreements, status
from catalog.resources import resource
from catalog.sellers import load_sellers
from catalog.standing import Standing

T = TypeVar("T")

PAGES_KB = 16_384
"""So much of the database SQLite keeps in memory: of its usual 2 MB it reads the same pages again and again."""


class Content:
    """A catalog to be written out; a part is read from the database when it is first asked for."""

    def __init__(self, db: Database, base_url: str, ids: PublishedIds | None = None) -> None:
        """`ids` are those that were ever published, where a list of them is kept."""
        db.execute(f"pragma cache_size = -{PAGES_KB}")
        self.db = db
        self.base_url = base_url
        self.ids = ids or PublishedIds(None)
        self._made: dict[Any, Any] = {}

    def once(self, make: "Callable[[Content], T]") -> T:
        """What a function makes of this catalog: made when it is first asked for, then kept."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @cached_property
    def status(self) -> Status:
        """What the catalog was made from."""
        return status(self.db)

    @cached_property
    def addresses(self) -> Addresses:
        """The address of each answer, and what guards hold."""
        return Addresses(self.db)

    @cached_property
    def standing(self) -> Standing:
        """What records say, as it is published."""
        return Standing(self.db)

    @property
    def models(self) -> Iterator[ModelDetail]:
        """Every model by id, read one at a time: all of them are too many to hold."""
        return self.models_of(ALL)

    def models_of(self, ids: Ids) -> Iterator[ModelDetail]:
        """Some of them, in the same way."""
        return details(self.db, ids, self.standing)

    @property
    def outlines(self) -> Iterator[Outline]:
        """Every model with its values alone, by id, read one at a time."""
        return outlines(self.db)

    @cached_property
    def briefs(self) -> list[Row]:
        """Every model by id, in the few columns that lists of all models show."""
        return briefs(self.db)

    @property
    def offers(self) -> Iterator[Offered]:
        """Every offer by id, those of no model too, read one at a time."""
        return offered(self.db, self.standing)

    @cached_property
    def sellers(self) -> Mapping[str, str]:
        """The one name of a seller, by every name under which sources speak of it."""
        return load_sellers(resource("data/curated"))

    @cached_property
    def listed(self) -> Mapping[str, Mapping[str, Claimed]]:
        """What the router lists now, by id: every claim of each entry, by field."""
        return Listed(self.db, self.standing)

    @cached_property
    def changes(self) -> list[Row]:
        """Every change, the oldest first."""
        return changes(self.db)

    @cached_property
    def disagreements(self) -> list[Row]:
        """What sources say against each other, conflicts before what may be none."""
        return disagreements(self.db)

    @cached_property
    def known_ids(self) -> list[KnownId]:
        """Every id by which somebody knows a model, those among them that were published once."""
        return known_ids(self.db, load_knowledge(resource("data/curated")), self.ids.former(self.db))
