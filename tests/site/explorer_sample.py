"""Invented models for the explorer: ordinary, odd and hostile ones, and a crowd that is longer than any window."""

import re
from datetime import date
from decimal import Decimal

from catalog.render.explored import Explored
from catalog.render.explorer_data import explorer_data
from catalog.render.explorer_models import EPOCH, ExplorerModel
from catalog.render.explorer_page import labels

from .texts import HOSTILE, LONG, OVERRIDE

_STATES = {None: "unknown", "dynamic": "dynamic", "0": "free"}


def sample_data() -> bytes:
    """Give the file that the explorer's scripts read."""
    return explorer_data(MODELS, labels({"openrouter": "OpenRouter API"}))


def model(
    name: str,
    context: int | None,
    price: str | None,
    *,
    status: str = "active",
    ins: str = "text",
    outs: str = "text",
    parameters: str = "",
    listed: str = "",
    model_id: str = "",
    trend: tuple[tuple[str, str], ...] = (),
    conditional: bool = False,
) -> ExplorerModel:
    """Give a model; a price of `dynamic` varies, of None is unknown. With a context it is rated, but for `seed`."""
    model_id = model_id or re.sub("[^a-z0-9.]+", "-", name.lower()).replace("-", "/", 1)
    cost = None if price in {None, "dynamic"} else Decimal(price or 0)
    sold = status == "active" and cost is not None
    seeded = "seed" in parameters
    return ExplorerModel(
        id=model_id,
        name=name,
        page=f"models/{model_id}/",
        texts={
            "author": model_id.split("/", maxsplit=1)[0],
            "status": status,
            "price_state": _STATES.get(price, "known"),
            "match_confidence": "exact" if listed else "unmatched",
            "licence": "apache-2.0" if seeded else "",
            "open_weights": "yes" if seeded else "no",
            "best_provider": "OpenRouter" if sold else "",
        },
        sets={
            "modalities_in": ins.split(),
            "modalities_out": outs.split(),
            "supported_parameters": parameters.split(),
            "providers": ["OpenRouter"] if sold else [],
            "sources": ["openrouter"],
        },
        numbers={
            "context_length": context,
            "max_output": 16_000 if context else None,
            "input_usd_per_mtok": cost,
            "output_usd_per_mtok": cost,
            "cache_read_usd_per_mtok": cost / 10 if cost and "tools" in parameters else None,
            "request_usd_each": None,
            "arena_rating": 1200 + context // 1000 if context and not seeded else None,
            "arena_rank": None,
            "aa_intelligence_index": None,
            "best_input_usd_per_mtok": cost if sold else None,
            "best_output_usd_per_mtok": cost if sold else None,
            "listed_at": _day(listed) if listed else None,
            "released_at": _day(listed) if listed else None,
        },
        trend=[(_day(day), Decimal(amount)) for day, amount in trend],
        conditional=conditional,
    )


def _day(iso: str) -> int:
    return date.fromisoformat(iso).toordinal() - EPOCH


NAMED = (
    model(
        "Kepler: Kepler 4.5 VL 42B A4B",
        123_000,
        "0.42",
        ins="image text",
        parameters="tools seed",
        listed="2026-07-20",
        model_id="kepler/kepler-4.5-vl-42b-a4b",
        trend=(("2026-01-01", "0.525"), ("2026-05-03", "0.42")),
        conditional=True,
    ),
    model("Tycho: Star-Map 3.5 Mini", 8_000, "0.003", parameters="tools", listed="2026-07-19"),
    model(
        "Tycho: Star-Map 3.5 Max",
        200_000,
        "15",
        ins="text image audio",
        parameters="tools reasoning",
        listed="2026-07-18",
    ),
    model(
        "Galileo: Galileo 1 (free)",
        32_000,
        "0",
        parameters="seed",
        listed="2026-07-17",
        model_id="galileo/galileo-1:free",
    ),
    model("Galileo: Router", None, "dynamic", outs="text image", listed="2026-07-16"),
    model("Mercator: Unpriced", 64_000, None, listed="2026-07-15"),
    model(HOSTILE, 1_000, "1", listed="2026-07-14", model_id="hostile/one"),
    model(LONG, 1_000, "1", listed="2026-07-13", model_id="hostile/long-" + "x" * 90),
    model(OVERRIDE, 1_000, "1", listed="2026-07-12", model_id="hostile/override"),
    model("=1+1", 1_000, "1", listed="2026-07-11", model_id="hostile/formula"),
    model(
        "Brahe: Brahe 1",
        4_000,
        "2",
        status="retired",
        ins="text image",
        parameters="seed",
        listed="2026-01-05",
        model_id="brahe/brahe-1",
    ),
    model("Brahe: Brahe 0", 2_000, "3", status="retired", model_id="brahe/brahe-0"),
)
"""Models that tests speak of, newest listing first."""

CROWD = tuple(
    model(
        f"Lab{number % 12:02}: Crowd {number}",
        16_000,
        "5",
        listed="2025-01-01",
        model_id=f"lab{number % 12:02}/crowd-{number}",
    )
    for number in range(96)
)
"""Models that fill the table, all alike, and enough labs for a long facet."""

MODELS = list(Explored(NAMED + CROWD).in_order())
LISTED = sum(each.texts["status"] == "active" for each in MODELS)
ALL = len(MODELS)
