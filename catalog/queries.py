"""Every read of the published catalog, as typed rows: the only SQL that exports and pages see."""

import difflib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlite_utils import Database

from catalog.compare import same
from catalog.entries import CLAIM_COLUMNS, Claimed, Key, claimed
from catalog.guards.held import Held, held
from catalog.match.judgement import ROUTER
from catalog.past import Past
from catalog.published_claims import PublishedClaims
from catalog.said import Said
from catalog.store.ledger import PRESENT
from scraper.answers import parse_raw

Row = dict[str, Any]

LARGEST_FIRST = (
    "kind = 'fact', doubt != '', ratio is not null, cast(ratio as real) desc, newest desc, model_id, provider, wire_id,"
    " field"
)
"""Order of disagreements: prices before facts, doubtful ones last, the largest first (free against a price)."""

OF_PROVIDERS = "(source, record) in (select source, record from records where kind = 'provider')"
"""Of claims, those that sources make of providers themselves."""


class Value(NamedTuple):
    """A resolved field with its claims, the chosen one first."""

    field: str
    value: str
    rule: str
    disputed: bool
    claims: tuple[Claimed, ...]
    uncounted: Mapping[tuple[str, str], str] = MappingProxyType({})
    """Claims that are no witness, by source and record: whom they copy, or nobody."""

    @property
    def chosen(self) -> Claimed:
        """The claim that gave the value."""
        return self.claims[0]

    def stance(self, claim: Claimed) -> str:
        """What a claim is to the value: `chosen`, `agrees`, `otherwise`."""
        if claim == self.chosen:
            return "chosen"
        return "agrees" if same(self.field, claim.value, self.value) else "otherwise"


class ModelDetail(NamedTuple):
    """All that is known of one model."""

    row: Row
    """Its row of `models`."""
    fields: dict[str, Value]
    offers: list[Row]
    said: Mapping[Key, Said]
    """By source and record of an offer or a rating, the claims behind its columns; as long as the database is open."""
    disagreements: list[Row]
    """Who says otherwise of its prices and facts, conflicts before what may be none."""
    matches: list[Row]
    """Judgements of the records that speak of it; those of leaderboards' rows stand in `scores`."""
    near: list[Row]
    """Judgements of records that may mean it and were not joined, the likeliest first."""
    scores: list[Row]
    aliases: list[Row]
    """Times in which its id meant other releases; none where it always meant this one."""
    kin: list[Row]
    artifacts: list[Row]
    raw: str
    """The record that stands for it, as served (JSON)."""
    raw_record: tuple[str, str]
    """Source and record of `raw`."""
    corrections: Sequence[Row] = ()
    """What people corrected of what its records say, dropped claims among it."""
    past: Past | None = None

    @property
    def id(self) -> str:
        """The model's id."""
        return str(self.row["id"])


class KnownModel(NamedTuple):
    """A model by everything that it is called."""

    id: str
    name: str
    canonical_slug: str
    """Empty where none is known; so are the weights."""
    hugging_face_id: str


class Listed(NamedTuple):
    """An id that stands for a model at the router, or is declared by its listing."""

    record: str
    model_id: str
    relation: str
    level: str
    rule: str
    field: str = "id"


class Status(NamedTuple):
    """What a catalog was made from."""

    snapshot: str
    """A version: it changes exactly when an answer behind the catalog does."""
    generated_at: str
    """The time of the newest answer, so that the same archive gives the same catalog."""
    sources: list[Row]
    as_of: str = ""
    """The time of which it is the state; empty for that of the newest answer."""


class Addresses:
    """What stands behind a claim: the address of its answer, and the newer value that is held, if one is."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[tuple[str, str, str], str] = {}
        self._held = {(one.source, one.record, one.field): one for one in held(db)}

    def use(self, db: Database) -> None:
        """Ask another connection to the same database from now on."""
        self._db = db

    def held(self, claim: Claimed) -> Held | None:
        """The change that a guard holds in favour of a claim."""
        return self._held.get((claim.source, claim.record, claim.field)) if claim.held else None

    def staying(self, source: str, record: str) -> Held | None:
        """The change that a guard holds where a record left its list and is published still."""
        return self._held.get((source, record, PRESENT))

    def of(self, claim: Claimed) -> str:
        """The address, as the source publishes it."""
        return self.at(claim.source, claim.snapshot, claim.last_observed)

    def at(self, source: str, snapshot: str, fetched_at: str) -> str:
        """The address that gave an answer at a time: two addresses may give the same one, at other times."""
        key = (source, snapshot, fetched_at)
        if key not in self._known:
            sql = "select url from snapshots where sha256 = ? and source = ? order by fetched_at != ?, url limit 1"
            found = self._db.execute(sql, [snapshot, source, fetched_at]).fetchone()
            self._known[key] = str(found[0]) if found else ""
        return self._known[key]


def status(db: Database) -> Status:
    """The version and the times of the catalog."""
    digest = hashlib.sha256()
    newest = ""
    sql = "select source, url, sha256, fetched_at from snapshots where state = 'accepted' order by source, url, rowid"
    latest: dict[tuple[str, str], str] = {}
    for source, url, sha256, fetched_at in db.execute(sql):
        latest[source, url] = sha256
        newest = max(newest, fetched_at)
    for (source, url), sha256 in sorted(latest.items()):
        digest.update(f"{source} {url} {sha256}\n".encode())
    sources = rows(db, "select * from sources order by id != ?, id", [ROUTER])
    return Status(digest.hexdigest()[:16], newest, sources, _as_of(db))


def _as_of(db: Database) -> str:
    """The time of which a database is; empty where it is that of the newest answer."""
    if not db.table("_meta").exists():  # the published one
        return ""
    found = db.execute("select value from _meta where key = 'as_of'").fetchone()
    return str(found[0]) if found else ""


def newest_answer(db: Database) -> str:
    """When the newest answer came, good or not; empty where there is none."""
    return str(db.execute("select coalesce(max(fetched_at), '') from snapshots").fetchone()[0])


def resolved_values(db: Database) -> dict[str, dict[str, str]]:
    """The values of every model's fields, by model and field."""
    found: dict[str, dict[str, str]] = {}
    for model_id, field, value in db.execute("select model_id, field, value from resolved"):
        found.setdefault(model_id, {})[field] = value
    return found


def matched_records(db: Database, model_id: str | None = None, source: str | None = None) -> dict[Key, str | None]:
    """Every record with the model it speaks of, None where it is matched to none; or those of a model, of a source."""
    wanted = {"m.model_id": model_id, "source": source}
    only = {column: value for column, value in wanted.items() if value is not None}
    where = f" where {' and '.join(f'{column} = ?' for column in only)}" if only else ""
    sql = (
        "select source, record, m.model_id from records left join matches m using (source, record)"  # noqa: S608
        f"{where} order by source, record"
    )
    return {(source, record): found for source, record, found in db.execute(sql, list(only.values())).fetchall()}


def other_ids(db: Database) -> dict[str, tuple[str, str]]:
    """Listed ids that are no model's own: id to relation and model id."""
    sql = (
        "select m.record, m.relation, m.model_id from matches m"
        " where m.rule in ('id-grammar', 'declared-alias') and m.model_id is not null and m.record != m.model_id"
        " order by m.record"
    )
    return {record: (relation, model_id) for record, relation, model_id in db.execute(sql).fetchall()}


def known_models(db: Database) -> list[KnownModel]:
    """Every model with its names, by id."""
    sql = (
        "select m.id, m.name, coalesce(s.value, ''), coalesce(h.value, '') from models m"
        " left join resolved s on s.model_id = m.id and s.field = 'canonical_slug'"
        " left join resolved h on h.model_id = m.id and h.field = 'hugging_face_id' order by m.id"
    )
    return [KnownModel(*row) for row in db.execute(sql).fetchall()]


def listed_ids(db: Database) -> list[Listed]:
    """Every id that the router lists, a model's own or not, with the model that it leads to."""
    sql = (
        "select m.record, m.model_id, m.relation, m.level, m.rule from matches m join records r using (source, record)"
        " where m.source = ? and r.kind = 'model' and m.model_id is not null order by m.record"
    )
    return [Listed(*row) for row in db.execute(sql, [ROUTER]).fetchall()]


def disagreements(db: Database) -> list[Row]:
    """Every disagreement: prices before facts, doubtful ones last, the largest first (free against a price)."""
    sql = f"select * from disagreements order by {LARGEST_FIRST}"  # noqa: S608 - names of our own
    return list(map(disagreement, rows(db, sql)))


def disagreement(row: Row) -> Row:
    """A row of `disagreements` with its ratio as a number and what each source says."""
    return {**row, "ratio": None if row["ratio"] is None else Decimal(row["ratio"]), "said": parse_raw(row["said"])}


def provider_names(db: Database) -> dict[str, str]:
    """Display names of providers by slug, as the router gives them."""
    sql = (
        f"select {CLAIM_COLUMNS} from standing where {OF_PROVIDERS}"  # noqa: S608
        " and field in ('provider_slug', 'provider_name') order by record, source"
    )
    published = PublishedClaims(db)
    said: dict[tuple[str, str], dict[str, str]] = {}
    for claim in filter(None, (published.of(claimed(row)) for row in db.execute(sql))):
        said.setdefault((claim.source, claim.record), {})[claim.field] = claim.value
    return {row["provider_slug"]: row["provider_name"] for row in said.values() if len(row) == 2}


def similar_ids(db: Database, wanted: str, most: int = 5) -> tuple[str, ...]:
    """Ids near to one that is not there."""
    known = [row[0] for row in db.execute("select id from models order by id").fetchall()]
    near = difflib.get_close_matches(wanted.lower(), known, n=most, cutoff=0.5)
    parts = [id_ for id_ in known if wanted and wanted.lower() in id_]
    return tuple(dict.fromkeys([*parts[:most], *near]))[:most]


def rows(db: Database, sql: str, values: Iterable[Any] = ()) -> list[Row]:
    """Rows of a query as dictionaries."""
    cursor = db.execute(sql, list(values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def parse_list(text: str | None) -> list[str]:
    """A stored JSON list; empty where there is none."""
    return [str(item) for item in parse_raw(text)] if text else []
