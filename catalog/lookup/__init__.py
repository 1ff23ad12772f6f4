"""Foreign names looked up: one of them, a list of them, or pairs of them, and how that is told."""
