"""Which answer shows a change, and when this catalog learned it."""

from sqlite_utils import Database


class Answers:
    """The accepted answers of all sources, by address and time."""

    def __init__(self, db: Database) -> None:
        self._addresses: dict[tuple[str, str], tuple[str, str]] = {}
        self._at: dict[tuple[str, str, str], tuple[str, str]] = {}
        sql = (
            "select source, url, coalesce(root, url), sha256, fetched_at, learned_on from snapshots"
            " where state = 'accepted' order by source, fetched_at, url, page desc, turn"
        )
        for source, url, root, sha256, fetched_at, learned_on in db.execute(sql):
            self._addresses[source, sha256] = url, root
            # The first page stands for the whole list where a record is in none of its pages.
            self._at[source, root, fetched_at] = self._at[source, url, fetched_at] = sha256, learned_on

    def at(self, source: str, snapshot: str, at: str) -> tuple[str | None, str]:
        """The answer of a time at the address that gave another answer once, and the day on which it was learned."""
        for address in self._addresses.get((source, snapshot), ()):
            if found := self._at.get((source, address, at)):
                return found
        return None, at[:10]
