"""A notice whose day is none costs the notice's day: the page's prices stay, and the surprise is told."""

import pytest

from tests.scraper.price_pages import by_id, fixture, said, troubles

NOTICES = [
    ("cerebras_pricing", "cells", "May 27, 2026", "My 27, 2026", ["deprecated_at"]),
    ("moonshot_pricing", "pages", "May 25, 2026", "My 25, 2026", ["retires_at"]),
    ("xai_pricing", "tables", "May 15", "My 15", ["retires_at"]),
    ("deepseek_pricing", "promotion", "2026/9/24", "2026/13/24", ["deprecated_at"]),
    ("deepseek_pricing", "promotion", "2026/08/31", "2026/08/32", ["conditions"]),
    ("deepseek_pricing", "promotion", "2026/08/31", "9999/12/31", ["conditions"]),
]


@pytest.mark.parametrize(("id_", "name", "day", "wrong", "lost"), NOTICES)
def test_a_notice_with_an_impossible_day_costs_that_day_alone(
    id_: str, name: str, day: str, wrong: str, lost: list[str]
) -> None:
    source = by_id(id_)
    page = fixture(source, name)
    body = page.body.decode()
    assert day in body
    spoiled = page.model_copy(update={"body": body.replace(day, wrong).encode()})
    before, after = said(source, page), said(source, spoiled)
    assert before.keys() == after.keys()
    missing = {field for record in before for field in before[record].keys() - after[record].keys()}
    assert sorted(missing) == lost
    assert "bad_value" in {kind for kind, _, _ in troubles(source, spoiled)}
