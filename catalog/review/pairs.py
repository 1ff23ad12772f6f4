"""The pairs that are worth a person's look, the most useful first.

In the queue are records that are listed now and of which no person decided: matched at medium or low;
unmatched, with one difference alone between them and the nearest model; or joined although an id that
they declare is another one than the model's (a conflict). Records that say one name and have one
candidate are one pair: one judgement settles them.

How useful a look is: what is at stake, plus log2(1 + the records that it settles), plus what prices say.
At stake are 6 for a conflict, 5 at medium, 3 at low, 1 where it is unmatched. Equal prices add 2: they
are ten times as common among records of one model as among models of one maker. Prices more than five
times apart add 2 to a conflict, which is then likely a wrong link, and take 2 from what is not joined.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from sqlite_utils import Database

from catalog.entries import Key, own_id
from catalog.match.sides import SURE
from scraper.answers import parse_raw

AT_STAKE = {"conflict": 6.0, "medium": 5.0, "low": 3.0, "none": 1.0}
"""What a judgement is worth by what there is without it."""
FAR = 5
"""So many times another price is another model's, mostly."""
PRICES = ("input_usd_per_mtok", "output_usd_per_mtok")
NAMES = ("configuration", "wire_id", "name")
"""What a record calls itself, the plainest first."""
DECLARED = frozenset({"hugging_face_id", "canonical_slug", "openrouter_id"})
"""Fields by which a record declares what it is."""


class Pair(NamedTuple):
    """A record and the model that it may be."""

    source: str
    record: str
    name: str
    """What the record calls itself."""
    said: str
    """The id or name by which all records of the pair are found."""
    candidate: str
    relation: str
    level: str
    conflict: bool
    why: str
    """What speaks for it and against it, in one line."""
    price: str
    """`equal`, `far` or `other`; empty where one side has none."""
    others: tuple[str, ...]
    """Further records that the same judgement would settle."""
    url: str

    @property
    def records(self) -> int:
        """How many records it is about."""
        return 1 + len(self.others)

    @property
    def usefulness(self) -> float:
        """How useful a look is, as the module says."""
        worth = AT_STAKE["conflict" if self.conflict else self.level] + math.log2(1 + self.records)
        if self.price == "far":
            return worth + (2 if self.conflict else -2)
        return worth + (2 if self.price == "equal" else 0)


def queue(db: Database, decided: Callable[[str, str, Sequence[str], str], bool]) -> list[Pair]:
    """Every pair that is worth a look. `decided` says of source, record, names and model whether a person did."""
    claims = _claims(db)
    models = {
        id_: prices for id_, *prices in db.execute("select id, input_usd_per_mtok, output_usd_per_mtok from models")
    }
    groups: dict[tuple[str, str], list[Pair]] = {}
    for row in _rows(db):
        said = claims.get(row[:2], {})
        pair = _pair(row, said, models)
        if pair is not None and not decided(pair.source, pair.record, tuple(said.values()), pair.candidate):
            groups.setdefault((pair.said.casefold(), pair.candidate), []).append(pair)
    pairs = [_together(group) for group in groups.values()]
    return sorted(pairs, key=lambda pair: (-pair.usefulness, pair.source, pair.record))


def _rows(db: Database) -> Iterator[tuple[Any, ...]]:
    sql = (
        "select m.source, m.record, m.model_id, m.relation, m.level, m.rule, m.evidence, r.url"
        " from matches m join records r using (source, record)"
        " where r.present = 1 and m.decided_by = 'rule'"
        " and (m.level not in ('exact', 'high') or m.evidence like '%\"differ\"%') order by m.source, m.record"
    )
    yield from db.execute(sql)


def _claims(db: Database) -> dict[Key, dict[str, str]]:
    fields = ", ".join(f"'{name}'" for name in (*NAMES, *sorted(DECLARED), *PRICES))
    found: dict[Key, dict[str, str]] = {}
    sql = f"select source, record, field, value from standing where field in ({fields})"  # noqa: S608
    for source, record, field, value in db.execute(sql):
        found.setdefault((source, record), {})[field] = value
    return found


def _pair(row: tuple[Any, ...], said: Mapping[str, str], models: Mapping[str, Sequence[str | None]]) -> Pair | None:
    source, record, model_id, relation, level, rule, evidence, url = row
    grounds = parse_raw(evidence)
    runner_up = grounds.get("runner_up") or {}
    conflict = model_id is not None and _conflict(grounds)
    candidate: str = model_id or runner_up.get("model_id") or ""
    against = runner_up.get("why_not", []) if model_id is None else []
    unlikely = level == "none" and len(against) != 1
    if candidate not in models or unlikely or (level in SURE and not conflict):
        return None
    told = [said[name] for name in NAMES if said.get(name)] or [own_id(record)]
    why = "; ".join(
        dict.fromkeys([rule, *_told(grounds), *against, *grounds.get("vetoes", ()), grounds.get("note", "")])
    )
    price = _compared([said.get(name) for name in PRICES], models[candidate])
    name = said.get("name") or told[0]
    return Pair(source, record, name, told[0], candidate, relation, level, conflict, why.rstrip("; "), price, (), url)


def _conflict(grounds: Mapping[str, Any]) -> bool:
    return any(item["field"] in DECLARED and item["state"] == "differ" for item in grounds.get("fields", ()))


def _told(grounds: Mapping[str, Any]) -> Iterator[str]:
    """The fields in which the two do not agree."""
    for item in grounds.get("fields", ()):
        if item["state"] == "differ":
            yield f"{item['field']} {item['left'] or 'nothing'} != {item['right'] or 'nothing'}"


def _together(group: Sequence[Pair]) -> Pair:
    """Pairs of one name and candidate as one: the most serious stands for it."""
    first = max(group, key=lambda pair: (AT_STAKE["conflict" if pair.conflict else pair.level], pair.price == "equal"))
    others = tuple(f"{pair.source}:{pair.record}" for pair in group if pair is not first)
    return first._replace(others=others)


def _compared(record: Iterable[str | None], model: Iterable[str | None]) -> str:
    """How a record's prices are to a model's: all equal, one of them far off, or neither."""
    pairs = [(_amount(one), _amount(other)) for one, other in zip(record, model, strict=True)]
    known = [(one, other) for one, other in pairs if one is not None and other is not None]
    if not known:
        return ""
    if all(one == other for one, other in known):
        return "equal"
    far = any(max(pair) > FAR * min(pair) for pair in known if min(pair) > 0)
    return "far" if far else "other"


def _amount(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None
