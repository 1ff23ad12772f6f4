"""What events speak of, by name: the model, the seller, the source, the address of the answer."""

from collections.abc import Mapping

from catalog.addresses import folder, link
from catalog.changes.events import Event
from catalog.match.judgement import ROUTER
from catalog.render.receipts import Receipts

ROOT = "changes/"
"""The folder of all pages of changes."""


class EventNames:
    """Knows the names of models, sellers and sources."""

    def __init__(self, receipts: Receipts, providers: Mapping[str, str], models: Mapping[str, str]) -> None:
        self._receipts = receipts
        self._providers = providers
        self._models = models
        self._pages: dict[str, str] = {}

    def subject(self, event: Event) -> str:
        """The model's name, or what the source calls it where it is no model of ours."""
        return self._models.get(event.model_id) or event.model_id or event.wire_id or event.record

    def seller(self, event: Event) -> str:
        """Who sells it; empty where the record is no sale."""
        if event.provider and event.provider != event.source:
            return self._providers.get(event.provider, event.provider)
        return self.source(event).removesuffix(" API").removesuffix(" pricing") if event.provider else ""

    def sale(self, event: Event) -> str:
        """Which sale of the model it is, `Novita: acme/atlas:free`; empty of the router's own, under the model's id."""
        id_ = event.wire_id or event.record
        seller = self.seller(event) or self.source(event)
        if id_ not in (event.model_id, self.subject(event)):
            return f"{seller}: {id_}"
        return "" if event.source == ROUTER and event.provider in ("", ROUTER) else seller

    def source(self, event: Event) -> str:
        """Whose answer shows it."""
        return self._receipts.name(event.source)

    def answer(self, event: Event) -> str:
        """The address of the answer that shows it; empty where it is none of the web."""
        return self._receipts.address(event.source, event.snapshot, event.at) if event.snapshot else ""

    def has_page(self, event: Event) -> bool:
        """Whether its model has a page."""
        return event.model_id in self._models

    def page(self, event: Event) -> str:
        """Below the site's root, the model's page, or that of the day."""
        id_ = event.model_id
        if id_ not in self._models:
            return f"{ROOT}{event.day}/"
        if id_ not in self._pages:
            self._pages[id_] = f"models/{link(folder(id_))}/"
        return self._pages[id_]
