"""A catalog made ready to be asked for foreign names and ids."""

from collections.abc import Iterable
from datetime import date

from sqlite_utils import Database

from catalog.known_ids import known_ids
from catalog.lookup.finder import Finder
from catalog.lookup.listings import listings, model_sides
from catalog.lookup.people import People
from catalog.match.knowledge import Knowledge
from catalog.published_ids import Former
from catalog.queries import known_models, listed_ids


def finder_of(db: Database, knowledge: Knowledge, today: date, former: Iterable[Former] = ()) -> Finder:
    """Every model of a catalog by its names, its listed ids and those by which others know it."""
    models = known_models(db)
    sides = model_sides(models, knowledge, today)
    listed = listings(models, sides, listed_ids(db))
    return Finder(sides, knowledge, People(knowledge.crosswalk, today), listed, known_ids(db, knowledge, former))
