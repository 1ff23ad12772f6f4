"""The shapes of everything that the API writes: frozen pydantic models, and the JSON Schemas made from them.

A key that stands in every file has no default here; one that may be absent has `Maybe`, and is never null.
Numbers are `Decimal`: read JSON with `parse_float=Decimal`. What is written is made by functions that give
dictionaries; tests hold every published file against its shape.
"""
