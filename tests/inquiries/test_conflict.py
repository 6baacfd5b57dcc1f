"""Two workers on one inquiry: the page with what stood there before, both versions, and a choice field by field."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from inquiries.conflict import BOTH, MINE, THEIRS, opened, seal
from inquiries.entries import Entry
from inquiries.models import Channel, Inquiry, Note, TimelineEntry
from tests.factories import InquiryFactory, LifeSituationFactory, NoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def inquiry(desk, worker) -> Inquiry:
    made = InquiryFactory(open=True, assignee=worker, channel=Channel.objects.get(code="phone"), on_behalf="relative")
    NoteFactory(inquiry=made, text="Volá dcera.", author=worker)
    return made


class Desk:
    """A worker with the form of one inquiry open: what their browser holds, and what it sends."""

    def __init__(self, client, worker, inquiry: Inquiry) -> None:
        self.client, self.worker = client, worker
        self.address = f"{inquiry.get_absolute_url()}uprava/"
        client.force_login(worker)
        form = client.get(self.address).context["form"]
        self.fields = {name: form[name].value() for name in form.fields}
        self.fields = {name: value for name, value in self.fields.items() if value not in (None, "", [], False)}

    def send(self, **changed):
        """The page that comes back; the conflict's own form when there is one."""
        self.client.force_login(self.worker)
        self.fields |= changed
        response = self.client.post(self.address, {"do": "save"} | self.fields)
        if response.status_code == 409:
            page = response.content.decode()
            hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
            chosen = re.findall(r'name="(keep-[^"]+)" value="(\w+)" id="[^"]+" checked', page)
            written = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
            written += re.findall(r'<input class="govuk-input" type="text"[^>]* name="([^"]+)" value="([^"]*)"', page)
            fields = (*hidden, *chosen, *written)
            self.fields = {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}
        return response


@pytest.fixture
def two(client, worker, colleague, inquiry) -> tuple[Desk, Desk]:
    return Desk(client, worker, inquiry), Desk(client, colleague, inquiry)


def shown(response) -> dict[str, tuple[str | None, str, str, str]]:
    rows = [*response.context["clashes"], *response.context["settled"]]
    return {row.name: (row.before, row.mine, row.theirs, row.chosen) for row in rows}


def test_the_page_shows_what_stood_there_before_and_both_versions(two):
    first, second = two
    second.send(note="Volá dcera, má dluhy.")

    response = first.send(note="Volá dcera ze Svinova.")

    assert response.status_code == 409
    assert shown(response) == {"note": ("Volá dcera.", "Volá dcera ze Svinova.", "Volá dcera, má dluhy.", BOTH)}
    assert "Předtím:" in response.content.decode()
    assert "Sociální pracovnice 2" in response.content.decode()


def test_nothing_of_either_text_is_lost(two):
    first, second = two
    second.send(note="Volá dcera, má dluhy.")
    first.send(note="Volá dcera ze Svinova.")

    first.send()

    assert Note.objects.get().text == "Volá dcera, má dluhy.\n\nVolá dcera ze Svinova."


def test_words_of_both_can_be_read_and_what_is_to_stand_is_written_under_them(two):
    first, second = two
    second.send(note="Volá dcera, má dluhy.")
    page = first.send(note="Volá dcera ze Svinova.").content.decode()

    assert '<span class="difference__text">Volá dcera ze Svinova.</span>' in page
    assert '<span class="difference__text">Volá dcera, má dluhy.</span>' in page
    assert first.fields["note"] == "Volá dcera, má dluhy.\n\nVolá dcera ze Svinova."
    first.send(note="Volá dcera ze Svinova, má dluhy.")

    assert Note.objects.get().text == "Volá dcera ze Svinova, má dluhy."


def test_a_short_text_both_changed_is_written_too(two, inquiry):
    first, second = two
    second.send(display_name="paní ze Svinova")
    response = first.send(display_name="dcera paní V.")

    assert first.fields["display_name"] == "dcera paní V."
    assert "keep-display_name" not in response.content.decode()
    first.send(display_name="dcera paní ze Svinova")

    assert inquiry.contact.display_name == "dcera paní ze Svinova"


def test_a_version_that_the_page_did_not_show_is_never_taken(two, client, colleague, inquiry):
    first, second = two
    second.send(on_behalf="self", note="Volá dcera, má dluhy.")
    first.send(on_behalf="client", note="Volá dcera ze Svinova.")
    Desk(client, colleague, inquiry).send(on_behalf="stranger", note="Už je to vyřešené.")

    response = first.send(**{"keep-on_behalf": "theirs"})

    assert response.status_code == 409
    assert Note.objects.get().text == "Už je to vyřešené."
    before, mine, theirs, chosen = shown(response)["on_behalf"]
    assert (before, mine, chosen) == ("za sebe", "za sebe", THEIRS)
    assert theirs == "za neznámého člověka"
    assert first.fields["note"] == "Už je to vyřešené.\n\nVolá dcera, má dluhy.\n\nVolá dcera ze Svinova."


def test_what_only_one_of_them_changed_comes_chosen(two, inquiry):
    first, second = two
    second.send(sex="woman")

    response = first.send(age_band="65-79")

    assert response.context["clashes"] == []
    assert {name: row[3] for name, row in shown(response).items()} == {"age_band": MINE, "sex": THEIRS}
    first.send()
    inquiry.refresh_from_db()
    assert (inquiry.sex, inquiry.age_band) == ("woman", "65-79")


def test_a_field_both_changed_is_decided_by_the_worker(two, inquiry):
    first, second = two
    second.send(on_behalf="self")
    response = first.send(on_behalf="client")

    assert [row.name for row in response.context["clashes"]] == ["on_behalf"]
    first.send(**{"keep-on_behalf": "theirs"})

    inquiry.refresh_from_db()
    assert inquiry.on_behalf == "self"


def test_situations_are_chosen_as_one(two, inquiry):
    debts, housing = LifeSituationFactory(name="Mám dluhy"), LifeSituationFactory(name="Hledám bydlení")
    first, second = two
    second.send(situation_0=debts.pk, outcome_0="met")

    response = first.send(situation_0=housing.pk)

    assert shown(response)["needs"][:3] == ("nic", "Hledám bydlení (nezjištěno)", "Mám dluhy (naplněno)")
    first.send(**{"keep-needs": "theirs"})
    assert [(need.situation, need.outcome) for need in inquiry.needs.all()] == [(debts, "met")]


def test_a_third_save_meanwhile_brings_the_page_again(two, client, colleague, inquiry):
    first, second = two
    second.send(sex="woman")
    first.send(age_band="65-79")
    Desk(client, colleague, inquiry).send(first_time="first")

    response = first.send()

    assert response.status_code == 409
    assert shown(response)["first_time"][3] == THEIRS


def test_what_was_decided_once_is_not_asked_again(two, client, colleague, inquiry):
    first, second = two
    second.send(on_behalf="self")
    assert [row.name for row in first.send(on_behalf="client").context["clashes"]] == ["on_behalf"]
    Desk(client, colleague, inquiry).send(first_time="first")

    response = first.send(**{"keep-on_behalf": "mine"})

    assert response.context["clashes"] == []
    assert {name: row[3] for name, row in shown(response).items()} == {"on_behalf": MINE, "first_time": THEIRS}


def test_a_window_of_ones_own_is_not_called_a_colleague(client, worker, colleague, inquiry):
    Desk(client, colleague, inquiry).send(sex="woman")
    TimelineEntry.objects.update(at=timezone.now() - timedelta(days=1))
    first, other = Desk(client, worker, inquiry), Desk(client, worker, inquiry)
    other.send(age_band="65-79")

    response = first.send(first_time="first")

    assert response.status_code == 409
    assert "Sociální pracovnice 2" not in response.text
    assert "někdo jiný" not in response.text


def test_what_the_form_carries_can_be_neither_read_nor_made_up(two):
    first, second = two
    assert "dcera" not in first.fields["base"]
    second.send(sex="woman")

    response = first.send(base="gAAAA-made-up", age_band="65-79")

    assert {name: row[0] for name, row in shown(response).items()} == {"age_band": None, "sex": None}
    assert len(response.context["clashes"]) == 2


def test_a_seal_opens_to_what_was_sealed():
    entry = Entry(columns={"is_from_elsewhere": False, "district_id": None} | dict.fromkeys(MINUTES, 0), note="Ahoj.")

    assert opened(seal(entry)) == {"follow_up": "none", "note": "Ahoj."}


MINUTES = ("minutes_direct", "minutes_indirect", "minutes_travel", "help_level")
