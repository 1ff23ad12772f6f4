"""Whole lists against whole lists: each record finds its own, or nothing; and nothing where its own is taken away."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from benchmarks.matching.labelled import Gold, Pair, side_of, vocabulary
from benchmarks.matching.tables import Goal, share, table
from catalog.match.catalogue import Catalogue, Found
from catalog.match.sides import side


class Task(NamedTuple):
    """A list to be joined to another one."""

    name: str
    rows: tuple[Pair, ...]
    records: dict[str, str]
    """The other list: ids with their display names."""
    source: str


class Outcome(NamedTuple):
    """What came of one record."""

    pair: Pair
    found: Found
    right: bool
    alone: Found
    """What is found where the record that is right is not there."""


def tasks(gold: Gold) -> Iterator[Task]:
    """The four joins that the gold set has labels for."""
    provider = tuple(p for p in gold.positives if p.row["relation"] == "base_model")
    yield Task("provider ids -> canonical", provider, _canonical(gold, provider), "models.dev")
    hub = _hub(gold)
    others: dict[str, Callable[[Pair], bool]] = {
        "ModelScope -> HF": lambda p: p.row["left_source"] == "modelscope",
        "LLaMA-Factory -> HF": lambda p: p.row["left_source"] == "llama-factory",
        "OpenRouter -> HF": lambda p: p.row["relation"] == "hugging_face_id",
    }
    for name, wanted in others.items():
        yield Task(name, tuple(filter(wanted, gold.positives)), hub, "huggingface")


def measure(gold: Gold, verbose: bool) -> list[Goal]:
    """Print precision and recall of every task, closed and open world."""
    rows, goals = [], []
    for task in tasks(gold):
        outcomes = list(_run(task, _clusters(gold)))
        rows.append(_figures(task, outcomes))
        goals += _goals(task, outcomes)
        for outcome in outcomes if verbose else ():
            _tell(outcome)
    head = ("list", "n", "of", "right", "wrong", "none", "P", "R", "open: same release", "open: other relation")
    table("Linkage at exact + high; open: the record that is right was taken away", head, rows)
    return goals


def _hub(gold: Gold) -> dict[str, str]:
    """Every repository that a pair names; the hub tells none apart by case."""
    named = {p.row["right_id"].lower(): p.row for p in gold.all if p.row["right_source"] == "huggingface"}
    return {row["right_id"]: row["right_name"] for row in named.values()}


def _canonical(gold: Gold, provider: Iterable[Pair]) -> dict[str, str]:
    """Models by the ids of their makers: what providers' records say they are, and the ids beside them."""
    found = {p.row["right_id"]: p.row["right_name"] for p in provider}
    beside = [p for p in gold.negatives if p.row["right_source"] == "models.dev" and "/" in p.row["right_id"]]
    return {p.row["right_id"]: p.row["right_name"] for p in beside} | found


def _clusters(gold: Gold) -> dict[str, set[str]]:
    """The ids that are known to be one model, by cluster, in lower case."""
    found: dict[str, set[str]] = {}
    for pair in gold.positives:
        found.setdefault(pair.row["cluster"], set()).add(pair.row["right_id"].lower())
    return found


def _run(task: Task, clusters: dict[str, set[str]]) -> Iterator[Outcome]:
    sides = [side(id_, vocabulary(), ids=[id_], names=[name], source=task.source) for id_, name in task.records.items()]
    catalogue = Catalogue(sides, vocabulary())
    for pair in task.rows:
        wanted = side_of(pair.row, "left")
        own = {*clusters[pair.row["cluster"]], pair.row["right_id"].lower()}
        found = catalogue.find(wanted)
        right = found.match is not None and found.match.lower() in own
        apart = {id_ for id_ in task.records if id_.lower() in own}
        yield Outcome(pair, found, right, catalogue.find(wanted, apart=apart))


def _figures(task: Task, outcomes: list[Outcome]) -> tuple[object, ...]:
    right, wrong = _right_and_wrong(outcomes)
    same, other = _false_links(outcomes)
    n = len(outcomes)
    told = (right, wrong, n - right - wrong, share(right, right + wrong), share(right, n))
    return (task.name, n, len(task.records), *told, f"{same} ({share(same, n)})", f"{other} ({share(other, n)})")


def _goals(task: Task, outcomes: list[Outcome]) -> list[Goal]:
    if task.source != "models.dev":
        return []
    right, wrong = _right_and_wrong(outcomes)
    return [
        Goal(f"{task.name}: precision", right / max(1, right + wrong), 0.995),
        Goal(f"{task.name}: recall", right / len(outcomes), 0.97),
        Goal(f"{task.name}: open world", sum(_false_links(outcomes)) / len(outcomes), 0.005, at_least=False),
    ]


def _right_and_wrong(outcomes: list[Outcome]) -> tuple[int, int]:
    right = sum(outcome.right for outcome in outcomes)
    return right, sum(outcome.found.match is not None for outcome in outcomes) - right


def _false_links(outcomes: list[Outcome]) -> tuple[int, int]:
    """Links in the open world: to the same release, and by another relation (an -FP8 to its unquantised release)."""
    linked = [outcome.alone for outcome in outcomes if outcome.alone.match is not None]
    same = sum(found.verdict.relation == "same_release" for found in linked)
    return same, len(linked) - same


def _tell(outcome: Outcome) -> None:
    true = outcome.pair.row["right_id"]
    cases = (("wrong" if outcome.found.match else "none ", outcome.found), ("open ", outcome.alone))
    for case, found in cases:
        if (case == "open " and found.match) or (case != "open " and not outcome.right):
            verdict = found.verdict
            told = f"{found.match}: {verdict.relation} {verdict.level} by {verdict.rule}"
            print(f"    {case} {outcome.pair.left} -> {told}; it is {true}")
