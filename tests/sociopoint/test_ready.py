from __future__ import annotations

import pytest
from django.template import Context, Template

from sociopoint.ready import HOLE, Piece, render_piece

PIECE = Piece(parts=(b"<p>Dnes ", b", ", b"</p>"), icons=("pin",))


def test_holes_are_filled_in_their_order_and_escaped():
    html, _icons = PIECE.filled("otevřeno", "<b>")

    assert html == "<p>Dnes otevřeno, &lt;b&gt;</p>"


@pytest.mark.parametrize("texts", [(), ("jeden",), ("jeden", "dva", "tři")])
def test_every_hole_has_its_text(texts):
    with pytest.raises(ValueError, match="2 holes"):
        PIECE.filled(*texts)


def test_icons_of_a_ready_piece_are_not_forgotten():
    template = Template("{% ready piece %}{% icon_symbols %}")

    page = template.render(Context({"piece": PIECE.filled("a", "b")}))

    assert page.startswith("<p>Dnes a, b</p>")
    assert page.count('<symbol id="i-pin"') == 1


def test_a_template_is_kept_with_its_holes_and_icons():
    piece = render_piece("components/freshness.html", {"fresh": {"level": "verified", "text": HOLE}})

    assert piece.holes == 1
    assert piece.icons == ("check",)
    assert "Ověřeno" in piece.filled("Ověřeno")[0]
