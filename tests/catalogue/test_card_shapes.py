"""Cards are filled into shapes of their template rendered before; nobody may be able to tell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation
from django.utils.html import format_html

from catalogue import card_shapes
from catalogue.card_shapes import card_html
from catalogue.cards import Card, FormLine, Freshness
from sociopoint.context import desk
from sociopoint.ready import HOLE, render_piece

SHELTER = Card(
    id=1234,
    url="/sluzby/1234-nocleharna/",
    section="63",
    kind_name="Noclehárna",
    name="Noclehárna",
    organisation_name="Charita",
    summary="Tady se vyspíte.",
    phone="+420599526912",
    phone_label="Zavolat službě",
    forms=[FormLine("attend", "Budu docházet"), FormLine("bed", "Budu tam bydlet")],
    for_whom="Lidé bez domova",
    price="Zdarma",
    news=["Zavřeno do 3. 12."],
    freshness=Freshness("old", "Údaje z roku 2022"),
)


def rendered(card: Card) -> str:
    """The card as its template prints it by itself."""
    lines = dict.fromkeys(card_shapes.LEFT_OPEN, HOLE)
    return render_piece("catalogue/_card.html", {"card": card, "desk": desk(), **lines}).without_breaks


@pytest.mark.parametrize("language", ["cs", "uk"])
@pytest.mark.parametrize(
    "differing",
    [
        {},
        {"phone": "", "phone_label": "Zavolat do organizace"},
        {"phone": "116 111"},
        {"phone": "volejte přes recepci"},
        {"section": "", "kind_name": "", "organisation_name": "", "summary": "", "for_whom": "", "price": ""},
        {"forms": [], "news": []},
        {"news": ["Zavřeno do 3. 12.", "Teď plno"], "freshness": Freshness("stale", "Kontakt neznáme.")},
        {"freshness": Freshness("verified", "Ověřeno 3. 11. 2026")},
        {"name": "<b>Tři & dva</b>", "summary": "„Uvozovky“, 'apostrof' a \"palce\""},
        {"price": format_html('<span lang="cs">{}</span>', "100 Kč & nic")},
    ],
    ids=lambda differing: ", ".join(differing) or "all there",
)
def test_a_card_is_what_its_template_prints(differing, language):
    card = replace(SHELTER, **differing)

    with translation.override(language):
        assert card_html(card) == rendered(card)


def test_the_second_card_of_a_shape_renders_nothing(monkeypatch):
    card_html(SHELTER)
    monkeypatch.setattr(card_shapes, "render_piece", None)

    again = card_html(replace(SHELTER, id=5678, name="Jiná noclehárna", phone="+420777111222"))

    text = again.filled("", "", "")
    assert 'data-service="5678"' in text
    assert "Jiná noclehárna" in text
    assert 'href="tel:+420777111222"' in text


def test_no_text_stands_in_the_place_of_another_that_is_missing():
    text = card_html(replace(SHELTER, for_whom="", price="")).filled("<li>kde</li>", "<li>kdy</li>", "")

    assert "Lidé bez domova" not in text
    assert "Zdarma" not in text
    assert "i-people" not in text
    assert "i-koruna" not in text
