"""Documents on the table of a meeting: who puts them there, who opens them, what stays with the approved minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network import approving, attaching
from network.agenda import add_point, prepare
from network.attaching import AttachmentRefused
from network.meeting_calls import begin_minutes, call, call_off, make_token
from network.minutes_pdf import facts_of, minutes_pdf
from network.models import Document, MeetingAttachment
from tests.factories import UserFactory
from tests.network.factories import PositionFactory
from tests.network.factories_groups import (
    AgendaItemFactory,
    DocumentFactory,
    DocumentVersionFactory,
    MandateFactory,
    MeetingFactory,
    WorkingGroupFactory,
)
from tests.signing_in import send_waiting_mail

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def coordinator(client):
    user = UserFactory(coordinator=True)
    client.force_login(user)
    return user


@pytest.fixture
def seat():
    held = MandateFactory(account=UserFactory())
    PositionFactory(person=held.person, organisation=held.organisation, email="clenka@organizace.example")
    return held


@pytest.fixture
def meeting(seat, coordinator):
    starts_at = timezone.now().replace(microsecond=0) + timedelta(days=10)
    return prepare(group=seat.group, starts_at=starts_at, by=coordinator)


@pytest.fixture
def point(meeting, coordinator):
    return add_point(meeting, title="Leták pro rodiny", by=coordinator)


def locks_of(asked) -> list[str]:
    """The tables locked by what was asked, in their order."""
    locking = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    return [sql.partition(' FROM "')[2].partition('"')[0] for sql in locking]


def held_and_approved(meeting, coordinator) -> None:
    call(meeting, by=coordinator)
    begin_minutes(meeting, by=coordinator)
    meeting.attendance.update(presence="present")
    written = meeting.items.first() or add_point(meeting, title="Bod", by=coordinator)
    written.lines.create(meeting=meeting, kind="information", text="Věta.")
    approving.send_for_comments(meeting, by=coordinator, until=None)
    approving.approve(meeting, by=coordinator)


def test_a_document_is_attached_to_a_point_and_a_new_file_to_the_meeting(client, meeting, point):
    document = DocumentFactory(title="Leták")
    address = f"/sit/jednani/{meeting.pk}/prilohy/nova/"

    client.post(address, {"point": str(point.pk), "document": str(document.pk)})
    client.post(address, {"title": "Program", "file": SimpleUploadedFile("x.pdf", PDF)})

    page = client.get(f"/sit/jednani/{meeting.pk}/")
    assert [one.title for one in page.context["points"][0].attachments] == ["Leták"]
    assert [one.title for one in page.context["attachments"]] == ["Program"]
    made = Document.objects.get(title="Program")
    assert (made.readers, made.group) == ("group", meeting.group)
    assert f"/sit/dokumenty/{document.pk}/1/" in page.content.decode()


def test_a_new_file_sent_twice_lies_there_once(client, meeting):
    address = f"/sit/jednani/{meeting.pk}/prilohy/nova/"

    answers = [
        client.post(address, {"title": "Program", "file": SimpleUploadedFile("x.pdf", PDF)}).status_code
        for _time in range(2)
    ]

    assert answers == [302, 302]
    assert (Document.objects.count(), meeting.attachments.count()) == (1, 1)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"point": ""}, "Vyberte dokument, nebo nahrajte nový soubor."),
        ({"document": "999999"}, "Vyberte jednu z\u00a0nabízených možností."),
        ({"point": "999999", "document": ""}, "Vyberte jednu z\u00a0nabízených možností."),
        ({"title": "Program", "file": SimpleUploadedFile("x.pdf", b"MZ\x90")}, "PDF"),
        ({"file": SimpleUploadedFile("x.pdf", PDF)}, "Napište, jak se nový soubor jmenuje."),
    ],
)
def test_what_does_not_make_sense_is_shown_again(client, meeting, sent, sentence):
    response = client.post(f"/sit/jednani/{meeting.pk}/prilohy/nova/", sent)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not MeetingAttachment.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize("facts", [{"readers": "desk"}, {"is_withdrawn": True}, {"readers": "group", "group": None}])
def test_what_members_may_not_read_is_not_attached(meeting, coordinator, facts):
    of_another = {"group": WorkingGroupFactory()} if "group" in facts else {}
    document = DocumentFactory(**facts | of_another)

    assert document not in attaching.offered(meeting)
    with pytest.raises(AttachmentRefused, match="nevidí"):
        attaching.attach(meeting, document=document, point=None, by=coordinator)


def test_a_document_is_attached_once(meeting, coordinator):
    document = DocumentFactory()
    attaching.attach(meeting, document=document, point=None, by=coordinator)

    with pytest.raises(AttachmentRefused, match="už u jednání je"):
        attaching.attach(meeting, document=document, point=None, by=coordinator)
    with pytest.raises(IntegrityError, match="document_attached_once"):
        MeetingAttachment.objects.create(meeting=meeting, document=document, added_by=coordinator)


def test_a_point_is_of_the_same_meeting(meeting, coordinator):
    with pytest.raises(IntegrityError, match="attachment_to_a_point_of_its_meeting"):
        MeetingAttachment.objects.create(
            meeting=meeting, document=DocumentFactory(), point=AgendaItemFactory(), added_by=coordinator
        )


def test_a_version_is_of_the_same_document(meeting, coordinator):
    other = DocumentVersionFactory(document=DocumentFactory(first=None))

    with pytest.raises(IntegrityError, match="attachment_in_a_version_of_its_document"):
        MeetingAttachment.objects.create(
            meeting=meeting, document=DocumentFactory(), version=other, added_by=coordinator
        )


def test_the_invitation_lists_them_and_its_link_opens_them_without_an_account(
    client, meeting, point, seat, coordinator
):
    document = DocumentFactory(title="Leták", readers="group", group=meeting.group)
    made = attaching.attach(meeting, document=document, point=point, by=coordinator)
    call(meeting, by=coordinator)
    send_waiting_mail()
    client.logout()
    link = f"/sit/ucast/{make_token(meeting.attendance.get(mandate=seat))}/"

    page, file = client.get(link), client.get(f"{link}prilohy/{made.pk}/")

    assert "- Leták (PDF, verze 1)" in mail.outbox[0].body.replace("\xa0", " ")
    assert f"{link}prilohy/{made.pk}/" in page.content.decode()
    assert (file.status_code, file["Content-Type"]) == (200, "application/pdf")
    assert file["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("why", ["tampered", "other", "withdrawn", "called off"])
def test_the_link_opens_nothing_else(client, meeting, seat, coordinator, why):
    document = DocumentFactory()
    made = attaching.attach(meeting, document=document, point=None, by=coordinator)
    call(meeting, by=coordinator)
    token = make_token(meeting.attendance.get(mandate=seat))
    pk = made.pk
    if why == "tampered":
        token += "x"
    elif why == "other":
        elsewhere = MeetingFactory(state="called", starts_at=meeting.starts_at)
        pk = MeetingAttachment.objects.create(meeting=elsewhere, document=document, added_by=coordinator).pk
    elif why == "withdrawn":
        Document.objects.update(is_withdrawn=True)
    else:
        call_off(meeting, by=coordinator)
    client.logout()

    link = f"/sit/ucast/{token}/prilohy/{pk}/"

    assert client.get(link).status_code == 404
    assert link not in client.get(f"/sit/ucast/{token}/").content.decode()


def test_approved_minutes_keep_the_version_that_lay_there(client, meeting, coordinator):
    document = DocumentFactory(title="Statut")
    made = attaching.attach(meeting, document=document, point=None, by=coordinator)
    held_and_approved(meeting, coordinator)
    DocumentVersionFactory(document=document, number=2)

    shown = attaching.attached(meeting, coordinator)

    assert [(one.title, one.about.replace("\xa0", " ")) for one in shown] == [("Statut", "PDF, verze 1")]
    assert shown[0].address == f"/sit/dokumenty/{document.pk}/1/"
    with pytest.raises(IntegrityError, match="approved_minutes_do_not_change"):
        MeetingAttachment.objects.filter(pk=made.pk).delete()


def test_approved_minutes_take_no_more(meeting, coordinator):
    held_and_approved(meeting, coordinator)

    with pytest.raises(AttachmentRefused, match="nejde"):
        attaching.attach(meeting, document=DocumentFactory(), point=None, by=coordinator)


def test_the_paper_lists_attachments_with_their_points(meeting, point, coordinator):
    attaching.attach(meeting, document=DocumentFactory(title="Leták"), point=point, by=coordinator)
    attaching.attach(meeting, document=DocumentFactory(title="Statut"), point=None, by=coordinator)

    said = [line.replace("\xa0", " ") for line in facts_of(meeting, reader=None)["attachments"]]

    assert said == ["Statut (PDF, verze 1)", "Leták (PDF, verze 1), k bodu 1"]
    assert b"pdfuaid" in minutes_pdf(meeting, reader=None)


def test_who_may_not_open_a_document_sees_its_title_only(client, meeting, coordinator):
    document = DocumentFactory(title="Jen pro členy", readers="group", group=meeting.group)
    attaching.attach(meeting, document=document, point=None, by=coordinator)
    reader = UserFactory(worker=True)
    outsider = UserFactory()

    assert attaching.attached(meeting, reader)[0].address == f"/sit/dokumenty/{document.pk}/1/"
    assert attaching.attached(meeting, outsider)[0].address == ""


def test_an_attachment_is_taken_away_and_the_document_stays(client, meeting, coordinator):
    made = attaching.attach(meeting, document=DocumentFactory(), point=None, by=coordinator)

    client.post(f"/sit/jednani/{meeting.pk}/prilohy/{made.pk}/")

    assert not MeetingAttachment.objects.exists()
    assert Document.objects.count() == 1


def test_a_struck_point_leaves_its_attachment_to_the_meeting(meeting, point, coordinator):
    made = attaching.attach(meeting, document=DocumentFactory(), point=point, by=coordinator)

    point.delete()

    made.refresh_from_db()
    assert made.point is None


@pytest.mark.parametrize("rows", [1, 3])
def test_a_meeting_costs_the_same_for_one_attachment_as_for_three(
    client, django_assert_num_queries, meeting, point, coordinator, rows
):
    for _number in range(rows):
        attaching.attach(meeting, document=DocumentFactory(), point=point, by=coordinator)

    with django_assert_num_queries(7):
        response = client.get(f"/sit/jednani/{meeting.pk}/")

    assert response.status_code == 200


def test_an_invitation_names_no_withdrawn_document(meeting, coordinator):
    for title in ("Leták", "Stažený leták"):
        attaching.attach(meeting, document=DocumentFactory(title=title), point=None, by=coordinator)
    Document.objects.filter(title="Stažený leták").update(is_withdrawn=True)

    call(meeting, by=coordinator)
    send_waiting_mail()

    assert "Leták (" in mail.outbox[0].body
    assert "Stažený leták" not in mail.outbox[0].body


def test_a_document_is_found_beyond_those_listed(client, meeting, monkeypatch):
    monkeypatch.setattr("network.views.attachments.MOST_OFFERED", 1)
    DocumentFactory(title="A první")
    far = DocumentFactory(title="Žádost o příspěvek", about="pro rodiny")
    address = f"/sit/jednani/{meeting.pk}/prilohy/nova/"

    first = client.get(address)
    found = client.get(address, {"q": "zadost rodin"})
    taken = client.post(f"{address}?q=zadost", {"document": str(far.pk)})

    assert first.context["has_more"]
    assert "Hledejte podle názvu." in first.content.decode()
    assert list(found.context["form"].documents.values()) == [far]
    assert taken.status_code == 302
    assert meeting.attachments.get().document == far


@pytest.mark.parametrize("words", ["nikde", "a" * 121, "\x00"])
def test_what_is_in_no_title_finds_no_document(client, meeting, words):
    DocumentFactory(title="Leták")

    listed = client.get("/sit/dokumenty/", {"q": words})
    offered = client.get(f"/sit/jednani/{meeting.pk}/prilohy/nova/", {"q": words})

    assert (list(listed.context["page"]), offered.context["form"].documents) == ([], {})


def test_an_upload_and_a_change_of_the_meeting_lock_in_one_order(coordinator, meeting):
    """Either would else hold what the other waits for: a document names its group."""
    with CaptureQueriesContext(connection) as uploading:
        attaching.attach_file(meeting, title="Leták", file=SimpleUploadedFile("a.pdf", PDF), point=None, by=coordinator)
    with CaptureQueriesContext(connection) as calling_off:
        call_off(meeting, by=coordinator)

    order = ["network_workinggroup", "network_meeting"]
    assert locks_of(uploading)[:2] == order
    assert locks_of(calling_off)[:2] == order
