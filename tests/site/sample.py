"""Invented page contexts: ordinary, odd and hostile ones, for every kind of page."""

from dataclasses import replace

from catalog.render.change_rows import ChangeLine, ChangeRow
from catalog.render.changed import ChangesPage, DayPage, DayRows, KindRows, MonthDays
from catalog.render.contexts import (
    Badge,
    Condition,
    DisagreementsPage,
    ExplorerPage,
    Fact,
    FieldRow,
    FillRow,
    Identifier,
    MethodologyPage,
    ModelPage,
    NotFoundPage,
    Notice,
    OfferRow,
    Page,
    PointerPage,
    Price,
    SourceRow,
    SourcesPage,
)
from catalog.render.disputed import DisagreementRow, SaidRow, View
from catalog.render.environment import PageContext
from catalog.render.explorer_models import ExplorerModel
from catalog.render.explorer_page import explorer
from catalog.render.linked import (
    Answer,
    CorrectedRow,
    FeedLink,
    KinRow,
    MatchRow,
    Moment,
    Origin,
    Receipt,
    Score,
    Told,
    WeightsRow,
)
from catalog.render.origins import with_origins

from . import lists_sample, model_sample, past_sample
from .compare_sample import comparison
from .explorer_sample import MODELS
from .texts import CONTROLS, LONG
from .texts import HOSTILE as HOSTILE
from .texts import OVERRIDE as OVERRIDE

BASE = "https://atlas.example/"
SHA = "9f2c41ab77d0e1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f607182930"

NOW = Moment("2026-07-31T12:00:00Z", "31 July 2026")
BEFORE = Moment("2026-06-30T00:00:00Z", "30 June 2026")
NOTICE = Notice(
    "Values from the bundled snapshot: openrouter.ai could not be reached.", NOW, "3 days old when this page was made"
)


def page(address: str, title: str, notice: Notice | None = None) -> Page:
    """Give what every page has, for a page at that address below the root."""
    root = "../" * address.count("/")
    return Page(f"{title} · Model Atlas", f"About {title}.", BASE + address, root, root + "assets/d1/", notice)


HELD = f"Held since 3 May 2025: the source now says {HOSTILE}, but it moved a hundredfold."


def origin(url: str) -> Origin:
    """Give an answer of the router, from that address."""
    return Origin(f"answer-{len(url)}", "OpenRouter API", url, SHA, NOW, f"OpenRouter API, {NOW.short}")


def receipt(
    original: str, pointer: str, *, held: bool = False, url: str = "https://openrouter.ai/api/v1/models"
) -> Receipt:
    """Give a receipt of the router's list."""
    rule = "The router's own listing speaks first for its limits and list prices."
    why = HELD if held else ""
    return Receipt(origin(url), original, pointer, BEFORE, rule, why)


CORRECTED = replace(
    receipt("no", "/data/12/tools"),
    corrected=f"ab, 1 July 2026: {HOSTILE}",
    corrected_url=BASE,
    evidence="declared, in an answer that is made for programs",
)
"""A receipt of a value that people put in the place of the source's."""


def answer(*told: Told, held: bool = False, url: str = "https://openrouter.ai/api/v1/models") -> tuple[Answer, ...]:
    """Give the receipts of a row that one answer of the router tells."""
    return (Answer(origin(url), "/data/12", BEFORE, HELD if held else "", told),)


def fact(label: str, text: str, original: str = "", exact: str = "", *, held: bool = False, claims: int = 1) -> Fact:
    """Give a fact, with receipts where an original is given."""
    receipts = tuple(receipt(original, "/data/12/x", held=held) for _ in range(claims)) if original else ()
    return Fact(label, text, exact, f"What {label.lower()} means.", receipts)


def mtok(label: str, text: str) -> Price:
    """Give a price per million tokens."""
    return Price(label, text, "per 1M tokens")


_SAID = (
    SaidRow("Novita AI pricing", "baidu/ernie", "$0.14", "31 July 2026", "1 August 2026", "https://novita.ai/pricing"),
    SaidRow(HOSTILE, HOSTILE, "$1.40", "21 November 2026", "21 November 2026", "javascript:alert(1)"),
)
_DISPUTES = (
    DisagreementRow(
        "Brahe 1",
        "../models/brahe/brahe-1/",
        "novita: brahe/brahe-1",
        "Input",
        "10.00 times",
        "21 November 2026",
        "",
        _SAID,
    ),
    DisagreementRow(HOSTILE, "", f"novita: {HOSTILE}", "Output", "", "21 November 2026", HOSTILE, _SAID),
)

MODEL_ID = "kepler/kepler-4.5-vl-42b-a4b"
MODEL_ADDRESS = f"models/{MODEL_ID}/"

HOURS = '{"utc_start":"01:00","utc_end":"04:00"}'

_OFFERS = (
    OfferRow(
        "OpenRouter",
        "",
        MODEL_ID,
        "list price",
        mtok("Input", "$0.42"),
        mtok("Output", "$1.25"),
        (),
        (),
        (),
        "123K",
        "16K",
        answer(Told("input_usd_per_mtok", "Input", "0.00000042", "/pricing/prompt", None)),
    ),
    OfferRow(
        "Tycho",
        "OpenRouter",
        MODEL_ID,
        "endpoint",
        mtok("Input", "$0.336"),
        mtok("Output", "$1.00"),
        (mtok("Cache read", "$0.042"), Price("Web search", "$0.005", "per search")),
        (
            Condition("prompts above 200,000 tokens", (mtok("Input", "$0.84"), mtok("Output", "$2.50"))),
            Condition("daily 01:00-04:00 UTC", (mtok("Input", "$0.21"),), HOURS),
        ),
        ("20 % discount applied", "quantization fp8"),
        "123K",
        "16K",
        answer(
            Told("input_usd_per_mtok", "Input", "0.000000336", "/pricing/prompt", NOW),
            Told("quantization", "Quantization", "fp8", "/quantization", None),
            held=True,
        ),
    ),
    OfferRow(
        "OpenRouter",
        "",
        f"{MODEL_ID}:free",
        "free variant",
        mtok("Input", "free"),
        mtok("Output", "free"),
        (),
        (),
        (),
        "32K",
        "—",
        (),
    ),
    OfferRow(
        HOSTILE,
        HOSTILE,
        "x",
        "endpoint",
        mtok("Input", "—"),
        Price("Output", "varies", "per image"),
        (),
        (),
        (),
        "—",
        "—",
        answer(Told(HOSTILE, HOSTILE, HOSTILE, HOSTILE, None), url="javascript:alert(1)"),
    ),
)

MODEL = with_origins(
    ModelPage(
        page=page(MODEL_ADDRESS, "Kepler 4.5 VL 42B A4B"),
        id=MODEL_ID,
        name="Kepler: Kepler 4.5 VL 42B A4B",
        lead="A model by kepler that reads text and images and writes text; context 123K; $0.42 in, $1.25 out per 1M.",
        lead_fields=("context_listed", "input_usd_per_mtok"),
        author="kepler",
        active=True,
        status="listed",
        badges=(
            Badge("Match confidence", "unmatched", "No record of another source has been matched to it."),
            Badge("Source type", "openrouter_only", "Everything known of it comes from OpenRouter."),
        ),
        headline=(
            fact("Context window", "123K", "123000", "123,000 tokens"),
            fact("Arena overall rank", "not rated"),
            fact("Input price", "$0.42 / 1M", "0.00000042", claims=2),
            replace(
                fact("Output price", "$1.25 / 1M", "0.00000125", held=True),
                field="output_usd_per_mtok",
                best="cheapest offer: $1.00 at Tycho",
            ),
        ),
        facts=(
            replace(fact("Max output", "16K", "16000", "16,000 tokens"), disputed=True, said=_SAID),
            fact("Supported parameters", "max_tokens, seed, stop, temperature", '["max_tokens"]'),
            fact("Tokenizer", HOSTILE, HOSTILE),
            fact("Knowledge cutoff", "—"),
            replace(fact("Tool calls", "yes"), receipts=(CORRECTED,)),
        ),
        identifiers=(
            Identifier("Primary ID", MODEL_ID, ""),
            Identifier("OpenRouter ID", MODEL_ID, f"https://openrouter.ai/{MODEL_ID}"),
            Identifier("Canonical slug", f"{MODEL_ID}-2026-06-30", ""),
            Identifier("Hugging Face ID", "kepler/Kepler-4.5-VL", "javascript:alert(1)"),
        ),
        other_ids=(Identifier("free variant", f"{MODEL_ID}:free", ""),),
        meant=("21 May 2025 to 10 July 2025: kepler/kepler-4.5-vl-0611", HOSTILE),
        matches=(
            MatchRow(
                "models.dev",
                f"seller/{MODEL_ID}",
                "an offer of it",
                "exact",
                "all equal",
                ("author kepler", "size 42b"),
                "right in 1,200 of 1,200 labelled pairs",
                "kepler/kepler-4.5-vl-8b: size 42b != 8b",
            ),
            MatchRow(HOSTILE, HOSTILE, "an offer of it", "high", HOSTILE, (HOSTILE,), HOSTILE, HOSTILE),
        ),
        matches_count=70,
        matches_by_source="models.dev 69, Hostile 1",
        near=(MatchRow("Arena", "kepler-4.5-vl-0611", "a dated release of it", "medium", "date missing", (), "", ""),),
        near_count=31,
        match_answers=answer(Told("record", HOSTILE, "", "/models/3", None)),
        family=(
            KinRow(
                "kepler/kepler-4.5-vl-8b",
                "Kepler 4.5 VL 8B",
                "../../../models/brahe/brahe-1/",
                "a sibling",
                "size 8b, here 42b",
            ),
            KinRow("hostile/one", HOSTILE, "../../hostile/one/", "a sibling", HOSTILE),
        ),
        weights=(
            WeightsRow("kepler/Kepler-4.5-VL-42B", "weights of the model", False, "", "OpenRouter API"),
            WeightsRow(HOSTILE, "a sibling", True, "stage base != nothing", HOSTILE),
        ),
        ratings=(
            Score(
                "text",
                "kepler-4.5-vl-thinking-32k",
                "thinking 32k",
                "1437",
                "1432 to 1441",
                "12,000",
                "#17",
                "style allowed for",
                "30 June 2026",
                "Arena",
                answer(Told("rating", "Rating", "1436.61", "/rows/3/row/rating", None)),
            ),
            Score(HOSTILE, HOSTILE, HOSTILE, "900", "", "", "", "", "30 June 2026", HOSTILE),
        ),
        offers=(
            _OFFERS[0],
            replace(_OFFERS[1], **model_sample.CHEAPEST),
            _OFFERS[3],
        ),
        description=("Kepler 4.5 VL sees and writes.", HOSTILE),
        description_receipt=receipt("Kepler 4.5 VL sees…", "/data/12/description"),
        raw='{\n  "id": "kepler/kepler-4.5-vl-42b-a4b",\n  "pricing": {"prompt": "0.00000042"}\n}',
        raw_answers=answer(Told("record", MODEL_ID, "", "", None)),
        meant_answers=answer(Told("canonical_slug", "Canonical slug", HOSTILE, "/canonical_slug", None)),
        json_href="index.json",
        markdown_href="index.md",
        corrections=(
            CorrectedRow(
                "models.dev", "x/kepler", "Max output", "384", "left out", "It is a vector", "ab", "1 July 2026", BASE
            ),
            CorrectedRow(
                HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "1 July 2026", "javascript:alert(1)"
            ),
        ),
        disputes=_DISPUTES,
        report="https://tracker.example/issues/new?title=Error%20in%20kepler",
        past=past_sample.past("OpenRouter API"),
        lifecycle=(fact("Listed", "30 June 2026", "1751300903", "2026-06-30"), fact("Successor", HOSTILE, HOSTILE)),
        abilities=(fact("Input modalities", "text, image", '["text", "image"]'),),
        indexes=(fact("AA intelligence index", "51.1", "51.1"),),
        other_offers=_OFFERS[2:3],
        offers_told="Cheapest of 3 that can be compared: $0.336 in and $1.00 out at Tycho.",
        compared=model_sample.compared(HOSTILE),
        more_ratings=3,
        curl=model_sample.CURL,
        lab_href="../../../labs/kepler/",
    )
)

RETIRED_ADDRESS = "models/brahe/brahe-1/"
RETIRED = replace(
    MODEL,
    page=page(RETIRED_ADDRESS, "Brahe 1", NOTICE),
    id="brahe/brahe-1",
    name="Brahe 1",
    author="brahe",
    lab_href="",
    active=False,
    status="no longer listed: last seen 6 June 2026",
    gone=past_sample.gone(HOSTILE, f"../../{MODEL_ADDRESS.removeprefix('models/')}"),
    facts=(),
    other_ids=(),
    meant=(),
    meant_answers=(),
    matches=(),
    near=(),
    near_count=0,
    match_answers=(),
    family=(),
    weights=(),
    ratings=(),
    offers=(),
    other_offers=(),
    offers_told="",
    abilities=(),
    indexes=(),
    compared=None,
    curl="",
    description=(),
    description_receipt=None,
)

HOSTILE_ADDRESS = "models/hostile/one/"
HOSTILE_MODEL = replace(
    MODEL,
    page=page(HOSTILE_ADDRESS, HOSTILE + CONTROLS),
    id="hostile/one",
    name=HOSTILE + OVERRIDE + CONTROLS + LONG,
    lead=HOSTILE,
    author=HOSTILE,
    description=(HOSTILE, OVERRIDE, CONTROLS, LONG),
    raw=HOSTILE,
    curl=HOSTILE,
    past=past_sample.past(HOSTILE + OVERRIDE + CONTROLS, "javascript:alert(1)"),
    earlier=past_sample.earlier(HOSTILE, f"../../{MODEL_ADDRESS.removeprefix('models/')}"),
)


def explored(models: list[ExplorerModel], notice: Notice | None = None) -> ExplorerPage:
    """Give the explorer over those models."""
    return explorer(models, page("", "AI models", notice), NOW.iso, "data/explorer-sample.json")


EXPLORER = explored(MODELS)

_SOURCE = SourceRow(
    id="openrouter",
    name="OpenRouter API",
    url="https://openrouter.ai/docs",
    kind="aggregator",
    licence="terms of service; facts only",
    cannot_know="What the weights were made for; who trained them.",
    state="fresh",
    state_meaning="It answered in the last run.",
    last_success=NOW,
    records=364,
    claims=9120,
    held=1,
    unreadable=2,
    surprises=("architecture.hologram: 12 times", HOSTILE),
    left_out=("sections: cuts of the same usage", HOSTILE),
    held_changes=("kepler/one: input_usd_per_mtok: 0.42 -> 420; held since 2026-07-30", HOSTILE),
    not_read=("kepler/one: context_served: 'many' is no number of tokens", HOSTILE),
    copies=("openrouter: prices (its label says so)", HOSTILE),
    documents=("model list: 364 records, 31 July 2026",),
    error="",
    checked="40 of 41 (97.56 %)",
    completeness=("models, 364. 100 %: Name; 12 %: Licence", HOSTILE),
)

DISAGREEMENTS = DisagreementsPage(
    page=page("disagreements/", "Disagreements"),
    heading="Prices of one offer",
    order="the largest first",
    views=(
        View("Prices, largest first", "../disagreements/", 900, current=True),
        View("All, newest first", "../disagreements/newest/", 901, current=False),
    ),
    by_field=(View("Input", "../disagreements/newest/", 2, current=False),),
    by_source=(View(HOSTILE, "../disagreements/newest/", 2, current=False),),
    rows=_DISPUTES,
    count=900,
    doubts=("they were seen far apart", HOSTILE),
)
NEWEST = replace(
    DISAGREEMENTS,
    page=page("disagreements/newest/", "Disagreements, newest first"),
    views=(),
    by_field=(),
    by_source=(),
    rows=_DISPUTES[1:],
)

_CHANGED = (
    ChangeRow(
        "Kepler: Kepler 4.5 VL 42B A4B",
        f"../../{MODEL_ADDRESS}",
        MODEL_ID,
        (
            ChangeLine("Input price $0.336 → $0.42 per 1M tokens, +25 %", False, "", ""),
            ChangeLine("Output price $1.00 → $100.00 per 1M tokens", True, "it moved a hundredfold", ""),
        ),
        False,
        "OpenRouter",
        "OpenRouter API",
        "https://openrouter.ai/api/v1/models",
        Moment("2026-07-31T12:00:00Z", "12:00 UTC"),
        SHA,
    ),
    ChangeRow(
        HOSTILE,
        "",
        HOSTILE,
        (ChangeLine(HOSTILE, False, f"ab: {HOSTILE}", BASE),),
        True,
        "",
        HOSTILE,
        "javascript:alert(1)",
        Moment("2026-07-31T00:00:00Z", "00:00 UTC"),
        "",
    ),
)
CHANGES = ChangesPage(
    page=replace(page("changes/", "Changes"), feeds=(FeedLink("All changes", "../feeds/changes.atom"),)),
    heading="Changes",
    views=(View("all", "../changes/", 1200, current=True), View("Prices", "../changes/", 1200, current=False)),
    days=(
        DayRows(
            "31 July 2026",
            "2026-07-31",
            "../changes/2026-07-31/",
            (View("Prices", "../changes/2026-07-31/#price", 2, current=False),),
            tuple(replace(row, href=row.href.removeprefix("../")) for row in _CHANGED),
            1200,
        ),
    ),
    months=(MonthDays("July 2026", (View("31", "../changes/2026-07-31/", 2, current=False),)),),
)
DAY_PAGE = DayPage(
    page=page("changes/2026-07-31/", "Changes of 31 July 2026"),
    day="31 July 2026",
    count=2,
    kinds=(
        KindRows("price", "Prices", _CHANGED[:1]),
        KindRows("corrections", "Corrections of ours", _CHANGED[1:]),
    ),
    later=None,
    earlier=View("30 July 2026", "../2026-07-31/", 2, current=False),
)

PAGES: dict[str, PageContext] = {
    "": EXPLORER,
    "changes/": CHANGES,
    "changes/2026-07-31/": DAY_PAGE,
    "compare/": comparison(page("compare/", "Compare models")),
    "disagreements/": DISAGREEMENTS,
    "disagreements/newest/": NEWEST,
    "sources/": SourcesPage(
        page("sources/", "Sources", NOTICE),
        (
            _SOURCE,
            replace(
                _SOURCE,
                id="seeded",
                name=HOSTILE,
                url="javascript:alert(1)",
                state="seed",
                error=HOSTILE,
                surprises=("one: once",),
            ),
            replace(
                _SOURCE,
                id="never",
                state="never",
                last_success=None,
                documents=(),
                surprises=(),
                left_out=(),
                held_changes=(),
                not_read=(),
                copies=(),
                checked="",
                completeness=(),
            ),
        ),
        checked="299 of 300 (99.66 %)",
        newest=NOW,
        corrections=(
            CorrectedRow(HOSTILE, HOSTILE, "Input price", "420", "left out", HOSTILE, "ab", "1 July 2026", BASE),
            CorrectedRow("LiteLLM", "a/b", "Released", "x", "y", "why", "ab", "1 July 2026", "javascript:x", HOSTILE),
        ),
        completeness=(
            FillRow("name", "Name", "614 of 614", "100 %", 21),
            FillRow("licence", HOSTILE, "1 of 614", "under 1 %", 2),
        ),
    ),
    "methodology/": MethodologyPage(
        page("methodology/", "Methodology"),
        (FieldRow("context_listed", "Context window", "The context length that the router lists.", "311 of 311"),),
        ("they were seen far apart",),
    ),
    MODEL_ADDRESS: MODEL,
    RETIRED_ADDRESS: RETIRED,
    HOSTILE_ADDRESS: HOSTILE_MODEL,
    "models/kepler/kepler-4.5-vl-42b-a4b~3afree/": PointerPage(
        page("models/kepler/kepler-4.5-vl-42b-a4b~3afree/", "Kepler 4.5 VL (free)"),
        f"{MODEL_ID}:free",
        "the free variant of",
        MODEL_ID,
        MODEL.name,
        "../kepler-4.5-vl-42b-a4b/",
    ),
    "models/kepler/lost/": PointerPage(
        page("models/kepler/lost/", "Lost"), HOSTILE, "", "", "", "", f"It was {HOSTILE}"
    ),
    "404.html": NotFoundPage(page("404.html", "No such page")),
    **lists_sample.list_pages(page, MODEL_ADDRESS, HOSTILE, LONG, tuple(replace(row, href="") for row in _CHANGED)),
}
"""A page of every kind, by its address; the last part is a folder's index where it is empty."""
EMPTY_PAGES: dict[str, PageContext] = {
    **lists_sample.empty_list_pages(page),
    "explorer": explored([]),
    "explorer of one": explored(MODELS[:1], NOTICE),
    "sources": SourcesPage(page("sources/", "Sources"), ()),
    "changes": ChangesPage(page("changes/", "Changes"), "Changes", (), (), ()),
    "disagreements": DisagreementsPage(page("disagreements/", "Disagreements"), "All", "", (), (), (), (), 0, ()),
}
"""Pages with as good as nothing on them."""
