"""Every published table as Parquet, typed, in Hive partitions: claims by source and by the year they began.

Exact decimals stay text, as in the database; a decimal of 38 digits, 20 of them after the point, stands beside each.
Where a value does not fit that without rounding there is none.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog.export.content import Content
from catalog.export.folders.filling import MissingExtra
from catalog.export.folders.rows import batches
from catalog.export.tables.schema import PUBLISHED

if TYPE_CHECKING:
    from catalog.export.folders.arrow import Shape

PARTITIONED = "claims"


def parquet_files(content: Content, folder: Path) -> Mapping[str, int]:
    """Write every table; gives the number of rows by table. Raises MissingExtra without pyarrow."""
    try:
        from catalog.export.folders.arrow import Shape
    except ImportError:
        raise MissingExtra("parquet: pyarrow is missing; `pip install 'modelatlas[parquet]'` brings it") from None
    counts = {name: _write(content, Shape(name), folder / name) for name in PUBLISHED if name != PARTITIONED}
    without = Shape(PARTITIONED, leave_out=("source",))
    counts[PARTITIONED] = sum(
        _write(content, without, folder / PARTITIONED / f"source={source}" / f"year={year}", where, [source, *years])
        for source, year, where, years in _partitions(content)
    )
    return counts


def _partitions(content: Content) -> Iterator[tuple[str, str, str, list[str]]]:
    """Source, year and the condition of each part of the claims."""
    years = "select distinct source, substr(first_observed, 1, 4) from claims order by 1, 2"
    for source, year in content.db.execute(years).fetchall():
        condition = "source = ? and first_observed >= ? and first_observed < ?"
        yield source, year, condition, [year, str(int(year) + 1)]


def _write(content: Content, shape: "Shape", folder: Path, where: str = "", values: Any = ()) -> int:
    folder.mkdir(parents=True)
    with shape.writer(folder / "part-0.parquet") as writer:
        count = 0
        for batch in batches(content, shape.table, where, values):
            writer.write_batch(shape.batch(batch))
            count += len(batch)
    return count
