"""What a judgement depends on is told, and one that was written is read again as it was."""

import time
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import pytest

from catalog.entries import Entry, Key
from catalog.match import judge as judging
from catalog.match.called import CALLING
from catalog.match.foreign import PRICE
from catalog.match.identity import LISTED, Identity, identity, spoken
from catalog.match.judgement import ROUTER, Judgement, Why
from catalog.store import judgements
from catalog.store.rows import match_rows, read_match
from scraper.source import PublisherKind
from tests.catalog.claims_of import KNOWLEDGE, by_key, entry

KINDS = {
    "litellm": PublisherKind.DATASET,
    "models_dev": PublisherKind.DATASET,
    "openai_pricing": PublisherKind.PROVIDER,
}
VENICE = entry("models_dev", "venice/venice-uncensored", "offer", wire_id="venice-uncensored")
"""Of this record people said until the end of April 2026 which model it is."""
RECORDS = by_key(
    entry(ROUTER, "cognitivecomputations/dolphin-mistral-24b-venice-edition"),
    entry(ROUTER, "openai/gpt-4o", name="OpenAI: GPT-4o", input_usd_per_mtok="2.5", context_window="8192"),
    entry(ROUTER, "openai/gpt-4o:free", base_id="openai/gpt-4o", variant="free"),
    entry(ROUTER, "~openai/gpt-latest", alias_target="openai/gpt-4o"),
    entry(ROUTER, "openai/gpt-4o#azure", "endpoint", model_record="openai/gpt-4o"),
    entry(ROUTER, "qwen/qwen3-coder", canonical_slug="qwen/qwen3-coder-07-25", hugging_face_id="Qwen/Qwen3-Coder-480B"),
    entry("litellm", "azure", "provider"),
    entry(
        "litellm", "openai/gpt-4o", "offer", wire_id="openai/gpt-4o", input_usd_per_mtok="2.5", context_window="8192"
    ),
    entry(
        "litellm",
        "sale of gpt-4o",
        "offer",
        wire_id="azure/gpt-4o-2024-08-06",
        author_name="OpenAI",
        input_usd_per_mtok="2.5",
        context_window="8192",
    ),
    entry("litellm", "openai/gpt-99-zeta", "offer", present=False, wire_id="openai/gpt-99-zeta"),
    entry("models_dev", "page:gpt-99-zeta", "offer", wire_id="gpt-99-zeta", author_name="OpenAI"),
    entry(
        "openai_pricing",
        "lifecycle:gpt-98",
        "lifecycle",
        wire_id="gpt-98",
        author_name="OpenAI",
        input_usd_per_mtok="2.5",
        context_window="8192",
    ),
    entry(
        "arena",
        "text/overall/gpt-4o",
        "score",
        configuration="gpt-4o-2024-08-06",
        input_usd_per_mtok="2.5",
        context_window="8192",
    ),
    entry("arena", "text/overall/glm", "score", configuration="some-glm-of-nobody-17b"),
    entry("huggingface", "qwen/Qwen3-Coder-480B", name="Qwen3 Coder"),
    VENICE._replace(last_seen="2026-04-20"),
)


class Claim:
    """A claim of which nothing but its value may be read."""

    __slots__ = ("value",)

    def __init__(self, value: str) -> None:
        self.value = value


class Claims(dict[str, Claim]):
    """Claims that say what was asked of them."""

    def __init__(self, said: dict[str, str | None]) -> None:
        super().__init__({field: Claim(value) for field, value in said.items() if value is not None})
        self._fields = said.keys()

    def __contains__(self, field: object) -> bool:
        assert field in self._fields, f"{field} is read, and identity does not tell it"
        return super().__contains__(field)

    def get(self, field: str, default: Any = None) -> Any:
        assert field in self._fields, f"{field} is read, and identity does not tell it"
        return super().get(field, default)


class Bare:
    """A record made of its identity: it has nothing else that could be read."""

    __slots__ = ("claims", "kind", "last_seen", "own_id", "present", "record", "source")

    def __init__(self, told: Identity, listed: Iterable[str]) -> None:
        said = dict(zip(CALLING, told.said[2:], strict=True))
        self.claims = Claims({**said, **dict(zip(listed, told.listed, strict=True))})
        self.source, self.own_id = told.said.source, told.said.own_id
        self.record, self.kind, self.present = told.record, told.kind, told.present
        self.last_seen = f"{day_of(told.era)}T00:00:00Z"

    def value(self, field: str) -> str | None:
        claim = self.claims.get(field)
        return None if claim is None else str(claim.value)


def day_of(era: int) -> date:
    """The last day of an era that is over, or some day to come."""
    days = (date(2030, 1, 1) - timedelta(days=back) for back in range(3650))
    return next(day for day in days if KNOWLEDGE.crosswalk.era(day) == era)


def bare(entries: dict[Key, Entry]) -> dict[Key, Entry]:
    """Records of which there is no more than their identity."""
    found = (
        Bare(told, LISTED if told.said.source == ROUTER else ()) for told in identity(entries, KNOWLEDGE.crosswalk)
    )
    return {(one.source, one.record): cast(Entry, one) for one in found}


@pytest.mark.parametrize("kinds", [{}, KINDS])
def test_identity_is_all_that_matching_reads_of_a_record(kinds: dict[str, PublisherKind]) -> None:
    whole, told = (judging.judge_identity(entries, KNOWLEDGE, kinds) for entries in (RECORDS, bare(RECORDS)))
    assert list(whole.items()) == list(told.items())


def test_these_records_are_judged_in_every_way() -> None:
    rules = {found.rule for found in judging.judge(RECORDS, KNOWLEDGE, KINDS).values()}
    assert {
        "own-id", "id-grammar", "declared-alias", "declared-endpoint", "declared-id", "declared-weights", "judgement",
        "founding-record", "maker-record", "same-name", "date missing",
    } <= rules  # fmt: skip


def test_a_record_that_is_seen_again_has_the_same_identity_until_people_say_another_thing() -> None:
    def told(seen: str) -> list[Identity]:
        one = VENICE._replace(last_seen=seen, url=f"https://venice.example/{seen}")
        return list(identity({("models_dev", VENICE.record): one}, KNOWLEDGE.crosswalk))

    assert told("2026-04-20") == told("2026-05-01T23:59:59Z") != told("2026-05-02")


def test_judgements_stand_in_the_order_that_is_told() -> None:
    assert list(judging.judge(RECORDS, KNOWLEDGE, KINDS)) == spoken(RECORDS)


def test_judgements_are_the_same_whether_names_are_looked_up_alone_or_side_by_side(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone = judging.judge(RECORDS, KNOWLEDGE, KINDS)
    monkeypatch.setattr(judgements, "FEW", 2)
    for cores, many in ((1, 75_000), (2, 75_000), (2, 3)):
        monkeypatch.setattr(judgements, "cores", lambda cores=cores: cores)
        monkeypatch.setattr(judgements, "MANY", many)
        with judgements.judging_anew(RECORDS, KNOWLEDGE, KINDS) as judged:
            assert list(judged().items()) == list(alone.items())


def test_judging_goes_on_beside_what_comes_next_but_of_very_many_records_it_ends_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def judged_later(*_: object) -> dict[object, object]:
        while len(RECORDS) < judgements.MANY and not (tmp_path / "meanwhile").exists():
            time.sleep(0.001)
        (tmp_path / "judged").touch()
        return {}

    monkeypatch.setattr(judgements, "FEW", 2)
    monkeypatch.setattr(judgements, "judge", judged_later)
    monkeypatch.setattr(judgements, "MANY", len(RECORDS) - 1)
    with judgements.judging_anew(RECORDS, KNOWLEDGE, KINDS):
        assert (tmp_path / "judged").exists()
    (tmp_path / "judged").unlink()
    monkeypatch.setattr(judgements, "MANY", len(RECORDS) + 1)
    with judgements.judging_anew(RECORDS, KNOWLEDGE, KINDS):
        assert not (tmp_path / "judged").exists()
        (tmp_path / "meanwhile").touch()


def test_what_goes_wrong_while_judging_apart_is_raised_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judgements, "FEW", 2)
    monkeypatch.setattr(judgements, "cores", lambda: 2)
    undated = RECORDS | {key: one._replace(last_seen="no day") for key, one in RECORDS.items()}
    with pytest.raises(ValueError, match="no day"), judgements.judging_anew(undated, KNOWLEDGE, KINDS) as judged:
        judged()


def test_a_judgement_is_read_from_its_row_as_it_was_written() -> None:
    judged = judging.judge(RECORDS, KNOWLEDGE, KINDS).values()
    assert [read_match(MappingProxyType(row)) for row in match_rows(judged)] == list(judged)
    odd = Judgement("x", "y", None, "unknown", "none", "rule", Why(vetoes=("a", "b"), note='é\n"1.0"'), "someone")
    assert [read_match(row) for row in match_rows([odd])] == [odd]


def test_another_price_is_told_of_the_same_judgements() -> None:
    dearer = {
        key: one._replace(claims={**one.claims, PRICE: one.claims[PRICE]._replace(value="250")})
        for key, one in RECORDS.items()
        if one.source != ROUTER and PRICE in one.claims
    }
    known, anew = ({**RECORDS, **changed} for changed in ({}, dearer))
    judged = judging.judge(known, KNOWLEDGE, KINDS)
    assert list(identity(known, KNOWLEDGE.crosswalk)) == list(identity(anew, KNOWLEDGE.crosswalk))
    assert judging.with_prices(judged, anew) == judging.judge(anew, KNOWLEDGE, KINDS) != judged
