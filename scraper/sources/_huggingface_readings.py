"""What single keys of the Hub's answers do not say alone: licence, parameters, derivation, context."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from scraper.claims import Claim
from scraper.issues import IssueKind
from scraper.reading import Field, Reader
from scraper.sources._huggingface_tables import (
    CARD,
    CONTEXT,
    CONTEXTS,
    DTYPE,
    METHOD,
    MODEL,
    NESTED,
    RELATIONS,
    WEIGHTS,
    count,
    joined,
    only,
)
from scraper.units import original, text

SITE = "https://huggingface.co"
WEIGHT_FILE = re.compile(r"\.(?:safetensors|bin|gguf|pt|pth|pdparams|h5|msgpack|onnx|nemo|npz|ckpt)$", re.IGNORECASE)
MOSTLY = Decimal("0.99")

_FLOATS = frozenset({"F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2"})
"""Formats in which one stored number is one parameter; others hold several, or parts of one."""
_BASE = re.compile(r"base_model:(?:(?P<relation>[a-z_]+):)?(?P<id>[\w.-]+/[\w.-]+)")


def read_model(raw: Mapping[str, Any], reader: Reader) -> None:
    """Every claim of the Hub's answer on one repository."""
    told = {**raw, "cardData": only(raw.get("cardData"), CARD), "config": only(raw.get("config"), WEIGHTS)}
    reader.read({key: value for key, value in told.items() if key in raw}, MODEL)
    _read_quantization(raw.get("config"), reader, "/config")
    _read_licence(raw, reader)
    _read_parameters(raw, reader)
    _read_derivation(raw.get("tags"), reader)
    if (can_be_had := _can_be_had(raw)) is not None:
        reader.claims.append(Claim("open_weights", can_be_had, *_deciding(raw)))


def read_config(raw: Mapping[str, Any], reader: Reader) -> None:
    """The few claims of a `config.json`: class, type, context, number format."""
    reader.read(only(raw, WEIGHTS), WEIGHTS)
    _read_quantization(raw, reader, "")
    _read_context(raw, reader)
    if "quantization_config" not in raw:
        # Beside a quantization the format named is only that of the parts which are not quantized.
        _read_first(raw, ("torch_dtype", "dtype"), DTYPE, reader)


def _read_licence(raw: Mapping[str, Any], reader: Reader) -> None:
    """The card's licence; `other` is called by its name, and without a card the tag tells."""
    told = raw.get("cardData")
    card: Mapping[str, Any] = told if isinstance(told, Mapping) else {}
    if card.get("license") == "other" and card.get("license_name"):
        reader.claim(Field("licence", text), card["license_name"], "/cardData/license_name")
    elif card.get("license"):
        reader.claim(Field("licence", joined), card["license"], "/cardData/license")
    else:
        for index, tag in _tags(raw.get("tags"), "license:"):
            reader.claim(Field("licence", lambda said: text(said.removeprefix("license:"))), tag, f"/tags/{index}")
            break
    if isinstance(link := card.get("license_link"), str) and link.strip():
        reader.claim(Field("licence_url", lambda value: _address(value, raw)), link, "/cardData/license_link")


def _address(link: str, raw: Mapping[str, Any]) -> str | None:
    """A licence's address; a bare file name is a file of the repository."""
    bare = link.strip().removeprefix("./")
    if bare.startswith(("https://", "http://")):
        return bare
    return f"{SITE}/{raw['id']}/blob/main/{bare}" if re.fullmatch(r"[\w.-]+", bare) else None


def _read_parameters(raw: Mapping[str, Any], reader: Reader) -> None:
    """How many parameters, and their format, unless the files hold packed integers.

    The Hub counts stored numbers: in a 4-bit file one of them holds two or eight parameters, so the
    total would be too small. Then nothing is claimed.
    """
    weights = raw.get("safetensors")
    if not isinstance(weights, Mapping):
        return
    formats = weights.get("parameters")
    sizes = {name: size for name, size in formats.items() if _is_count(size)} if isinstance(formats, Mapping) else {}
    stored = sum(sizes.values())
    floats = sum(size for name, size in sizes.items() if name in _FLOATS)
    if not stored or floats < MOSTLY * stored:
        detail = f"{stored - floats} of {stored} stored numbers are packed or of a format not told"
        reader.note(IssueKind.IGNORED, "parameters_total", detail, "/safetensors")
        return
    reader.claim(Field("parameters_total", count), weights.get("total", stored), "/safetensors/total")
    largest = max(sizes, key=lambda name: (sizes[name], name))
    reader.claim(DTYPE, largest, "/safetensors/parameters")


def _is_count(size: Any) -> bool:
    return isinstance(size, int) and not isinstance(size, bool) and size > 0


def _read_derivation(tags: Any, reader: Reader) -> None:
    """What the tags say of the base: how it was derived, and from what where the card is silent."""
    said = {claim.field for claim in reader.claims}
    for index, tag in _tags(tags, ""):
        match = _BASE.fullmatch(tag)
        if match is None:
            continue
        if "base_model" not in said:
            reader.claims.append(Claim("base_model", match["id"], tag, f"/tags/{index}"))
        if match["relation"] in RELATIONS and "base_model_relation" not in said:
            reader.claims.append(Claim("base_model_relation", match["relation"], tag, f"/tags/{index}"))
        said = {claim.field for claim in reader.claims}


def _tags(tags: Any, prefix: str) -> Iterator[tuple[int, str]]:
    for index, tag in enumerate(tags if isinstance(tags, list) else ()):
        if isinstance(tag, str) and tag.startswith(prefix):
            yield index, tag


def _can_be_had(raw: Mapping[str, Any]) -> str | None:
    """Whether anybody can have the weights (perhaps after asking); None where a repository lists no weights.

    Asked without a key, the Hub answers for what is public only.
    """
    if raw.get("private") is True or raw.get("disabled") is True:
        return "false"
    files = raw.get("siblings")
    if not isinstance(files, list) or "safetensors" in raw:
        return "true"
    names = [str(file.get("rfilename")) for file in files if isinstance(file, Mapping)]
    return "true" if any(map(WEIGHT_FILE.search, names)) else None


def _deciding(raw: Mapping[str, Any]) -> tuple[str, str]:
    """What one of the keys says that are asked whether the weights can be had, and where: one that is true decides."""
    asked = sorted((key for key in ("private", "disabled") if key in raw), key=lambda key: raw[key] is not True)
    return (original(raw[asked[0]]), f"/{asked[0]}") if asked else ("", "")


def _read_quantization(config: Any, reader: Reader, pointer: str) -> None:
    settings = config.get("quantization_config") if isinstance(config, Mapping) else None
    method = settings.get("quant_method") if isinstance(settings, Mapping) else None
    if method is not None:
        reader.claim(METHOD, method, f"{pointer}/quantization_config/quant_method")


def _read_context(raw: Mapping[str, Any], reader: Reader) -> None:
    """The context length as stated.

    Where `rope_scaling` names a factor and an original length, the stated one is already the scaled:
    DeepSeek-V3 states 163840, which is 40 times 4096. It is neither multiplied nor divided.
    """
    found = []
    for place, part in (("", raw), *((f"/{name}", raw.get(name)) for name in NESTED)):
        key = next((key for key in CONTEXTS if isinstance(part, Mapping) and part.get(key) is not None), None)
        if isinstance(part, Mapping) and key is not None:
            found.append((part[key], f"{place}/{key}"))
    if len({str(value) for value, _ in found}) > 1:
        told = ", ".join(f"{place} {value}" for value, place in found)
        reader.note(IssueKind.BAD_VALUE, "context_native", f"two lengths: {told}", found[0][1])
    elif found:
        reader.claim(CONTEXT, *found[0])


def _read_first(raw: Mapping[str, Any], keys: tuple[str, ...], field: Field, reader: Reader) -> None:
    for part, place in ((raw, ""), *((raw.get(name), f"/{name}") for name in NESTED)):
        for key in keys:
            if isinstance(part, Mapping) and part.get(key) is not None:
                reader.claim(field, part[key], f"{place}/{key}")
                return
