"""Every id by which somebody knows a model: whose it is, what it is to the model, how surely, by which rule.

Ids of siblings and derivatives are left out, being ids of other models, and so is what was joined to none. An id
that many records of a source bear for a model, as a leaderboard's rows of one configuration do on every board and in
every category, is one id.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from catalog.changes.change import ATLAS
from catalog.entries import CLAIM_COLUMNS, Key, own_id
from catalog.known_weights import Naming, known_weights
from catalog.match.judgement import ROUTER
from catalog.match.knowledge import Knowledge
from catalog.match.relation import LEVELS
from catalog.match.sides import LEADING, SURE, side
from catalog.published_claims import PublishedClaims
from catalog.published_ids import Former
from catalog.purl import huggingface_purl
from catalog.queries import KnownModel, known_models

HUB = "huggingface"
_READ = ("configuration", "wire_id", "wire_model_id", "hugging_face_id")
"""Fields that hold ids."""


class KnownId(NamedTuple):
    """An id that leads to a model."""

    model_id: str
    source: str
    """Whose id it is."""
    record: str
    """The record at the source that bears it; of several the surest, then one that is listed, then the shortest."""
    id: str
    relation: str
    level: str
    rule: str

    @property
    def key(self) -> tuple[str, ...]:
        """What no two share: model, source, id and relation."""
        return self.model_id, self.source, self.id, self.relation


def purl_of(known: KnownId) -> str | None:
    """The package URL of an id that is a repository of weights; None for any other."""
    return huggingface_purl(known.id) if known.source == HUB else None


class _Joined(NamedTuple):
    """A record that speaks of a model."""

    source: str
    record: str
    model_id: str
    relation: str
    level: str
    rule: str
    kind: str
    present: int

    @property
    def key(self) -> Key:
        """Source and record."""
        return self.source, self.record


def known_ids(db: Database, knowledge: Knowledge, former: Iterable[Former] = ()) -> list[KnownId]:
    """Every id of every model, by model, source and id; no two share a key."""
    joined = [_Joined(*row) for row in db.execute(_JOINED).fetchall() if row[3] in LEADING]
    said, models = _said(db), known_models(db)
    found = [known for one in sorted(joined, key=_surest) for known in _of_record(one, said.get(one.key, {}))]
    found += _slugs(models, knowledge)
    found += _weights(joined, said, models, knowledge)
    found += _former(former, {one.key: one for one in joined})
    best: dict[tuple[str, ...], KnownId] = {}
    for known in sorted(found, key=lambda known: LEVELS.index(known.level)):
        best.setdefault(known.key, known)
    return [best[key] for key in sorted(best)]


_JOINED = (
    "select m.source, m.record, m.model_id, m.relation, m.level, m.rule, r.kind, r.present from matches m"
    " join records r using (source, record) where m.model_id is not null and r.kind != 'usage'"
    " and (r.kind != 'score' or (source, record) in"
    " (select source, min(record) from scores group by source, configuration, model_id, level))"
)
"""Of the rows of a leaderboard that are of one configuration one is enough; measured use is no place with ids."""


def _said(db: Database) -> dict[Key, dict[str, str]]:
    """The ids that records tell which speak of a model, by record and field."""
    sql = (
        f"select {CLAIM_COLUMNS} from standing where field in ({', '.join('?' * len(_READ))})"  # noqa: S608
        f" and (source, record) in (select source, record from ({_JOINED}))"
    )
    published, found = PublishedClaims(db), dict[Key, dict[str, str]]()
    for claim in filter(None, map(published.of, db.execute(sql, _READ))):
        found.setdefault((claim.source, claim.record), {})[claim.field] = claim.value
    return found


def _surest(one: _Joined) -> tuple[object, ...]:
    """Sorts records that bear one id: the surest, the listed, the shortest first."""
    return LEVELS.index(one.level), not one.present, len(one.record), one.key


def _of_record(one: _Joined, said: Mapping[str, str]) -> Iterator[KnownId]:
    """What a record calls its model: the configuration of a leaderboard, the seller's wire id of an endpoint.

    Where the record's own id does not end in the wire id, that is another id of the same.
    """
    if one.kind == "endpoint":
        wire = said.get("wire_model_id", "")
        ids = ["" if wire == one.record.partition("#")[0] else wire]
    elif "configuration" in said:
        ids = [said["configuration"]]
    else:
        own, wire = own_id(one.record), said.get("wire_id", "")
        ids = ["" if wire and "#" in own else own, "" if own.lower().endswith(wire.lower()) else wire]
    for id_ in filter(None, ids):
        yield KnownId(one.model_id, one.source, one.record, id_, one.relation, one.level, one.rule)


def _slugs(models: Sequence[KnownModel], knowledge: Knowledge) -> Iterator[KnownId]:
    """The dated names under which the router lists models; not those that contradict the model's own id.

    One that is another model's id, or another one's dated name too, is medium.
    """
    bearers = Counter(text for model in models for text in {model.id.lower(), model.canonical_slug.lower()})
    for model in models:
        slug = model.canonical_slug
        if slug not in ("", model.id) and not side(model.id, knowledge.vocabulary, ids=[model.id, slug]).doubted:
            level = "exact" if bearers[slug.lower()] == 1 else "medium"
            yield KnownId(model.id, ROUTER, model.id, slug, "same_release", level, "declared-id")


def _weights(
    joined: Iterable[_Joined], said: Mapping[Key, Mapping[str, str]], models: Iterable[KnownModel], knowledge: Knowledge
) -> Iterator[KnownId]:
    """Repositories of weights; one that was read itself is told as its record is judged, where that is sure."""
    joined = list(joined)
    read = {(one.model_id, own_id(one.record).lower()) for one in joined if one.source == HUB and one.level in SURE}
    naming = [
        Naming(one.model_id, said[one.key]["hugging_face_id"], one.level)
        for one in joined
        if "hugging_face_id" in said.get(one.key, {})
    ]
    for one in known_weights(models, naming, knowledge):
        if (one.model_id, one.repository.lower()) not in read:
            yield KnownId(one.model_id, HUB, one.repository, one.repository, one.relation, one.level, one.rule)


def _former(former: Iterable[Former], joined: Mapping[Key, _Joined]) -> Iterator[KnownId]:
    """Ids that were published once, with what the record that stood for each is now."""
    for one in former:
        stood = joined.get((one.source, one.record))
        if stood is not None:
            yield KnownId(stood.model_id, ATLAS, one.id, one.id, stood.relation, stood.level, "former-id")
