"""robots.txt: whether a web page may be fetched, and at what pace."""

from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

TOKEN = "modelatlas"  # noqa: S105 - our name in robots.txt, no secret
MAX_DELAY = 30.0


class Robots:
    """The rules of one origin."""

    def __init__(self, text: str) -> None:
        self._parser = RobotFileParser()
        self._parser.parse(text.splitlines())

    def allows(self, url: str) -> bool:
        """Whether a page may be fetched."""
        return self._parser.can_fetch(TOKEN, url)

    @property
    def delay_seconds(self) -> float:
        """The pause that is asked for between two requests, capped."""
        return min(float(self._parser.crawl_delay(TOKEN) or 0), MAX_DELAY)


def robots_address(url: str) -> str:
    """Where the rules for a page are."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
