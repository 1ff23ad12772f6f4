"""Word of a run to an address that somebody set: after a refresh that was not well, and once when it is well again.

The address is a secret, since whoever knows it may write there: an error names its host alone.
"""

import json

from catalog.config import Config
from catalog.run.report import RunReport
from scraper.addresses import host
from scraper.exchange import TransferError
from scraper.mirrors import Mirrors
from scraper.transfer import Transfer

PATIENCE_SECONDS = 10
ATTEMPTS = 2
_DONE = range(200, 300)


def send(config: Config, report: RunReport) -> str:
    """Post a short text and the report to the webhook, if there is one; gives why that failed, or nothing."""
    if config.webhook is None:
        return ""
    address = config.webhook.get_secret_value()
    told = {"text": report.summary, "report": json.loads(report.as_json())}
    body, failure = json.dumps(told).encode(), ""
    limits = config.http.model_copy(
        update={"connect_seconds": PATIENCE_SECONDS, "read_seconds": PATIENCE_SECONDS,
                "deadline_seconds": PATIENCE_SECONDS}
    )  # fmt: skip
    transfer = Transfer(limits, Mirrors({}), lambda _: None)
    try:
        for _ in range(ATTEMPTS):
            failure = _sent(transfer, address, body)
            if not failure:
                return ""
    finally:
        transfer.close()
    return f"webhook: {host(address)}: {failure}"


def _sent(transfer: Transfer, address: str, body: bytes) -> str:
    try:
        answered = transfer.post(address, body, {"Content-Type": "application/json"})
    except TransferError as error:
        return str(error)
    return "" if answered in _DONE else f"HTTP {answered}"
