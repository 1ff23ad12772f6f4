"""Which names and records mean the same release, in which relation, how surely, and why."""
