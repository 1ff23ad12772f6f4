"""What an offer costs at a moment, and when that changes: tables, and laws that hold of any conditions."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.pricing.conditions import Condition, Request, is_met, is_of_time_alone, read_conditions
from catalog.pricing.cost import Usage, cost
from catalog.pricing.now import next_change, prices_at

INPUT, OUTPUT, CACHE = "input_usd_per_mtok", "output_usd_per_mtok", "cache_read_usd_per_mtok"
BASE = {INPUT: Decimal(1), OUTPUT: Decimal(2)}
PEAK = [
    {"when": {"utc_start": "10:00", "utc_end": "01:00"}, INPUT: "0.22"},
    {"when": {"utc_start": "01:00", "utc_end": "04:00"}, INPUT: "0.44"},
    {"when": {"utc_start": "04:00", "utc_end": "06:00"}, INPUT: "0.22"},
    {"when": {"utc_start": "06:00", "utc_end": "10:00"}, INPUT: "0.44"},
]
"""Hours as the router lists them for one seller: the whole day in four windows, one of them past midnight."""
PLAIN = Request()
STEP = {"tier": "incremental"}
LATER = timedelta(seconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def input_at(listed: list[dict[str, Any]], moment: datetime, request: Request = PLAIN) -> Decimal | None:
    return prices_at(BASE, read_conditions(listed), moment, request).prices[INPUT]


@pytest.mark.parametrize(
    ("when", "moment", "met"),
    [
        ({"utc_start": "01:00", "utc_end": "04:00"}, "2026-11-21T01:00", True),
        ({"utc_start": "01:00", "utc_end": "04:00"}, "2026-11-21T03:59:59", True),
        ({"utc_start": "01:00", "utc_end": "04:00"}, "2026-11-21T04:00", False),
        ({"utc_start": "10:00", "utc_end": "01:00"}, "2026-11-21T00:59", True),
        ({"utc_start": "10:00", "utc_end": "01:00"}, "2026-11-21T09:59", False),
        ({"utc_start": "10:00", "utc_end": "24:00"}, "2026-11-21T23:59:59", True),
        ({"utc_start": "10:00", "utc_end": "24:00"}, "2026-11-21T00:00", False),
        ({"utc_start": "00:00", "utc_end": "24:00", "weekdays": [6, 7]}, "2026-11-21T12:00", True),
        ({"utc_start": "00:00", "utc_end": "24:00", "weekdays": [6, 7]}, "2026-11-20T23:59", False),
        ({"from": "2026-06-01"}, "2026-05-31T23:59:59", False),
        ({"from": "2026-06-01"}, "2026-06-01T00:00", True),
        ({"until": "2026-12-31"}, "2026-12-31T23:59:59", True),
        ({"until": "2026-12-31"}, "2027-01-01T00:00", False),
        ({"prompt_tokens_above": 1000}, "2026-11-21", False),
        ({"service": "batch"}, "2026-11-21", False),
        ({}, "2026-11-21", True),
    ],
)
def test_a_condition_is_met_within_its_bounds(when: dict[str, Any], moment: str, met: bool) -> None:
    assert is_met(Condition(when, {}), at(moment), Request(prompt_tokens=1000)) is met


@pytest.mark.parametrize(
    "when",
    [
        {"moon": "full"},
        {"resolution": "4K"},
        {"context": "long"},
        {"utc_start": "9am", "utc_end": "17:00"},
        {"utc_start": "09:00"},
        {"weekdays": "weekend"},
        {"from": "soon"},
        {"prompt_tokens_above": "many"},
        {"prompt_tokens_above": 0, "tier": "spiral"},
        {"prompt_tokens_above": 0, "tier": ["cliff"]},
    ],
    ids=str,
)
def test_what_cannot_be_judged_is_told_and_never_applied(when: dict[str, Any]) -> None:
    found = prices_at(BASE, read_conditions([{"when": when, INPUT: "9"}]), at("2026-11-21"), Request(5))
    assert (found.prices, found.holding) == (BASE, ())
    assert [condition.when for condition in found.undecided] == [when]


def test_a_condition_of_time_alone_is_one_that_a_clock_can_decide() -> None:
    assert is_of_time_alone({"utc_start": "01:00", "utc_end": "04:00", "weekdays": [1], "from": "2026-06-01"})
    others: tuple[dict[str, Any], ...] = (
        {},
        {"service": "batch", "from": "2026-06-01"},
        {"from": "soon"},
        {"utc_start": "01:00"},
        {"weekdays": 6},
    )
    assert not any(is_of_time_alone(when) for when in others)


def test_what_cannot_be_judged_beside_a_term_that_is_not_met_is_not_met() -> None:
    listed = [{"when": {"service": "batch", "resolution": "4K"}, INPUT: "9"}]
    assert prices_at(BASE, read_conditions(listed), at("2026-11-21")).undecided == ()


def test_prices_that_a_condition_does_not_name_stay_and_one_that_varies_is_none() -> None:
    listed = [{"when": {"from": "2026-01-01"}, INPUT: "dynamic"}]
    assert prices_at(BASE, read_conditions(listed), at("2026-11-21")).prices == {INPUT: None, OUTPUT: Decimal(2)}


def test_of_windows_that_overlap_the_later_listed_wins() -> None:
    listed = [
        {"when": {"utc_start": "00:00", "utc_end": "12:00"}, INPUT: "3", OUTPUT: "4"},
        {"when": {"utc_start": "06:00", "utc_end": "18:00"}, INPUT: "5"},
    ]
    found = prices_at(BASE, read_conditions(listed), at("2026-11-21T07:00")).prices
    assert found == {INPUT: Decimal(5), OUTPUT: Decimal(4)}
    assert input_at(listed[::-1], at("2026-11-21T07:00")) == 3


@pytest.mark.parametrize(("tokens", "service", "price"), [(9, "", 1), (9, "batch", 2), (11, "", 3), (11, "batch", 4)])
def test_a_condition_that_refines_others_wins_wherever_it_is_listed(tokens: int, service: str, price: int) -> None:
    listed = [
        {"when": {"service": "batch", "prompt_tokens_above": 10}, INPUT: "4"},
        {"when": {"service": "batch"}, INPUT: "2"},
        {"when": {"prompt_tokens_above": 10}, INPUT: "3"},
    ]
    assert input_at(listed, at("2026-11-21"), Request(tokens, service)) == price


def test_a_service_s_own_prices_win_over_those_that_name_none() -> None:
    listed = [{"when": {"service": "batch"}, INPUT: "2"}, {"when": {"prompt_tokens_above": 10}, INPUT: "3"}]
    assert input_at(listed, at("2026-11-21"), Request(11, "batch")) == 2


def test_the_highest_threshold_that_is_passed_wins_wherever_it_is_listed() -> None:
    listed = [{"when": {"prompt_tokens_above": above}, INPUT: str(above)} for above in (200, 100, 300)]
    assert [input_at(listed, at("2026-11-21"), Request(tokens)) for tokens in (100, 101, 201, 301)] == [
        1,
        100,
        200,
        300,
    ]


@pytest.mark.parametrize(
    ("moment", "change"),
    [
        ("2026-11-21T11:40", "2026-11-22T01:00"),
        ("2026-11-21T00:30", "2026-11-21T01:00"),
        ("2026-11-21T01:00", "2026-11-21T04:00"),
        ("2026-11-21T09:59", "2026-11-21T10:00"),
    ],
)
def test_the_next_change_by_the_hours_of_a_day(moment: str, change: str) -> None:
    assert next_change(BASE, read_conditions(PEAK), at(moment)) == at(change)


def test_the_end_of_a_window_between_two_of_one_price_is_no_change() -> None:
    listed = [{"when": {"utc_start": f"0{hour}:00", "utc_end": f"0{hour + 1}:00"}, INPUT: "5"} for hour in range(3)]
    assert next_change(BASE, read_conditions(listed), at("2026-11-21T00:30")) == at("2026-11-21T03:00")


def test_the_next_change_by_weekdays_and_by_days() -> None:
    weekend = read_conditions([{"when": {"weekdays": [6, 7]}, INPUT: "5"}])
    assert next_change(BASE, weekend, at("2026-11-21T12:00")) == at("2026-11-23")
    assert next_change(BASE, weekend, at("2026-11-23")) == at("2026-11-28")
    mondays = read_conditions([{"when": {"weekdays": [1], "utc_start": "10:00", "utc_end": "12:00"}, INPUT: "5"}])
    assert next_change(BASE, mondays, at("2026-11-23T13:00")) == at("2026-11-30T10:00")
    dated = read_conditions([{"when": {"from": "2027-03-01", "until": "2027-03-31"}, INPUT: "5"}])
    assert next_change(BASE, dated, at("2026-11-21")) == at("2027-03-01")
    assert next_change(BASE, dated, at("2027-03-15")) == at("2027-04-01")
    assert next_change(BASE, dated, at("2027-04-01")) is None


def test_hours_that_begin_to_count_on_a_later_day_change_the_price_from_then_on() -> None:
    listed = [{"when": {"from": "2027-03-01", "utc_start": "06:00", "utc_end": "08:00"}, INPUT: "5"}]
    assert next_change(BASE, read_conditions(listed), at("2026-11-21")) == at("2027-03-01T06:00")


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    moment = datetime.fromisoformat("2026-11-21T09:30:00+08:00")
    assert input_at(PEAK, moment) == Decimal("0.44")
    assert next_change(BASE, read_conditions(PEAK), moment) == at("2026-11-21T04:00")


CLOCKS = st.one_of(st.just("24:00"), st.times().map(lambda time: time.strftime("%H:%M")))
DAYS = st.dates(datetime(2026, 10, 1).date(), datetime(2027, 2, 1).date()).map(str)  # noqa: DTZ001 - bounds of days
TERMS = st.fixed_dictionaries(
    {},
    optional={
        "weekdays": st.lists(st.integers(1, 7), unique=True),
        "from": DAYS,
        "until": DAYS,
        "service": st.just("batch"),
        "prompt_tokens_above": st.integers(1, 50),
        "moon": st.just("full"),
    },
)
WINDOWS = st.one_of(st.just({}), st.builds(lambda start, end: {"utc_start": start, "utc_end": end}, CLOCKS, CLOCKS))
AMOUNTS = st.integers(0, 5).map(str)
LISTED = st.lists(
    st.builds(lambda terms, window, amount: {"when": {**terms, **window}, INPUT: amount}, TERMS, WINDOWS, AMOUNTS),
    max_size=5,
)
MOMENTS = st.datetimes(datetime(2026, 10, 1), datetime(2027, 2, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
REQUESTS = st.builds(Request, st.integers(0, 100), st.sampled_from(["", "batch"]))


@given(LISTED, MOMENTS, REQUESTS)
def test_until_the_next_change_the_price_is_the_one_of_now(
    listed: list[dict[str, Any]], moment: datetime, request: Request
) -> None:
    conditions = read_conditions(listed)
    now = input_at(listed, moment, request)
    change = next_change(BASE, conditions, moment, request)
    end = change or moment + timedelta(days=200)
    steps = [moment + (end - moment) * part / 7 for part in range(7)] + [max(moment, end - LATER)]
    assert {input_at(listed, step, request) for step in steps} == {now}
    assert change is None or (change > moment and input_at(listed, change, request) != now)


@given(LISTED, MOMENTS, REQUESTS)
def test_without_dates_every_week_is_alike(listed: list[dict[str, Any]], moment: datetime, request: Request) -> None:
    undated = [{**one, "when": {k: v for k, v in one["when"].items() if k not in ("from", "until")}} for one in listed]
    assert input_at(undated, moment, request) == input_at(undated, moment + timedelta(days=7), request)


def test_a_cliff_makes_the_whole_request_dearer_and_a_step_only_what_is_above() -> None:
    dearer = {INPUT: "2", OUTPUT: "4", CACHE: "0.2"}
    kinds = [read_conditions([{"when": {"prompt_tokens_above": 200_000, **kind}, **dearer}]) for kind in ({}, STEP)]
    base, moment = {**BASE, CACHE: Decimal("0.1")}, at("2026-11-21")
    above = [cost(base, kind, moment, Usage(300_000, 1_000, cached_tokens=250_000)).usd for kind in kinds]
    assert above == [Decimal("0.154"), Decimal("0.02") + Decimal("0.01") + Decimal("0.1") + Decimal("0.004")]
    assert {cost(base, kind, moment, Usage(200_000, 1_000)).usd for kind in kinds} == {Decimal("0.202")}


def test_a_cost_that_needs_an_unknown_price_is_unknown_and_a_request_costs_its_own_price() -> None:
    moment = at("2026-11-21")
    assert cost(BASE, (), moment, Usage(10, 10, cached_tokens=1)).usd is None
    assert cost({INPUT: None}, (), moment, Usage(10, 0)).usd is None
    assert cost({"request_usd_each": Decimal("0.01")}, (), moment, Usage(0, 0)).usd == Decimal("0.01")
    assert cost(BASE, (), moment, Usage(1, 0)).usd == Decimal("0.000001")


def test_a_cost_tells_which_conditions_it_could_not_judge() -> None:
    conditions = read_conditions([{"when": {"context": "long"}, INPUT: "2"}])
    found = cost(BASE, conditions, at("2026-11-21"), Usage(1_000_000, 0))
    assert found.usd == 1
    assert [one.when for one in found.undecided] == [{"context": "long"}]


TIERS = st.lists(st.tuples(st.integers(1, 1_000), st.integers(1, 9)), max_size=4, unique_by=lambda tier: tier[0])


@given(TIERS, st.sampled_from(["cliff", "incremental"]), st.integers(0, 1_000), st.integers(0, 1_000))
def test_where_tiers_rise_more_tokens_never_cost_less(
    tiers: list[tuple[int, int]], kind: str, fewer: int, more: int
) -> None:
    rising, price = [], Decimal(1)
    for above, step in sorted(tiers):
        price += step
        rising.append({"when": {"prompt_tokens_above": above, "tier": kind}, INPUT: str(price)})
    conditions = read_conditions(rising)
    low, high = sorted([fewer, more])
    costs = [cost(BASE, conditions, at("2026-11-21"), Usage(tokens, 0)).usd or 0 for tokens in (low, high)]
    assert costs[0] <= costs[1]
    if kind == "incremental" and low:
        last = cost(BASE, conditions, at("2026-11-21"), Usage(low - 1, 0)).usd or 0
        assert costs[0] - last <= price / 1_000_000
