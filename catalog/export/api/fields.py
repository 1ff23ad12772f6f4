"""`fields.json`: the registry of attributes as data, so that a tool reads units and meanings from one place."""

from typing import Any

from catalog.export.api.credits import attributions, credit_block
from scraper.attributes import ATTRIBUTES, Attribute


def all_fields() -> dict[str, Any]:
    """Every attribute in the order in which pages show them, and everybody who must be named beside values."""
    return {
        "attributions": {key: credit_block(said) for key, said in sorted(attributions().items())},
        "fields": [attribute_block(attribute) for attribute in ATTRIBUTES.values()],
    }


def attribute_block(attribute: Attribute) -> dict[str, Any]:
    """Name, kind, unit, what a price is per, label and meaning, and whose number it is; null for what it has not."""
    return {
        "name": attribute.name,
        "kind": attribute.kind.value,
        "unit": attribute.unit or None,
        "per": attribute.per or None,
        "label": attribute.label,
        "meaning": attribute.meaning,
        "attribution": attribute.attribution or None,
    }
