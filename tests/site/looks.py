"""Every look that a reader may ask for, and what is wrong with a page in one of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from playwright.sync_api import Page

from .conftest import overflow, violations

STILL = {"reduced_motion": "reduce"}
"""How a page is opened: without it, colours are on their way while axe looks at them."""
WIDTHS = (320, 768)
"""Widths of screens at which nothing but the width is looked at."""
_PLAIN = {"color_scheme": "light", "forced_colors": "none", "contrast": "no-preference"}
_LOOKS: tuple[Mapping[str, Any], ...] = (
    {"color_scheme": "light", "width": 1280},
    {"color_scheme": "dark", "width": 390},
    {"color_scheme": "light", "width": 390},
    {"forced_colors": "active", "width": 1280},
    {"contrast": "more", "width": 1280},
)
_OF_LOOKS = ("color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable", "meta-viewport")
"""Rules of axe that a look can break; all of them are asked for in the first two looks alone."""


def faults(page: Page) -> list[str]:
    """What axe finds on a page in any look, and by how much it is wider than any screen."""
    found = [f"{look}: {fault}" for look in _taken(page) for fault in _in_look(page, look)]
    for width in WIDTHS:
        _set_width(page, width)
        found += _too_wide(page, width)
    return found


def _taken(page: Page) -> Iterator[Mapping[str, Any]]:
    """Each look, once the page has it."""
    for look in _LOOKS:
        page.emulate_media(**{**_PLAIN, **{name: value for name, value in look.items() if name != "width"}})
        _set_width(page, look["width"])
        yield look


def _in_look(page: Page, look: Mapping[str, Any]) -> list[str]:
    return violations(page, *(() if look in _LOOKS[:2] else _OF_LOOKS)) + _too_wide(page, look["width"])


def _too_wide(page: Page, width: int) -> list[str]:
    over = overflow(page)
    return [f"{over} px wider than {width}"] if over > 0 else []


def _set_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
