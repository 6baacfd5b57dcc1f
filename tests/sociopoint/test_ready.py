from __future__ import annotations

import pytest

from sociopoint.ready import HOLE, Piece, render_piece

PIECE = Piece(parts=(b"<p>Dnes ", b", ", b"</p>"))


def test_holes_are_filled_in_their_order_and_escaped():
    assert PIECE.filled("otevřeno", "<b>") == "<p>Dnes otevřeno, &lt;b&gt;</p>"


@pytest.mark.parametrize("texts", [(), ("jeden",), ("jeden", "dva", "tři")])
def test_every_hole_has_its_text(texts):
    with pytest.raises(ValueError, match="2 holes"):
        PIECE.filled(*texts)


def test_a_template_is_kept_with_its_holes():
    piece = render_piece("components/freshness.html", {"fresh": {"level": "verified", "text": HOLE}})

    assert piece.holes == 1
    assert "Ověřeno" in piece.filled("Ověřeno")
