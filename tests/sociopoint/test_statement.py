from __future__ import annotations

from datetime import date

from sociopoint import statement


def test_the_accessibility_statement_is_not_overdue_for_review():
    assert date.today() <= statement.NEXT_REVIEW, (  # noqa: DTZ011 - the day here is enough
        "Projděte znovu přístupnost, opravte templates/accessibility.html a posuňte data v sociopoint/statement.py."
    )
