"""A link that opens a new issue, or a mail, in which the error to report is named already."""

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from catalog.entries import Claimed

_LONGEST = 200
"""Letters of any one text: an address has to stay short enough for every browser and server."""


class Reported(NamedTuple):
    """A claim that may be wrong, with its value as the page shows it."""

    claim: Claimed
    value: str
    url: str


def report_link(issues_url: str, model_id: str, told: Reported | None) -> str:
    """The address of a new issue about a model, or about one value of it; empty where there is nowhere to report to."""
    if not issues_url:
        return ""
    about = f"{model_id}: {told.claim.field}" if told else model_id
    mail = issues_url.startswith("mailto:")
    title, body = _encoded(f"Error in {_short(about)}"), _encoded("\n").join(map(_encoded, _body(model_id, told)))
    return f"{issues_url}{'&' if '?' in issues_url else '?'}{'subject' if mail else 'title'}={title}&body={body}"


@lru_cache(maxsize=4096)  # of ten lines, seven come again beside the next value
def _encoded(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _body(model_id: str, told: Reported | None) -> list[str]:
    lines = [f"Model: {_line(model_id)}"]
    if told:
        claim = told.claim
        lines += [
            f"Field: {claim.field}",
            f"Value: {_line(told.value)}",
            f"As written: {_line(claim.original)}",
            f"Source: {claim.source}, {_line(claim.record)}",
            f"Address: {_line(told.url)}",
            f"Found at: {_line(claim.pointer)}",
            f"Snapshot: sha256 {claim.snapshot}",
            f"Observed: {claim.last_observed}, since {claim.first_observed}",
        ]
    return [*lines, "", "What is wrong, and where can the right value be read?", ""]


def _line(text: str) -> str:
    """A text of a source in one line and between quotes, so that it cannot pass for ours."""
    quoted = _short(text).replace("`", "'")
    return f"`{quoted}`"


def _short(text: str) -> str:
    """A text in one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
