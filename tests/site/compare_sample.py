"""The sample comparison."""

from catalog.render.compare_page import compare_page
from catalog.render.contexts import ComparePage, ExplorerRow, Page

from .explorer_sample import model

OTHER_IDS = b'{"kepler/old":"kepler/kepler-4.5-vl-42b-a4b","kepler/lost":"no/such"}'
"""What other ids mean on the sample site."""


def comparison(page: Page, rows: tuple[ExplorerRow, ...]) -> ComparePage:
    """Give the sample comparison over the explorer's rows."""
    return compare_page([model(row) for row in rows], page, "data/explorer-sample.json")
