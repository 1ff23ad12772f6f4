"""What the sample model page shows of other models, of scores and of ways to buy: ordinary and hostile."""

from catalog.render.contexts import Compared, Peer

CURL = (
    "curl https://openrouter.ai/api/v1/chat/completions \\\n"
    '  -H "Authorization: Bearer $OPENROUTER_API_KEY" \\\n'
    '  -d \'{"model": "kepler/kepler-4.5-vl-42b-a4b"}\''
)
OWN = Peer(
    "kepler/kepler-4.5-vl-42b-a4b", "Kepler: Kepler 4.5 VL 42B A4B", "models/kepler/kepler-4.5-vl-42b-a4b/", "1437",
    "1432 to 1441", "$0.502", "$0.336", "$1.00", "Tycho",
)  # fmt: skip


def compared(hostile: str) -> Compared:
    """A model with one cheaper one, and a hostile one of another lab."""
    brahe = Peer(
        "brahe/brahe-1", "Brahe 1", "models/brahe/brahe-1/", "1440", "", "$0.25", "$0.10", "$0.70", "OpenRouter"
    )
    other = Peer("hostile/one", hostile, "models/hostile/one/", "1436", "", hostile, hostile, hostile, hostile)
    return Compared(f"text, {hostile}", OWN, (brahe,), 7, (other,))
