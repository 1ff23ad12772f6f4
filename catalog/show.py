"""`show` and `sources`: one model, or the state of the sources, for people and as JSON."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from catalog.errors import CatalogError, UnknownField, UnknownModel
from catalog.values import to_json

if TYPE_CHECKING:
    from sqlite_utils import Database

    from catalog.as_of.moment import Asked
    from catalog.queries import ModelDetail, Row
    from catalog.terminal import Settings


def run_show(
    settings: "Settings", model_id: str, field: str | None, as_json: bool, asked: "Asked | None" = None
) -> int:
    """A model or one field of it, as it is or as it stood; exit 1, with what is near on stderr, where it is unknown."""
    from catalog.details import details, only
    from catalog.queries import Addresses

    opened = _opened(settings, model_id.strip(), asked)
    if opened is None:
        return 1
    db, known = opened
    try:
        found = next(details(db, only(known)))
        if field is not None:
            return _show_field(found, field.strip(), Addresses(db), settings, as_json, asked)
        if as_json:
            _show_json(found, Addresses(db), settings, asked)
        else:
            if asked is not None:
                click.echo(_as_of(asked))
            for line in _lines(found, Addresses(db), settings.config.now if asked is None else asked.moment):
                click.echo(line)
    finally:
        db.close()
    return 0


def _opened(settings: "Settings", wanted: str, asked: "Asked | None") -> "tuple[Database, str] | None":
    """A catalog that knows the model, and the model's id; None, and a line on stderr, where there is none."""
    from catalog.published_ids import led_to
    from catalog.queries import similar_ids

    if asked is not None:
        from catalog.as_of.opening import open_model_as_of

        return open_model_as_of(settings, asked, wanted)
    db = open_catalog(settings)
    if db is None:
        return None
    known, was = led_to(db, settings.config.published, wanted)
    if was is not None:
        settings.warn(str(was))
    if known is not None:
        return db, known
    settings.warn(str(UnknownModel(wanted, similar_ids(db, wanted))))
    db.close()
    return None


def _show_json(found: "ModelDetail", addresses: Any, settings: "Settings", asked: "Asked | None") -> None:
    from catalog.export.api.model import one_model
    from catalog.pricing.showing import offer_now
    from scraper.units import iso

    now = settings.config.now if asked is None else asked.moment
    document = one_model(found, addresses)
    for offer, row in zip(document["offers"], found.offers, strict=True):
        offer |= {"now": told} if (told := offer_now(row, now)) else {}
    click.echo(to_json({**document, **({"as_of": iso(now)} if asked else {})}, indent=2))


def _as_of(asked: "Asked") -> str:
    return f"as of {asked.moment:%Y-%m-%dT%H:%M:%SZ}"


def _show_field(
    found: "ModelDetail", field: str, addresses: Any, settings: "Settings", as_json: bool, asked: "Asked | None"
) -> int:
    """One field at length; of one of which nobody says anything, what is near to it."""
    from difflib import get_close_matches

    from catalog.explained import explained, fields_of, lines
    from catalog.export.api.model import one_model
    from scraper.units import iso

    document = one_model(found, addresses)
    told = explained(document, field)
    if told is None:
        near = get_close_matches(field.lower(), fields_of(document), n=5, cutoff=0.5)
        settings.warn(str(UnknownField(found.id, field, tuple(near))))
        return 1
    if as_json:
        click.echo(to_json({**told, **({"as_of": iso(asked.moment)} if asked else {})}, indent=2))
        return 0
    for line in (*([_as_of(asked)] if asked else ()), *lines(told)):
        click.echo(line)
    return 0


def run_sources(settings: "Settings", as_json: bool) -> int:
    """The state of every source."""
    from catalog.export.api.sources import source_blocks
    from catalog.quality import ALL, accuracies
    from catalog.queries import status

    db = open_catalog(settings)
    if db is None:
        return 1
    try:
        rows, checked = status(db).sources, accuracies(db)
        told = source_blocks(db, rows) if as_json else []
    finally:
        db.close()
    if as_json:
        click.echo(to_json(told, indent=2))
        return 0
    for row in rows:
        age = _age(row["last_success"], settings.config.now)
        click.echo(f"{row['id']}: {row['state']}, {row['records']} records, {row['held']} held, last good {age}")
        if row["nights_failed"] > 1:
            click.echo(f"  no good answer for {row['nights_failed']} nights in a row")
        if row["error"]:
            click.echo(f"  {row['error']}")
    if ALL in checked:
        click.echo(f"{checked[ALL].equal} of {checked[ALL].checked} published values are what their answers say")
    return 0


def open_catalog(settings: "Settings") -> "Database | None":
    """The catalog for reading; None, and a line on stderr, where there is none."""
    from catalog.opening import open_to_read

    try:
        return open_to_read(settings.config.database)
    except CatalogError as error:
        settings.warn(str(error))
        return None


def _lines(detail: "ModelDetail", addresses: Any, now: datetime) -> list[str]:
    from catalog.departed import gone_lines
    from catalog.pricing.showing import offer_now
    from catalog.render.formats import price, short_count
    from catalog.render.receipts import told_correction

    row = detail.row
    lines = [f"{row['name']}  ({detail.id})", f"{row['status']}, {row['source_type']}, {row['match_confidence']}"]
    lines += [f"first seen {_age(row['first_seen'], now)}, last seen {_age(row['last_seen'], now)}"]
    lines += [*gone_lines(detail), ""]
    for name, value in sorted(detail.fields.items()):
        claim = value.chosen
        shown = value.value if len(value.value) <= 100 else value.value[:99] + "…"
        lines.append(f"{name}: {shown}")
        lines.append(f"    {claim.source}, {_age(claim.last_observed, now)}, rule {value.rule}")
        lines.append(f"    {addresses.of(claim)} {claim.pointer} snapshot {claim.snapshot[:12]}")
        if claim.correction is not None:
            lines.append(f"    corrected by {told_correction(claim)}; the source says {claim.original[:80]}")
        lines.extend(f"    {value.stance(c)}: {c.value[:80]} ({c.source} {c.record})" for c in value.claims[1:])
    lines += ["", "offers:"]
    for offer in detail.offers:
        seller = offer["provider"] + (f" via {offer['via']}" if offer["via"] else "")
        input_ = price(offer["input_usd_per_mtok"], offer["price_state"])
        output = price(offer["output_usd_per_mtok"], offer["price_state"])
        context = short_count(offer["context_served"])
        lines.append(f"  {seller}: {offer['wire_id']}: in {input_}, out {output} per 1M, context {context}")
        told = offer_now(offer, now)
        lines += [f"    {_price_now(told)}"] if told else []
    lines += ["", "matches:", *(line for match in detail.matches for line in _match_lines(match))]
    lines += ["", "family:", *(f"  {kin['relation']} {kin['other_id']}: {kin['why']}" for kin in detail.kin)]
    return lines


def _price_now(told: dict[str, Any]) -> str:
    from catalog.render.formats import price

    named = ("input_usd_per_mtok", "output_usd_per_mtok")
    input_, output = (price(None if told.get(name) is None else str(told[name])) for name in named)
    until = f"until {told['until']}" if told["until"] else "with no change in sight"
    undecided = f"; not decided: {to_json(told['undecided'])}" if told["undecided"] else ""
    return f"now in {input_}, out {output} per 1M {until}{undecided}"


def _match_lines(match: "Row") -> list[str]:
    """A judgement, and below it what was compared, what it rests on, and the next best model."""
    from catalog.render.links import told_evidence
    from scraper.answers import parse_raw

    why: dict[str, Any] = parse_raw(match["evidence"])
    lines = [f"  {match['source']} {match['record']}: {match['relation']}, {match['level']}, rule {match['rule']}"]
    compared = "; ".join(told_evidence(item) for item in why.get("fields", ()))
    rival = why.get("runner_up")
    lines += [f"    {text}" for text in (compared, *why.get("vetoes", ()), why.get("note", "")) if text]
    return [*lines, f"    not {rival['model_id']}: {'; '.join(rival['why_not'])}"] if rival else lines


def _age(iso: str | None, now: datetime) -> str:
    if not iso:
        return "never"
    days = (now - datetime.fromisoformat(iso)).days
    return f"{iso[:10]} ({days} days ago)" if days else iso[:10]
