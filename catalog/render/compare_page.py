"""The page that lays models side by side: what it is served with, and what other ids mean."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import NamedTuple
from urllib.parse import urlencode

from catalog.render.contexts import ComparedModel, ComparePage, Page, ReadyComparison
from catalog.render.explorer_models import ExplorerModel

PATH = "compare/index.html"
OTHER_IDS = "compare/other-ids.json"
"""Read by the script when an address names an id that is no model's own."""
LABS = 3
"""A ready comparison takes one model of each of so many labs."""


class _Choice(NamedTuple):
    """A listed model, and what it is chosen by."""

    id: str
    name: str
    page: str
    author: str
    rating: Decimal | None
    price: Decimal | None
    """Three parts of input and one of output."""


def compare_page(models: Iterable[ExplorerModel], page: Page, catalog: str) -> ComparePage:
    """The page; `models` stand newest first, `catalog` is the path of the file that its scripts read."""
    listed = [_choice(model) for model in models if model.texts["status"] == "active"]
    rules = {
        "The newest of the labs with the most models": _newest(listed),
        "The best rated of three labs": _best_rated(listed),
        "Low prices in the better rated half": _good_value(listed),
    }
    ready = tuple(_ready(rule, found, page.root) for rule, found in rules.items() if len(found) > 1)
    return ComparePage(page, page.root + catalog, ready)


def other_ids_json(others: Mapping[str, str], models: Iterable[str]) -> bytes:
    """The model that each id means that is no model's own."""
    known = set(models)
    told = {id_: model for id_, model in sorted(others.items()) if model in known and id_ not in known}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _choice(model: ExplorerModel) -> _Choice:
    rating = model.numbers["arena_rating"]
    told = None if rating is None else Decimal(rating)
    return _Choice(model.id, model.name, model.page, model.texts["author"], told, _price(model))


def _price(model: ExplorerModel) -> Decimal | None:
    prices = [model.numbers[f"{side}_usd_per_mtok"] for side in ("input", "output")]
    return None if prices[0] is None or prices[1] is None else Decimal(3 * prices[0] + prices[1])


def _newest(listed: Sequence[_Choice]) -> list[_Choice]:
    counts = Counter(model.author for model in listed)
    labs = sorted(counts, key=lambda lab: (-counts[lab], lab))[:LABS]
    return [next(model for model in listed if model.author == lab) for lab in labs]


def _best_rated(listed: Sequence[_Choice]) -> list[_Choice]:
    rated = [(model.rating, model) for model in listed if model.rating is not None]
    return list(_one_a_lab(model for _, model in sorted(rated, key=lambda one: (-one[0], one[1].id))))


def _good_value(listed: Sequence[_Choice]) -> list[_Choice]:
    priced = [(model.rating, model.price, model) for model in listed if model.price and model.rating]
    if not priced:
        return []
    middle = median(rating for rating, _, _ in priced)
    good = [(price, model) for rating, price, model in priced if rating >= middle]
    return list(_one_a_lab(model for _, model in sorted(good, key=lambda one: (one[0], one[1].id))))


def _one_a_lab(models: Iterable[_Choice]) -> Iterator[_Choice]:
    """The first model of each of the first labs."""
    labs: set[str] = set()
    for model in models:
        if len(labs) < LABS and model.author not in labs:
            labs.add(model.author)
            yield model


def _ready(rule: str, models: Sequence[_Choice], root: str) -> ReadyComparison:
    href = "?" + urlencode([("id", model.id) for model in models], safe="/:", errors="replace")
    return ReadyComparison(rule, href, tuple(ComparedModel(model.name, root + model.page) for model in models))
