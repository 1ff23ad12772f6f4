"""What the comparison is served with: comparisons chosen by rule, and what other ids mean."""

import json
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

from catalog.render.compare_page import compare_page, other_ids_json
from catalog.render.contexts import ReadyComparison
from catalog.render.explored import Explored
from catalog.render.explorer_models import ExplorerModel

from . import sample
from .explorer_sample import MODELS, model


def ready(models: Iterable[ExplorerModel]) -> dict[str, ReadyComparison]:
    page = replace(sample.EXPLORER.page, root="../")
    return {each.rule: each for each in compare_page(models, page, "data/x.json").ready}


def names(rule: str, models: Iterable[ExplorerModel]) -> list[str]:
    found = ready(models).get(rule)
    return [each.name for each in found.models] if found else []


def rated(name: str, rating: int, price: str) -> ExplorerModel:
    made = model(name, 1000, price)
    numbers = {**made.numbers, "arena_rating": rating, "output_usd_per_mtok": Decimal(price)}
    return made._replace(numbers=numbers)


def test_the_newest_are_of_the_labs_with_the_most_listed_models() -> None:
    models = Explored([
        *(model(f"Aa: A{n}", 1000, "1", listed=f"2026-01-0{n}") for n in (1, 2, 3)),
        *(model(f"Bb: B{n}", 1000, "1", listed=f"2026-02-0{n}") for n in (1, 2)),
        *(model(f"Cc: C{n}", 1000, "1", status="retired", listed=f"2026-03-0{n}") for n in range(1, 9)),
        model("Dd: D", 1000, "1", listed="2026-04-01"),
    ]).in_order()  # fmt: skip
    assert names("The newest of the labs with the most models", models) == ["Aa: A3", "Bb: B2", "Dd: D"]


def test_ratings_and_low_prices_choose_one_model_a_lab() -> None:
    models = [
        rated("Aa: A", 1500, "9"),
        rated("Aa: B", 1490, "3"),
        rated("Bb: C", 1400, "2"),
        rated("Cc: D", 1450, "5"),
        rated("Dd: E", 1100, "0.1"),
        rated("Ee: F", 1350, "0"),
    ]
    assert names("The best rated of three labs", models) == ["Aa: A", "Cc: D", "Bb: C"]
    # The free one costs nothing to compare by, and the cheap one is rated below the middle.
    assert names("Low prices in the better rated half", models) == ["Aa: B", "Cc: D"]


def test_where_too_little_is_known_no_comparison_is_offered() -> None:
    assert ready([]) == {}
    assert ready([model("Aa: A", None, None)]) == {}


def test_a_ready_comparison_says_ids_that_come_back_as_they_were() -> None:
    odd = [model(f"L{n}: M", 1000, "1", model_id=id_) for n, id_ in enumerate(("a/b:free", "c/d&id=e f", "g/é#?%"))]
    (newest, *_) = ready(odd).values()
    assert sorted(parse_qs(urlsplit(newest.href).query)["id"]) == sorted(each.id for each in odd)
    assert all(each.href.startswith("../models/") for each in newest.models)


def test_other_ids_lead_to_published_models_only() -> None:
    known = [each.id for each in MODELS]
    told = json.loads(other_ids_json({"x/old": known[0], "x/lost": "no/such", known[1]: known[0]}, known))
    assert told == {"x/old": known[0]}
