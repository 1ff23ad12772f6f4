"""How the explorer does in a real browser over made-up catalogs of 500 to 50,000 models."""
