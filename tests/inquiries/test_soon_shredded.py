"""What goes within the month is told to the office in time; and of each inquiry, what will be left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries.models import ContactCard, LegalHold, NoteKind, Reading
from inquiries.retention import purge
from inquiries.soon_shredded import soon_shredded
from tests.factories import InquiryFactory, LifeSituationFactory, NoteFactory, OfficeFactory, ReferralFactory

pytestmark = pytest.mark.usefixtures("desk")
LIST = "/pult/smazani/"


@pytest.fixture
def ended(worker):
    """`ended(340)` is an inquiry of the worker's with a note, closed so many days ago."""

    def make(days, **facts):
        at = timezone.now() - timedelta(days=days)
        ended = {"state": "closed", "closing_reason": "advised", "closed_at": at, "retention_from": at}
        inquiry = InquiryFactory(**ended | {"assignee": worker} | facts, situation=LifeSituationFactory())
        NoteFactory(inquiry=inquiry, text="Tajná poznámka.")
        return inquiry

    return make


def shown(client, **query):
    return [row["inquiry"] for row in client.get(LIST, query).context["rows"]]


def test_the_soonest_to_go_stand_first_and_what_goes_later_is_not_there(signed_in, ended):
    soon, sooner = ended(340), ended(360)
    ended(300)
    ended(360, is_crisis=True)

    assert shown(signed_in) == [sooner, soon]
    page = signed_in.get(LIST).text
    assert f"{sooner.get_absolute_url()}zadrzeni/" in page
    assert "Tajná poznámka" not in page


def test_today_says_how_many_and_where(signed_in, ended):
    assert "smažou texty" not in signed_in.get("/pult/").text

    ended(340)
    ended(350)

    page = signed_in.get("/pult/").text.replace("\u00a0", " ")
    assert "Do 30 dnů se podle lhůt smažou texty u 2 dotazů." in page
    assert f'href="{LIST}"' in page


def test_the_list_says_the_night_in_which_the_shredder_takes_it(worker, ended):
    inquiry = ended(340)
    goes_at = soon_shredded(worker, now=timezone.now()).get().goes_at

    early, late = (purge(commit=False, now=goes_at + timedelta(minutes=minutes)) for minutes in (-1, 1))

    assert (early.words, late.words) == ([], [(inquiry.pk, 365)])


def test_what_is_held_shredded_or_of_another_office_is_not_announced(signed_in, ended, worker):
    until = timezone.localdate() + timedelta(days=90)
    LegalHold.objects.create(inquiry=ended(340), reason="Soud.", until=until, placed_by=worker)
    ended(340, shredded_at=timezone.now())
    ended(340, office=OfficeFactory(name="Jiné pracoviště"))

    assert shown(signed_in) == []
    assert "se žádné texty nesmažou." in signed_in.get(LIST).text.replace("\u00a0", " ")


@pytest.mark.parametrize(("days", "goes_in"), [(400, 6), (340, 25)], ids=["kept by it", "kept longer anyway"])
def test_what_a_hold_keeps_no_longer_than_the_month_is_announced(signed_in, ended, worker, days, goes_in):
    today = timezone.localdate()
    inquiry = ended(days)
    LegalHold.objects.create(inquiry=inquiry, reason="Soud.", until=today + timedelta(days=5), placed_by=worker)

    rows = signed_in.get(LIST).context["rows"]

    assert [(row["inquiry"], row["day"]) for row in rows] == [(inquiry, today + timedelta(days=goes_in))]


def test_a_worker_may_see_their_own_alone(signed_in, ended, colleague):
    own = ended(340)
    ended(350, assignee=colleague)

    assert shown(signed_in, kdo="ja") == [own]
    assert len(shown(signed_in)) == 2


def test_the_list_goes_on_by_key(signed_in, ended, monkeypatch):
    monkeypatch.setattr("inquiries.soon_shredded.PAGE_SIZE", 2)
    rows = [ended(days) for days in (360, 355, 350)]

    first = signed_in.get(LIST).context
    assert [row["inquiry"] for row in first["rows"]] == rows[:2]
    assert shown(signed_in, po=first["next"]) == rows[2:]
    assert shown(signed_in, po="D-NENÍ\x00") == []


def test_a_coordinator_sees_all_offices_and_no_word(client, coordinator, ended):
    ended(340)
    ended(340, office=OfficeFactory(name="Jiné pracoviště"))
    client.force_login(coordinator)

    assert len(shown(client)) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_inquiry_as_for_three(signed_in, ended, django_assert_num_queries, number):
    for days in range(number):
        ended(340 + days)

    with django_assert_num_queries(5):
        signed_in.get(LIST)


def test_the_look_ahead_says_what_goes_and_what_stays_without_a_word_of_it(signed_in, ended):
    inquiry = ended(340, return_code_hash="a" * 64)
    NoteFactory(inquiry=inquiry, kind=NoteKind.QUESTION, author=None, text="Tajná otázka.")
    ReferralFactory(inquiry=inquiry, brief="Tajné shrnutí.", target_name="Dluhová poradna")

    page = signed_in.get(f"{inquiry.get_absolute_url()}zbude/")
    text = page.text.replace("\u00a0", " ")

    goes = [one.replace("\u00a0", " ") for one in page.context["goes"]]
    assert goes == ["poznámka pultu", "1 otázka člověka", "texty u 1 předání"]
    assert page.context["words_day"] == timezone.localdate(inquiry.retention_from + timedelta(days=365))
    assert "Dluhová poradna" in text
    assert "Návratový kód platí dál" in text
    assert "Tajn" not in text
    assert Reading.objects.filter(inquiry_id=inquiry.pk, kind="opened").count() == 1


def test_of_what_is_in_work_only_the_days_after_its_end_are_known(signed_in, worker):
    inquiry = InquiryFactory(open=True, assignee=worker, is_crisis=True)

    page = signed_in.get(f"{inquiry.get_absolute_url()}zbude/")

    assert (page.context["words_day"], page.context["words_days"]) == (None, 730)
    assert "po uzavření dotazu:" in page.text.replace("\u00a0", " ")


@pytest.mark.parametrize(("expires", "closed", "goes"), [(10, None, 11), (90, 0, 60), (10, 0, 11)])
def test_a_contact_goes_on_its_own_day_or_so_long_after_the_end(signed_in, ended, worker, expires, closed, goes):
    inquiry = InquiryFactory(open=True, assignee=worker) if closed is None else ended(closed)
    today = timezone.localdate()
    ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=today + timedelta(days=expires))

    page = signed_in.get(f"{inquiry.get_absolute_url()}zbude/")

    assert page.context["contact_day"] == today + timedelta(days=goes)
    assert "603" not in page.text


def test_a_held_contact_goes_no_sooner_than_the_hold_and_a_late_one_tonight(signed_in, ended, worker):
    held, late, today = ended(500), ended(500), timezone.localdate()
    for inquiry in (held, late):
        ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=today - timedelta(days=5))
    LegalHold.objects.create(inquiry=held, reason="Soud.", until=today + timedelta(days=20), placed_by=worker)

    days = [signed_in.get(f"{one.get_absolute_url()}zbude/").context["contact_day"] - today for one in (held, late)]

    assert days == [timedelta(days=21), timedelta(0)]


def test_what_is_shredded_whole_is_not_offered_to_be_held(signed_in, ended):
    inquiry = ended(400)
    address = f"{inquiry.get_absolute_url()}zbude/"
    assert "Zadržet před smazáním" in signed_in.get(address).text.replace("\u00a0", " ")

    purge(commit=True)

    assert "Zadržet před smazáním" not in signed_in.get(address).text.replace("\u00a0", " ")


def test_the_look_ahead_tells_the_truth(signed_in, ended):
    inquiry = ended(340)
    ReferralFactory(inquiry=inquiry, brief="Tajné shrnutí.", note="Tajná poznámka k předání.")
    before = signed_in.get(f"{inquiry.get_absolute_url()}zbude/").context

    purge(commit=True, now=timezone.now() + timedelta(days=26))

    after = signed_in.get(f"{inquiry.get_absolute_url()}zbude/").context
    assert (len(before["goes"]), after["goes"]) == (2, [])
    assert after["facts"] == before["facts"]
    assert [one.target_name for one in after["referrals"]] == [one.target_name for one in before["referrals"]]
    assert inquiry.notes.count() == 0


def test_words_written_after_the_shredder_are_said_to_go(signed_in, ended):
    inquiry = ended(400, shredded_at=timezone.now())

    page = signed_in.get(f"{inquiry.get_absolute_url()}zbude/")

    assert (page.context["goes"], page.context["words_day"]) == (["poznámka pultu"], timezone.localdate())
    assert "Texty už jsou smazané" not in page.text.replace("\u00a0", " ")


def test_a_hold_is_said_on_the_look_ahead(signed_in, ended, worker):
    inquiry = ended(340)
    until = timezone.localdate() + timedelta(days=90)
    LegalHold.objects.create(inquiry=inquiry, reason="Soud.", until=until, placed_by=worker)

    page = signed_in.get(f"{inquiry.get_absolute_url()}zbude/")

    assert "Dotaz je zadržený do" in page.text
    assert page.context["words_day"] == until + timedelta(days=1)
