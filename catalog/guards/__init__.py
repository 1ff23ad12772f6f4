"""Guards before publication: a new value that looks like an accident is held, and the last good one stays.

What a source says is entered into the ledger as it says it. A guard only decides what is published:
it lays the new value beside the last one that was published, and where it looks like a slip of the
source (a unit, a column, a zero) it is held until the source takes it back, says something credible,
or a person accepts exactly this change (`modelatlas accept`).
"""

from catalog.guards.accepted import NOTHING_ACCEPTED, Accepted, load_accepted
from catalog.guards.guard import Guard
from catalog.guards.rules import RULES

__all__ = ["NOTHING_ACCEPTED", "RULES", "Accepted", "Guard", "load_accepted"]
