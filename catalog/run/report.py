"""What a run came to, as `data/runs/` keeps it. A key that is not there is not known."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from catalog.terminal import EXIT_LOCKED, EXIT_NOTHING, EXIT_PARTLY, EXIT_PUBLISHED

PUBLISHING = {
    EXIT_PUBLISHED: "published",
    EXIT_PARTLY: "published, but not all is well",
    EXIT_NOTHING: "nothing published",
    EXIT_LOCKED: "another refresh is running",
}
"""What the exit status of `refresh` and `build` means."""
FETCHING = {
    EXIT_PUBLISHED: "fetched",
    EXIT_PARTLY: "fetched, but not from all",
    EXIT_NOTHING: "nothing fetched",
    EXIT_LOCKED: "another refresh is running",
}
"""What that of `fetch` means."""


def meaning(command: str, status: int) -> str:
    """What an exit status of a command means, in a few words."""
    return (FETCHING if command == "fetch" else PUBLISHING)[status]


class SourceRun(BaseModel):
    """How one source fared in a run."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    state: str | None = None
    """`fresh`, `stale`, `seed`, `failed`, `never`; not there where nothing was built."""
    last_success: str | None = None
    """When its main list was last good, UTC."""
    age_days: int | None = None
    """How many days ago that was."""
    nights_failed: int | None = None
    """How many nights with a look, the newest among them, gave nothing good."""
    records: int | None = None
    """How many entries it lists."""
    held: int | None = None
    """How many of its values are the last good ones, a newer one being held or not read."""
    asked: int | None = None
    """Addresses that were asked, each once, however often it was tried."""
    received_bytes: int | None = None
    """Bodies as they came over the wire, compressed ones as such."""
    new: int | None = None
    """Answers that are not the last one again."""
    same: int | None = None
    """Answers that are."""
    missing: int | None = None
    """Addresses that do not exist."""
    failed: int | None = None
    """Addresses that gave no answer."""
    refused: int | None = None
    """Answers that were read for the first time, and are not what the reader knows."""
    seconds: float | None = None
    """How long its fetch took."""
    failures: tuple[str, ...] = ()
    """What failed, each in one line."""


class Published(BaseModel):
    """What a run published."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    snapshot: str
    """The version that every file of the API bears."""
    newest_answer: str
    """When the newest answer behind it came, UTC."""
    models: int
    """Models that are listed now."""
    retired: int
    """Models that are gone, and keep their page."""
    files_written: int
    """Files that are new or have other bytes than before."""
    price_changes: int | None = None
    """Changes of prices since the publication before; not there where no report tells of one."""


class RunReport(BaseModel):
    """A run of `refresh`, `fetch` or `build`."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    began: datetime
    """UTC; with `SOURCE_DATE_EPOCH` the time that the run believes it is."""
    ended: datetime
    """`began`, and so many seconds later."""
    seconds: float
    """How long it took."""
    version: str
    """That of the program."""
    command: str
    """`refresh openrouter --offline`: the command, the sources that it names, and what it leaves out."""
    status: int
    """The exit status."""
    means: str
    """What the exit status means."""
    summary: str
    """The run in one line."""
    sources: Mapping[str, SourceRun]
    """The sources that the run was for, by id."""
    published: Published | None = None
    """Not there where nothing was published."""
    warnings: tuple[str, ...] = ()
    """Every line that the run told in spite of --quiet."""
    broke: str | None = None
    """The error that nobody foresaw and that ended the run."""

    def as_json(self) -> str:
        """The report as its file has it."""
        return self.model_dump_json(indent=2, exclude_none=True) + "\n"
