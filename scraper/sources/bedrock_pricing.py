"""Amazon Bedrock's model lifecycle: active, legacy and end-of-life versions of other makers' models.

Three tables on one page. A legacy or end-of-life day is claimed where it holds in all regions; days of
some regions and the date of extended access stay words (`lifecycle`), and a model that ends in two
regions at different times has two rows. `Legacy` is from when Bedrock advises against a version.

A row with more cells than there are headings is read as far as the model id, which proves itself, and
no further (counted): on the recorded page every row of the active table is such a one. Left out:
regions, and the least lifetime (`No sooner than`), which is no end. Bedrock's prices are on other pages.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from scraper.claims import Claim
from scraper.html import norm
from scraper.issues import Issue, IssueKind
from scraper.quotes import says_nothing
from scraper.reading import Reader
from scraper.snapshots import Snapshot
from scraper.source import Expectations, Parsed, Publisher, PublisherKind, Record
from scraper.sources._lifecycle_rows import american_day, read_dates
from scraper.sources._price_page import PricePage, claim_text
from scraper.sources._price_tables import Sheet, blocks, cell, sheets, with_headings
from scraper.units import as_stated, dumps

ADDRESS = "https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html"
DATES = {"legacy date": "deprecated_at", "eol date": "retires_at", "public extended access date": None}
KNOWN = frozenset(
    {"provider", "model name", "model version", "model id", "regions supported", "launch date", "input modalities",
     "output modalities", "recommended model version replacement", "recommended model id", *DATES}
)  # fmt: skip
STATES = {"active": "Active", "legacy": "Legacy", "end": "End-of-Life"}

_MODEL_ID = re.compile(r"[a-z0-9-]+\.[a-z0-9][a-z0-9.-]*(?::\d+)?")
_MODALITIES = frozenset({"text", "image", "video", "audio", "speech", "embedding", "chat"})


class BedrockPricing(PricePage):
    """The source `bedrock_pricing`."""

    id = "bedrock_pricing"
    lists = "lifecycle"
    address = ADDRESS
    recorded = {"deprecations/aws_bedrock_lifecycle.html.gz": ADDRESS}  # noqa: RUF012 - declared once
    seller = "amazon-bedrock"
    publisher = Publisher(
        name="Amazon Bedrock model lifecycle",
        url=ADDRESS,
        kind=PublisherKind.PROVIDER,
        licence="Public documentation, no licence stated; AWS's site terms apply",
        cannot_know="When a model ends anywhere but on Bedrock, and what its maker says of it.",
    )
    expects = Expectations(min_records=10, min_share_of_last=0.5, fill={"lifecycle": 0.9})

    def take(self, snapshot: Snapshot) -> Parsed:
        """The rows of the three tables."""
        tables = sheets(snapshot, blocks(snapshot))
        records: list[Record] = []
        issues: list[Issue] = []
        for sheet in with_headings(tables, "Model ID", "Provider"):
            found, bad = _active(sheet)
            records += found
            issues += bad
        ends = with_headings(tables, "Model version", "EOL date")
        records += _ending([(sheet, number, row) for sheet in ends for number, row in enumerate(sheet.rows)])
        issues += [
            Issue(IssueKind.BAD_RECORD, row[0], sheet.title, f"{len(row)} cells under {len(sheet.headers)} headings")
            for sheet in ends
            for row in sheet.uneven
        ]
        return Parsed({"lifecycle": records}, tuple(issues))

    def read(self, reader: Reader, record: Record) -> None:
        """Claim what a row says."""
        row: dict[str, str] = record.raw["cells"]
        claim_text(reader, "author_name", cell(row, "Provider"), "/Provider")
        claim_text(reader, "name", cell(row, "Model name", "Model version"), "/Model")
        claim_text(reader, "wire_id", cell(row, "Model ID"), "/Model ID")
        launched = american_day(cell(row, "Launch date"))
        if launched:
            reader.claims.append(Claim("listed_at", launched, cell(row, "Launch date"), "/Launch date"))
        for heading, field in (("Input modalities", "modalities_in"), ("Output modalities", "modalities_out")):
            _read_modalities(reader, field, cell(row, heading), heading)
        instead, ids = cell(row, "Recommended model version replacement"), cell(row, "Recommended model ID")
        if not says_nothing(instead):
            told = {"replacement": instead} | ({"id": ids} if ids else {})
            value = f"{instead} ({ids})" if ids else instead
            reader.claims.append(Claim("successor", value.strip(), as_stated(told), "/Recommended"))
        read_dates(reader, _without_least(row), DATES, record.raw["state"])
        reader.read({head: text for head, text in row.items() if head and norm(head) not in KNOWN}, {})


SOURCE = BedrockPricing()


def _state(sheet: Sheet) -> str:
    """The state that the nearest heading names."""
    words = (norm(title).split(" ")[0] for title in reversed(sheet.path))
    return next((STATES[word] for word in words if word in STATES), "")


def _active(sheet: Sheet) -> tuple[list[Record], list[Issue]]:
    at = [norm(header) for header in sheet.headers].index("model id")
    rows = list(sheet.rows)
    issues: list[Issue] = []
    fitting = [cells for cells in sheet.uneven if len(cells) > at and _MODEL_ID.fullmatch(cells[at])]
    for cells in sheet.uneven:
        if cells in fitting:
            rows.append(dict(zip(sheet.headers[: at + 1], cells, strict=False)))
        else:
            issues.append(Issue(IssueKind.BAD_RECORD, cells[0], "model id", f"{len(cells)} cells, and none is its id"))
    if fitting:
        detail = f"{len(fitting)} rows with {len(fitting[0])} cells under {len(sheet.headers)} headings: up to the id"
        issues.append(Issue(IssueKind.IGNORED, "", "active versions", detail))
    ids = Counter(cell(row, "Model ID") for row in rows)
    records: list[Record] = []
    for number, row in enumerate(rows):
        id_ = cell(row, "Model ID")
        if not _MODEL_ID.fullmatch(id_):
            issues.append(Issue(IssueKind.BAD_RECORD, "", "model id", f"{id_[:60]!r} is no id of a model"))
            continue
        name = id_ if ids[id_] == 1 else f"{id_}#{cell(row, 'Model name')}"
        records.append(Record(name, "lifecycle", f"/Active/{number}", {"state": _state(sheet), "cells": row}))
    return records, issues


def _ending(rows: list[tuple[Sheet, int, dict[str, str]]]) -> Iterator[Record]:
    """Rows by their model's name, with the regions where a name has more than one row."""
    names = Counter(cell(row, "Model version") for _, _, row in rows)
    for sheet, number, row in rows:
        name = cell(row, "Model version")
        where = re.search(r"\((.*)\)", cell(row, "EOL date"))
        raw: dict[str, Any] = {"state": _state(sheet), "cells": row}
        id_ = name if names[name] == 1 else f"{name} ({where[1] if where else 'everywhere'})"
        if id_:
            yield Record(id_[:200], "lifecycle", f"/{sheet.title}/{number}", raw)


def _without_least(row: dict[str, str]) -> dict[str, str]:
    """A row without days that are only the least: `No sooner than 9/23/2025` is no end."""
    return {heading: text for heading, text in row.items() if not text.lower().startswith("no sooner")}


def _read_modalities(reader: Reader, field: str, text: str, heading: str) -> None:
    kinds = [kind.strip().lower() for kind in text.split(",") if kind.strip()]
    if not kinds:
        return
    if set(kinds) <= _MODALITIES:
        reader.claims.append(Claim(field, dumps(kinds), text, f"/{heading}"))
    else:
        reader.note(IssueKind.BAD_VALUE, field, f"{text[:60]!r} is no list of modalities", f"/{heading}")
