"""Every form of every page, filled in and sent by each of its buttons, then once more with other words: a page or a clear
refusal, never an error of ours and never an address that is not there.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest

from tests.addresses import OPENS_TO, POST_ONLY
from tests.page_forms import PageForm, forms_of, stored_password
from tests.sociopoint.test_addresses import example_of, one_who_may

MOST_BUTTONS = 12


@pytest.fixture
def opened(client, db, route):
    """The page's address, opened by somebody who may."""
    user = one_who_may(route, stored_password())
    if user:
        client.force_login(user)
    return example_of(route, user)


def forms_at(client, address: str) -> list[PageForm]:
    page = client.get(address)
    is_page = page.status_code == 200 and page["Content-Type"].startswith("text/html")
    return forms_of(page.content.decode()) if is_page else []


@pytest.mark.parametrize("route", sorted(set(OPENS_TO) - POST_ONLY))
def test_every_form_can_be_sent_and_sent_again(client, route, opened):
    for number in range(len(forms_at(client, opened))):
        for turn in (0, 1):
            for pressed in range(MOST_BUTTONS):
                forms = forms_at(client, opened)  # anew: what was sent may have changed the page, or ended it
                if number >= len(forms) or pressed >= max(1, len(forms[number].buttons)):
                    break
                form = forms[number]
                target = urlsplit(urljoin(f"http://testserver{opened}", form.action))
                data = form.sent(turn, form.buttons[pressed] if form.buttons else None)
                address = f"{target.path}?{target.query}" if form.method == "post" else target.path

                response = client.post(address, data) if form.method == "post" else client.get(address, data)

                assert response.status_code < 500, (address, data)
                assert response.status_code not in (404, 405), (address, data)


@pytest.mark.parametrize("route", sorted(set(OPENS_TO) - POST_ONLY))
def test_a_form_sent_empty_says_what_is_missing_and_begins_its_title_with_it(client, route, opened):
    """The error summary and „Chyba:“ come together, and each line of the summary leads to a field of the page."""
    for number, form in enumerate(forms_at(client, opened)):
        target = urlsplit(urljoin(f"http://testserver{opened}", form.action))
        if form.method != "post" or target.path == "/ucet/odhlaseni/":
            continue
        data = form.sent_empty(form.buttons[0] if form.buttons else None)

        response = client.post(f"{target.path}?{target.query}", data)

        if response.status_code in (200, 422) and response["Content-Type"].startswith("text/html"):
            page = response.content.decode()
            says = re.search(r"<title>(Chyba: )?", page)[1] is not None
            summary = re.search(r'class="govuk-error-summary.*?</ul>', page, re.DOTALL)
            led = re.findall(r'href="#([^"]+)"', summary[0]) if summary else []
            assert says is (summary is not None), (number, target.path)
            assert [name for name in led if f'id="{name}"' not in page] == [], (number, target.path)
            assert summary or response.status_code == 200, (number, target.path)
