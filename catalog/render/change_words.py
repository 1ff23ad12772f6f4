"""Changes in words: `Input price $0.336 → $0.42 per 1M tokens, +25 %`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from typing import Any

from catalog.changes.change import ChangeKind
from catalog.changes.events import Event, Step
from catalog.render.formats import moment, price, said_value
from catalog.render.price_words import native_words, when_words
from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES, DYNAMIC, PRICES, Kind
from scraper.units import dumps

HEADINGS = {
    ChangeKind.ADDED: "Added",
    ChangeKind.RETURNED: "Listed again",
    ChangeKind.RETIRED: "No longer listed",
    ChangeKind.RENAMED: "Renamed",
    ChangeKind.REPOINTED: "Pointed to another release",
    ChangeKind.PRICE: "Prices",
    ChangeKind.LIMIT: "Limits",
    ChangeKind.CAPABILITY: "Capabilities",
}
"""What each kind of change is called."""
LONGEST = 400
"""So many letters of a change are told; all are in the database."""


def event_words(event: Event) -> tuple[str, ...]:
    """Each step of an event in words; of a record that came back also what it says otherwise now."""
    return tuple(line for step in event.steps for line in step_lines(step))


def step_lines(step: Step) -> Iterator[str]:
    """One step in words: a line, and one for each field that a record which came back says otherwise."""
    yield step_words(step)
    differs = step.evidence.get("differs")
    for field, (old, new) in differs.items() if isinstance(differs, dict) else ():
        yield step_words(Step(step.kind, field, old, new))


def step_words(step: Step) -> str:
    """One step: the field, what it was, what it is."""
    return _field_words(step.field, step.old, step.new) if step.field else _without_field(step)


@lru_cache(maxsize=100_000)  # many records change alike, and feeds tell what pages tell
def _field_words(field: str, old: str | None, new: str | None) -> str:
    step = Step("", field, old, new)
    attribute = ATTRIBUTES.get(step.field)
    label = attribute.label if attribute else step.field.replace("_", " ")
    try:
        text = _WORDS.get(step.field, _by_kind(attribute.kind if attribute else Kind.TEXT))(step)
    except (ArithmeticError, ValueError, TypeError, KeyError, AttributeError):
        text = _moved(step, str)  # a value of another shape than its field's stands as it came
    colon = ":" if step.field in _WORDS else ""
    return _short(f"{label}{colon} {text}")


def percent_moved(old: Decimal, new: Decimal) -> str:
    """How far a price moved: `+25 %`, `-16.7 %`, never `-100 %` of one that is not zero; empty from 0."""
    if old == 0 or old == new:
        return ""
    share = (new - old) * 100 / old
    digits = max(share.adjusted() - 2, -1) if abs(share) >= 1 else share.adjusted() - 1
    rounded = share.quantize(Decimal(1).scaleb(digits))
    if rounded == -100 and new:
        rounded = share.quantize(Decimal("0.1"), rounding=ROUND_DOWN)
    return f"{rounded.normalize():+,f} %"


def _without_field(step: Step) -> str:
    """That a record came or went, since when it was gone; or that its name or its id means something else."""
    heading = HEADINGS.get(ChangeKind(step.kind), "")
    if step.kind == ChangeKind.RETURNED and isinstance(since := step.evidence.get("gone_since"), str):
        return f"{heading}, gone since {moment(since).text}"
    if step.old is None and step.new is None:
        return heading
    return _short(f"{heading}: {_moved(step, str)}")


def _moved(step: Step, shown: Callable[[str], str]) -> str:
    """Before and after, or what is stated now for the first time or no more."""
    if step.old is None or step.new is None:
        if step.new is not None:
            return f"{shown(step.new)}, not stated before"
        return "not stated any more" if step.old is None else f"not stated any more, was {shown(step.old)}"
    return f"{shown(step.old)} → {shown(step.new)}"


def _price(step: Step) -> str:
    """A price with its unit told once, and how far it moved."""

    def with_unit(value: str) -> str:
        text = price(value)
        return f"{text} per {ATTRIBUTES[step.field].per}" if text.startswith("$") else text

    if step.old is None or step.new is None:
        return _moved(step, with_unit)
    if DYNAMIC in (step.old, step.new) or Decimal(step.new) == 0:
        return _moved(step, with_unit)
    moved = percent_moved(Decimal(step.old), Decimal(step.new))
    return f"{price(step.old)} → {with_unit(step.new)}" + (f", {moved}" if moved else "")


def _tokens(step: Step) -> str:
    if step.old is not None and step.new is not None:
        return f"{int(step.old):,} → {int(step.new):,} tokens"
    return _moved(step, lambda value: f"{int(value):,} tokens")


def _items(step: Step) -> str:
    """What came into a list and what went from it."""
    old, new = _texts(step.old), _texts(step.new)
    came, went = [one for one in new if one not in old], [one for one in old if one not in new]
    told = [f"{word} {', '.join(some)}" for word, some in (("now with", came), ("now without", went)) if some]
    return "; ".join(told) or "in another order"


def _texts(value: str | None) -> list[str]:
    found = [] if value is None else parse_raw(value)
    return [one if isinstance(one, str) else dumps(one) for one in found]


def _conditions(step: Step) -> str:
    """Prices that hold only sometimes: what came, what went, which prices moved."""
    old, new = _by_condition(step.old), _by_condition(step.new)
    told = [f"{_when(was)}: not stated any more" for key, was in old.items() if key not in new]
    for key, now in new.items():
        moved = "; ".join(_moved_prices(old.get(key, {}), now))
        told += [f"{_when(now)}: {moved}"] if moved else []
    return "; ".join(told) or "in another order"


def _by_condition(value: str | None) -> dict[str, dict[str, Any]]:
    found: list[dict[str, Any]] = [] if value is None else parse_raw(value)
    return {dumps(one["when"]): one for one in found}


def _when(condition: Mapping[str, Any]) -> str:
    return when_words(condition["when"])


def _moved_prices(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterable[str]:
    for name in PRICES:
        old, new = was.get(name), now.get(name)
        if old != new:
            yield step_words(Step(ChangeKind.PRICE, name, _text(old), _text(new)))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _native(step: Step) -> str:
    """Prices in another currency, each line that came or went."""
    return _moved(step, lambda value: ", ".join(native_words(parse_raw(value))))


def _claimed(step: Step) -> str:
    return _moved(step, lambda value: said_value(step.field, value) if step.field in ATTRIBUTES else value)


def _by_kind(kind: Kind) -> Callable[[Step], str]:
    return {Kind.PRICE: _price, Kind.TOKENS: _tokens, Kind.LIST: _items}.get(kind, _claimed)


_WORDS: dict[str, Callable[[Step], str]] = {"conditions": _conditions, "native_prices": _native}
"""Fields whose values are told in a way of their own."""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
