from __future__ import annotations

from dataclasses import replace

import pytest
from django.db.models import F, Prefetch
from django.utils import timezone

from catalogue.models import SearchInVain, Service
from inquiries.answering import waiting
from inquiries.demo import ensure_demo_desk, ensure_demo_gaps, ensure_demo_inquiries
from inquiries.gaps import became_of
from inquiries.models import (
    FollowUp,
    FollowUpAttempt,
    GapProposal,
    Inquiry,
    InquiryState,
    Note,
    Referral,
    ReferralCheck,
    UnmetNeed,
    UnmetStep,
)
from inquiries.shipped import load_desk
from inquiries.soon_shredded import soon_shredded
from inquiries.statistics.checking import differences, known_days
from inquiries.today_rows import handed_to
from network.demo_agreements import ensure_demo_agreements
from network.demo_groups import ensure_demo_groups
from network.made_up_centre import SERVICE
from network.models import MinuteLine
from situations.models import LifeSituation
from sociopoint.demo import ensure_demo_accounts
from sociopoint.models import Role, User
from tests.factories import InquiryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_desk(shipped) -> int:
    load_desk()
    ensure_demo_accounts()
    ensure_demo_desk()
    return ensure_demo_inquiries()


def test_two_months_look_like_a_desk(demo_desk):
    today = timezone.localdate()
    unfinished = Inquiry.objects.unfinished()

    assert 350 < demo_desk == Inquiry.objects.count() < 1_200
    assert unfinished.filter(state=InquiryState.DRAFT).count() == 2
    assert FollowUp.objects.overdue(timezone.now()).exists()
    assert FollowUp.objects.planned().filter(due_at__date=today).exists()
    assert Referral.objects.filter(service__isnull=False).count() > 80
    assert UnmetNeed.objects.count() > 5
    assert set(UnmetNeed.objects.values_list("state", flat=True)) >= {"new", "confirmed", "handed_over", "planned"}
    assert UnmetNeed.objects.filter(source="partner").exists()
    assert not UnmetStep.objects.filter(at__gt=timezone.now()).exists()
    assert Inquiry.objects.filter(received_at__gt=timezone.now()).count() == 0
    assert list(differences(*known_days())) == []


def test_a_newcomer_sees_what_a_colleague_gave_what_was_asked_and_what_goes_soon(demo_desk):
    first, second = User.objects.filter(role=Role.WORKER).order_by("pk")

    for worker in (first, second):
        assert handed_to(worker).exists()
        assert Inquiry.objects.unfinished().filter(assignee=worker).count() > 3
    assert soon_shredded(first, now=timezone.now()).count() == 2
    assert waiting(first).count() == 3


def test_a_follow_up_turned_out_somehow_only_where_somebody_was_reached(demo_desk):
    failed, done = (FollowUp.objects.filter(state=state) for state in ("failed", "done"))

    assert set(failed.values_list("result", flat=True)) == {""}
    assert "" not in done.values_list("result", flat=True)
    assert {row.attempts.filter(reached=False).count() for row in failed} == {3}
    assert not done.exclude(attempts__reached=True).exists()
    assert not done.exclude(inquiry__needs__outcome=F("result")).exists()
    assert not FollowUpAttempt.objects.filter(at__lt=F("follow_up__created_at")).exists()


def test_what_people_told_agrees_with_what_became_of_it(demo_desk):
    checks = ReferralCheck.objects.all()

    assert checks.count() > 20
    assert set(checks.values_list("tried", flat=True)) >= {"yes", "no"}
    assert checks.exclude(not_tried="").exists()
    assert not checks.exclude(referral__inquiry=F("follow_up__inquiry")).exists()
    assert not checks.filter(at__lt=F("referral__created_at")).exists()
    assert not checks.exclude(became__in=("", F("referral__state"))).exists()
    assert not checks.filter(tried="no").exclude(referral__state="given").exists()


def test_every_word_says_that_it_is_made_up_and_no_letter_can_leave(demo_desk):
    assert all(note.text.startswith("Vymyšlený dotaz:") for note in Note.objects.all())
    assert set(Referral.objects.values_list("target_email", flat=True)) == {"", "prijem@partner.example"}
    assert not Inquiry.objects.filter(contact__isnull=False).exists()


def test_a_second_start_adds_nothing(demo_desk):
    assert ensure_demo_inquiries() == 0


def test_a_desk_with_an_inquiry_stays_as_it_is(shipped):
    load_desk()
    ensure_demo_accounts()
    ensure_demo_desk()
    InquiryFactory()

    assert ensure_demo_inquiries() == 0


def test_production_gets_none(shipped, settings):
    load_desk()
    ensure_demo_accounts()
    ensure_demo_desk()
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, production=True)

    assert ensure_demo_inquiries() == 0


def test_what_lacks_came_to_groups_once_and_one_point_is_resolved(demo_desk, django_assert_num_queries):
    ensure_demo_agreements()
    ensure_demo_groups()

    made = ensure_demo_gaps()
    with django_assert_num_queries(1):
        again = ensure_demo_gaps()

    assert (made, again) == (2, 0)
    lines = Prefetch("item__lines", MinuteLine.objects.select_related("resolution", "task"))
    waiting, resolved = map(became_of, GapProposal.objects.prefetch_related(lines))
    assert waiting == "čeká na zařazení do programu"
    assert resolved.startswith(("usnesení 1/", "usnesení 3/"))
    assert SearchInVain.objects.exists()


NO = "Nepomáhá: občané EU, když jde o „Jsem cizinec v Česku“. Výjimka: těžké případy po domluvě."


@pytest.fixture
def refugees(desk, shipped) -> Service:
    """The made-up service of whose organisation the network agreed on a "no"."""
    ensure_demo_agreements()
    return Service.objects.get(name=SERVICE)


def plain_text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_a_worker_who_hands_over_meets_the_no_and_the_call_first(client, refugees, worker):
    client.force_login(worker)
    inquiry = InquiryFactory(state="open", assignee=worker, situation=LifeSituation.objects.get(slug="pobyt-a-doklady"))
    address = f"/pult/dotazy/{inquiry.public_id}/predat/"

    assert f'href="?sluzba={refugees.pk}"' in plain_text(client.get(f"{address}?q=poradna pro uprchlíky"))
    form = client.get(f"{address}?sluzba={refugees.pk}")

    said = [sentence.replace("\u00a0", " ") for sentence in form.context["warnings"]]
    assert said[0] == f"{NO} (vymyšlený příklad)"
    assert "Než někoho pošlete, zavolejte jim. Odpovědí: do 3 pracovních dnů. (vymyšlený příklad)" in said


def test_everybody_reads_the_no_at_the_service_and_at_the_situation(client, refugees):
    for address in (refugees.get_absolute_url(), "/situace/cizinec/"):
        page = plain_text(client.get(address))

        assert NO in page
        assert page.index(NO) < page.index("Než přijdete, zavolejte tam.")
        assert "vymyšlen" in page
