"""Where templates, front-end source, curated files and the seed lie: in a checkout, or in the wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource(name: str) -> Path:
    """A folder such as `templates` or `data/seed`; the checkout's is preferred to the bundled one.

    It is looked up from this file: `importlib.resources` would find a stale copy in an editable install.
    """
    checkout = _PACKAGE.parent / name
    if (_PACKAGE.parent / "pyproject.toml").exists() and checkout.exists():
        return checkout
    return _PACKAGE / "_bundled" / name
