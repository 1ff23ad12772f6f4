"""What other sources said, for tests of fetching: nothing."""


class Nothing:
    """Nothing is known of other sources."""

    def values(self, source: str, field: str) -> list[str]:
        return []

    def records(self, source: str) -> list[str]:
        return []

    def gone(self, source: str, days: int) -> list[str]:
        return []
