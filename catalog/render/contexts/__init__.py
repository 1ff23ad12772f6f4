"""What each template is given: one frozen dataclass a page, its texts ready to print.

Texts are formatted before they come here, so that templates only loop, choose and print.
Every field is documented by the string below it; a test holds templates to these fields.
"""

from catalog.render.contexts.compare import ComparedModel, ComparePage, ReadyComparison
from catalog.render.contexts.explorer import ExplorerPage, ExplorerRow
from catalog.render.contexts.labs import AToZPage, Counted, LabModel, LabPage, LabRow, LabsPage, Letter, Named
from catalog.render.contexts.model import Badge, Fact, Identifier, ModelPage
from catalog.render.contexts.offers import Condition, OfferRow, Price
from catalog.render.contexts.others import DisagreementsPage, FieldRow, MethodologyPage, NotFoundPage, PointerPage
from catalog.render.contexts.page import Notice, Page, Picture
from catalog.render.contexts.peers import Compared, Peer
from catalog.render.contexts.providers import Figure, ProviderPage, ProviderRow, ProvidersPage, SoldRow
from catalog.render.contexts.published import DataPage, FormatRow, PublishedFile, TableRow, TermsRow
from catalog.render.contexts.sources import FillRow, SourceRow, SourcesPage

__all__ = [
    "AToZPage",
    "Badge",
    "ComparePage",
    "Compared",
    "ComparedModel",
    "Condition",
    "Counted",
    "DataPage",
    "DisagreementsPage",
    "ExplorerPage",
    "ExplorerRow",
    "Fact",
    "FieldRow",
    "Figure",
    "FillRow",
    "FormatRow",
    "Identifier",
    "LabModel",
    "LabPage",
    "LabRow",
    "LabsPage",
    "Letter",
    "MethodologyPage",
    "ModelPage",
    "Named",
    "NotFoundPage",
    "Notice",
    "OfferRow",
    "Page",
    "Peer",
    "Picture",
    "PointerPage",
    "Price",
    "ProviderPage",
    "ProviderRow",
    "ProvidersPage",
    "PublishedFile",
    "ReadyComparison",
    "SoldRow",
    "SourceRow",
    "SourcesPage",
    "TableRow",
    "TermsRow",
]
