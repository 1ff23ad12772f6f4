"""The file behind the sample explorer: its rows as models, with what the rows do not tell made up."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from catalog.render.contexts import ExplorerRow
from catalog.render.explorer_data import explorer_data
from catalog.render.explorer_models import EPOCH, ExplorerModel
from catalog.render.explorer_page import labels


def sample_data(rows: Sequence[ExplorerRow]) -> bytes:
    """Give the file over those rows, in their order."""
    return explorer_data([model(row) for row in rows], labels({"openrouter": "OpenRouter API"}))


def model(row: ExplorerRow) -> ExplorerModel:
    """Give what the explorer's scripts are told of a row; two in three are rated, as their context says."""
    context = int(row.context_sort) if row.context_sort else None
    listed = date.fromisoformat(row.listed).toordinal() - EPOCH if row.listed else None
    cost = Decimal(row.input_sort) if row.input_sort else None
    sold = row.status == "active" and cost is not None
    return ExplorerModel(
        id=row.id,
        name=row.name,
        page=row.href,
        texts={
            "author": row.author,
            "status": row.status,
            "price_state": row.price_state,
            "match_confidence": "exact" if listed else "unmatched",
            "licence": "apache-2.0" if "seed" in row.parameters else "",
            "open_weights": "yes" if "seed" in row.parameters else "no",
            "best_provider": "OpenRouter" if sold else "",
        },
        sets={
            "modalities_in": row.modalities_in,
            "modalities_out": row.modalities_out,
            "supported_parameters": row.parameters,
            "providers": ["OpenRouter"] if sold else [],
            "sources": ["openrouter"],
        },
        numbers={
            "context_length": context,
            "max_output": int(row.max_output_sort) if row.max_output_sort else None,
            "input_usd_per_mtok": cost,
            "output_usd_per_mtok": Decimal(row.output_sort) if row.output_sort else None,
            "cache_read_usd_per_mtok": cost / 10 if cost and "tools" in row.parameters else None,
            "request_usd_each": None,
            "arena_rating": 1200 + context // 1000 if context and "seed" not in row.parameters else None,
            "arena_rank": None,
            "aa_intelligence_index": None,
            "best_input_usd_per_mtok": cost if sold else None,
            "best_output_usd_per_mtok": cost if sold else None,
            "listed_at": listed,
            "released_at": listed,
        },
    )
