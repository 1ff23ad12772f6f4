"""Limits and manners of the HTTP layer."""

from importlib.metadata import version
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1)]


def user_agent() -> str:
    """Who we are, honestly: our name, our version, and where to complain."""
    return f"modelatlas/{version('modelatlas')} (+https://github.com/modelatlas/modelatlas)"


class HttpSettings(BaseModel):
    """Limits of the HTTP layer; each can be set under `[http]` in the config file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    connect_seconds: Seconds = 5
    read_seconds: Seconds = 15
    deadline_seconds: Seconds = 60
    """For one whole answer, however slowly it drips; waiting for the host's turn does not count."""
    attempts: Count = 3
    backoff_seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.5
    """Before the second attempt; doubled before each further one."""
    max_retry_after_seconds: Annotated[float, Field(ge=0)] = 60
    """The longest pause that a server is granted; one that asks for more is left alone."""
    per_host_per_second: Annotated[float, Field(gt=0)] = 8
    concurrency: Count = 8
    max_bytes_received: Count = 16 * 2**20
    """On the wire."""
    max_bytes_unpacked: Count = 32 * 2**20
    """The largest real answer has four megabytes."""
    large_at_once: Count = 3
    """So many answers of more than a megabyte are in memory at a time; others wait for their turn."""
    max_redirects: Annotated[int, Field(ge=0)] = 5
    source_seconds: Seconds = 1800
    """For all addresses of one source, pauses and attempts included: what was fetched by then is kept, the rest is not
    asked. A source of 500 addresses needs a minute at eight a second, and half an hour where its host is so slow that
    eight at once take half a minute each."""
    give_up_after: Count = 5
    """So many addresses of a list failing one after another end the list."""
    user_agent: str = Field(default_factory=user_agent)
