"""Lines of the log as JSON objects, for programs that read them."""

import json
import re
from datetime import datetime

_SOURCE = re.compile(r"(?:refused: )?([a-z][a-z0-9_]*): ")
"""How a line begins that is of one source."""


def log_line(at: datetime, level: str, message: str, event: str = "") -> str:
    """One line as JSON: `at`, `level`, `message`, and `source` and `event` where they are known."""
    found = {"at": f"{at:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z", "level": level}
    source = _source(message)
    told = {**found, **({"source": source} if source else {}), **({"event": event} if event else {})}
    return json.dumps({**told, "message": message}, ensure_ascii=False)


def _source(message: str) -> str:
    from scraper.sources import sources

    begins = _SOURCE.match(message)
    return begins[1] if begins and begins[1] in sources() else ""
