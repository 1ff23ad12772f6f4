"""What a model page shows of its offers."""

from dataclasses import dataclass

from catalog.render.linked import Answer

# ruff: noqa: D101  the docstrings of small rows would repeat their names


@dataclass(frozen=True, slots=True)
class Price:
    label: str
    """`Input`, `Output`, `Cache read`, `Web search` ..."""
    text: str
    """`$0.42`, `free`, `—`, `varies`."""
    unit: str
    """`per 1M tokens`, `per image`, `per request`, `per search`."""
    field: str = ""
    """`input_usd_per_mtok`."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Prices that hold only sometimes."""

    when: str
    """`prompts above 200,000 tokens (the whole request)`, `daily 01:00-04:00 UTC`."""
    prices: tuple[Price, ...]
    """Only those that differ from the base prices."""
    times: str = ""
    """The condition as JSON where it is of time alone, so that a script can tell whether it is met now."""


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One seller's sale of the model under one id."""

    seller: str
    """`OpenRouter`, `Novita`."""
    via: str
    """`OpenRouter` where the seller is reached through it; else empty."""
    wire_id: str
    """The id to send: `baidu/ernie-4.5-vl-424b-a47b:free`."""
    kind: str
    """`list price`, `free variant`, `batch`, `alias`, `endpoint` ..."""
    input: Price
    output: Price
    others: tuple[Price, ...]
    """Cache, image, audio, request, search ...: those that are claimed."""
    conditions: tuple[Condition, ...]
    notes: tuple[str, ...]
    """`20 % discount applied`, `quantization fp8`."""
    context: str
    """`123K`, or `—`."""
    max_output: str
    answers: tuple[Answer, ...]
    """Where each of its values is said."""
    disputed: str = ""
    """`others say otherwise of the input price`; empty where nobody does."""
    id: str = ""
    """The offer's id: its source and record."""
    href: str = ""
    """The seller's page, relative; empty where it has none."""
    cheapest: bool = False
    """Whether no other offer that can be compared costs less, three tokens going in to one coming out."""
    maker: bool = False
    """Whether it is the maker's own offer, with which the others are compared."""
    markup: str = ""
    """`+5 %`, `0 %`, `in -46.43 %, out -45.45 %`: over the maker's price; empty where there is nothing to compare."""
