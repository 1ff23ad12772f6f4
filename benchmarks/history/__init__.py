"""The catalog's changes beside a count of its own over the raw recordings."""
