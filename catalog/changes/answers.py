"""Which answer shows a change, and when this catalog learned it."""

from typing import NamedTuple

from sqlite_utils import Database


class Answer(NamedTuple):
    """An accepted answer, or a page of one."""

    addresses: frozenset[str]
    """Its own address and that of the list's first page."""
    sha256: str
    learned_on: str


class Answers:
    """The accepted answers of all sources, by time."""

    def __init__(self, db: Database) -> None:
        self._addresses: dict[tuple[str, str], frozenset[str]] = {}
        self._at: dict[tuple[str, str], list[Answer]] = {}
        sql = (
            "select source, url, coalesce(root, url), sha256, fetched_at, learned_on from snapshots"
            " where state = 'accepted' order by source, fetched_at, page, url, turn desc"
        )
        for source, url, root, sha256, fetched_at, learned_on in db.execute(sql):
            answer = Answer(frozenset((url, root)), sha256, learned_on)
            # Two addresses may give the same answer: a list that has moved is still the list.
            self._addresses[source, sha256] = self._addresses.get((source, sha256), frozenset()) | answer.addresses
            self._at.setdefault((source, fetched_at), []).append(answer)

    def at(self, source: str, snapshot: str, at: str) -> tuple[str | None, str]:
        """The answer of a time at the address that gave another answer once, and the day on which it was learned."""
        known = self._addresses.get((source, snapshot), frozenset())
        paths = set(map(_path, known))
        answers = self._at.get((source, at), [])
        near = (
            [one for one in answers if known & one.addresses]
            or [one for one in answers if paths & set(map(_path, one.addresses))]
            or (answers if len(answers) == 1 else [])
        )
        return (near[0].sha256, near[0].learned_on) if near else (None, at[:10])


def _path(address: str) -> str:
    return address.partition("?")[0]
