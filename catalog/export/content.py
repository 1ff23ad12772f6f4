"""What exports are made from: each part of the catalog, read once however many files tell of it."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from sqlite_utils import Database

from catalog.changes.reading import changes
from catalog.entries import Claimed
from catalog.export.compat.written import Written
from catalog.offered import Offered, listed, offered
from catalog.queries import Addresses, ModelDetail, Row, Status, details, disagreements, status
from catalog.resources import resource
from catalog.sellers import load_sellers


class Content:
    """A catalog to be written out; a part is read from the database when it is first asked for."""

    def __init__(self, db: Database, base_url: str, found: Sequence[ModelDetail] | None = None) -> None:
        """`found` are the models with all that is known of them, where somebody has read them already."""
        self.db = db
        self.base_url = base_url
        self._found = found
        self.written: dict[str, Written] = {}
        """Documents in other catalogs' formats, by name, that were made already."""

    @cached_property
    def status(self) -> Status:
        """What the catalog was made from."""
        return status(self.db)

    @cached_property
    def addresses(self) -> Addresses:
        """The address of each answer, and what guards hold."""
        return Addresses(self.db)

    @cached_property
    def models(self) -> Sequence[ModelDetail]:
        """Every model, by id."""
        return list(details(self.db)) if self._found is None else self._found

    @cached_property
    def offers(self) -> list[Offered]:
        """Every offer by id, those of no model too."""
        return offered(self.db)

    @cached_property
    def listed(self) -> Mapping[str, Mapping[str, Claimed]]:
        """What the router lists now, by id: every claim of each entry, by field."""
        return listed(self.db)

    @cached_property
    def sellers(self) -> Mapping[str, str]:
        """The one name of a seller, by every name under which sources speak of it."""
        return load_sellers(resource("data/curated"))

    @cached_property
    def changes(self) -> list[Row]:
        """Every change, the oldest first."""
        return changes(self.db)

    @cached_property
    def disagreements(self) -> list[Row]:
        """What sources say against each other, conflicts before what may be none."""
        return disagreements(self.db)
