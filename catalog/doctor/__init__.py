"""Looks at all that a run needs, and changes none of it: what is well, what is worth a note, what is a fault."""
