"""The file of corrections: a row that is wrong, or names no source, is told and not used.

Two corrections of one claim cannot both be meant, so neither of them is used.
"""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from catalog.corrections.apply import FILE, Corrections
from catalog.corrections.row import CorrectionRow
from catalog.curated_table import read_file
from catalog.match.curated_files import Fault

TABLE = "correction"


def load_corrections(folder: Path, sources: Collection[str]) -> Corrections:
    """The corrections of a folder of curated files that hold together, and what is wrong with the others."""
    read = read_file(folder / FILE, TABLE, CorrectionRow)
    faults = list(read.faults)
    known = [(place, row) for place, row in read.rows if row.key[0] in sources]
    faults += [
        Fault(FILE, place, "record", row.key[0], "there is no such source")
        for place, row in read.rows
        if row.key[0] not in sources
    ]
    return Corrections(tuple(_single(known, faults)), tuple(faults))


def _single(read: Iterable[tuple[str, CorrectionRow]], faults: list[Fault]) -> Iterator[CorrectionRow]:
    """The rows that are the only one on their claim."""
    claims: dict[str, list[tuple[str, CorrectionRow]]] = {}
    for place, row in read:
        claims.setdefault(row.told, []).append((place, row))
    for same in claims.values():
        if len(same) == 1:
            yield same[0][1]
        else:
            others = f"is corrected {len(same)} times: none of them is used"
            faults.extend(Fault(FILE, place, "field", row.field, others) for place, row in same)
