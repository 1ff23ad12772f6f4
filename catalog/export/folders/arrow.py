"""A published table in Arrow's types; needs pyarrow, which is an extra."""

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from catalog.export.tables.schema import BY_FIELD, DAYS, DECIMALS, FLAGS, NUMBER, PUBLISHED, TIMES
from scraper.attributes import ATTRIBUTES, Kind

DECIMAL = pa.decimal128(38, 20)
"""What BigQuery (as BIGNUMERIC), Spark and DuckDB all have; prices of 20 decimals have been seen."""
_FITS = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,20})?")
TIME = pa.timestamp("us", tz="UTC")
NUMERIC = frozenset(a.name for a in ATTRIBUTES.values() if a.kind in (Kind.PRICE, Kind.DECIMAL, Kind.TOKENS))
"""Fields whose values are numbers."""


class Shape:
    """The columns of a table as a Parquet file has them."""

    def __init__(self, table: str, leave_out: Collection[str] = ()) -> None:
        """Columns that a partition's folder tells are left out of its files."""
        self.table = table
        self._columns = PUBLISHED[table].columns
        self._kept = [column for column in self._columns if column not in leave_out]
        self._numbers = (*DECIMALS.get(table, ()), *BY_FIELD.get(table, ()))
        fields = [pa.field(column, self._type(column)) for column in self._kept]
        self.schema = pa.schema([*fields, *(pa.field(f"{column}{NUMBER}", DECIMAL) for column in self._numbers)])

    def writer(self, path: Path) -> pq.ParquetWriter:
        """A file to be written to; what is written has no time of its own."""
        return pq.ParquetWriter(path, self.schema, compression="zstd", version="2.6")

    def batch(self, rows: Sequence[tuple[Any, ...]]) -> pa.RecordBatch:
        """Some rows of the table."""
        texts = dict(zip(self._columns, zip(*rows, strict=True), strict=True))
        arrays = [_typed(texts[column], self._type(column)) for column in self._kept]
        arrays += [self._number(texts, column) for column in self._numbers]
        return pa.record_batch(arrays, schema=self.schema)

    def _type(self, column: str) -> pa.DataType:
        if column in FLAGS.get(self.table, ()):
            return pa.bool_()
        if self._columns[column] is int:
            return pa.int64()
        if column in TIMES:
            return TIME
        return pa.date32() if column in DAYS else pa.string()

    def _number(self, texts: dict[str, tuple[Any, ...]], column: str) -> pa.Array:
        told = [text if text and _FITS.fullmatch(text) else None for text in texts[column]]
        if column in BY_FIELD.get(self.table, ()):
            told = [text if name in NUMERIC else None for text, name in zip(told, texts["field"], strict=True)]
        return pa.array(told, pa.string()).cast(DECIMAL)


def _typed(values: tuple[Any, ...], type_: pa.DataType) -> pa.Array:
    if pa.types.is_boolean(type_):
        return pa.array([None if value is None else bool(value) for value in values], type_)
    if pa.types.is_timestamp(type_) or pa.types.is_date(type_):
        return pa.array(values, pa.string()).cast(type_)
    return pa.array(values, type_)
