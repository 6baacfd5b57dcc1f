from __future__ import annotations

from inquiries.drawn_states import PAGE, page


def test_the_documentation_draws_the_states_there_are():
    """Run `manage.py draw_states` after changing a table of states."""
    assert PAGE.read_text(encoding="utf-8") == page()
