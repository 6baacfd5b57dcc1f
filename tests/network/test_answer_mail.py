"""Letters to whoever waits for an answer: one, with one thing to do, and a subject that tells nothing about anybody."""

from __future__ import annotations

from functools import partial

import pytest
from django.core import mail

from catalogue import correcting, proposing
from catalogue.correcting import Verdict
from network import competences, manuals, procedures, reporting
from network.models import ReportState
from sociopoint.models import OutgoingMail
from tests.factories import ServiceFactory, UserFactory
from tests.network.factories_competences import CompetenceFactory
from tests.network.factories_indicators import IndicatorDefinitionFactory, IndicatorReportFactory
from tests.network.factories_people import ProposalFactory
from tests.network.factories_procedures import ProcedureVersionFactory
from tests.signing_in import send_waiting_mail

pytestmark = pytest.mark.django_db
REASON = "Ceník říká jinak."


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def partner():
    return UserFactory(email="partnerka@organizace.example")


@pytest.fixture
def proposal(partner):
    return ProposalFactory(
        service=ServiceFactory(name="Poradna", summary="Staré."), summary="Nové.", proposed_by=partner
    )


def letter():
    """The only one there is."""
    send_waiting_mail()
    sent = mail.outbox
    assert len(sent) == 1
    return sent[0]


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def verdict(proposal, *, accepted: bool) -> Verdict:
    return Verdict(proposal.fields.get().pk, accepted, "" if accepted else REASON)


@pytest.mark.parametrize(
    ("accepted", "sentence"),
    [(True, "Přijali jsme ho celý, změna už je v katalogu."), (False, f": {REASON}")],
)
def test_a_partner_learns_how_the_proposal_ended(coordinator, partner, proposal, accepted, sentence):
    correcting.decide(proposal, [verdict(proposal, accepted=accepted)], by=coordinator)

    sent = letter()
    assert sent.to == [partner.email]
    assert "Poradna" not in sent.subject
    assert sentence in plain(sent.body)
    assert sent.body.count("https://") + sent.body.count("http://") == 1
    assert f"/sit/navrhy/{proposal.pk}/" in sent.body


def test_the_letter_waits_for_the_last_fact(coordinator, proposal):
    service = proposal.service
    fact = correcting.facts_of(service)["name"]
    correcting.propose_correction(
        service, [correcting.Change(None, fact, "Poradna dluhová")], by=proposal.proposed_by, source="partner"
    )
    first, second = proposal.fields.order_by("pk")

    correcting.decide(proposal, [Verdict(first.pk, True)], by=coordinator)
    assert not OutgoingMail.objects.exists()
    correcting.decide(proposal, [Verdict(second.pk, False, REASON)], by=coordinator)

    body = plain(letter().body)
    assert "Část jsme přijali, ta už je v katalogu." in body
    assert REASON in body


def test_a_refusal_that_fails_writes_to_nobody(coordinator, proposal):
    with pytest.raises(correcting.DecisionRefused):
        correcting.decide(proposal, [Verdict(proposal.fields.get().pk, False, " ")], by=coordinator)

    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("who", ["public", "off", "self"])
def test_nobody_is_written_to_in_vain(coordinator, proposal, partner, who):
    if who == "public":
        proposal.proposed_by = None
    elif who == "self":
        proposal.proposed_by = coordinator
    else:
        partner.is_active = False
        partner.save(update_fields=["is_active"])
    proposal.save(update_fields=["proposed_by"])

    correcting.decide(proposal, [verdict(proposal, accepted=True)], by=coordinator)

    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(("deed", "sentence"), [("accept", "Děkujeme, údaj jsme opravili."), ("refuse", REASON)])
def test_whoever_reported_from_an_account_learns_of_it(coordinator, partner, deed, sentence):
    reported = ServiceFactory().proposals.create(topic="hours", source="desk", proposed_by=partner)
    words = {"note": ""} if deed == "accept" else {"reason": REASON}

    getattr(proposing, deed)(reported, by=coordinator, **words)

    assert sentence in plain(letter().body)


def test_many_decided_at_once_in_the_administration_are_each_told(client, partner):
    administrator = UserFactory(administrator=True)
    reported = [
        ServiceFactory().proposals.create(topic="hours", source="desk", proposed_by=who)
        for who in (partner, UserFactory())
    ]
    client.force_login(administrator)
    sent = {"action": "refuse_chosen", "potvrzeno": "ano", "duvod": REASON}

    client.post("/admin/catalogue/changeproposal/", sent | {"_selected_action": [one.pk for one in reported]})
    send_waiting_mail()

    assert {one.to[0] for one in mail.outbox} == {one.proposed_by.email for one in reported}
    assert all(REASON in plain(one.body) for one in mail.outbox)


def test_an_answered_comment_on_a_procedure_is_told(coordinator, partner):
    version = ProcedureVersionFactory(state="comments", comments_until="2030-01-01", procedure__title="Kde dnes spát")
    given = procedures.comment(version, by=partner, text="A děti?", step=None, organisation=None)

    procedures.answer(given, by=coordinator, text="Doplnili jsme krok o dětech.")

    sent = letter()
    assert "Kde dnes spát" not in sent.subject
    assert "Doplnili jsme krok o dětech." in sent.body
    assert version.get_absolute_url() in sent.body


def test_of_two_who_answer_at_once_the_first_is_heard(client, coordinator, partner):
    version = ProcedureVersionFactory(state="comments", comments_until="2030-01-01")
    given = procedures.comment(version, by=partner, text="A děti?", step=None, organisation=None)
    asked = manuals.ask(IndicatorDefinitionFactory(), by=partner, text="Počítá se telefon?", organisation=None)
    addresses = f"/sit/postupy/pripominky/{given.pk}/odpoved/", f"/sit/ukazatele/otazky/{asked.pk}/odpoved/"
    client.force_login(coordinator)

    for text in ("Ano.", "Ano.", "Ne."):
        pages = [client.post(address, {"text": text}, follow=True).content.decode() for address in addresses]

    assert ["odpověděl někdo jiný" in plain(page) for page in pages] == [True, True]
    assert ["zkopírujte si ji odtud: Ne." in plain(page) for page in pages] == [True, True]
    given.refresh_from_db()
    asked.refresh_from_db()
    assert (given.answer, asked.answer) == ("Ano.", "Ano.")
    assert OutgoingMail.objects.count() == 2


def test_an_answered_question_about_an_indicator_is_told(coordinator, partner):
    definition = IndicatorDefinitionFactory(name="Intervence")
    asked = manuals.ask(definition, by=partner, text="Počítá se telefon?", organisation=None)

    manuals.answer(asked, by=coordinator, text="Počítá, od deseti minut.")

    sent = letter()
    assert "Počítá, od deseti minut." in sent.body
    assert definition.version.get_absolute_url() in sent.body


def test_a_returned_report_is_told_each_time_it_is_returned(coordinator, partner):
    report = IndicatorReportFactory(handed_in=True, sent_by=partner)

    reporting.decide(report, ReportState.RETURNED, by=coordinator, reason="Chybí rozpis intervencí.")

    sent = letter()
    assert sent.to == [partner.email]
    assert str(report.service) not in sent.subject
    assert "Chybí rozpis intervencí." in sent.body
    assert report.get_absolute_url() in sent.body


def test_an_accepted_report_writes_to_nobody(coordinator, partner):
    report = IndicatorReportFactory(handed_in=True, sent_by=partner)

    reporting.decide(report, ReportState.ACCEPTED, by=coordinator)

    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("decide", "sentence"),
    [
        (competences.approve, "Přijali jsme ji, pult i ostatní ji teď vidí."),
        (partial(competences.refuse, reason=REASON), f"Přijmout jsme ji nemohli: {REASON}"),
    ],
    ids=["approved", "refused"],
)
def test_whoever_proposed_a_competence_learns_how_it_ended(coordinator, partner, decide, sentence):
    row = CompetenceFactory(proposed=True, proposed_by=partner)

    decide(row, by=coordinator)

    sent = letter()
    assert sent.to == ["partnerka@organizace.example"]
    assert sentence in plain(sent.body)
    assert row.get_absolute_url() in sent.body
