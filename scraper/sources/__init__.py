"""The sources that are read: one module each, found by being in this folder."""
