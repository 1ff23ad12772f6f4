"""What one row of the Arena comes to: its identity out of the id, its rating, and an interval that fits it."""

from collections.abc import Iterator
from decimal import Decimal

from scraper.claims import Claim
from scraper.errors import BadValue
from scraper.issues import IssueKind
from scraper.reading import Reader
from scraper.source import Record
from scraper.sources._arena_addresses import OVERALL, RAW, STYLE
from scraper.sources._arena_tables import CATALOG, DATASET, INTERVALS, OPEN, PAGE, PLOT, margins
from scraper.units import original, plain

_ENDS = ("rating_low", "rating_high")


def observe_score(record: Record, reader: Reader) -> None:
    """The claims of a row: board, category, configuration, then what its keys say."""
    board, category, style, configuration = record.id.split("/", 3)
    series, colon, name = board.partition(":")
    reader.claims.extend(_identity(name if colon else series, category, style, configuration))
    if not colon:
        reader.read(record.raw, CATALOG)
    elif series == "hf":
        reader.read(record.raw, DATASET)
    else:
        reader.read(record.raw, OPEN if record.raw.get("license") == "open" else PAGE)
        _add_interval(record, reader)
        # The day of an extract stands beside its rows.
        reader.claims = [
            c._replace(pointer=f"#{c.pointer}") if c.pointer in ("/last_updated", "/meta/last_updated") else c
            for c in reader.claims
        ]
    _check(reader)


def observe_configuration(record: Record, reader: Reader) -> None:
    """The claims of a configuration in the price plot."""
    reader.read(record.raw, PLOT)


def _identity(board: str, category: str, style: str, configuration: str) -> Iterator[Claim]:
    yield Claim("board", board, board, "")
    # The catalogue's word for all prompts is `full`, everybody else's `overall`.
    yield Claim("category", OVERALL if category == "full" else category, category, "")
    yield Claim("configuration", configuration, configuration, "")
    if style in (RAW, STYLE):
        yield Claim("style_control", "true" if style == STYLE else "false", style, "")


def _add_interval(record: Record, reader: Reader) -> None:
    """The interval of a row that gives it as a distance from its score."""
    middle = next((Decimal(claim.value) for claim in reader.claims if claim.field == "rating"), None)
    key = next((key for key in INTERVALS if record.raw.get(key) is not None), None)
    if middle is None or key is None:
        return
    told = record.raw[key]
    try:
        found = margins(told)
    except BadValue as bad:
        reader.note(IssueKind.BAD_VALUE, "rating_low", str(bad), f"/{key}")
        return
    if found is not None:
        for field, value in zip(_ENDS, (middle - found[0], middle + found[1]), strict=True):
            reader.claims.append(Claim(field, plain(value), original(told), f"/{key}"))


def _check(reader: Reader) -> None:
    """A row without a rating is reported; ends of an interval that are not around its rating are taken back."""
    told = {claim.field: claim for claim in reader.claims if claim.field in ("rating", *_ENDS)}
    if "rating" not in told:
        if not any(issue.field == "rating" for issue in reader.issues):
            reader.note(IssueKind.BAD_VALUE, "rating", "missing", "")
        reader.claims = [claim for claim in reader.claims if claim.field not in _ENDS]
        return
    middle = Decimal(told["rating"].value)
    low, high = (Decimal(told[end].value) if end in told else middle for end in _ENDS)
    if not low <= middle <= high:
        reader.note(IssueKind.BAD_VALUE, "rating_low", f"{low} to {high} is not around {middle}", "")
        reader.claims = [claim for claim in reader.claims if claim.field not in _ENDS]
