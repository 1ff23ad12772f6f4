"""What a page is, for search engines and other programs: JSON-LD in the words of schema.org.

Every document is a script element that runs nothing: no text in it can end the element or begin a comment.
A price is the exact one, in US dollars per million tokens, as its `unitText` says.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from markupsafe import Markup

from catalog.pricing.hours import day_of
from catalog.queries import ModelDetail, Row, Status
from catalog.render.environment import UNPRINTABLE
from catalog.values import to_json
from scraper.answers import parse_raw
from scraper.attributes import ATTRIBUTES
from scraper.units import plain

SITE = "Model Atlas"
MAKER = "The Model Atlas developers"
UNIT = "million tokens"
PRICED = {"input_usd_per_mtok": "Input", "output_usd_per_mtok": "Output"}
"""Prices that an offer names here: those per million tokens that nearly every seller states."""
DOWNLOADS = (
    ("api/v1/models/all.json", "application/json", "Every model, resolved values"),
    ("catalog.db", "application/vnd.sqlite3", "Every claim, offer and change, as an SQLite database"),
    ("api/v1/changes.json", "application/json", "Every change"),
    ("api/v1/changes.csv", "text/csv", "Every change, as a table"),
    ("api/v1/disagreements.json", "application/json", "What sources say against each other"),
    ("feeds/changes.atom", "application/atom+xml", "The newest changes"),
    ("feeds/models.atom", "application/atom+xml", "New models"),
)
"""Files that hold the catalog, with type and name."""
MEASURED = (
    "context_listed", "max_output", "modalities_in", "modalities_out", *PRICED, "cache_read_usd_per_mtok",
    "released_at", "knowledge_cutoff", "licence",
)  # fmt: skip
_PARENTS = {"changes": "Changes", "disagreements": "Disagreements", "labs": "Labs", "providers": "Providers"}
"""Folders with a page of their own, above others."""
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_DATED = {"from": "validFrom", "until": "validThrough"}
"""Terms of a condition that is one of days alone, and what they are here."""
_PLAIN_SALES = ("list", "direct", "endpoint")
"""Kinds of offers that stand for their seller, before its variants."""

Node: TypeAlias = dict[str, Any]
NameSeller: TypeAlias = Callable[[Row], tuple[str, str]]
"""Gives the seller of an offer, and through whom it sells, or nothing."""


def script(node: Node) -> Markup:
    """A document as the text of a script element: nothing in it is markup, and no character is one that pages lack."""
    document = {"@context": "https://schema.org", **node}
    text = to_json(document)
    if "\\" in text or UNPRINTABLE.search(text):  # JSON writes what is not printable as it is, or with a backslash
        text = to_json(_printable(document))
    return Markup(text.translate(_ESCAPES))  # noqa: S704 - `<`, `>` and `&` are escaped as JSON has it


def model_documents(detail: ModelDetail, canonical: str, lead: str, seller: NameSeller) -> tuple[Markup, ...]:
    """A model and who sells it at which price."""
    node: Node = {
        "@type": "SoftwareApplication",
        "@id": canonical,
        "url": canonical,
        "name": detail.row["name"],
        "identifier": detail.id,
        "applicationCategory": "AI model",
        "description": lead,
        "author": _organization(detail.row["author"]),
    }
    if "released_at" in detail.fields:
        node["datePublished"] = detail.fields["released_at"].value
    sold = [*_offers(detail, seller)]
    return (script({**node, "offers": sold} if sold else node),)


def dataset(base_url: str, address: str, status: Status, first_answer: str, known: Iterable[str]) -> Markup:
    """The whole catalog as a data set, described at an address; `known` are the fields of which something is known."""
    fields = set(known)
    return script(
        {
            "@type": "Dataset",
            "@id": f"{base_url}#dataset",
            "url": address,
            "name": f"{SITE}: AI models with prices, limits and capabilities",
            "description": "AI models reconciled from many sources: prices of every seller, limits, capabilities and"
            " ratings, each value with its source, its date and what it was before.",
            "license": f"{base_url}sources/",
            "isAccessibleForFree": True,
            "creator": _organization(MAKER),
            "version": status.snapshot,
            "dateModified": status.generated_at,
            "temporalCoverage": f"{(first_answer or status.generated_at)[:10]}/{status.generated_at[:10]}",
            "variableMeasured": [ATTRIBUTES[name].label for name in MEASURED if name in fields],
            "distribution": [
                {"@type": "DataDownload", "name": name, "encodingFormat": kind, "contentUrl": base_url + path}
                for path, kind, name in DOWNLOADS
            ],
        }
    )


def breadcrumbs(base_url: str, path: str, title: str, canonical: str) -> tuple[Markup, ...]:
    """The way from the explorer to a page; nothing of the explorer itself, and of what is at any address."""
    if not path.endswith("/index.html"):
        return ()
    above = path.split("/")[:-2]
    crumbs = [(SITE, base_url)]
    crumbs += [(_PARENTS[above[0]], f"{base_url}{above[0]}/")] if above and above[0] in _PARENTS else []
    crumbs.append((title.removesuffix(f" · {SITE}"), canonical))
    return (
        script(
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": place, "name": name, "item": address}
                    for place, (name, address) in enumerate(crumbs, 1)
                ],
            }
        ),
    )


def _offers(detail: ModelDetail, seller: NameSeller) -> Iterator[Node]:
    """One offer a seller with a known price; of a model that its source lists no more, that it is gone there."""
    gone = detail.row["status"] != "active"
    sold: set[tuple[str, str]] = set()
    for offer in sorted(detail.offers, key=_plainness):
        by = seller(offer)
        prices = _prices(offer)
        if by in sold or not prices:
            continue
        sold.add(by)
        yield {**_sale(*by), **_validity(detail, offer), "priceSpecification": prices}
    if gone and not sold:
        source = {"source": detail.row["source"], "provider": detail.row["source"], "via": None}
        yield {"@type": "Offer", "availability": "https://schema.org/Discontinued", **_sold_by(*seller(source))}


def _plainness(offer: Row) -> int:
    return _PLAIN_SALES.index(offer["kind"]) if offer["kind"] in _PLAIN_SALES else len(_PLAIN_SALES)


def _sale(seller: str, via: str) -> Node:
    return {
        "@type": "Offer", **_sold_by(seller, via),
        "availability": "https://schema.org/InStock", "priceCurrency": "USD",
    }  # fmt: skip


def _sold_by(seller: str, via: str) -> Node:
    return {"seller": _organization(seller), **({"offeredBy": _organization(via)} if via else {})}


def _organization(name: str) -> Node:
    return {"@type": "Organization", "name": name}


def _prices(offer: Row) -> list[Node]:
    """Input and output price, and the same for a time of which the first or last day is stated."""
    conditions = parse_raw(offer["conditions"]) if offer["conditions"] else ()
    dated = [one for one in conditions if one["when"] and one["when"].keys() <= _DATED.keys()]
    found = [*_specifications(offer, _until(dated))]
    for condition in dated:
        found += _specifications(condition, {_DATED[name]: day for name, day in condition["when"].items()})
    return found


def _until(dated: Iterable[Mapping[str, Any]]) -> Node:
    """The last day of a price that others replace for good, from a day on."""
    days = [day_of(one["when"]["from"]) for one in dated if one["when"].keys() == {"from"}]
    first = min(filter(None, days), default=None)
    return {"validThrough": (first - timedelta(days=1)).isoformat()} if first else {}


def _specifications(prices: Mapping[str, Any], validity: Node) -> Iterator[Node]:
    for field, name in PRICED.items():
        amount = prices.get(field)
        if amount not in (None, "dynamic"):
            price = {"name": name, "price": plain(Decimal(str(amount))), "priceCurrency": "USD", "unitText": UNIT}
            yield {"@type": "UnitPriceSpecification", **price, **validity}


def _validity(detail: ModelDetail, offer: Row) -> Node:
    """From when to when an offer's prices hold, as far as that is known."""
    found = {}
    since = _since(detail, offer)
    if since:
        found["validFrom"] = since
    for field, name in (("expires_at", "priceValidUntil"), ("retires_at", "availabilityEnds")):
        value = detail.fields.get(field)
        if value is not None and value.chosen.source == offer["source"] and value.value >= offer["observed_at"][:10]:
            found[name] = value.value
    return found


def _since(detail: ModelDetail, offer: Row) -> str:
    """Since when the prices of the model's own record are what they are; empty where the first answer had them."""
    if detail.past is None or (offer["source"], offer["record"]) != detail.raw_record:
        return ""
    history = detail.past.history
    spans = [found[-1] for name in PRICED if (found := history.spans.get(name)) and found[-1].until is None]
    since = max((span.since for span in spans), default="")
    return since if since != history.first_answer else ""


def _printable(value: Any) -> Any:
    """A document without what no page can print."""
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_printable(one) for one in value]
    return UNPRINTABLE.sub("\ufffd", value) if isinstance(value, str) else value
