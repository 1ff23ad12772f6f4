"""Package URLs of repositories of weights, as the package-url specification has them for Hugging Face."""

import re
from urllib.parse import quote, unquote_to_bytes

_PLAIN = ":"
"""Stands as it is, beside letters, digits, and `.-_~`, which are never encoded."""
_HUGGING_FACE = re.compile(r"pkg:/*huggingface/([^@?#]+)(?:[@?#].*)?", re.IGNORECASE | re.DOTALL)


def huggingface_purl(repository: str) -> str | None:
    """The package URL of a repository, `pkg:huggingface/<namespace>/<name>`; None where the text is no such id.

    It bears no version: no source that is read states the commit.
    """
    parts = repository.split("/")
    if len(parts) != 2 or not all(parts):
        return None
    return "pkg:huggingface/" + "/".join(quote(part, _PLAIN, errors="surrogatepass") for part in parts)


def repository_of(purl: str) -> str | None:
    """The repository that a package URL names, without version, qualifiers and subpath; None where it names none."""
    found = _HUGGING_FACE.fullmatch(purl)
    if found is None:
        return None
    try:
        parts = [unquote_to_bytes(part).decode("utf-8", "surrogatepass") for part in found[1].strip("/").split("/")]
    except UnicodeDecodeError:
        return None
    return "/".join(parts) if len(parts) == 2 and all(parts) else None
