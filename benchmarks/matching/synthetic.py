"""Names of models that nobody made, as many as are wanted: words, numbers, sizes and dates as real names have them."""

from collections.abc import Iterator
from random import Random

_BEGIN = ("or", "ve", "lu", "ka", "zen", "mi", "to", "phe", "gra", "ax", "nor", "sil", "qua", "ber", "ty", "hel")
_END = ("lon", "rix", "va", "mond", "tra", "nix", "dell", "sor", "pex", "bria", "gan", "thos")
_TIERS = ("mini", "nano", "pro", "flash", "lite", "large", "small", "max", "coder", "vl", "vision", "air", "turbo")
_STAGES = ("instruct", "instruct", "instruct", "base", "chat", "thinking", "preview")
_SIZES = ("0.5b", "1.5b", "3b", "7b", "8b", "9b", "12b", "13b", "14b", "24b", "27b", "32b", "70b", "72b", "110b")
_MIXED = ("30b-a3b", "235b-a22b", "120b-a12b", "8x7b", "424b-a47b", "21b-a3b")
_DATES = ("0528", "2507", "2025-08-07", "20250929", "06-05", "2411", "001", "2024-11-20")
_FORMATS = ("fp8", "awq", "gguf", "int4")
_FAMILIES_A_MAKER = 4
_RECORDS_A_FAMILY = 12


def names(count: int, seed: int = 7) -> list[str]:
    """So many different ids; the same ones for the same seed, and families grow in number with the count."""
    random = Random(seed)  # noqa: S311 - names, no secrets
    families = list(_families(max(8, count // _RECORDS_A_FAMILY), random))
    found: dict[str, None] = {}
    while len(found) < count:
        found[_name(*random.choice(families), random)] = None
    return list(found)


def respelled(name: str, random: Random) -> str:
    """The name as some seller writes it: other marks, other case, without its author, or in another format."""
    author, _, slug = name.partition("/")
    way = random.randrange(6)
    if way == 0:
        return f"{author}/{slug.replace('.', '-')}"
    if way == 1:
        return slug.upper()
    if way == 2:
        return f"us.{name}"
    if way == 3:
        return slug.replace("-", " ")
    return f"{slug}-{random.choice(_FORMATS)}" if way == 4 else name


def _families(count: int, random: Random) -> Iterator[tuple[str, str]]:
    """Makers with the words of their families: a maker is called by the first of his."""
    made: dict[str, None] = {}
    while len(made) < count:
        syllables = random.choices(_BEGIN, k=random.choice((1, 2, 2, 3, 3)))
        made["".join(syllables) + random.choice(_END)] = None
    words = list(made)
    for place, word in enumerate(words):
        yield f"{words[place - place % _FAMILIES_A_MAKER]}-labs", word


def _name(author: str, family: str, random: Random) -> str:
    parts = [family]
    if random.random() < 0.8:
        parts.append(
            f"{random.randint(1, 6)}.{random.randint(1, 7)}" if random.random() < 0.6 else str(_version(random))
        )
    if random.random() < 0.45:
        parts.append(random.choice(_TIERS))
    if random.random() < 0.6:
        parts.append(random.choice(_SIZES if random.random() < 0.75 else _MIXED))
    if random.random() < 0.45:
        parts.append(random.choice(_STAGES))
    if random.random() < 0.3:
        parts.append(random.choice(_DATES))
    return f"{author}/{'-'.join(parts)}"


def _version(random: Random) -> str:
    whole = str(random.randint(1, 6))
    return f"{whole}.{random.randint(1, 7)}" if random.random() < 0.6 else whole
