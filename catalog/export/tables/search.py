"""Full-text search over models, found by Datasette and sqlite-utils of themselves."""

INDEX = "models_fts"
SEARCHED = ("id", "name", "author", "description")
"""The columns that are searched."""

MAKE = f"create virtual table [{INDEX}] using fts5 ({', '.join(SEARCHED)}, content=[models])"
"""Makes the index; the texts themselves stay in `models`."""


def fill(schema: str) -> tuple[str, ...]:
    """The SQL that indexes what the table holds, as one piece: the same texts give the same bytes."""
    return tuple(f"insert into {schema}.{INDEX} ({INDEX}) values ('{order}')" for order in ("rebuild", "optimize"))  # noqa: S608
