"""The tables of the published database: the store's public ones as others read them, and some made for readers."""
