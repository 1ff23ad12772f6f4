"""One field of a model at length, for `show ID FIELD`: who says it where and since when, and why one value stands.

It is cut out of what is told of the model, so that it cannot be another value.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from catalog.doubts import DOUBTS
from catalog.export.api.fields import attribute_block
from catalog.guards.rules import RULES as RULED
from catalog.render.receipts import EVIDENCE, STANCES
from catalog.resolve import RULES
from catalog.values import to_json
from scraper.attributes import ATTRIBUTES, OTHER, Attribute, Kind

Block = Mapping[str, Any]
"""A part of the document that `show --json` prints."""

SELLER = ("id", "provider", "via", "wire_id", "source", "record", "receipt")
"""What is told of each offer beside the field."""


def explained(model: Block, field: str) -> dict[str, Any] | None:
    """What a model's document tells of one field; None where it tells nothing of it."""
    offers = [_sold(offer, field) for offer in model["offers"]]
    told = {
        "id": model["id"],
        "name": model["name"],
        "about": attribute_block(ATTRIBUTES.get(field) or Attribute(field, Kind.TEXT, field.removeprefix(OTHER), "")),
        "fields": {
            name: {**block, "rule_means": RULES[block["rule"]]} for name, block in _only(model["fields"], field)
        },
        "offers": [offer for offer in offers if offer["claims"]],
        "disagreements": [row for row in model["disagreements"] if row["field"] == field],
        "corrections": [row for row in model["corrections"] if row["field"] == field],
        "history": dict(_only(model["history"], field)),
    }
    return told if any(told[part] for part in ("fields", "offers", "corrections")) else None


def fields_of(model: Block) -> list[str]:
    """Every field of which a model's document tells something, by name."""
    sold = (claim.get("field", column) for offer in model["offers"] for column, claim in offer["claims"].items())
    return sorted({*model["fields"], *sold, *(row["field"] for row in model["corrections"])})


def lines(told: Block) -> Iterator[str]:
    """The same for people."""
    about = told["about"]
    yield f"{about['label']} of {told['name']} ({told['id']}): {about['name']}"
    per = f"per {about['per']}" if about["per"] else ""
    if about["meaning"]:
        yield " ".join(filter(None, (about["meaning"], about["unit"], per)))
    for block in told["fields"].values():
        yield from _value(block)
    for title in ("offers", "disagreements", "corrections", "history"):
        part = [line for one in _each(told[title]) for line in _LINES[title](one)]
        yield from ["", f"{title}:", *part] if part else ()


def _only(blocks: Mapping[str, Any], field: str) -> list[tuple[str, Any]]:
    return [(field, blocks[field])] if field in blocks else []


def _sold(offer: Block, field: str) -> dict[str, Any]:
    """An offer with the columns that say the field, and their claims."""
    claims = {name: claim for name, claim in offer["claims"].items() if field in (name, claim.get("field"))}
    return {**{name: offer[name] for name in SELLER}, **{name: offer[name] for name in claims}, "claims": claims}


def _each(part: Any) -> list[Any]:
    """The rows of a part, whether they stand in a list or below the field."""
    return [row for rows in part.values() for row in rows] if isinstance(part, dict) else list(part)


def _value(block: Block) -> Iterator[str]:
    yield _words(block["value"])
    yield f"rule {block['rule']}: {block['rule_means']}"
    if block["disputed"]:
        yield "disputed: a witness of its own says otherwise"
    for claim in block["claims"]:
        counted = "" if claim["counted"] else ", counts as no witness of its own"
        yield ""
        yield f"{STANCES[claim['stance']]}{counted}: {_words(claim['value'])} ({claim['source']} {claim['record']})"
        yield from _receipt(claim)


def _receipt(claim: Block) -> Iterator[str]:
    """Where a claim stands, in which words, since when, and what keeps it there."""
    yield f"    as it stands there: {claim['original'][:300]}"
    yield f"    {claim['url']} {claim['pointer']}".rstrip()
    yield f"    from {claim['first_observed']} to {claim['fetched_at']}, snapshot {claim['snapshot']}"
    if claim.get("evidence"):
        yield f"    {EVIDENCE[claim['evidence']]}"
    if change := claim.get("held_change"):
        why = RULED[change["rule"]]
        yield f"    held since {change['since']}: the source now says {_words(change['offered'])}, but {why}"
    elif claim["held"]:
        yield "    a newer value could not be read, so the last good one stays"
    if said := claim.get("corrected"):
        yield f"    corrected by {said['who']}, {said['on']}: {said['why']} {said['url']}".rstrip()


def _offer(offer: Block) -> Iterator[str]:
    seller = offer["provider"] + (f" via {offer['via']}" if offer["via"] else "")
    for column, claim in offer["claims"].items():
        yield f"  {seller}: {offer['wire_id']}: {_words(offer[column])} ({offer['source']} {offer['record']})"
        yield from (f"  {line}" for line in _receipt({**offer["receipt"], **claim}))


def _disagreement(row: Block) -> Iterator[str]:
    of = f" of {row['provider']} {row['wire_id']}" if row["provider"] else ""
    said = "; ".join(f"{_words(one['value'])} ({one['source']} since {one['since'][:10]})" for one in row["said"])
    yield f"  {row['kind']}{of}: {said}"
    if row["doubt"]:
        yield f"    may be none: {DOUBTS[row['doubt']]}"


def _correction(row: Block) -> Iterator[str]:
    instead = "no claim" if row["dropped"] else _words(row["value"])
    yield f"  {row['source']} {row['record']}: {_words(row['upstream'])} is {instead}"
    yield f"    {row['who']}, {row['on']}: {row['why']} {row['url']}".rstrip()


def _span(span: Block) -> Iterator[str]:
    held = f", held: {RULED[span['held_by']]}" if span["held_by"] else ""
    yield f"  {_words(span['value'])} from {span['since']} {'until ' + span['until'] if span['until'] else 'on'}{held}"


_LINES = {"offers": _offer, "disagreements": _disagreement, "corrections": _correction, "history": _span}


def _words(value: Any) -> str:
    """A value as a line of text; a price that varies is none."""
    if value is None:
        return "nothing fixed"
    return value if isinstance(value, str) else to_json(value)
