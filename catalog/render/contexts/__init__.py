"""What each template is given: one frozen dataclass a page, its texts ready to print.

Texts are formatted before they come here, so that templates only loop, choose and print.
Every field is documented by the string below it; a test holds templates to these fields.
"""

from catalog.render.contexts.compare import ComparedModel, ComparePage, ReadyComparison
from catalog.render.contexts.compared import Compared, Peer
from catalog.render.contexts.explorer import ExplorerPage, ExplorerRow
from catalog.render.contexts.model import Badge, Fact, Identifier, ModelPage
from catalog.render.contexts.offers import Condition, OfferRow, Price
from catalog.render.contexts.others import DisagreementsPage, FieldRow, MethodologyPage, NotFoundPage, PointerPage
from catalog.render.contexts.page import Notice, Page
from catalog.render.contexts.sources import FillRow, SourceRow, SourcesPage

__all__ = [
    "Badge",
    "ComparePage",
    "Compared",
    "ComparedModel",
    "Condition",
    "DisagreementsPage",
    "ExplorerPage",
    "ExplorerRow",
    "Fact",
    "FieldRow",
    "FillRow",
    "Identifier",
    "MethodologyPage",
    "ModelPage",
    "NotFoundPage",
    "Notice",
    "OfferRow",
    "Page",
    "Peer",
    "PointerPage",
    "Price",
    "ReadyComparison",
    "SourceRow",
    "SourcesPage",
]
