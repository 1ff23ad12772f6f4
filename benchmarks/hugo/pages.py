"""Pages of summaries by our own templates: what Hugo is measured against.

`python -m benchmarks.hugo.pages FILE FOLDER` makes them as a build makes its own: the same Jinja environment, the same
way of writing files.
"""

import json
import sys
from pathlib import Path

from catalog.garbage import seldom
from catalog.render.environment import as_file, environment
from catalog.staging import Staging

TEMPLATES = Path(__file__).parent / "templates"


def rendered(file: Path, folder: Path) -> None:
    """Make the page of every summary in a folder that is not there yet."""
    template = environment(TEMPLATES).get_template("page.html")
    staging = Staging(folder)
    with seldom():
        for told in json.loads(file.read_bytes()):
            staging.write(f"models/{told['id']}/index.html", as_file(template.render(told)))
    staging.publish(lambda: None)


if __name__ == "__main__":
    rendered(Path(sys.argv[1]), Path(sys.argv[2]))
