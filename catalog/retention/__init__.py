"""Keeps the archive within a size, without losing anything that the catalog is derived from."""
