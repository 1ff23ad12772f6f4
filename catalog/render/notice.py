"""What every page says where values are not fresh."""

from datetime import datetime

from catalog.match.judgement import ROUTER
from catalog.queries import Status
from catalog.render.contexts import Notice
from catalog.render.formats import moment
from catalog.render.linked import Moment

NOTICES = {
    "seed": "{name} could not be reached yet: values from the snapshot that came with the program",
    "failed": "The newest answer of {name} could not be used: values from the last good one",
    "stale": "{name} was not asked lately: values from its last answer",
}


def notice(status: Status, now: datetime) -> Notice | None:
    """What every page says where values are not fresh, or of another time on purpose.

    Only where they are not fresh does a page depend on the day it is made.

    The router's list is behind every page and is told by name and age; of the others, how many.
    """
    if status.as_of:
        return Notice("An earlier state of the catalog, not today's.", moment(status.as_of), status.as_of)
    rows = {row["id"]: row for row in status.sources}
    main = rows.get(ROUTER)
    if main and main["last_success"] and main["state"] in NOTICES:
        as_of: Moment = moment(main["last_success"])
        days = (now - datetime.fromisoformat(as_of.iso)).days
        age = f"{days} day{'' if days == 1 else 's'} old when this page was made"
        return Notice(f"{NOTICES[main['state']].format(name=main['name'])}.", as_of, age)
    late = [row for row in rows.values() if row["state"] in NOTICES]
    if not late:
        return None
    told = ", ".join(str(row["name"]) for row in late[:3]) + (" and others" if len(late) > 3 else "")
    return Notice(f"{len(late)} of {len(rows)} sources are not fresh: {told}.", None, "")
