"""A run in one line."""

from collections.abc import Iterable, Mapping

from catalog.run.report import Published, SourceRun

MOST_NAMED = 5
"""So many sources that failed are named; the line stays one."""


def summary(
    command: str, means: str, sources: Mapping[str, SourceRun], published: Published | None, seconds: float
) -> str:
    """`refresh: published: 24 of 25 sources fresh, 1 failed (ai302 for 3 nights), 614 models, ..., 153 s`."""
    return f"{command}: {means}: " + ", ".join([*_sources(sources), *_published(published), f"{seconds:.0f} s"])


def _sources(sources: Mapping[str, SourceRun]) -> Iterable[str]:
    if any(one.state for one in sources.values()):
        yield f"{sum(one.state == 'fresh' for one in sources.values())} of {len(sources)} sources fresh"
    else:
        yield _counted(len(sources), "source")
    failed = [_named(id_, one) for id_, one in sources.items() if one.failures]
    if failed:
        more = f" and {len(failed) - MOST_NAMED} more" if len(failed) > MOST_NAMED else ""
        yield f"{len(failed)} failed ({', '.join(failed[:MOST_NAMED])}{more})"
    if any(one.asked for one in sources.values()):
        new = sum(one.new or 0 for one in sources.values())
        yield f"{_counted(new, 'new answer')} of {sum(one.asked or 0 for one in sources.values()):,}"


def _published(published: Published | None) -> Iterable[str]:
    if published is None:
        return
    yield _counted(published.models, "model")
    if published.price_changes is not None:
        yield _counted(published.price_changes, "price change")
    yield f"{_counted(published.files_written, 'file')} new or changed"


def _named(id_: str, one: SourceRun) -> str:
    nights = one.nights_failed or 0
    return f"{id_} for {nights} nights" if nights > 1 else id_


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")
