"""Review: the pairs that are worth a person's look, what that person decides, and whether it holds together."""
