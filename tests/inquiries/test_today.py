from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from inquiries import today_rows
from inquiries.models import FollowUp, NoteKind, Referral, ReferralState
from inquiries.referring import Answer, record_answer
from tests.factories import (
    ChannelFactory,
    FollowUpFactory,
    InquiryFactory,
    LifeSituationFactory,
    NoteFactory,
    OfficeFactory,
    ReferralFactory,
    UserFactory,
)


@pytest.fixture
def page(client, worker):
    """`page()` is what the worker sees of their own, `page(kdo="pult")` of the whole desk: {section: [titles]}."""

    def see(**query):
        client.force_login(worker)
        sections = client.get("/pult/", query).context["sections"]
        return {section.anchor: [line.title for line in section.lines] for section in sections}

    return see


def test_a_quiet_day_says_so(page):
    assert page() == {"dnes": []}


def test_what_is_late_stands_first(page, worker):
    FollowUpFactory(owner=worker, due_at=timezone.now() - timedelta(days=7), is_all_day=False)
    FollowUpFactory(owner=worker, due_at=timezone.now() + timedelta(days=7))

    assert page() == {"po-terminu": ["zavolat člověku"], "dnes": []}


def test_a_colleagues_promise_is_seen_on_the_whole_desk_only(page):
    colleague = UserFactory(worker=True)
    FollowUpFactory(owner=colleague, due_at=timezone.now() - timedelta(days=7), is_all_day=False)

    assert page() == {"dnes": []}
    assert page(kdo="pult") == {"po-terminu": ["zavolat člověku"], "dnes": []}


def test_another_office_is_never_seen(page):
    elsewhere = InquiryFactory(open=True, office=OfficeFactory(name="Jiné pracoviště"))
    FollowUpFactory(inquiry=elsewhere, due_at=timezone.now() - timedelta(days=7))

    assert page(kdo="pult") == {"dnes": []}


def test_an_unanswered_question_and_an_inquiry_nobody_took_wait(page, worker):
    asked = InquiryFactory(state="open", channel=ChannelFactory(web=True))
    NoteFactory(inquiry=asked, kind=NoteKind.QUESTION, author=None)
    answered = InquiryFactory(state="open", assignee=worker)
    NoteFactory(inquiry=answered, kind=NoteKind.QUESTION, author=None)
    NoteFactory(inquiry=answered, kind=NoteKind.ANSWER)
    InquiryFactory(state="open")

    assert page()["otazky"] == ["odpovědět na otázku z webu", "převzít dotaz"]


def test_an_open_inquiry_that_nothing_would_remind_of_is_listed(page, worker):
    ordinary = InquiryFactory(state="open", assignee=worker)
    answered = InquiryFactory(state="open", assignee=worker)
    NoteFactory(inquiry=answered, kind=NoteKind.QUESTION, author=None)
    NoteFactory(inquiry=answered, kind=NoteKind.ANSWER)
    promised, awaited = InquiryFactory.create_batch(2, state="open", assignee=worker)
    FollowUpFactory(inquiry=promised, owner=worker, due_at=timezone.now() + timedelta(days=7))
    ReferralFactory(inquiry=awaited, sent=True)
    InquiryFactory(state="void", assignee=worker)

    seen = page()

    assert seen["otevrene"] == ["dořešit, nebo uzavřít"] * 2
    assert "otazky" not in seen
    FollowUpFactory(inquiry=ordinary, owner=worker, due_at=timezone.now() + timedelta(days=7))
    assert page()["otevrene"] == ["dořešit, nebo uzavřít"]


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("accepted", "partner přijal, uzavřít"),
        ("declined", "partner odmítl, zkusit jinde"),
        ("redirected", "partner poslal jinam"),
        ("expired", "partner neodpověděl, zkusit jinde"),
    ],
)
def test_what_a_partner_said_last_is_told_where_nothing_else_is_planned(page, worker, state, title):
    inquiry = InquiryFactory(state="open", assignee=worker)
    earlier = timezone.now() - timedelta(days=3)
    ReferralFactory(inquiry=inquiry, sent=True, state="declined", state_changed_at=earlier)
    ReferralFactory(inquiry=inquiry, sent=True, state=state)

    assert page()["otevrene"] == [title]


@pytest.mark.parametrize(
    ("state", "reason"), [("sent", "lost"), ("info_needed", "lost"), ("waitlisted", "referred_unconfirmed")]
)
def test_who_is_accepted_after_the_inquiry_was_closed_stands_on_today_again(page, client, coordinator, state, reason):
    closed = {"state": "closed", "closing_reason": reason, "closed_at": timezone.now()}
    referral = ReferralFactory(inquiry=InquiryFactory(**closed), sent=True, state=state)

    record_answer(referral, Answer(state=ReferralState.ACCEPTED), by=None)

    assert page(kdo="pult")["otazky"] == ["převzít dotaz"]
    client.force_login(coordinator)
    assert "převzít dotaz" in client.get("/pult/").text.replace("\xa0", " ")


def test_a_worker_who_hears_that_a_closed_one_is_accepted_is_not_sent_back(page, worker):
    closed = {"state": "closed", "closing_reason": "lost", "closed_at": timezone.now(), "assignee": worker}
    referral = ReferralFactory(inquiry=InquiryFactory(**closed), sent=True)

    record_answer(referral, Answer(state=ReferralState.ACCEPTED), by=worker)

    assert page() == {"dnes": []}


def test_what_a_partner_accepted_late_is_the_workers_again(page, worker):
    closed = {"state": "closed", "closing_reason": "lost", "closed_at": timezone.now(), "assignee": worker}
    referral = ReferralFactory(inquiry=InquiryFactory(**closed), sent=True)

    record_answer(referral, Answer(state=ReferralState.ACCEPTED), by=None)

    assert page()["otevrene"] == ["partner přijal, uzavřít"]


def test_partners_people_and_drafts_have_their_lists(page, worker):
    ReferralFactory(sent=True, inquiry=InquiryFactory(open=True, assignee=worker), target_name="Vymyšlená služba")
    InquiryFactory(state="waiting_client", assignee=worker, waiting_until=timezone.localdate())
    InquiryFactory(assignee=worker)

    assert page() == {
        "dnes": [],
        "partneri": ["Vymyšlená služba"],
        "lide": ["ozve se sám"],
        "rozepsane": ["dopsat"],
    }


def test_a_place_on_a_waiting_list_is_an_answer_and_late_for_nobody(client, worker):
    last_month = timezone.localdate() - timedelta(days=30)
    for state in ("waitlisted", "sent"):
        ReferralFactory(
            inquiry=InquiryFactory(open=True, assignee=worker),
            mode="sent",
            state=state,
            target_email="prijem@sluzba.example",
            respond_by=last_month,
        )
    client.force_login(worker)

    sections = {section.anchor: section for section in client.get("/pult/").context["sections"]}

    shown = {name: [(line.about, line.is_late) for line in sections[name].lines] for name in ("partneri", "poradniky")}
    assert shown == {"partneri": [("odesláno, čekáme", True)], "poradniky": [("v pořadníku", False)]}


def test_a_coordinator_sees_the_whole_desk(client, coordinator):
    FollowUpFactory(due_at=timezone.now() - timedelta(days=7), is_all_day=False)
    client.force_login(coordinator)

    response = client.get("/pult/")

    assert [len(section.lines) for section in response.context["sections"]] == [1, 0]
    assert "Celý pult" not in response.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_day_costs_the_same_for_one_line_as_for_three(client, worker, django_assert_num_queries, number):
    for _line in range(number):
        inquiry = InquiryFactory(open=True, assignee=worker, situation=LifeSituationFactory())
        FollowUpFactory(inquiry=inquiry, owner=worker, due_at=timezone.now() - timedelta(days=7))
        ReferralFactory(sent=True, inquiry=inquiry)
        InquiryFactory(assignee=worker, situation=LifeSituationFactory())
    client.force_login(worker)

    with django_assert_num_queries(10):
        client.get("/pult/")


def test_what_waits_is_read_in_its_order_not_sorted(worker):
    """A desk of years has thousands of promises and referrals; Today reads fifty of each."""
    promised = today_rows.promised(FollowUp.objects.planned(), timezone.now())[:50]
    awaited = today_rows.awaited(Referral.objects.awaited())[:50]

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")

    assert "follow_up_promised" in promised.explain()
    assert "referral_awaited_as_listed" in awaited.explain()
