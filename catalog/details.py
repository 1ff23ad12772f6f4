"""Models with all that is known of each, read one at a time: a catalog of any size goes through a little memory."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlite_utils import Database

from catalog.entries import CLAIM_COLUMNS, Claimed, Key
from catalog.merged import Beside, each_row
from catalog.past import Pasts
from catalog.published_claims import PublishedClaims, corrections_by_model
from catalog.queries import LARGEST_FIRST, ModelDetail, Row, Value, disagreement, other_ids
from catalog.resolve import OF_THE_RELEASE, RELEASE_FACTS
from catalog.said import Backing, meant, weights
from catalog.standing import Standing, Told
from scraper.answers import parse_raw

UNRATED = (
    "select * from (select m.*, r.snapshot, r.pointer, r.first_seen, r.last_seen"
    " from matches m join records r using (source, record) where r.kind != 'score')"
)
"""Judgements of all but the leaderboards' rows, each with the answer in which its record stands."""
NEAR = (
    "select * from (select m.*, r.snapshot, r.pointer, r.first_seen, r.last_seen,"
    " json_extract(m.evidence, '$.runner_up.model_id') as near_id from matches m"
    " join records r using (source, record)"
    " where m.model_id is null and m.level = 'medium' and r.present = 1 and r.kind != 'score')"
)
"""Records at medium that may mean a model; one a name where a leaderboard has many rows."""
ALIASES = "select * from (select record as model_id, aliases.* from aliases)"
"""Intervals of a model's own id."""
_RELATIONS = ", ".join(f"'{name}'" for name in sorted(OF_THE_RELEASE))
OF_A_RELEASE = (
    "select * from (select m.model_id, source, record from matches m join records r using (source, record)"  # noqa: S608
    f" where r.present = 1 and r.kind != 'endpoint' and m.relation in ({_RELATIONS}))"
)
"""Records that speak of a model's release."""
AS_SOLD = "kind != 'list', via, provider, id"
"""The order of a model's offers."""


class Ids(NamedTuple):
    """Models from one id to another one, in the order of ids."""

    first: str = ""
    last: str | None = None
    """None where there is no last one."""

    @property
    def where(self) -> str:
        """The condition of a query; it goes on from the name of a column."""
        return ">= ?" if self.last is None else "between ? and ?"

    @property
    def values(self) -> list[str]:
        """The values of the condition."""
        return [self.first] if self.last is None else [self.first, self.last]


ALL = Ids()


def only(id_: str) -> Ids:
    """One model alone."""
    return Ids(id_, id_)


def details(db: Database, ids: Ids = ALL, standing: Standing | None = None) -> Iterator[ModelDetail]:
    """Every model with all that is known of it, by id; or those asked for.

    `standing` are the published claims, where somebody reads them already.
    """
    standing = standing or Standing(db)
    chosen, raw = Values(db), _raw(db)
    corrections, pasts = corrections_by_model(db), Pasts(db, other_ids(db))

    def beside(select: str, order: str, column: str = "model_id") -> Beside[Row]:
        return Beside(_of(db, select, column, order, ids), column)

    def of_models(select: str) -> tuple[str, Sequence[str]]:
        return f"{select} where model_id {ids.where}", ids.values

    values = beside("select * from resolved", "rowid")
    behind = standing.chosen(*of_models("select model_id, source, record, field from resolved"))
    released = standing.by_model(*of_models(OF_A_RELEASE), RELEASE_FACTS)
    offers = beside("select * from offers", AS_SOLD)
    selling = standing.by_model(*of_models("select model_id, source, record from offers"))
    matches = beside(UNRATED, "source, record")
    scores = beside("select * from scores", "source, record")
    rating = standing.by_model(*of_models("select model_id, source, record from scores"))
    near = beside(NEAR, "source, record", "near_id")
    aliases = beside(ALIASES, "valid_from")
    kin = beside("select * from kin", "relation, other_id")
    artifacts = beside("select * from artifacts", "hugging_face_id")
    disputes = beside("select * from disagreements", LARGEST_FIRST)
    for row in _of(db, "select * from models", "id", "id", ids):
        id_, main = row["id"], (row["source"], row["record"])
        told, others = behind.of(id_), _by_field(released.of(id_))
        fields = {value["field"]: chosen.value(value, told, others.get(value["field"], ())) for value in values.of(id_)}
        sold, rated, related = offers.of(id_), scores.of(id_), kin.of(id_)
        backing = Backing((*sold, *rated), {**selling.of(id_), **rating.of(id_)})
        yield ModelDetail(
            row, fields, sold, backing, list(map(disagreement, disputes.of(id_))),
            matches.of(id_), list(map(_judged, near.of(id_))), rated, meant(db, aliases.of(id_)), related,
            weights(artifacts.of(id_), standing), raw(main), main, corrections.get(id_, []),
            pasts.of(row, fields, related),
        )  # fmt: skip


def _of(db: Database, select: str, column: str, order: str, ids: Ids) -> Iterator[Row]:
    """Rows of these models in the order of their ids."""
    return each_row(db, f"{select} where {column} {ids.where} order by {column}, {order}", ids.values)


def _judged(near: Row) -> Row:
    """A judgement without the model that it came near to."""
    return {name: value for name, value in near.items() if name != "near_id"}


def _by_field(told: Told) -> dict[str, list[Claimed]]:
    """What records say, by field, in the order of the records."""
    found: dict[str, list[Claimed]] = {}
    for key in sorted(told):
        for field, claim in told[key].items():
            found.setdefault(field, []).append(claim)
    return found


class Values:
    """Makes values of rows of `resolved`, each with the claim that gave it."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._published = PublishedClaims(db)

    def value(self, row: Row, told: Told, others: Sequence[Claimed] = ()) -> Value:
        """A value with its claims: those of its record, as `told` has them, then what `others` say of it."""
        key, field, chosen = (row["source"], row["record"]), row["field"], self.chosen(row, told)
        own = told[key].get(field)
        known = [chosen] if own is None or own == chosen else [chosen, own]
        known += [claim for claim in others if (claim.source, claim.record) != key]
        copied = parse_raw(row["uncounted"]) if row["uncounted"] else ()  # of most values there is nothing to read
        uncounted = {(source, record): origin for source, record, origin in copied}
        return Value(field, row["value"], row["rule"], bool(row["disputed"]), tuple(known), uncounted)

    def chosen(self, row: Row, told: Told) -> Claimed:
        """The claim that gave a value: that of its record, as `told` has it, but one that is not current any more."""
        return self._earlier(row) or told[row["source"], row["record"]][row["field"]]

    def _earlier(self, row: Row) -> Claimed | None:
        """The claim that was chosen without being current; None of nearly all."""
        if row["rule"] != "longest-text":
            return None
        sql = f"select {CLAIM_COLUMNS} from claims where (source, record, field, first_observed) = (?, ?, ?, ?)"  # noqa: S608
        key = [row[name] for name in ("source", "record", "field", "first_observed")]
        return self._published.of(self._db.execute(sql, key).fetchone())


def _raw(db: Database) -> Callable[[Key], str]:
    """Gives records as served; nothing of the published database."""
    if "raw" not in db.table("records").columns_dict:
        return lambda _: "{}"
    sql = "select raw from records where source = ? and record = ?"

    def read(key: Key) -> str:
        found: tuple[Any] | None = db.execute(sql, key).fetchone()
        return str(found[0]) if found else "{}"

    return read
