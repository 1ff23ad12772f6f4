"""Changes as data: what every source said before and after, from the intervals of its claims.

Two values of one field are a change where one answer said the first and the next answer the second, and both
held the record. Days without an answer, what was said differently after a time out of the list, and the same
value in another spelling are none.
"""

from catalog.changes.change import Change
from catalog.changes.detect import Known, change_rows, detect

__all__ = ["Change", "Known", "change_rows", "detect"]
