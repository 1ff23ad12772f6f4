"""Small pages of ids that are no model's own: each names the model and leads to it, or says what it was."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from catalog.addresses import folder, link
from catalog.published_ids import Earlier, Former
from catalog.render.contexts import Page, PointerPage
from catalog.render.formats import moment
from catalog.render.receipts import Receipts
from catalog.render.told_history import EarlierRow

RELATIONS = {"alias_of": "an alias of", "offer_of": "a way of buying", "config_of": "a configuration of"}
MakePage = Callable[[str, str, str], Page]
"""Makes what every page has, of path, title and description."""


def pointer(
    id_: str, relation: str, model_id: str, names: Mapping[str, str], make: MakePage
) -> tuple[str, PointerPage]:
    """The page of an id that its source lists, with its path."""
    return _leading(id_, RELATIONS.get(relation, "another id of"), model_id, names, make)


def former_page(
    former: Former, names: Mapping[str, str], receipts: Receipts, make: MakePage
) -> tuple[str, PointerPage]:
    """The page of an id that was published and is a model's no more, with its path."""
    was = (
        f"It was published from {moment(former.first_on).text} until {moment(former.gone_on).text}, for the record"
        f" {former.record} of {receipts.name(former.source)}"
    )
    if former.model_id is not None:
        path, page = _leading(former.id, "a former id of", former.model_id, names, make)
        return path, replace(page, told=f"{was}, which means that model now.")
    path = f"models/{folder(former.id)}/index.html"
    made = make(path, f"{former.id} · Model Atlas", f"{former.id} is no model of its own any more.")
    return path, PointerPage(made, former.id, "", "", "", "", f"{was}, which means no model now.")


def earlier_rows(
    found: Iterable[Earlier], names: Mapping[str, str], receipts: Receipts, root: str
) -> tuple[EarlierRow, ...]:
    """What the address of a model stood for before, in rows."""
    return tuple(
        EarlierRow(
            f"Until {moment(one.until).text} this address stood for {one.record} of {receipts.name(one.source)}",
            names.get(one.model_id, one.model_id),
            f"{root}models/{link(folder(one.model_id))}/",
        )
        for one in found
    )


def _leading(
    id_: str, meaning: str, model_id: str, names: Mapping[str, str], make: MakePage
) -> tuple[str, PointerPage]:
    path = f"models/{folder(id_)}/index.html"
    page = make(path, f"{id_} · Model Atlas", f"{id_} is {meaning} {model_id}.")
    href = f"{page.root}models/{link(folder(model_id))}/"
    return path, PointerPage(page, id_, meaning, model_id, names.get(model_id, model_id), href)
