"""Exports that are a folder: the published tables as files, for whoever outgrows one machine."""
