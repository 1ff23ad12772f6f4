"""Invented pages of labs, sellers, all models and the data: ordinary and hostile ones."""

from collections.abc import Callable
from dataclasses import replace

from catalog.render.change_rows import ChangeRow
from catalog.render.contexts import (
    AToZPage,
    Counted,
    DataPage,
    Figure,
    FormatRow,
    LabModel,
    LabPage,
    LabRow,
    LabsPage,
    Letter,
    Named,
    Page,
    ProviderPage,
    ProviderRow,
    ProvidersPage,
    PublishedFile,
    SoldRow,
    TableRow,
    TermsRow,
)
from catalog.render.environment import PageContext
from catalog.render.linked import FeedLink, Moment

MakePage = Callable[[str, str], Page]
NOW = Moment("2026-07-31T12:00:00Z", "31 July 2026")
LAB = "labs/kepler/"
SELLER = "providers/tycho/"


def list_pages(make: MakePage, model: str, hostile: str, long: str, changes: tuple[ChangeRow, ...]) -> dict[
    str, PageContext
]:  # fmt: skip
    """Each page by its address; `model` is the address of a model's page."""
    return {
        "labs/": _labs(make, model, hostile, long),
        LAB: _lab(make, model, hostile, long, changes),
        "providers/": _providers(make, hostile, long),
        SELLER: _provider(make, model, hostile, long),
        "a-z/": _a_to_z(make, model, hostile, long),
        "data/": _data(make, hostile),
    }


def empty_list_pages(make: MakePage) -> dict[str, PageContext]:
    """The same with as good as nothing on them."""
    return {
        "labs": LabsPage(make("labs/", "Labs"), ()),
        "lab": LabPage(make(LAB, "Kepler"), "Kepler", "kepler", "1 model listed", "../../?lab=kepler", (), (), (), ()),
        "providers": ProvidersPage(make("providers/", "Providers"), ()),
        "provider": ProviderPage(make(SELLER, "Tycho"), "Tycho", "tycho", "0 models, 0 offers", (), (), 0),
        "a-z": AToZPage(make("a-z/", "A to Z"), 0, ()),
        "data": DataPage(make("data/", "Data"), "https://atlas.example/", NOW, (), (), (), (), ""),
    }


def _labs(make: MakePage, model: str, hostile: str, long: str) -> LabsPage:
    row = LabRow(
        "Kepler", "kepler", "../labs/kepler/", "12", "3", "Kepler 4.5", f"../{model}", "20 Jul 2026", "free to $15.00",
        "3 of 4", "5",
    )  # fmt: skip
    odd = replace(row, name=hostile, lab=hostile, newest=long, newest_on="", prices="$0.6000000000000001 to $1,000.00")
    return LabsPage(make("labs/", "Labs"), (row, odd))


def _lab(make: MakePage, model: str, hostile: str, long: str, changes: tuple[ChangeRow, ...]) -> LabPage:
    row = LabModel(
        "Kepler 4.5", "kepler/kepler-4.5", f"../../{model}", "kepler", "20 Jul 2026", "123K", "$0.42", "$1.25",
        "1432, #17", "active",
    )  # fmt: skip
    odd = replace(row, name=long, id=hostile, family=hostile, released="—", rating="—", status="retired")
    page = replace(make(LAB, "Kepler"), feeds=(FeedLink(hostile, "../../feeds/changes.atom"),))
    sellers = (Counted("Tycho", f"../../{SELLER}", "3"),)
    return LabPage(
        page, "Kepler", "kepler", "12 models listed, 3 no longer", "../../?lab=kepler", (row, odd),
        (Counted(hostile, "", "2"), Counted("kepler", "", "1")), sellers, changes,
    )  # fmt: skip


def _providers(make: MakePage, hostile: str, long: str) -> ProvidersPage:
    row = ProviderRow(
        "Tycho", "tycho", f"../{SELLER}", "41", "53", "12.5 % above", "the same", "over 41 models",
        "input 5 % above, output the same", "20 Jul 2026 to 31 Jul 2026", "OpenRouter API, Tycho pricing",
    )  # fmt: skip
    odd = replace(row, name=long, slug=hostile, over_cheapest="—", over_middle="—", shared="", markup="—", via=hostile)
    return ProvidersPage(make("providers/", "Providers"), (row, odd))


def _provider(make: MakePage, model: str, hostile: str, long: str) -> ProviderPage:
    row = SoldRow(
        "Kepler 4.5", f"../../{model}", "kepler/kepler-4.5", "endpoint fp8, via OpenRouter", "$0.42", "$1.25",
        "5 % above", ("prompts above 200,000 tokens (the whole request)", "batch service"), "123K", "fp8",
        "31 Jul 2026",
    )  # fmt: skip
    odd = SoldRow("", "", hostile, long, "free", "varies", "", (hostile,), "—", hostile, "31 Jul 2026")
    figures = (
        Figure("Price level", "12.5 % above the cheapest other seller's price", "The middle over 41 models."),
        Figure("Mark-up", "—", hostile),
    )
    page = make(SELLER, "Tycho")
    return ProviderPage(page, "Tycho", "tycho", "2 models, 3 offers", figures, (row, replace(row, href=""), odd), 1)


def _a_to_z(make: MakePage, model: str, hostile: str, long: str) -> AToZPage:
    named = Named("Kepler 4.5", f"../{model}", "kepler", retired=False)
    odd = (replace(named, name=hostile, retired=True), replace(named, name=long, lab=hostile))
    return AToZPage(make("a-z/", "A to Z"), 3, (Letter("K", "k", (named,)), Letter("Other", "other", odd)))


def _data(make: MakePage, hostile: str) -> DataPage:
    files = (
        PublishedFile("api/v1/changes.json", "../api/v1/changes.json", "Every change."),
        PublishedFile("api/v1/models/AUTHOR/MODEL.json", "", "One model."),
    )
    formats = (FormatRow("litellm.json", "As LiteLLM has it.", ("Who says so.", "Since when.")),)
    tables = (TableRow("offers", "1,168", "A seller's sale.", {"id": "Its id.", "model_id": "The model."}),)
    terms = (TermsRow("OpenRouter API", "https://openrouter.ai/docs", "terms apply"), TermsRow(hostile, "", hostile))
    base = "https://atlas.example/"
    return DataPage(
        make("data/", "Data"), base, NOW, files, formats, tables, terms, f"https://lite.example/?url={base}"
    )
