"""What every column of every published table and view says, in words: the one place for it.

A column that is an attribute says what the registry of attributes says.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from catalog.export.tables.schema import NUMBER, PUBLISHED, columns
from catalog.export.tables.views import VIEWS
from scraper.attributes import ATTRIBUTES, Kind


class Column(NamedTuple):
    """A column of a published table or view."""

    table: str
    column: str
    about: str


EVERYWHERE: Mapping[str, str] = {
    "at": "The first answer that says so, UTC.",
    "author": "Who made it: the first part of the id.",
    "field": "The field that is spoken of; `fields` says what each means.",
    "first_observed": "The first answer that said so, UTC.",
    "last_observed": "The last answer that said so, UTC.",
    "first_seen": "The first answer with it, UTC.",
    "last_seen": "The last answer with it, UTC.",
    "held_by": "The guard that kept it in place of what the record said then; empty where it was said.",
    "kept": "The value that is published in its place.",
    "kept_first_observed": "Since when the kept value was said: with source, record and field it names the claim.",
    "learned_on": "The day on which this catalog learned it.",
    "level": "How surely the record speaks of the model: exact, high, medium, low or none.",
    "model_id": "The model; empty where none is known.",
    "name": "The display name.",
    "observed_at": "The newest answer that says so, UTC.",
    "offered": "What the source says instead; empty where it says the field no more.",
    "pointer": "The place within the answer.",
    "provider": "The seller.",
    "record": "The entry at the source, by the source's own id.",
    "rule": "The rule by which it was decided.",
    "since": "The first answer of which it is so, UTC.",
    "snapshot": "The newest answer that says so, by the SHA-256 of its bytes.",
    "source": "The source that says so.",
    "until": "When it ended, UTC; empty where it is so still.",
    "url": "The address, as its publisher gives it.",
    "valid_from": "Since when it is so, UTC.",
    "valid_to": "Until when it was so, UTC; empty where it is so still.",
    "wire_id": "The id that a request to the seller names.",
}
"""Columns that mean the same wherever they stand."""

OWN: Mapping[str, Mapping[str, str]] = {
    "cheapest_offers": {
        "input_usd_per_mtok": "What this offer asks for prompt tokens: US dollars per 1M tokens, exact.",
        "output_usd_per_mtok": "What this offer asks for completion tokens: US dollars per 1M tokens, exact.",
    },
    "sources": {
        "id": "Its short name.",
        "name": "Its name.",
        "url": "Its address.",
        "kind": "What its publisher is: a maker that sells, a reseller, a collection kept by hand and the like.",
        "licence": "The terms that its publisher states.",
        "state": "fresh, stale, seed, failed or never: what its newest answer came to.",
        "last_success": "When its main list was last good, UTC.",
        "records": "How many entries it lists now.",
        "claims": "How many values it says now.",
        "held": "Values that are not published as it says them now: unreadable ones, and those that a guard holds.",
        "unreadable": "Those of them that could not be read.",
        "error": "Its last failure in one line; empty where there is none.",
        "cannot_know": "What it cannot know.",
        "copies": "JSON: from whom it has what it says, with the evidence for that.",
        "evidence": "What stands behind its yes or no on abilities: declared, listed or marketing.",
        "last_look": "When its main list was last asked for, UTC.",
        "last_outcome": "What that look gave: good, refused or failed.",
        "nights_failed": "How many nights with a look, the newest among them, gave nothing good.",
        "looks": "JSON: the outcome of each day with a look, in the month before the newest answer of any source.",
    },
    "snapshots": {
        "fetched_at": "When it was so, UTC.",
        "page": "Which part of an answer of several parts.",
        "turn": "Tells looks at one address in one second apart.",
        "root": "The address that a further part belongs to.",
        "status": "The HTTP status; 0 where there was no answer.",
        "sha256": "The SHA-256 of the bytes; empty where there was no answer.",
        "bytes": "How long it is.",
        "seed": "1 where it came with the program.",
        "state": "accepted, refused (not what we know), failed (no answer, or none that can be read), missing (no such"
        " address) or skipped.",
        "records": "How many entries were read from it.",
        "error": "Why it was not accepted.",
    },
    "records": {
        "kind": "What it is an entry of: a model, an endpoint, a provider, a score and the like.",
        "url": "Its address at the source.",
        "present": "1 where the newest answer lists it.",
        "snapshot": "The newest answer with it, by the SHA-256 of its bytes.",
    },
    "claims": {
        "value": "The value in our units: exact decimals, UTC, lists and objects as JSON.",
        "original": "The value as the source wrote it.",
        "current": "1 where the record says so still, or last said so before it left.",
        "held": "1 where the source now writes something that cannot be read, and this is its last good value.",
        "ended_at": "The first answer that says it no more, UTC; empty where it is said still.",
    },
    "presence": {"gone_at": "The first answer without it, UTC; empty where it is listed still."},
    "held": {"rule": "The guard that holds it."},
    "holds": {"rule": "The guard that held it."},
    "matches": {
        "relation": "What the record is to the model: same_release, offer_of, alias_of, derived_from and the like.",
        "evidence": "JSON: what speaks for it and against it.",
        "decided_by": "`rule`, or who decided it by hand.",
    },
    "models": {
        "id": "Author and slug.",
        "status": "active where somebody lists it now, else retired.",
        "source_type": "Which sources speak of it, in a word.",
        "match_confidence": "The surest level at which a second source's record was joined to it.",
        "context_listed": "The context length in tokens that the router lists.",
        "released": "When its maker released it, as sources say: a day or a month.",
        "arena_rank": "Its overall rank by human preference; empty where it is not rated.",
        "price_state": "known, free, dynamic (it varies), unknown (no claim) or not_applicable (not sold any more).",
        "input_usd_per_mtok": "Its list price of prompt tokens: US dollars per 1M tokens, exact; not the cheapest.",
        "output_usd_per_mtok": "Its list price of completion tokens: US dollars per 1M tokens, exact.",
        "source": "The source of the record that stands for it.",
        "record": "The record that stands for it.",
    },
    "offers": {
        "id": "The source and its record.",
        "via": "The router through which the seller is reached; empty where it sells itself.",
        "kind": "list (the router's own list price), endpoint (a seller behind the router) or a source's own sale.",
        "price_state": "known, free (a claim of 0), dynamic (it varies), unknown (no claim) or not_applicable.",
        "maker_offer": "The maker's own offer of the same model that it is compared with.",
        "maker_observed_at": "When that offer was last seen, UTC.",
        "markup_input": "Its input price over the maker's, as a share: 0.05 is 5 % above.",
        "markup_output": "The same of the output price.",
    },
    "resolved": {
        "value": "The value that was chosen, in our units.",
        "agreeing": "How many records say the same.",
        "origins": "How many publishers of their own say the same: copies count once.",
        "disputed": "1 where another record says otherwise.",
        "uncounted": "JSON: records that say it and are no witness, with whom they copy.",
    },
    "scores": {
        "setting": "How the model was run, where the configuration says so.",
        "low": ATTRIBUTES["rating_low"].meaning,
        "high": ATTRIBUTES["rating_high"].meaning,
        "published": ATTRIBUTES["published_at"].meaning,
    },
    "aliases": {"record": "The id.", "release": "The release that it meant then."},
    "kin": {
        "other_id": "Another model of its family.",
        "relation": "What the model is to the other one.",
        "why": "What tells them apart.",
    },
    "artifacts": {
        "hugging_face_id": "The repository of weights.",
        "relation": "What the weights are to the model, by their name.",
        "why": "What their name says other than the model's.",
        "said_by": "The sources that name it.",
        "records": "JSON: the records that name it.",
    },
    "accuracy": {
        "source": "A source, or `all` for all of them.",
        "checked": "How many values were drawn.",
        "equal": "How many are what their archived answer says.",
        "wrong": "How many are not.",
        "missing": "How many could not be found there again.",
        "share": "The share that is equal, exact, never rounded up.",
        "at": "The newest answer behind the catalog, UTC.",
        "seed": "What the values were drawn by.",
    },
    "completeness": {
        "source": "A source, or `all` for the catalog's active models.",
        "kind": "The kind of its records.",
        "known": "Of how many of them the field is known.",
        "of": "How many there are.",
    },
    "corrections": {
        "upstream": "What the source says.",
        "value": "What is published in its place; empty where nothing is.",
        "who": "Who decided it.",
        "on": "The day of the decision.",
        "why": "The reason.",
        "url": "Where the reason can be checked.",
        "state": "`applied`, or why it is no longer needed.",
    },
    "disagreements": {
        "kind": "Of what it is: the price of one offer, or a `fact` of one release.",
        "ratio": "The larger value over the smaller one; empty where one is free, or where it is no number.",
        "newest": "The newest answer that says one of the values, UTC.",
        "doubt": "Why it may be no conflict; empty where nothing speaks for that.",
        "said": "JSON: who says what, since when, last seen when, in which answer.",
    },
    "changes": {
        "kind": "price, limit, capability, added, retired, returned, renamed or repointed.",
        "old": "The value before; empty where nothing was said.",
        "new": "The value from then on; empty where nothing is said any more.",
        "by": "`source` for its publisher's side, `atlas` for a correction of ours.",
        "held": "1 where a guard kept it from being published then.",
        "snapshot": "The answer that shows it, by the SHA-256 of its bytes.",
        "evidence": "JSON: what shows that it is so.",
    },
    "drift": {
        "record_kind": "The kind of records.",
        "step": "begins or ceases: whether the source began or ceased to say the field.",
        "records": "How many records it concerns.",
        "of": "How many could have said it.",
    },
    "issues": {
        "record": "The entry, where it is of one.",
        "kind": "What it is: a field that nobody knows, a value that cannot be read and the like.",
        "detail": "What was met.",
    },
    "labs": {
        "id": "The first part of its models' ids.",
        "name": "What it is called.",
        "models": "How many models of its are known.",
        "listed": "How many of them are listed now.",
    },
    "providers": {
        "id": "Its short name.",
        "name": "What it is called.",
        "offers": "How many offers it has now.",
        "models": "How many models it sells.",
    },
    "fields": {
        "id": "The field's name, with its unit.",
        "kind": "How its values are to be read.",
        "label": "What pages call it.",
        "meaning": "What it says.",
        "per": "What a price is per, in US dollars; empty for all else.",
    },
    "crosswalk": {
        "source": "Whose id it is: a source, or `atlas` for one that was published here once.",
        "record": "The entry at the source that bears it.",
        "id": "The id as it stands there.",
        "purl": "The package URL, where the id is a repository of weights.",
        "relation": "What the id is to the model: same_release, offer_of, alias_of and the like.",
        "level": "How surely it leads to the model: exact, high, medium or low.",
    },
    "comparable": {
        "place": "1 is the cheapest.",
        "offer": "The offer.",
        "blended_usd_per_mtok": "US dollars per 1M tokens at three tokens in to one out, exact.",
    },
    "history": {"value": "The value in our units."},
    "source_health": {
        "last_look": "When it was last asked, UTC.",
        "refused": "How many of its answers were ever refused.",
        "failed": "How many looks at it ever failed.",
    },
}  # fmt: skip
"""What a column means in one table; a view's columns mean what those of its tables do."""


def about_column(table: str, column: str) -> str:
    """What a column says. Raises KeyError where nobody wrote it down."""
    if column.endswith(NUMBER):
        return f"{column.removesuffix(NUMBER)} as a number, to sort and draw by; the text is exact."
    for place in (table, *(VIEWS[table].tables if table in VIEWS else ())):
        if column in OWN.get(place, {}):
            return OWN[place][column]
    return EVERYWHERE[column] if column in EVERYWHERE else _of_attribute(column)


def _of_attribute(name: str) -> str:
    attribute = ATTRIBUTES[name]
    if attribute.kind is Kind.PRICE:
        return f"{attribute.label}: {attribute.meaning} US dollars per {attribute.per}, exact."
    ending = {Kind.TOKENS: " In tokens.", Kind.LIST: " JSON list.", Kind.JSON: " JSON."}.get(attribute.kind, "")
    return attribute.meaning + ending


def every_column(view_columns: Mapping[str, tuple[str, ...]]) -> Iterator[Column]:
    """Every column of every published table and, as the database has them, of every view."""
    for name in sorted({*PUBLISHED, *view_columns}):
        for column in columns(name) if name in PUBLISHED else view_columns[name]:
            yield Column(name, column, about_column(name, column))
