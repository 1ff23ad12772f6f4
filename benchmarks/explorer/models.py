"""Made-up models in the shape of real ones: labs, families, sizes, prices and days as catalogs have them. Seeded."""

import random
from collections.abc import Sequence
from decimal import Decimal
from itertools import count

from catalog.render.explored import Explored
from catalog.render.explorer_models import ExplorerModel, Number

LAST_DAY = 20_668
"""A day in summer 2026; nothing is listed after it."""
CONTEXTS = (4_096, 8_192, 16_384, 32_768, 65_536, 128_000, 131_072, 200_000, 262_144, 400_000, 1_000_000, 1_048_576)
SIZES = (1, 3, 4, 7, 8, 9, 12, 14, 20, 24, 27, 30, 32, 70, 72, 120, 235, 405, 480, 671)
STAGES = (
    "",
    "",
    " Instruct",
    " Instruct",
    " Chat",
    " Thinking",
    " Preview",
    " Mini",
    " Flash",
    " Pro",
    " Coder",
    " VL",
)
INPUTS = (("text",),) * 12 + (("text", "image"),) * 6 + (
    ("text", "image", "file"), ("text", "image", "video"), ("audio", "text"), ("text", "image", "audio", "video"),
)  # fmt: skip
OUTPUTS = (("text",),) * 20 + (("image",), ("text", "image"), ("audio", "text"), ("embeddings",))
PARAMETERS = (
    "max_tokens", "temperature", "top_p", "stop", "seed", "frequency_penalty", "presence_penalty", "tools",
    "tool_choice", "response_format", "structured_outputs", "reasoning", "include_reasoning", "top_k",
    "repetition_penalty", "logit_bias", "min_p", "logprobs", "top_logprobs", "top_a", "web_search_options",
)  # fmt: skip
LICENCES = ("apache-2.0", "mit", "llama3.1", "gemma", "qwen", "cc-by-nc-4.0", "other")
SOURCES = ("arena", "genai_prices", "huggingface", "litellm", "models_dev", "openrouter")
_ONSETS = ("b", "br", "c", "d", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "qu", "r", "s", "st", "t", "v", "x", "z")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "eo", "ia")


class Invented:
    """Models drawn one after the other from one seed."""

    def __init__(self, seed: int, models: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  nothing secret is drawn
        labs = max(12, int(models**0.5))
        self._labs = [(self._word(), [self._word().title() for _ in range(self._random.randint(1, 4))])
                      for _ in range(labs)]  # fmt: skip
        self._weights = [1 / place for place in range(1, labs + 1)]
        self._sellers = [self._word().title() for _ in range(30)]
        self._parameter_sets = [
            tuple(sorted(self._random.sample(PARAMETERS, self._random.randint(3, 18)))) for _ in range(max(20, labs))
        ]
        self._taken: set[str] = set()

    def models(self, number: int) -> list[ExplorerModel]:
        """So many models, in the explorer's order."""
        return list(Explored([self._model() for _ in range(number)]).in_order())

    def _word(self) -> str:
        draw = self._random
        return "".join(draw.choice(_ONSETS) + draw.choice(_VOWELS) for _ in range(draw.randint(2, 3)))

    def _model(self) -> ExplorerModel:
        draw = self._random
        lab, families = draw.choices(self._labs, self._weights)[0]
        name, id_ = self._named(lab, draw.choice(families))
        listed = LAST_DAY - int(min(draw.expovariate(1 / 350), 1200)) if draw.random() < 0.6 else None
        active = draw.random() < 0.78
        priced = active and draw.random() < 0.7
        input_price, output_price, cache = self._prices(priced)
        context = draw.choice(CONTEXTS) if draw.random() < 0.7 else None
        state = "unknown" if input_price is None else "known" if input_price else "free"
        best: Sequence[Number] = (input_price, output_price)
        if input_price and output_price and draw.random() < 0.4:
            best = tuple((price * Decimal("0.8")).normalize() for price in (input_price, output_price))
        sellers = self._several(self._sellers, 1 + int(draw.expovariate(0.8))) if priced else []
        return ExplorerModel(
            id=id_,
            name=name,
            page=f"models/{id_}/",
            texts={
                "author": lab,
                "status": "active" if active else "retired",
                "price_state": state,
                "match_confidence": draw.choices(("exact", "unmatched", "high", "medium"), (90, 7, 2, 1))[0],
                "licence": draw.choice(LICENCES) if draw.random() < 0.3 else "",
                "open_weights": draw.choices(("yes", "no", ""), (3, 4, 3))[0],
                "best_provider": sellers[0] if sellers else "",
            },
            sets={
                "modalities_in": draw.choice(INPUTS),
                "modalities_out": draw.choice(OUTPUTS),
                "supported_parameters": draw.choice(self._parameter_sets) if active and listed else (),
                "providers": sorted(sellers),
                "sources": self._several(SOURCES, draw.randint(1, 4)),
            },
            numbers={
                "context_length": context,
                "max_output": min(draw.choice(CONTEXTS[:9]), context) if context and draw.random() < 0.8 else None,
                "input_usd_per_mtok": input_price,
                "output_usd_per_mtok": output_price,
                "cache_read_usd_per_mtok": cache,
                "request_usd_each": Decimal("0.005") if draw.random() < 0.02 else None,
                "arena_rating": int(draw.gauss(1280, 90)) if draw.random() < 0.2 else None,
                "arena_rank": draw.randint(1, 300) if draw.random() < 0.1 else None,
                "aa_intelligence_index": Decimal(draw.randint(50, 700)) / 10 if draw.random() < 0.14 else None,
                "best_input_usd_per_mtok": best[0],
                "best_output_usd_per_mtok": best[1],
                "listed_at": listed,
                "released_at": self._released(listed),
            },
            tiers=[(200_000, input_price * 2, output_price, cache)] if input_price and draw.random() < 0.08 else (),
            conditional=priced and draw.random() < 0.03,
            trend=self._trend(input_price, listed),
        )

    def _named(self, lab: str, family: str) -> tuple[str, str]:
        """A name and an id that no other model has."""
        draw = self._random
        for attempt in count():
            version = f"{draw.randint(1, 6)}" + (f".{draw.randint(1, 9)}" if draw.random() < 0.5 else "")
            size = f" {draw.choice(SIZES)}B" if draw.random() < 0.5 else ""
            day = f" {draw.randint(1, 28):02}{draw.randint(1, 12):02}" if attempt or draw.random() < 0.15 else ""
            name = f"{family} {version}{size}{draw.choice(STAGES)}{day}"
            id_ = f"{lab}/{name.lower().replace(' ', '-')}"
            if id_ not in self._taken:
                self._taken.add(id_)
                return f"{lab.title()}: {name}" if draw.random() < 0.5 else name, id_
        raise AssertionError

    def _prices(self, priced: bool) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Input, output and cache read, in the round figures in which prices are set."""
        draw = self._random
        if not priced:
            return None, None, None
        if draw.random() < 0.05:
            return Decimal(0), Decimal(0), None
        digits = draw.choice((1, 2))
        input_price = Decimal(f"{10 ** draw.gauss(-0.45, 0.7):.{digits}g}")
        output_price = input_price * draw.choice((1, 2, 3, 4, 4, 5, 8))
        cache = input_price / draw.choice((2, 4, 10)) if draw.random() < 0.4 else None
        return input_price, output_price.normalize(), cache.normalize() if cache else None

    def _released(self, listed: int | None) -> int | None:
        draw = self._random
        if draw.random() < 0.3:
            return None
        return listed - draw.choice((0, 0, 0, 1, 3)) if listed else LAST_DAY - int(draw.expovariate(1 / 400))

    def _trend(self, price: Decimal | None, listed: int | None) -> Sequence[tuple[int, Decimal]]:
        draw = self._random
        if not price or not listed or listed > LAST_DAY - 40 or draw.random() > 0.1:
            return ()
        return [(listed, (price * draw.choice((2, 4))).normalize()), (draw.randint(listed + 1, LAST_DAY), price)]

    def _several(self, words: Sequence[str], number: int) -> list[str]:
        return sorted(self._random.sample(words, min(number, len(words))))


def invented(number: int, seed: int = 7) -> list[ExplorerModel]:
    """So many models, the same for the same seed."""
    return Invented(seed, number).models(number)
