"""Changes in words: `Input price $0.336 → $0.42 per 1M tokens, +25 %`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from catalog.changes.change import ChangeKind
from catalog.changes.events import Event, Step
from catalog.guards.rules import RULES
from catalog.render.formats import moment, price, said_value, words
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
_LABELS = {"id": "ID", "release": "Release"}
"""Of fields that no source claims."""
_GONE = "not stated any more"
LONGEST = 400
"""So many letters of a change are told; all are in the database."""


class Line(NamedTuple):
    """One step in words."""

    text: str
    """`Input price $0.336 → $0.42 per 1M tokens, +25 %`."""
    held: bool
    note: str = ""
    """Why it was held, who corrected it and why, or what else is known of it; else empty."""
    url: str = ""
    """Where the note can be looked up; else empty."""


def event_lines(event: Event) -> tuple[Line, ...]:
    """Each step of an event in words; of a record that came back also what it says otherwise now."""
    lines = (line for step in event.steps for line in _step_lines(step))
    if not event.ours:
        return tuple(lines)
    # What we drop is stated still.
    return tuple(line._replace(text=line.text.replace(_GONE, "left out", 1)) for line in lines)


def _step_lines(step: Step) -> Iterator[Line]:
    """A line of one step, and one for each field that a record which came back says otherwise."""
    text = _field_words(step.field, step.old, step.new) if step.field else HEADINGS[ChangeKind(step.kind)]
    if not step.evidence:
        yield Line(text, step.held)
        return
    if step.kind == ChangeKind.REPOINTED:
        text = f"It means another release now: {text}"
    yield Line(text, step.held, _note(step), step.evidence.get("url") or "")
    for field, (old, new) in step.evidence.get("differs", {}).items():
        yield Line(_field_words(field, old, new), step.held)


def _note(step: Step) -> str:
    """What the evidence of a step says beside its values."""
    told = step.evidence
    notes = [f"{told['who']}: {told['why']}"] if "who" in told else []
    notes += [f"gone since {moment(told['gone_since']).text}"] if "gone_since" in told else []
    notes += [f"before it was {told['renamed_from']}"] if "renamed_from" in told else []
    notes += [f"it is {told['renamed_to']} now"] if "renamed_to" in told else []
    notes += [f"the same: {words(sorted(told['agreeing']))}".replace("_", " ")] if "agreeing" in told else []
    notes += [_field_words(field, *pair) for field, pair in told.get("moved", {}).items()]
    if "guard" in told:
        guard = told["guard"]
        until = f" to {moment(guard['until']).text}" if guard["until"] else ""
        notes.append(f"from {moment(guard['since']).text}{until}: {RULES[guard['rule']]}")
    if told.get("published_before") is not None:
        notes.append(f"until then {said_value(step.field, told['published_before'])} was published")
    return "; ".join(notes)


@lru_cache(maxsize=100_000)  # many records change alike, and feeds tell what pages tell
def _field_words(field: str, old: str | None, new: str | None) -> str:
    """A field, what it was, what it is."""
    step = Step("", field, old, new)
    attribute = ATTRIBUTES.get(field)
    label = attribute.label if attribute else _LABELS.get(field, field.replace("_", " "))
    try:
        text = _WORDS.get(field, _by_kind(attribute.kind if attribute else Kind.TEXT))(step)
    except (ArithmeticError, ValueError, TypeError, KeyError, AttributeError):
        text = _moved(step, str)  # a value of another shape than its field's stands as it came
    colon = ":" if field in _WORDS else ""
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


def _moved(step: Step, shown: Callable[[str], str]) -> str:
    """Before and after, or what is stated now for the first time or no more."""
    if step.old is None or step.new is None:
        if step.new is not None:
            return f"{shown(step.new)}, not stated before"
        return _GONE if step.old is None else f"{_GONE}, was {shown(step.old)}"
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
    told = [f"{_when(was)}: {_GONE}" for key, was in old.items() if key not in new]
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
            yield _field_words(name, _text(old), _text(new))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _native(step: Step) -> str:
    """Prices in another currency, each line that came or went."""
    return _moved(step, lambda value: ", ".join(native_words(parse_raw(value))))


def _date(step: Step) -> str:
    return _moved(step, lambda value: moment(value).text)


def _claimed(step: Step) -> str:
    return _moved(step, lambda value: said_value(step.field, value) if step.field in ATTRIBUTES else value)


def _by_kind(kind: Kind) -> Callable[[Step], str]:
    return {Kind.PRICE: _price, Kind.TOKENS: _tokens, Kind.LIST: _items, Kind.DATE: _date}.get(kind, _claimed)


_WORDS: dict[str, Callable[[Step], str]] = {"conditions": _conditions, "native_prices": _native}
"""Fields whose values are told in a way of their own."""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
