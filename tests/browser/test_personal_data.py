"""The browser finds in a note what the server finds: the same table of examples."""

from __future__ import annotations

import pytest

from tests.inquiries.test_personal_data import examples

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_browser_finds_what_the_server_finds(visit):
    page = visit("/krize/")
    ask = """async (texts) => {
        const { findPersonalData } = await import("/static/js/personal-data.js");
        return texts.map((text) => findPersonalData(text).map(({ kind, text }) => `${kind}=${text}`));
    }"""

    found = page.evaluate(ask, [text for text, _expected in examples()])

    assert list(zip([text for text, _ in examples()], found, strict=True)) == examples()
