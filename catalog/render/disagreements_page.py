"""The page of what sources say against each other."""

from collections import Counter
from collections.abc import Mapping, Sequence

from catalog.addresses import folder, link
from catalog.queries import Row
from catalog.render.contexts import DisagreementRow, DisagreementsPage, Page, SaidRow
from catalog.render.formats import moment, price
from catalog.render.receipts import Receipts
from scraper.attributes import ATTRIBUTES, Kind

MOST = 250
"""So many rows of a kind the page shows; all are in the JSON."""
LONGEST = 80


def disagreements_page(
    rows: Sequence[Row], names: Mapping[str, str], receipts: Receipts, page: Page
) -> DisagreementsPage:
    """Prices the largest first, facts the newest first, and how many there are by field and by source."""
    prices = [row for row in rows if row["kind"] == "price"]
    facts = sorted((row for row in rows if row["kind"] == "fact"), key=lambda row: str(row["newest"]), reverse=True)
    sources = Counter(receipts.name(one["source"]) for row in prices for one in row["said"])
    return DisagreementsPage(
        page=page,
        prices=tuple(_row(row, names, receipts, page.root) for row in prices[:MOST]),
        prices_count=len(prices),
        facts=tuple(_row(row, names, receipts, page.root) for row in facts[:MOST]),
        facts_count=len(facts),
        by_field=tuple(Counter(ATTRIBUTES[row["field"]].label for row in rows).most_common()),
        by_source=tuple(sources.most_common()),
    )


def _row(row: Row, names: Mapping[str, str], receipts: Receipts, root: str) -> DisagreementRow:
    model_id = row["model_id"] or ""
    known = model_id in names
    return DisagreementRow(
        model=names[model_id] if known else model_id or row["wire_id"],
        href=f"{root}models/{link(folder(model_id))}/" if known else "",
        offer=f"{row['provider']}: {row['wire_id']}" if row["wire_id"] else "",
        field=ATTRIBUTES[row["field"]].label,
        ratio=f"{float(row['ratio']):.2f} times" if row["ratio"] else "",
        newest=moment(row["newest"]).text,
        said=tuple(
            SaidRow(
                receipts.name(one["source"]),
                one["record"],
                _value(row["field"], one["value"]),
                moment(one["since"]).text,
            )
            for one in row["said"]
        ),
    )


def _value(field: str, value: str) -> str:
    text = price(value) if ATTRIBUTES[field].kind is Kind.PRICE else value
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
