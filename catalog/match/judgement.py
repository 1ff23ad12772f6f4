"""What is decided of a record: the model it speaks of, in which relation, how surely, by which rule, and why."""

from collections.abc import Mapping
from typing import Any, NamedTuple

ROUTER = "openrouter"
"""The source whose ids are the models' ids."""
FOUNDING = "founding-record"
"""The rule by which a record stands for a model that the router does not list."""
BY_MAKER = "maker-record"
"""The same where the record is the maker's own."""
NEW = frozenset({FOUNDING, BY_MAKER})
"""Rules by which a record stands for a model that the router does not list."""
MEMBER = "same-name"
"""The rule by which a further record is of such a model."""


class Evidence(NamedTuple):
    """One field on which two records were compared."""

    field: str
    left: str
    """As the record says it."""
    right: str
    """As the model says it."""
    state: str
    """`equal`, `missing` (one side does not say it), `extra` (one says more), `differ`; of a price `near` or `far`."""


class RunnerUp(NamedTuple):
    """The next best model, and why it is not the one."""

    model_id: str
    why_not: tuple[str, ...]


class Why(NamedTuple):
    """The grounds of a judgement."""

    fields: tuple[Evidence, ...] = ()
    vetoes: tuple[str, ...] = ()
    """Differences that no release survives."""
    runner_up: RunnerUp | None = None
    note: str = ""
    """What a person wrote who decided it, or what the rule has to add."""

    def as_json(self) -> dict[str, Any]:
        """The grounds as `matches.evidence` keeps them."""
        runner_up = self.runner_up and {"model_id": self.runner_up.model_id, "why_not": list(self.runner_up.why_not)}
        told = {"vetoes": list(self.vetoes), "runner_up": runner_up, "note": self.note}
        return {
            "fields": [item._asdict() for item in self.fields],
            **{key: value for key, value in told.items() if value},
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Why":
        """The grounds that `as_json` was given of."""
        rival = told.get("runner_up")
        return cls(
            fields=tuple(Evidence(**field) for field in told["fields"]),
            vetoes=tuple(told.get("vetoes", ())),
            runner_up=RunnerUp(rival["model_id"], tuple(rival["why_not"])) if rival else None,
            note=told.get("note", ""),
        )


class Judgement(NamedTuple):
    """That a record speaks of a model, in which relation, how surely, by which rule."""

    source: str
    record: str
    model_id: str | None
    relation: str
    level: str
    rule: str
    why: Why
    decided_by: str = "rule"


def declared(field: str, left: str, right: str = "") -> Why:
    """The grounds where a record itself names the model."""
    return Why((Evidence(field, left, right or left, "equal"),))
