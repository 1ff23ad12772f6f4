"""An example request for a model, to be run in a shell."""

from shlex import quote

from catalog.match.judgement import ROUTER
from catalog.queries import ModelDetail, parse_list
from catalog.render.environment import UNPRINTABLE
from catalog.values import to_json


def curl(detail: ModelDetail) -> str:
    """A chat with the model at the router; empty where the router does not list it or it gives no text.

    What the shell sees of the id is quoted, so that no id can be a command. An id that no page can print has none.
    """
    source, record = detail.raw_record
    listed = source == ROUTER and any(offer["kind"] == "list" for offer in detail.offers)
    if not listed or "text" not in parse_list(detail.row["modalities_out"]) or UNPRINTABLE.search(record):
        return ""
    body = to_json({"model": record, "messages": [{"role": "user", "content": "Hello"}]})
    return " \\\n  ".join(
        (
            "curl https://openrouter.ai/api/v1/chat/completions",
            '-H "Authorization: Bearer $OPENROUTER_API_KEY"',
            "-H 'Content-Type: application/json'",
            f"-d {quote(body)}",
        )
    )
