"""What each template is given: one frozen dataclass a page, its texts ready to print.

Texts are formatted before they come here, so that templates only loop, choose and print.
Every field is documented by the string below it; a test holds templates to these fields.
"""

from catalog.render.contexts.explorer import ExplorerPage, ExplorerRow, Facet, FacetOption
from catalog.render.contexts.model import Badge, Condition, Fact, Identifier, ModelPage, OfferRow, Price
from catalog.render.contexts.others import DisagreementsPage, FieldRow, MethodologyPage, NotFoundPage, PointerPage
from catalog.render.contexts.page import Notice, Page, Picture
from catalog.render.contexts.sources import FillRow, SourceRow, SourcesPage

__all__ = [
    "Badge",
    "Condition",
    "DisagreementsPage",
    "ExplorerPage",
    "ExplorerRow",
    "Facet",
    "FacetOption",
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
    "Picture",
    "PointerPage",
    "Price",
    "SourceRow",
    "SourcesPage",
]
