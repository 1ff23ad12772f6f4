"""A made-up catalog for the explorer: plain rows named as in `all.json`, ordinary, odd and hostile; and queries."""

# ruff: noqa: RUF001, S311  odd letters are the point, and nothing secret is drawn

import random
from decimal import Decimal
from typing import Any

from benchmarks.explorer.models import invented
from catalog.render.explored import Explored
from catalog.render.explorer_data import explorer_data
from catalog.render.explorer_models import ExplorerModel
from catalog.render.explorer_page import labels
from tests.site.explorer_reference import FACETS, RANGES, SORTS, Query, letters
from tests.site.texts import CONTROLS, HOSTILE, LONG, OVERRIDE

TEXTS = ("author", "status", "price_state", "match_confidence", "licence", "open_weights", "best_provider")
SETS = ("modalities_in", "modalities_out", "supported_parameters", "providers", "sources")
NUMBERS = (
    "context_length", "max_output", "input_usd_per_mtok", "output_usd_per_mtok", "cache_read_usd_per_mtok",
    "request_usd_each", "arena_rating", "arena_rank", "aa_intelligence_index", "best_input_usd_per_mtok",
    "best_output_usd_per_mtok", "listed_at", "released_at",
)  # fmt: skip


def odd(id_: str, name: str, **told: Any) -> dict[str, Any]:
    """Give a listed model of which nothing is known but what is told."""
    nothing: dict[str, Any] = dict.fromkeys(TEXTS, "") | {key: [] for key in SETS} | dict.fromkeys(NUMBERS)
    author = id_.split("/", maxsplit=1)[0]
    given = {"author": author, "status": "active", "price_state": "unknown", "match_confidence": "exact"}
    return nothing | given | {"id": id_, "name": name, "tiers": []} | told


def priced(input_price: str, output_price: str, **told: Any) -> dict[str, Any]:
    """Give list prices, as exact decimals."""
    prices = {"input_usd_per_mtok": Decimal(input_price), "output_usd_per_mtok": Decimal(output_price)}
    return prices | {"price_state": "known"} | told


ODD = [
    odd("hostile/one", HOSTILE, licence=HOSTILE, providers=[HOSTILE, "a,b", "a"], listed_at=20_000),
    odd("hostile/two", OVERRIDE, licence=OVERRIDE, listed_at=20_000),
    odd("hostile/three", CONTROLS, providers=[CONTROLS]),
    odd("hostile/long", LONG, listed_at=20_000),
    odd("hostile/proto", "__proto__ constructor", licence="__proto__", providers=["constructor", "toString"]),
    odd("dot/claude-3.5", "Claude 3.5", **priced("3", "15"), listed_at=20_100),
    odd("dot/claude-3-5", "Claude 3.5", **priced("3", "15"), listed_at=20_100),
    odd("dot/claude-35", "Claude 35", **priced("3.0", "15.00"), listed_at=20_100),
    odd("case/GPT", "gpt", listed_at=20_200),
    odd("case/gpt", "GPT", listed_at=20_200),
    odd("a:b/c@d~e", "Colon: at tilde", listed_at=20_200),
    odd("../up", "Climbs", listed_at=20_200),
    odd("unicode/größe", "Größe Ünï İstanbul ΣΊΣΥΦΟΣ", listed_at=20_300),
    odd("unicode/模型", "模型 一号 ½ Ⅷ ٣", listed_at=20_300),
    odd("unicode/astral", "𝒜stral 😀 e\u0301", listed_at=20_300),
    odd("unicode/ligature", "ﬁne ß ſ", licence="MIT"),
    odd("number/two", "Model 2", licence="mit", listed_at=20_300),
    odd("number/ten", "Model 10", licence="Mit", listed_at=20_300),
    odd("number/zero", "Model 02", listed_at=20_300),
    odd("price/free", "Free", **priced("0", "0", price_state="free"), open_weights="yes"),
    odd("price/half", "Input only", input_usd_per_mtok=Decimal("0.02"), price_state="known"),
    odd("price/out", "Output only", output_usd_per_mtok=Decimal("0.02"), price_state="known"),
    odd("price/varies", "Varies", price_state="dynamic"),
    odd("price/tiny", "Tiny", **priced("0.0000001", "0.00000012")),
    odd("price/exact", "Exact", **priced("0.12345678901234567890123", "1.00000000000000000001")),
    odd("price/huge", "Huge", **priced("123456789012345678", "150000000")),
    odd("price/tie-1", "Tie", **priced("0.1", "0.2")),
    odd("price/tie-2", "Tie", **priced("0.15", "0.05")),
    odd("price/tie-3", "Tie", **priced("0.125", "0.125", cache_read_usd_per_mtok=Decimal("0"))),
    odd(
        "price/tiers",
        "Tiers",
        **priced("1", "4", cache_read_usd_per_mtok=Decimal("0.1"), request_usd_each=Decimal("0.01")),
        tiers=[
            (1000, Decimal(2), Decimal(8), Decimal("0.2")),
            (200_000, Decimal(3), None, None),
        ],
    ),
    odd("time/early", "Before the epoch", listed_at=1, released_at=-400),
    odd("time/zero", "On the epoch", listed_at=0, released_at=0),
    odd("gone/one", "Gone", status="retired", listed_at=19_000),
    odd("gone/two", "Gone too", status="retired", modalities_in=["text", "image"]),
]
"""What is rare among real models, and what never should be."""


def plain_rows() -> list[dict[str, Any]]:
    """Give the whole catalog, in no order."""
    crowd = [_plain(model) for model in invented(500, seed=41)]
    rows = crowd + ODD
    random.Random(5).shuffle(rows)
    return rows


def data_of(rows: list[dict[str, Any]]) -> str:
    """Give the file that the explorer reads, made of those rows."""
    return explorer_data(models_of(rows), labels({})).decode()


def models_of(rows: list[dict[str, Any]]) -> list[ExplorerModel]:
    """Give those rows as the explorer's models, in its order."""
    return list(Explored(map(_model, rows)).in_order())


def _plain(model: ExplorerModel) -> dict[str, Any]:
    told = {"id": model.id, "name": model.name, "tiers": list(model.tiers)}
    return told | dict(model.texts) | dict(model.sets) | dict(model.numbers)


def _model(row: dict[str, Any]) -> ExplorerModel:
    return ExplorerModel(
        row["id"],
        row["name"],
        f"models/{row['id']}/",
        {key: row[key] for key in TEXTS},
        {key: row[key] for key in SETS},
        {key: row[key] for key in NUMBERS},
        tiers=row["tiers"],
    )


def queries(rows: list[dict[str, Any]], number: int) -> list[Query]:
    """Give random queries that ask of those rows, the same every time."""
    draw = random.Random(300)
    return [_query(rows, draw) for _ in range(number)]


def _query(rows: list[dict[str, Any]], draw: random.Random) -> Query:
    picks: dict[str, list[str]] = {"status": draw.choice([["active"], ["active"], [], ["retired"]])}
    for facet in draw.sample(sorted(set(FACETS) - {"status"}), draw.choice([0, 0, 0, 1, 1, 2, 3])):
        picks[facet] = _picked(rows, facet, draw)
    usage = None
    if draw.random() < 0.2:
        asked = draw.choice([100, 1000, 1001, 50_000, 200_001, 1_000_000])
        usage = (asked, draw.choice([0, 500, 4000]), draw.choice([0, asked // 2, asked]), draw.choice([0, 1, 1000]))
    sorts = sorted(set(SORTS) - (set() if usage else {"monthly"}))
    ratios = [(3, 1, 0), (3, 1, 0), (1, 1, 0), (1, 0, 0), (0, 0, 1), (2, 1, 7), (100, 3, 33)]
    return Query(
        text=_words(rows, draw) if draw.random() < 0.3 else "",
        sort=draw.choice(["", "-"]) + draw.choice(["monthly", "monthly", *sorts] if usage else sorts),
        picks={facet: words for facet, words in picks.items() if words or facet == "status"},
        ranges={name: _ends(draw, name) for name in draw.sample(sorted(RANGES), draw.choice([0, 0, 0, 1, 1, 2]))},
        ratio=draw.choice(ratios),
        usage=usage,
    )


def _picked(rows: list[dict[str, Any]], facet: str, draw: random.Random) -> list[str]:
    """One to three words that one of the rows has, or several rows have."""
    from_one = draw.choice([row for row in rows if row[FACETS[facet]]])[FACETS[facet]]
    words = [from_one] if isinstance(from_one, str) else list(from_one)
    others = draw.choice([row for row in rows if row[FACETS[facet]]])[FACETS[facet]]
    if draw.random() < 0.5:
        words += [others] if isinstance(others, str) else list(others)
    words = [word for word in dict.fromkeys(words) if word not in (CONTROLS, OVERRIDE)]
    return draw.sample(words, min(len(words), draw.choice([1, 1, 2, 3])))


def _words(rows: list[dict[str, Any]], draw: random.Random) -> str:
    """Words of a row's name or id, cut short, with other punctuation, in other letters."""
    words = draw.choice([draw.choice(rows), draw.choice(ODD)])[draw.choice(["name", "id"])].split()
    taken = draw.sample(words, min(len(words), draw.randint(1, 2)))
    cut = [word[: draw.randint(1, 12)] if draw.random() < 0.7 else word for word in taken]
    spelt = [draw.choice([str.upper, str.lower, letters, lambda word: word.replace("-", ".")])(word) for word in cut]
    return draw.choice([" ", "  "]).join(word for word in spelt if word.isprintable())[:200].strip()


def _ends(draw: random.Random, name: str) -> tuple[str, str]:
    if name == "context":
        low, high = sorted(draw.sample([4_096, 8_192, 32_000, 128_000, 131_072, 262_144, 1_048_576], 2))
        ends = str(low), str(high)
    else:
        prices = sorted(
            draw.sample([Decimal(text) for text in ("0.02", "0.1", "0.15", "0.5", "1", "3", "15", "75")], 2)
        )
        ends = str(prices[0]), str(prices[1])
    return draw.choice([ends, ends, (ends[0], ""), ("", ends[1])])
