"""Who must be named beside values of theirs: one table of facts, for sources and for what a source passes on."""

from typing import NamedTuple


class Attribution(NamedTuple):
    """Whom to name, where to link, and the licence that asks for it, or under which values may be passed on."""

    name: str
    url: str
    licence: str = ""
    """Empty where none is stated."""
    licence_url: str = ""

    @property
    def text(self) -> str:
        """A line to put beside the values."""
        return ", ".join(filter(None, (f"{self.name} ({self.url})", self.licence)))


CC_BY = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
MIT = ("MIT", "https://opensource.org/license/mit")

PASSED_ON: dict[str, Attribution] = {
    "artificial_analysis": Attribution("Artificial Analysis", "https://artificialanalysis.ai/"),
    "design_arena": Attribution("Design Arena", "https://www.designarena.ai/"),
}
"""Whose numbers a source passes on, by the key that their attributes have."""
