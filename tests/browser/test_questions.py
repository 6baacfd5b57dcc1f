"""Somebody asks on the web without a name and reads the answer under four words, in a real browser: it alone says where a form
comes from."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from inquiries.models import Inquiry, NoteKind
from inquiries.shipped import load_desk
from tests.browser.test_look import violations
from tests.factories import NoteFactory, OfficeFactory

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "Přišel mi dopis od exekutora a nevím, co s ním."
ANSWER = "Zavolejte dluhové poradně a dopis vezměte s sebou."


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_the_question_to_the_answer_and_on(visit, live_server, script):
    load_desk()
    OfficeFactory()
    page = visit("/kontakt/", width=360, java_script_enabled=script)
    page.locator("textarea[name=question]").fill(QUESTION)
    page.get_by_role("button", name="Odeslat otázku").click()
    code = page.locator(".code-words").inner_text()

    NoteFactory(inquiry=Inquiry.objects.get(), kind=NoteKind.ANSWER, text=ANSWER)
    page.get_by_role("link", name="Odpověď najdete tady.").click()
    page.locator("input[name=code]").fill(code.upper())
    page.get_by_role("button", name="Ukázat odpověď").click()

    expect(page.get_by_role("heading", name="Odpověď pro vás")).to_be_visible()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    if script:
        assert violations(page) == []
    page.locator("textarea").fill("Děkuji. Musím přijít osobně?")
    page.get_by_role("button", name="Odeslat").click()

    expect(page.get_by_text("Vaše slova máme.")).to_be_visible()
    expect(page.get_by_text("Musím přijít osobně?")).to_be_visible()
    assert Inquiry.objects.get().notes.count() == 3
