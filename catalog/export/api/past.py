"""The past of a model as JSON: every value with its receipt, when it was listed, and how it left."""

from typing import Any

from catalog.departure import Departure
from catalog.export.api.receipts import claim_block
from catalog.history import Span, speaks
from catalog.queries import Addresses, ModelDetail


def past_blocks(detail: ModelDetail, addresses: Addresses) -> dict[str, Any]:
    """`listed`, `history` and `gone`; empty where nothing is known."""
    if detail.past is None:
        return {"listed": [], "history": {}, "gone": None}
    history, gone = detail.past
    return {
        "listed": [stay._asdict() for stay in history.stays],
        "history": {
            name: [span_block(span, addresses) for span in spans]
            for name, spans in history.spans.items()
            if speaks(detail.raw_record[0], name, detail.fields)
        },
        "gone": None if gone is None else gone_block(gone, addresses),
    }


def span_block(span: Span, addresses: Addresses) -> dict[str, Any]:
    """A value as it was published for a time; `held_by` names the guard that kept it."""
    return {
        "since": span.since,
        "until": span.until,
        "held_by": span.held or None,
        **claim_block(span.claim, addresses),
    }


def gone_block(gone: Departure, addresses: Addresses) -> dict[str, Any]:
    """How a model left, and what leads on from it."""
    return {
        "source": gone.source,
        "record": gone.record,
        "last_seen": gone.last_seen,
        "gone_at": gone.gone_at,
        "leads": [
            {
                "relation": lead.relation,
                "model_id": lead.model_id,
                "name": lead.name,
                "claim": None if lead.said is None else claim_block(lead.said, addresses),
            }
            for lead in gone.leads
        ],
    }
