from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries import following
from inquiries.models import ContactCard, NoteKind, Reading, UnmetNeed
from tests.factories import (
    FollowUpFactory,
    InquiryFactory,
    LifeSituationFactory,
    NoteFactory,
    OfficeFactory,
    ReferralFactory,
    UserFactory,
)


@pytest.fixture
def inquiry(worker):
    made = InquiryFactory(open=True, assignee=worker, situation=LifeSituationFactory(name="Mám dluhy"))
    NoteFactory(inquiry=made, text="Vymyšlená poznámka o dluzích.")
    ContactCard.objects.create(inquiry=made, phone="+420603000000", expires_on=timezone.localdate())
    return made


def test_a_worker_reads_the_words_and_that_is_written_down(signed_in, inquiry, worker):
    page = signed_in.get(inquiry.get_absolute_url()).content.decode()

    assert "Vymyšlená poznámka o dluzích." in page
    assert "603" not in page
    assert [(row.inquiry_id, row.kind, row.is_own_case) for row in Reading.objects.filter(by=worker)] == [
        (inquiry.pk, "opened", True)
    ]


def test_how_much_it_presses_reads_as_a_fact(signed_in, inquiry):
    facts = signed_in.get(inquiry.get_absolute_url()).context["facts"]

    assert {"term": "Naléhavost", "value": "běžná"} in facts


def test_a_contact_is_shown_on_one_answer_and_written_down(signed_in, inquiry):
    page = signed_in.post(f"{inquiry.get_absolute_url()}kontakt/").content.decode()

    assert "603\u00a0000\u00a0000" in page
    assert Reading.objects.filter(kind="revealed").count() == 1
    assert signed_in.get(f"{inquiry.get_absolute_url()}kontakt/").status_code == 405


def test_a_coordinator_sees_facts_and_no_words(client, coordinator, inquiry):
    client.force_login(coordinator)

    response = client.get(inquiry.get_absolute_url())

    page = response.content.decode()
    assert "Mám dluhy" in page
    assert "Vymyšlená poznámka" not in page
    assert "Ukázat kontakt" not in page
    assert client.post(f"{inquiry.get_absolute_url()}kontakt/").status_code == 403
    assert client.post(f"{inquiry.get_absolute_url()}uzavrit/", {"reason": "informed"}).status_code == 403


def test_an_inquiry_of_another_office_is_a_secret(signed_in):
    elsewhere = InquiryFactory(office=OfficeFactory(name="Jiné pracoviště"))

    assert signed_in.get(elsewhere.get_absolute_url()).status_code == 404


def test_a_number_is_found_however_it_is_written(signed_in, inquiry):
    assert signed_in.get(inquiry.get_absolute_url().lower()).status_code == 200


def test_the_story_is_told_from_the_oldest(signed_in, inquiry, worker):
    following.plan(inquiry, by=worker, owner=worker, day=timezone.localdate() + timedelta(days=1))
    ReferralFactory(inquiry=inquiry)

    story = signed_in.get(inquiry.get_absolute_url()).context["story"]

    assert [step.text for step in story] == ["Naplánováno: zavolat člověku, zítra", "Stav: k\u00a0dohledu"]
    assert [step.look for step in story] == ["planned", ""]
    assert story[0].who == "Sociální pracovnice 1"


def test_closing_without_a_reason_says_so_and_changes_nothing(signed_in, inquiry):
    response = signed_in.post(f"{inquiry.get_absolute_url()}uzavrit/", {"reason": ""})

    inquiry.refresh_from_db()
    assert (response.status_code, inquiry.state) == (422, "open")
    assert response.content.decode().count("<title>Chyba:") == 1


def test_a_close_that_claims_too_much_says_what_is_missing(signed_in, inquiry):
    response = signed_in.post(f"{inquiry.get_absolute_url()}uzavrit/", {"reason": "unmet"})

    assert response.status_code == 422
    assert "Zapište nenaplněnou potřebu" in response.content.decode()


def test_an_inquiry_is_closed_and_opened_again(signed_in, inquiry):
    signed_in.post(f"{inquiry.get_absolute_url()}uzavrit/", {"reason": "informed"})
    inquiry.refresh_from_db()
    assert inquiry.state == "closed"

    signed_in.post(f"{inquiry.get_absolute_url()}otevrit/")
    inquiry.refresh_from_db()
    assert inquiry.state == "open"


def test_waiting_for_the_person_has_a_day_to_come(signed_in, inquiry):
    yesterday = timezone.localdate() - timedelta(days=1)
    refused = signed_in.post(f"{inquiry.get_absolute_url()}ceka/", {"until": yesterday.isoformat()})
    assert refused.status_code == 422

    signed_in.post(f"{inquiry.get_absolute_url()}ceka/", {"until": timezone.localdate().isoformat()})

    inquiry.refresh_from_db()
    assert inquiry.state == "waiting_client"


def test_a_colleague_of_the_office_takes_over(signed_in, inquiry):
    colleague = UserFactory(worker=True)
    inquiry.office.workers.add(colleague)

    signed_in.post(f"{inquiry.get_absolute_url()}predat-kolegovi/", {"to": str(colleague.pk)})

    inquiry.refresh_from_db()
    assert inquiry.assignee == colleague
    signed_in.post(f"{inquiry.get_absolute_url()}prevzit/")
    inquiry.refresh_from_db()
    assert inquiry.assignee != colleague


def test_a_stranger_cannot_be_chosen(signed_in, inquiry):
    stranger = UserFactory(worker=True)

    response = signed_in.post(f"{inquiry.get_absolute_url()}predat-kolegovi/", {"to": str(stranger.pk)})

    assert response.status_code == 422


def test_a_follow_up_is_planned_and_carried_out(signed_in, inquiry, worker):
    signed_in.post(
        f"{inquiry.get_absolute_url()}dohled/",
        {"day": timezone.localdate().isoformat(), "kind": "call_client", "owner": str(worker.pk)},
    )
    follow_up = inquiry.follow_ups.get()

    refused = signed_in.post(f"/pult/dohledy/{follow_up.pk}/", {"what": "done"})
    assert refused.status_code == 422
    signed_in.post(f"/pult/dohledy/{follow_up.pk}/", {"what": "done", "result": "met", "note": "Vymyšlená věta."})

    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.result) == ("done", "met")
    assert follow_up.attempts.get().reached is True


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ({"what": "not_reached"}, "planned"),
        ({"what": "declined"}, "declined"),
        ({"what": "cancelled"}, "cancelled"),
    ],
)
def test_a_follow_up_may_go_otherwise(signed_in, worker, sent, state):
    follow_up = FollowUpFactory(owner=worker)

    signed_in.post(f"/pult/dohledy/{follow_up.pk}/", sent)

    follow_up.refresh_from_db()
    assert follow_up.state == state


def test_a_follow_up_that_somebody_finished_is_said_to_be(signed_in):
    follow_up = FollowUpFactory(state="cancelled", finished_at=timezone.now())

    response = signed_in.post(f"/pult/dohledy/{follow_up.pk}/", {"what": "declined"})

    assert response.status_code == 422
    assert "už někdo vyřídil" in response.content.decode()


def test_what_was_missing_is_recorded(signed_in, inquiry, desk):
    situation = inquiry.needs.get().situation
    from inquiries.models import UnmetReason

    signed_in.post(
        f"{inquiry.get_absolute_url()}nenaplneno/",
        {"situation": str(situation.pk), "reason": str(UnmetReason.objects.get(code="full").pk)},
    )

    assert UnmetNeed.objects.get().inquiry == inquiry


def test_an_answer_to_a_person_is_shown_as_such(signed_in, inquiry, worker):
    NoteFactory(inquiry=inquiry, kind=NoteKind.ANSWER, author=worker, text="Zavolejte poradně.")

    headings = [note["heading"] for note in signed_in.get(inquiry.get_absolute_url()).context["notes"]]

    assert headings == ["Poznámka", "Odpověděli jsme"]


@pytest.mark.parametrize("number", [1, 3])
def test_an_inquiry_costs_the_same_however_long_its_story(
    signed_in, inquiry, worker, django_assert_num_queries, number
):
    for _one in range(number):
        FollowUpFactory(inquiry=inquiry, owner=worker)
        ReferralFactory(inquiry=inquiry)
        NoteFactory(inquiry=inquiry, kind=NoteKind.ANSWER)
        following.hand_over(inquiry, by=worker, to=worker)

    with django_assert_num_queries(8):
        signed_in.get(inquiry.get_absolute_url())
