"""What the explorer's file says of models: one scale of ratings, tiers, sellers, days, and exact numbers."""

import gzip
import json
from decimal import Decimal
from typing import Any

import pytest

from benchmarks.explorer.models import invented
from catalog.queries import ModelDetail, Value
from catalog.render.explorer_data import data_path, explorer_data
from catalog.render.explorer_models import ExplorerModel, arena_ratings, explorer_model, name_order
from catalog.render.explorer_page import labels
from catalog.render.receipts import Receipts


class NoAddresses:
    """Where nothing needs an address."""


RECEIPTS = Receipts(NoAddresses(), {"mistral_pricing": "Mistral AI pricing"})  # type: ignore[arg-type]


def detail(id_: str, **changes: Any) -> ModelDetail:
    """Give a listed model of which nothing is known but what is told: rows' columns, `fields` and other lists."""
    row: dict[str, Any] = {
        "id": id_, "name": id_, "author": id_.split("/")[0], "status": "active", "match_confidence": "exact",
        "price_state": "unknown", "context_listed": None, "max_output": None, "modalities_in": "[]",
        "modalities_out": "[]", "listed_at": None, "arena_rank": None, "input_usd_per_mtok": None,
        "output_usd_per_mtok": None,
    }  # fmt: skip
    row |= {name: changes.pop(name) for name in list(changes) if name in row}
    fields = {name: Value(name, value, "", False, ()) for name, value in changes.pop("fields", {}).items()}
    empty = {name: [] for name in ("offers", "disagreements", "matches", "near", "scores", "aliases", "kin")}
    told = {**empty, "said": {}, "artifacts": [], "raw": "{}", "raw_record": ("", ""), **changes}
    return ModelDetail(row=row, fields=fields, **told)


def score(rating: str, style: str | None = "true", configuration: str = "m", **changes: Any) -> dict[str, Any]:
    """Give a row of the Arena's list of texts, at the overall category."""
    record = f"text/full/{style}/{configuration}"
    return {
        "source": "arena", "record": record, "board": "text", "category": "overall", "configuration": configuration,
        "setting": "", "rating": rating, "style_control": style, "published": None,
        "observed_at": "2026-07-31T12:00:00Z", **changes,
    }  # fmt: skip


def made(*details: ModelDetail) -> dict[str, ExplorerModel]:
    """Give the explorer's models by id."""
    ratings = rated(*details)
    return {one.id: explorer_model(one, ratings.get(one.id), RECEIPTS, {"novita": "NovitaAI"}) for one in details}


def rated(*details: ModelDetail) -> dict[str, int]:
    """Give the ratings of models on one scale."""
    return arena_ratings({**row, "model_id": one.id} for one in details for row in one.scores)


def test_ratings_are_of_the_one_list_that_rates_most_models() -> None:
    page = "page:text/overall/unsaid/a"
    models = [
        detail("x/a", scores=[score("1400.6", configuration="a"), score("1500", None, "a", record=page)]),
        detail("x/b", scores=[score("1300", configuration="b")]),
        detail("x/c", scores=[score("1600", None, "c", record="page:text/overall/unsaid/c")]),
        detail("x/d", scores=[score("1350.4", configuration="d"), score("1360.5", configuration="d-2026")]),
    ]
    assert rated(*models) == {"x/a": 1401, "x/b": 1300, "x/d": 1360}


def test_of_equal_lists_the_one_that_allows_for_style_stands() -> None:
    models = [detail("x/a", scores=[score("1", "false"), score("2", "true"), score("3", None)])]
    assert rated(*models) == {"x/a": 2}


@pytest.mark.parametrize(
    "changed",
    [{"setting": "thinking"}, {"category": "coding"}, {"board": "vision"}],
    ids=lambda changed: next(iter(changed)),
)
def test_a_model_that_is_rated_otherwise_only_has_no_rating(changed: dict[str, str]) -> None:
    assert rated(detail("x/a", scores=[score("1400", **changed)])) == {}


def test_tiers_tell_all_prices_that_hold_in_them() -> None:
    conditions = [
        {"when": {"prompt_tokens_above": 200000}, "output_usd_per_mtok": "20", "cache_read_usd_per_mtok": "dynamic"},
        {"when": {"prompt_tokens_above": 128000, "tier": "cliff"}, "input_usd_per_mtok": "2"},
    ]
    fields = {
        "input_usd_per_mtok": "1", "output_usd_per_mtok": "10", "cache_read_usd_per_mtok": "0.1",
        "conditions": json.dumps(conditions),
    }  # fmt: skip
    model = made(detail("x/a", fields=fields))["x/a"]
    two, ten, twenty, tenth = (Decimal(text) for text in ("2", "10", "20", "0.1"))
    assert model.tiers == [(128_000, two, ten, tenth), (200_000, two, twenty, None)]
    assert not model.conditional


@pytest.mark.parametrize(
    "when",
    [
        {"service": "batch"},
        {"prompt_tokens_above": 1000, "tier": "incremental"},
        {"prompt_tokens_above": "many"},
        {"utc_start": "01:00", "utc_end": "02:00"},
    ],
    ids=str,
)
def test_conditions_of_another_kind_are_told_of_and_not_counted_with(when: dict[str, Any]) -> None:
    conditions = json.dumps([{"when": when, "input_usd_per_mtok": "2"}])
    model = made(detail("x/a", fields={"input_usd_per_mtok": "1", "conditions": conditions}))["x/a"]
    assert model.conditional
    assert not model.tiers


def test_what_a_price_was_does_not_stand_once_a_model_is_gone() -> None:
    conditions = json.dumps([{"when": {"service": "batch"}, "input_usd_per_mtok": "2"}])
    fields = {"cache_read_usd_per_mtok": "0.1", "request_usd_each": "1", "conditions": conditions}
    model = made(detail("x/a", status="retired", fields=fields))["x/a"]
    assert (model.numbers["cache_read_usd_per_mtok"], model.numbers["request_usd_each"]) == (None, None)
    assert (model.conditional, model.tiers, model.texts["best_provider"]) == (False, (), "")


def offer(id_: str, kind: str, input_price: str | None, **changes: Any) -> dict[str, Any]:
    """Give an offer at the same price either way."""
    state = {None: "unknown", "0": "free"}.get(input_price, "known")
    return {
        "id": id_, "source": "openrouter", "record": id_, "provider": "novita", "via": "openrouter", "kind": kind,
        "tag": None, "quantization": None, "price_state": state, "input_usd_per_mtok": input_price,
        "output_usd_per_mtok": input_price, **changes,
    }  # fmt: skip


def sold(*offers: dict[str, Any]) -> ExplorerModel:
    """Give a model that is sold so, each sale matched for sure."""
    judged = {"relation": "offer_of", "level": "exact"}
    matches = [{**judged, "source": one["source"], "record": one["record"]} for one in offers]
    return made(detail("x/a", offers=list(offers), matches=matches))["x/a"]


def test_the_cheapest_seller_is_named_as_providers_are() -> None:
    own = offer("two", "direct", "1.5", source="mistral_pricing", provider="mistral", via=None)
    model = sold(offer("one", "endpoint", "2"), own, offer("three", "batch", "0.5"), offer("four", "free", "0"))
    assert model.texts["best_provider"] == "Mistral AI"
    assert model.numbers["best_input_usd_per_mtok"] == Decimal("1.5")
    assert model.sets["providers"] == ["Mistral AI", "NovitaAI"]


def test_a_free_variant_is_the_cheapest_where_nothing_is_sold() -> None:
    model = sold(offer("one", "free", "0"), offer("two", "endpoint", None))
    assert (model.texts["best_provider"], model.numbers["best_input_usd_per_mtok"]) == ("NovitaAI", 0)


def test_days_count_from_1970_and_a_month_is_no_day() -> None:
    told = {"a": "2026-01-15", "b": "2026-01", "c": "1969-12-31"}
    models = made(*(detail(f"x/{name}", fields={"released_at": day}) for name, day in told.items()))
    days = [(models[f"x/{name}"].numbers["released_at"], models[f"x/{name}"].released_month) for name in told]
    assert days == [(20_468, False), (20_454, True), (-1, False)]


def test_names_stand_as_people_count() -> None:
    names = ["Model 10", "model 2", "Model 02", "MODEL", "模型 2", "model 2b"]
    assert sorted(names, key=name_order) == ["MODEL", "model 2", "Model 02", "model 2b", "Model 10", "模型 2"]


def test_the_file_changes_its_name_with_its_content_and_with_nothing_else() -> None:
    first, again, other = (explorer_data(invented(20, seed), labels({})) for seed in (1, 1, 2))
    assert first == again
    assert data_path(first) == data_path(again) != data_path(other)


def test_an_address_of_its_own_is_told_where_the_id_does_not_give_it() -> None:
    models = [model._replace(page="models/x=3Ay/") if n == 3 else model for n, model in enumerate(invented(9))]
    told = json.loads(explorer_data(models, {}))
    assert list(told["pages"].values()) == ["models/x=3Ay/"]


@pytest.mark.parametrize("models", [500, 5_000])
def test_a_model_takes_at_most_forty_bytes(models: int) -> None:
    file = explorer_data(invented(models), labels({"openrouter": "OpenRouter API"}))
    assert len(gzip.compress(file, 6)) <= 40 * models
