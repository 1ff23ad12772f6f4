"""Where the Arena publishes its leaderboards, and what an address says of the scores that it gives."""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

CATALOG = "https://raw.githubusercontent.com/lmarena/arena-catalog/main/data"
MAIN = f"{CATALOG}/leaderboard-text.json"
PLOT = f"{CATALOG}/scatterplot-data.json"
_FOLDER = "https://github.com/lmarena/arena-catalog/blob/main/data"
SITE = "https://arena.ai/leaderboard"
OLD_SITE = "https://lmarena.ai/leaderboard"
ROWS = "https://datasets-server.huggingface.co/rows"
DATASET = "lmarena-ai/leaderboard-dataset"

RAW, STYLE, UNSAID = "raw", "style-control", "unsaid"
"""Whether a rating allows for the style of answers; not every place says so."""
OVERALL = "overall"

BOARDS = (
    "text", "vision", "code", "search", "document", "text-to-image", "image-edit", "text-to-video", "image-to-video",
    "video-edit",
)  # fmt: skip
CONFIGS = (
    "text", "text_style_control", "text_factuality", "vision", "vision_style_control", "search",
    "search_style_control", "search_factuality", "document", "document_style_control", "webdev", "text_to_image",
    "image_edit", "text_to_video", "image_to_video", "video_edit",
)  # fmt: skip
"""Parts of the dataset that hold ratings; those named `agent…` hold shares of tasks done, another scale."""

_CATALOG_BOARDS = {"text": "text", "vision": "vision", "image": "text-to-image", "data": "text"}
_FILE = re.compile(
    re.escape(CATALOG) + r"/leaderboard-(?P<board>text|vision|image|data)(?P<style>-style-control)?\.json"
)
_PAGE = re.compile(
    f"(?:{re.escape(SITE)}|{re.escape(OLD_SITE)})"
    r"/(?P<board>[a-z0-9]+(?:-[a-z0-9]+)*)(?:/(?P<category>[a-z0-9]+(?:-[a-z0-9]+)*))?/?"
)
_NO_STYLE = "-no-style-control"

FILES = tuple(
    f"{CATALOG}/leaderboard-{board}{style}.json" for board in ("text", "vision", "image") for style in ("", f"-{STYLE}")
)
"""The catalogue's files of today; `leaderboard-data…` was the name of the text board's until March 2025."""


class Place(NamedTuple):
    """What an address gives: whose answer it is and which board it is about."""

    series: str
    """`catalog`, `plot`, `page` or `dataset`."""
    board: str
    category: str
    style: str
    scope: str

    def record_id(self, category: str, style: str, configuration: str) -> str:
        """The id of a score; series that are apart never share one."""
        prefix = {"catalog": "", "page": "page:", "dataset": "hf:"}[self.series]
        return f"{prefix}{self.board}/{category}/{style}/{configuration}"


def place_of(url: str) -> Place | None:
    """What an address gives; None for one that is not read."""
    if url == PLOT:
        return Place("plot", "", "", "", "configurations")
    if (match := _FILE.fullmatch(url)) is not None:
        return _file(url, match)
    if (match := _PAGE.fullmatch(url)) is not None:
        return _page(url, match)
    return _rows(url) if url.startswith(f"{ROWS}?") else None


def rows_address(config: str, offset: int) -> str:
    """The address of a hundred rows of the dataset."""
    return f"{ROWS}?dataset={quote(DATASET, safe='')}&config={config}&split=latest&offset={offset}&length=100"


def looked_at(record: str) -> str:
    """The page on which a person sees a record."""
    if record.startswith("hf:"):
        board, _, style, _ = record.removeprefix("hf:").split("/", 3)
        config = board.replace("-", "_") + ("_style_control" if style == STYLE else "")
        return f"https://huggingface.co/datasets/{DATASET}/viewer/{config}/latest"
    if record.startswith("page:"):
        board, category, _, _ = record.removeprefix("page:").split("/", 3)
        return f"{SITE}/{board}" + ("" if category == OVERALL else f"/{category}")
    if record.startswith("plot/"):
        return f"{_FOLDER}/scatterplot-data.json"
    board, _, style, _ = record.split("/", 3)
    file = {"text-to-image": "image"}.get(board, board) + ("" if style == RAW else f"-{STYLE}")
    return f"{_FOLDER}/leaderboard-{file}.json"


def offset_of(url: str) -> int:
    """From which row on an address of the dataset asks."""
    told = parse_qs(urlsplit(url).query).get("offset", ["0"])[0]
    return int(told) if told.isdigit() else 0


def _file(url: str, match: re.Match[str]) -> Place:
    board = _CATALOG_BOARDS[match["board"]]
    style = STYLE if match["style"] else RAW
    name = board if style == RAW else f"{board}-{style}"
    return Place("catalog", board, "", style, "scores" if name == "text" else f"scores:catalog/{name}")


def _page(url: str, match: re.Match[str]) -> Place:
    category = match["category"] or OVERALL
    style = RAW if category.endswith(_NO_STYLE) else UNSAID
    category = category.removesuffix(_NO_STYLE)
    scope = f"scores:page/{match['board']}/{category}" + ("" if style == UNSAID else f"/{style}")
    return Place("page", match["board"], category, style, scope)


def _rows(url: str) -> Place | None:
    asked = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
    config = asked.get("config", "")
    if asked.get("dataset") != DATASET or config not in CONFIGS or asked.get("split") != "latest":
        return None
    plain = config.removesuffix("_style_control")
    style = STYLE if plain != config else RAW if f"{plain}_style_control" in CONFIGS else UNSAID
    return Place("dataset", plain.replace("_", "-"), "", style, f"scores:hf/{config}")
