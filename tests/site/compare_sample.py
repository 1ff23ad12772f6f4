"""The sample comparison."""

from catalog.render.compare_page import compare_page
from catalog.render.contexts import ComparePage, Page

from .explorer_sample import MODELS

OTHER_IDS = b'{"kepler/old":"kepler/kepler-4.5-vl-42b-a4b","kepler/lost":"no/such"}'
"""What other ids mean on the sample site."""


def comparison(page: Page) -> ComparePage:
    """Give the sample comparison over the explorer's models."""
    return compare_page(MODELS, page, "data/explorer-sample.json")
