"""Whether facts still hold: one link, no account, reminders, and a list of whom to call."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail, signing
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from catalogue.models import ChangeProposal, SearchCard
from network.campaigns import organisations_to_ask, progress_of
from network.freshness import answer_changed, ask_the_due, confirm, remind_the_silent, start_campaign
from network.freshness_link import make_token
from network.letter_boxes import addresses_of
from network.letters import send_letter
from network.models import Ask, Campaign, Mailbox, MailPurpose, Upkeep, Way
from sociopoint.models import OutgoingMail
from tests.factories import (
    ContactFactory,
    OrganisationFactory,
    ServiceFactory,
    ServiceKindFactory,
    TargetGroupFactory,
    UserFactory,
)
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_people import AskFactory
from tests.signing_in import send_waiting_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    return ServiceFactory(name="Poradna", summary="Poradíme s dluhy.")


@pytest.fixture
def ask(service):
    return AskFactory(organisation=service.organisation)


def address(ask) -> str:
    return f"/sit/platnost/{make_token(ask)}/"


def test_the_link_shows_the_record_and_changes_nothing(client, ask, service):
    for _ in range(2):
        page = client.get(address(ask))

    ask.refresh_from_db()
    assert "Poradíme s dluhy." in page.content.decode()
    assert (page["X-Robots-Tag"], ask.answered_at) == ("noindex, nofollow, noarchive", None)


def test_the_link_names_further_kinds_and_target_groups_it_asks_about(client, ask, service):
    service.further_kinds.set([ServiceKindFactory(name="terénní programy")])
    service.target_groups.set([TargetGroupFactory(name="osoby v krizi"), TargetGroupFactory(name="senioři")])

    (_organisation, told) = client.get(address(ask)).context["records"]

    assert dict(told.rows)["Dále pomáháte jako"] == "terénní programy"
    assert dict(told.rows)["Cílové skupiny"].splitlines() == ["osoby v krizi", "senioři"]


def test_one_click_verifies_the_services_and_the_card_says_so(client, ask, service):
    client.post(address(ask))

    ask.refresh_from_db()
    service.refresh_from_db()
    today = timezone.localdate()
    assert (ask.reply, ask.way, service.verified_on, service.verified_by) == ("unchanged", "link", today, None)
    assert Upkeep.objects.get().confirmed_on == today
    assert SearchCard.objects.get(pk=service.pk).content["verified"] == today.isoformat()


def test_a_second_click_finds_the_first_answer(client, ask):
    client.post(address(ask), {"co": "zmena", "text": "Nový telefon."})

    page = client.post(address(ask))

    ask.refresh_from_db()
    assert (page.status_code, ask.reply) == (200, "changed")


def test_what_differs_comes_to_the_queue_and_verifies_nothing(client, ask, service):
    client.post(address(ask), {"co": "zmena", "text": "Máme jiný telefon."})

    service.refresh_from_db()
    proposal = ChangeProposal.objects.get()
    assert (proposal.organisation, proposal.source, proposal.text) == (
        service.organisation,
        "partner",
        "Máme jiný telefon.",
    )
    assert service.verified_on is None


def test_two_who_open_the_link_at_once_say_it_once(ask):
    first, second = Ask.objects.get(pk=ask.pk), Ask.objects.get(pk=ask.pk)

    answer_changed(first, text="Máme jiný telefon.")
    answer_changed(second, text="Máme jiný telefon.")

    assert ChangeProposal.objects.count() == 1


def test_an_empty_message_is_refused(client, ask):
    assert client.post(address(ask), {"co": "zmena", "text": ""}).status_code == 422


def test_a_foreign_or_old_link_leads_nowhere(client, ask, monkeypatch):
    forged = signing.dumps(ask.pk, salt="network.invitation")
    token = make_token(ask)
    answers = [client.get(f"/sit/platnost/{one}/").status_code for one in ("nesmysl", forged)]
    monkeypatch.setattr("network.freshness_link.LINK_DAYS", -1)

    assert [*answers, client.get(f"/sit/platnost/{token}/").status_code] == [410, 410, 410]


def test_a_partner_confirms_after_signing_in_and_all_open_questions_are_answered(client, ask):
    user = UserFactory()
    PositionFactory(person=PersonFactory(user=user), organisation=ask.organisation)
    client.force_login(user)

    client.post(f"/sit/organizace/{ask.organisation_id}/potvrdit/")

    ask.refresh_from_db()
    assert (ask.way, ask.answered_by) == ("account", user)


def test_a_stranger_confirms_nothing(client, ask):
    with pytest.raises(PermissionDenied):
        confirm(ask.organisation, way=Way.ACCOUNT, by=UserFactory())


def test_the_provider_chooses_how_often(client):
    user = UserFactory()
    organisation = PositionFactory(person=PersonFactory(user=user)).organisation
    client.force_login(user)

    client.post(f"/sit/organizace/{organisation.pk}/jak-casto/", {"months": "3"})
    client.post(f"/sit/organizace/{organisation.pk}/jak-casto/", {"months": "40"})

    assert Upkeep.objects.get().every_months == 3


def test_one_is_asked_when_the_chosen_months_have_passed_and_only_once():
    today = timezone.localdate()
    due, fresh = OrganisationFactory.create_batch(2)
    ContactFactory(service=None, organisation=due, kind="email", value="due@sluzba.example")
    Upkeep.objects.create(organisation=due, every_months=1, confirmed_on=today - timedelta(days=31))
    Upkeep.objects.create(organisation=fresh, every_months=2, confirmed_on=today - timedelta(days=31))

    assert (ask_the_due(today), ask_the_due(today)) == (1, 0)
    assert list(Ask.objects.values_list("organisation", "email")) == [(due.pk, "due@sluzba.example")]
    assert OutgoingMail.objects.get().subject == "SOCIOPOINT Ostrava: platí vaše údaje v katalogu?"


def test_the_silent_are_reminded_twice_and_then_called(ask):
    day = timezone.localdate()
    reminded = [remind_the_silent(day + timedelta(days=days)) for days in (6, 7, 7, 14, 30)]

    ask.refresh_from_db()
    assert reminded == [0, 1, 0, 1, 0]
    assert (ask.reminders, OutgoingMail.objects.count()) == (2, 2)


def test_whoever_answered_is_not_reminded(client, ask):
    client.post(address(ask))

    assert remind_the_silent(timezone.localdate() + timedelta(days=30)) == 0


def test_a_letter_goes_to_the_box_for_records_before_the_catalogue_s():
    first, second, third = OrganisationFactory.create_batch(3)
    service = ServiceFactory(organisation=second)
    ContactFactory(service=None, organisation=first, kind="email", value="a@sluzba.example")
    ContactFactory(service=service, kind="email", value="sluzba@sluzba.example")
    ContactFactory(service=None, organisation=second, kind="email", value="b@sluzba.example")
    Mailbox.objects.create(organisation=first, purpose="records", email="udaje@sluzba.example")
    Mailbox.objects.create(organisation=second, purpose="statistics", email="vykazy@sluzba.example")

    found = addresses_of([first, second, third], MailPurpose.RECORDS)

    assert found == {first.pk: "udaje@sluzba.example", second.pk: "b@sluzba.example"}


def test_a_campaign_writes_to_those_with_an_address_and_lists_the_rest_to_call(django_capture_on_commit_callbacks):
    with_email, without = (ServiceFactory().organisation for _ in "ab")
    ContactFactory(service=None, organisation=with_email, kind="email", value="a@sluzba.example")
    chosen = organisations_to_ask("provider", only_old=True)

    with django_capture_on_commit_callbacks(execute=True):
        campaign = start_campaign(
            name="Jaro",
            due_on=timezone.localdate() + timedelta(days=21),
            organisations=chosen,
            by=UserFactory(coordinator=True),
        )

    progress = progress_of(campaign)
    assert (progress.asked, progress.waiting, progress.to_call, progress.per_cent) == (2, 2, 1, 0)
    assert OutgoingMail.objects.count() == 1
    assert Ask.objects.get(email="").organisation == without


def test_those_who_confirmed_lately_may_be_left_out(service):
    Upkeep.objects.create(organisation=service.organisation, confirmed_on=timezone.localdate())

    assert not organisations_to_ask("provider", only_old=True).exists()
    assert organisations_to_ask("provider", only_old=False).exists()


def test_a_coordinator_starts_a_campaign_and_notes_a_call(client, service):
    ContactFactory(service=service, value="+420599526912")
    client.force_login(UserFactory(coordinator=True))
    due = (timezone.localdate() + timedelta(days=21)).isoformat()

    page = client.post("/sit/kampane/nova/", {"name": "Jaro", "kind": "provider", "due_on": due}, follow=True)
    client.post(f"/sit/vyzvy/{Ask.objects.get().pk}/telefon/")

    assert "tel:+420599526912" in page.content.decode()
    assert (Ask.objects.get().way, progress_of(Campaign.objects.get()).per_cent) == ("phone", 100)


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"due_on": "2020-01-01"}, {"kind": "nic"}, {"kind": "police"}, {"due_on": "brzy"}]
)
def test_a_campaign_of_nobody_or_of_yesterday_is_refused(client, service, wrong):
    client.force_login(UserFactory(coordinator=True))
    due = (timezone.localdate() + timedelta(days=21)).isoformat()

    response = client.post("/sit/kampane/nova/", {"name": "Jaro", "kind": "provider", "due_on": due} | wrong)

    assert response.status_code == 422
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("organisations", [1, 3])
def test_a_campaign_costs_the_same_for_one_and_three(client, django_assert_num_queries, organisations):
    user = UserFactory(coordinator=True)
    campaign = Campaign.objects.create(name="Jaro", due_on=timezone.localdate(), started_by=user)
    AskFactory.create_batch(organisations, campaign=campaign)
    client.force_login(user)

    with django_assert_num_queries(6):
        client.get(f"/sit/kampane/{campaign.pk}/")


@pytest.mark.parametrize("services", [1, 3])
def test_the_link_costs_the_same_for_one_service_and_three(client, service, ask, django_assert_num_queries, services):
    ServiceFactory.create_batch(services - 1, organisation=service.organisation)

    client.get(address(ask))
    with django_assert_num_queries(10):
        client.get(address(ask))


def test_months_are_one_to_twelve():
    with pytest.raises(IntegrityError, match="upkeep_every_one_to_twelve_months"):
        Upkeep.objects.create(organisation=OrganisationFactory(), every_months=13)


def test_a_campaign_ends_after_it_begins():
    with pytest.raises(IntegrityError, match="campaign_ends_after_it_begins"):
        Campaign.objects.create(name="Jaro", due_on=date(2020, 1, 1), started_by=UserFactory())


def test_one_question_waits_at_a_time(ask):
    with pytest.raises(IntegrityError, match="ask_waits_once"):
        AskFactory(organisation=ask.organisation)


def test_an_answer_says_what_and_how(ask):
    with pytest.raises(IntegrityError, match="ask_answered_in_some_way"):
        Ask.objects.filter(pk=ask.pk).update(reply="unchanged")


def test_a_name_with_a_full_stop_ends_its_sentence():
    send_letter(
        to="nekdo@organizace.example", subject="A", paragraphs=["Pro Tichý svět, o.p.s..", "A dál…", "A..."], key="a"
    )
    send_waiting_mail()

    assert "Pro Tichý svět, o.p.s.\n\nA dál…\n\nA...\n" in mail.outbox[0].body
