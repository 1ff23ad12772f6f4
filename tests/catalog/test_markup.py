"""How offers stand to the maker's own price: like with like, and never on a reseller's word."""

from decimal import Decimal

from catalog.match.judgement import Judgement, Why
from catalog.offers import offers
from catalog.pricing.maker import Makers, Markup, markups
from catalog.resources import resource
from catalog.sellers import load_sellers
from scraper.source import PublisherKind
from tests.catalog.claims_of import KNOWLEDGE, by_key, entry

KINDS = {
    "openrouter": PublisherKind.ROUTER,
    "deepseek_pricing": PublisherKind.PROVIDER,
    "zai_pricing": PublisherKind.PROVIDER,
    "novita_pricing": PublisherKind.PROVIDER,
    "ai302": PublisherKind.RESELLER,
}
MAKERS = Makers(KINDS, load_sellers(resource("data/curated")), KNOWLEDGE.vocabulary)
ID = "deepseek/deepseek-v9"
Sale = tuple[str, str, str, dict[str, str]]
"""Source, record, kind and claims."""


def priced(input_: str, output: str = "2", **more: str) -> dict[str, str]:
    return {"input_usd_per_mtok": input_, "output_usd_per_mtok": output, **more}


def sold(
    source: str, record: str, provider: str, model: str = ID, **claims: str
) -> tuple[str, str, str, dict[str, str]]:
    """A seller's own statement; at the router, an endpoint."""
    if source == "openrouter":
        claims |= {"model_record": model, "tag": claims.get("tag", provider)}
    return source, record, "endpoint" if source == "openrouter" else "offer", {**claims, "provider_slug": provider}


def compared(*sales: Sale, relation: str = "offer_of", level: str = "exact", model: str = ID) -> dict[str, Markup]:
    """The mark-ups of a listed model at 1 and 2 dollars, and of further sales of it."""
    listed = entry("openrouter", model, "model", True, **priced("1"))
    entries = by_key(listed, *(entry(source, record, kind, True, **claims) for source, record, kind, claims in sales))
    judged = {key: Judgement(*key, model, relation, level, "test", Why()) for key in entries}
    judged["openrouter", model] = Judgement("openrouter", model, model, "same_release", "exact", "test", Why())
    return dict(markups(offers(entries, judged, frozenset(KINDS)), judged, MAKERS))


OWN = sold("deepseek_pricing", "v9", "deepseek", **priced("0.8", "2"))
OWN_ENDPOINT = sold("openrouter", f"{ID}#deepseek", "deepseek", **priced("0.5", "1"))


def test_prices_are_shares_over_the_maker_s_own_page() -> None:
    found = compared(OWN, sold("novita_pricing", "n", "novita", **priced("0.84", "1.6")))
    assert found["novita_pricing:n"] == Markup("deepseek_pricing:v9", "2026-07-31", Decimal("0.05"), Decimal("-0.2"))
    assert found[f"openrouter:{ID}"].markup_input == Decimal("0.25")
    assert "deepseek_pricing:v9" not in found


def test_the_maker_s_page_goes_before_its_endpoint_and_the_endpoint_before_nothing() -> None:
    page = sold("zai_pricing", "9", "z-ai", **priced("0.8"))
    endpoint = sold("openrouter", "z-ai/glm-9#z-ai", "z-ai", model="z-ai/glm-9", **priced("0.5"))
    found = compared(endpoint, page, model="z-ai/glm-9")
    assert {markup.maker_offer for markup in found.values()} == {"zai_pricing:9"}
    assert compared(OWN_ENDPOINT)[f"openrouter:{ID}"].maker_offer == f"openrouter:{ID}#deepseek"


def test_nobody_else_s_word_is_the_maker_s_price() -> None:
    assert compared(sold("ai302", "d", "deepseek", **priced("0.9"))) == {}
    assert compared(sold("novita_pricing", "n", "novita", **priced("0.9"))) == {}
    assert compared(sold("openrouter", f"{ID}#novita", "novita", **priced("0.9"))) == {}


def test_a_seller_under_another_name_is_the_maker_still() -> None:
    own = sold("openrouter", "x-ai/grok-9#xai", "xai", model="x-ai/grok-9", **priced("1"))
    assert compared(own, model="x-ai/grok-9")["openrouter:x-ai/grok-9"].markup_input == 0
    own = sold("openrouter", "amazon/nova-9#b", "amazon-bedrock", model="amazon/nova-9", **priced("1"))
    assert compared(own, model="amazon/nova-9")["openrouter:amazon/nova-9"].markup_input == 0


def test_other_services_variants_and_unsure_matches_are_not_compared() -> None:
    turbo = sold("openrouter", f"{ID}#n", "novita", tag="novita/turbo", **priced("9"))
    assert f"openrouter:{ID}#n" not in compared(OWN, turbo)
    fp8 = sold("openrouter", f"{ID}#n", "novita", tag="novita/fp8", quantization="fp8", **priced("9"))
    assert f"openrouter:{ID}#n" in compared(OWN, fp8)
    assert compared(OWN, relation="config_of") == {}
    assert compared(OWN, level="high") == {}


def test_a_free_or_unknown_price_of_the_maker_is_nothing_to_compare_with() -> None:
    assert compared(sold("deepseek_pricing", "v9", "deepseek", **priced("0", "0"))) == {}
    assert compared(sold("deepseek_pricing", "v9", "deepseek", output_usd_per_mtok="4"))[f"openrouter:{ID}"] == Markup(
        "deepseek_pricing:v9", "2026-07-31", None, Decimal("-0.5")
    )


def test_a_promotion_that_is_over_is_not_the_price_compared_with() -> None:
    after = '[{"when":{"from":"2026-06-01"},"input_usd_per_mtok":"4","output_usd_per_mtok":"4"}]'
    own = sold("deepseek_pricing", "v9", "deepseek", **priced("1", "1", conditions=after))
    assert compared(own)[f"openrouter:{ID}"].markup_input == Decimal("-0.75")
    night = '[{"when":{"utc_start":"00:00","utc_end":"24:00"},"input_usd_per_mtok":"4"}]'
    own = sold("deepseek_pricing", "v9", "deepseek", **priced("1", "1", conditions=night))
    assert compared(own)[f"openrouter:{ID}"].markup_input == 0
