from __future__ import annotations

import pytest

from sociopoint.ready import HOLE, Kept, Piece, render_piece

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


def test_what_is_kept_lasts_as_long_as_its_version():
    kept: Kept[str] = Kept(2)
    assert kept.get("old", "a") is None
    kept.put("old", "a", "A")

    assert kept.get("old", "a") == "A"
    assert kept.get("new", "a") is None
    assert kept.get("old", "a") is None


def test_what_was_read_before_a_change_is_not_kept_after_it():
    kept: Kept[str] = Kept(2)
    kept.get("old", "a")
    kept.get("new", "b")  # meanwhile somebody else saw the change

    kept.put("old", "a", "A")

    assert kept.get("new", "a") is None


def test_what_was_not_used_for_longest_makes_room():
    kept: Kept[str] = Kept(2)
    for key in "ab":
        kept.get(1, key)
        kept.put(1, key, key)
    kept.get(1, "a")

    kept.put(1, "c", "c")

    assert [kept.get(1, key) for key in "abc"] == ["a", None, "c"]
