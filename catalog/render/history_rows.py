"""The past of a model in rows, charts and sentences, ready to print."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from catalog.entries import Claimed
from catalog.history import LIMITED, PRICED, History, Span, speaks
from catalog.queries import ModelDetail
from catalog.render.formats import UNKNOWN, day, moment, price, short_count
from catalog.render.receipts import Receipts
from catalog.render.step_chart import Scale, Series, Step, linear, logarithmic, step_chart
from catalog.render.told_history import Chart, ModelPast, Past, PastRow, PastValue, Seen, StayRow
from scraper.attributes import DYNAMIC
from scraper.units import plain


class Kind(NamedTuple):
    """Two fields that are shown together."""

    key: str
    heading: str
    fields: Sequence[str]
    columns: tuple[str, ...]
    unit: str
    scale: Callable[[Sequence[Decimal]], Scale]
    shown: Callable[[str], str]
    named: Callable[[Decimal], str]


KINDS = (
    Kind(
        "prices", "Price", PRICED, ("Input", "Output"), "per 1M tokens", linear,
        price, lambda amount: f"${plain(amount)}",
    ),
    Kind(
        "limits", "Limits", LIMITED, ("Context", "Max output"), "tokens", logarithmic,
        lambda text: f"{int(text):,}", lambda amount: short_count(int(amount)),
    ),
)  # fmt: skip
SHORT = {"Max output": "Max out"}
"""Names of lines, where a column's is too long."""


def model_past(detail: ModelDetail, receipts: Receipts) -> ModelPast | None:
    """All that a page tells of a model's past; None where nothing is known of it."""
    if detail.past is None or not detail.past.history.stays:
        return None
    history = detail.past.history
    first, last = history.stays[0].first_seen, history.stays[-1].last_seen
    return ModelPast(
        source=receipts.name(detail.raw_record[0]),
        listing=receipts.address(detail.raw_record[0], history.snapshot, last),
        stays=tuple(
            StayRow(
                moment(stay.first_seen),
                stay.first_seen == first == history.first_answer,
                moment(stay.last_seen),
                moment(stay.gone_at) if stay.gone_at else None,
            )
            for stay in reversed(history.stays)
        ),
        pasts=tuple(filter(None, (_past(kind, detail, history, receipts) for kind in KINDS))),
        since_moved=moment(history.moved_at) if history.moved_at else None,
    )


def _past(kind: Kind, detail: ModelDetail, history: History, receipts: Receipts) -> Past | None:
    """What a page tells of two fields over time; None where the model's record never said either."""
    spans = {
        name: history.spans.get(name, ()) if speaks(detail.raw_record[0], name, detail.fields) else ()
        for name in kind.fields
    }
    if not any(spans.values()):
        return None
    rows = [_row(period, kind, history, receipts) for period in _periods(spans)]
    still = len(rows) == 1
    return Past(
        key=kind.key,
        heading=kind.heading,
        columns=kind.columns,
        sentence=_sentence(rows[0], kind) if still else "",
        chart=None if still else _chart(kind, spans, history, detail.row["name"]),
        rows=tuple(reversed(rows)),
    )


class _Period(NamedTuple):
    """A time in which nothing changed, with the span of each field in it."""

    since: str
    until: str | None
    spans: Mapping[str, Span | None]


def _periods(spans: Mapping[str, Sequence[Span]]) -> Iterator[_Period]:
    """The past cut at every change, oldest first; a time without any value stands for itself."""
    every = [span for found in spans.values() for span in found]
    cuts = sorted({span.since for span in every} | {span.until for span in every if span.until})
    for since, until in zip(cuts, [*cuts[1:], None], strict=True):
        here = {name: _at(found, since) for name, found in spans.items()}
        if until is not None or any(here.values()):
            yield _Period(since, until, here)


def _at(spans: Iterable[Span], at: str) -> Span | None:
    return next((span for span in spans if span.since <= at and (span.until is None or at < span.until)), None)


def _row(period: _Period, kind: Kind, history: History, receipts: Receipts) -> PastRow:
    claims = [span.claim for span in period.spans.values() if span is not None]
    return PastRow(
        since=day(period.since),
        at_least=period.since == history.first_answer,
        until=day(period.until) if period.until else None,
        values=tuple(_value(name, span, kind) for name, span in period.spans.items()),
        nothing="" if claims else _nothing(period, history),
        seen=tuple({(claim.snapshot, claim.last_observed): _seen(claim, receipts) for claim in claims}.values()),
    )


def _nothing(period: _Period, history: History) -> str:
    listed = any(
        stay.first_seen <= period.since and (stay.gone_at is None or period.since < stay.gone_at)
        for stay in history.stays
    )
    return "not stated" if listed else "not listed"


def _value(name: str, span: Span | None, kind: Kind) -> PastValue:
    if span is None:
        return PastValue(name, UNKNOWN, "")
    return PastValue(
        name, kind.shown(span.value), "held" if span.held else "corrected" if span.claim.correction else ""
    )


def _seen(claim: Claimed, receipts: Receipts) -> Seen:
    return Seen(receipts.address(claim.source, claim.snapshot, claim.last_observed), day(claim.last_observed))


def _sentence(row: PastRow, kind: Kind) -> str:
    """All that ever was, where it was always the same: `$0.42 / $1.25 since 21 September 2024`."""
    amounts = " / ".join(value.text for value in row.values)
    told = f"{amounts} {kind.unit} ({' / '.join(kind.columns).lower()})"
    least = "at least " if row.at_least else ""
    if row.until is None:
        return f"{told} since {least}{moment(row.since.iso).text}"
    return f"{told} from {least}{moment(row.since.iso).text} until {moment(row.until.iso).text}"


def _chart(kind: Kind, spans: Mapping[str, Sequence[Span]], history: History, name: str) -> Chart | None:
    """The chart of what has a number; None where nothing has."""
    series = [
        Series(SHORT.get(column, column), [*_steps(found)])
        for column, found in zip(kind.columns, spans.values(), strict=True)
    ]
    series = [line for line in series if line.steps]
    values = [step.value for line in series for step in line.steps]
    if not values:
        return None
    end = history.gone_at or history.stays[-1].last_seen
    told = "; ".join(_told(line, kind) for line in series)
    return step_chart(
        series, end, kind.scale(values), kind.named, f"{kind.heading} of {name} over time, {kind.unit}",
        f"{told}. The table below holds the same.",
    )  # fmt: skip


def _steps(spans: Iterable[Span]) -> Iterator[Step]:
    for span in spans:
        if span.value != DYNAMIC:
            yield Step(span.since, span.until, Decimal(span.value), bool(span.held))


def _told(line: Series, kind: Kind) -> str:
    """The course of a line in words."""
    values = [step.value for step in line.steps]
    first, last = (day(step.since).text for step in (line.steps[0], line.steps[-1]))
    if len(set(values)) == 1:
        return f"{line.name}: {kind.named(values[0])} since {first}"
    least, most = kind.named(min(values)), kind.named(max(values))
    return f"{line.name}: between {least} and {most}, {kind.named(values[-1])} since {last}"
