"""The slip: what it says, what it never says, and a PDF that a screen reader can read."""

from __future__ import annotations

import re
import zlib

import pytest
from django.utils import timezone

from catalogue.leaflet import Leaflet, leaflet_pdf, leaflet_text
from catalogue.live_facts import close_for_a_while
from inquiries import slip_letter
from inquiries.models import ContactCard, Deed, Inquiry, Reading, Referral, ReferralMode
from inquiries.referring import refer
from inquiries.return_code import give_code
from inquiries.slip import slip_of
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    InquiryFactory,
    NoteFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db
SITE = "https://pomoc.example"


@pytest.fixture
def inquiry(worker):
    return InquiryFactory(state="open", assignee=worker)


@pytest.fixture
def service():
    service = ServiceFactory(
        name="Dluhová poradna",
        organisation__name="Charita Ostrava",
        what_to_bring="Dopisy a smlouvy",
        how_to_start="Řekněte, že máte dopis od exekutora.",
        source_year=timezone.localdate().year,
        certainty="high",
    )
    ContactFactory(service=service, value="+420599526912")
    FacilityFactory(
        service=service,
        street="Zelená",
        house_number="2514/73",
        place=PlaceFactory(name="Mariánské Hory", kind="city_district"),
        opening_hours="Mo-Fr 08:00-16:00",
    )
    return service


@pytest.fixture
def given(inquiry, worker, service) -> Referral:
    return refer(inquiry, by=worker, mode=ReferralMode.CONTACT_GIVEN, service=service, brief="Paní Modrá má dluhy.")


def slip(inquiry, **facts) -> Leaflet:
    return slip_of(inquiry, site=SITE, **facts)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def page_of(inquiry) -> str:
    return f"/pult/dotazy/{inquiry.public_id}/listek/"


def test_it_says_whom_to_call_when_where_and_what_to_bring(inquiry, given, service):
    (printed,) = slip(inquiry).services

    assert plain(printed.name) == "Dluhová poradna"
    assert (printed.phone.dial, plain(printed.phone.read)) == ("+420599526912", "599 526 912")
    assert plain(" ".join(printed.where)) == "Zelená 2514/73, Mariánské Hory"
    assert plain(" ".join(printed.hours)) == "Po–Pá 8:00–16:00"
    assert plain(" ".join(printed.bring)) == "Dopisy a smlouvy"
    assert "Řekněte, že máte dopis od exekutora." in plain(" ".join(printed.first_step))
    assert printed.address == f"{SITE}/sluzby/{service.pk}/"
    assert printed.qr.startswith("<svg")
    assert printed.source


def test_the_chosen_place_is_the_one_printed_and_a_secret_one_is_not(inquiry, given, service):
    chosen = FacilityFactory(service=service, street="Modrá", house_number="1")
    Referral.objects.update(facility=chosen)
    assert slip(inquiry).services[0].where == ["Modrá 1"]

    Referral.objects.update(facility=FacilityFactory(service=service, is_secret=True))
    assert slip(inquiry).services[0].where == ["Adresa se tají, zavolejte"]


@pytest.mark.parametrize("is_chosen", [True, False])
def test_a_slip_says_what_is_closed_for_a_while(inquiry, given, service, worker, is_chosen):
    if is_chosen:
        Referral.objects.update(facility=FacilityFactory(service=service))
    today = timezone.localdate()
    close_for_a_while(service, by=worker, facility=None, begins=today, ends=today, text="Malujeme.")

    (printed,) = slip_of(inquiry, site=SITE).services

    assert printed.hours[0].replace("\u00a0", " ").startswith("Dnes zavřeno: Malujeme.")


def test_an_organisation_and_somebody_outside_the_catalogue_have_their_number(inquiry, worker):
    organisation = OrganisationFactory(name="Úřad práce")
    ContactFactory(service=None, organisation=organisation, value="+420950143111")
    refer(inquiry, by=worker, mode=ReferralMode.CONTACT_GIVEN, organisation=organisation)
    refer(inquiry, by=worker, mode=ReferralMode.CONTACT_GIVEN, other="Farář")

    first, second = slip(inquiry).services

    assert plain(first.phone.read) == "950 143 111"
    assert (second.phone, bool(second.no_phone)) == (None, True)


@pytest.mark.parametrize("facts", [{"on_slip": False}, {"state": "withdrawn"}, {"state": "declined"}])
def test_what_was_unmarked_or_did_not_work_out_is_left_out(inquiry, given, facts):
    Referral.objects.filter(pk=given.pk).update(**facts)

    assert slip(inquiry).services == []


def test_the_paper_names_nobody(inquiry, given):
    ContactCard.objects.create(inquiry=inquiry, display_name="paní Modrá", expires_on=timezone.localdate())
    NoteFactory(inquiry=inquiry, text="Bydlí u sestry.")

    said = leaflet_text(slip(inquiry)) + repr(slip(inquiry))

    for word in ("Modrá", "sestry", inquiry.public_id):
        assert word not in said


def objects(pdf: bytes) -> str:
    """The PDF's objects in plain text, those packed in streams too."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    opened = []
    for stream in packed:
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            continue  # a font or a picture in a packing of its own
    return b"\n".join([pdf, *opened]).decode("latin-1")


@pytest.mark.parametrize("large", [False, True])
def test_the_pdf_is_tagged_czech_and_has_a_title(inquiry, given, large):
    pdf = leaflet_pdf(slip(inquiry, code="lípa vlak hrad sova"), large=large)

    assert pdf.startswith(b"%PDF-1.7")
    inside = objects(pdf)
    assert "/MarkInfo" in inside
    assert "/StructTreeRoot" in inside
    assert re.search(r"/Lang ?\(cs", inside)
    assert "pdfuaid:part" in inside
    assert "/DisplayDocTitle true" in inside
    assert "/Alt" in inside
    width = float(re.search(r"/MediaBox ?\[0 0 ([\d.]+)", inside)[1])
    assert (width > 500) is large


def test_its_words_can_be_copied_and_read_aloud(inquiry, given):
    """Every font says which letters its shapes are."""
    inside = objects(leaflet_pdf(slip(inquiry)))

    assert inside.count("/ToUnicode") >= 2


def test_strange_text_is_printed_as_text(inquiry, worker):
    refer(inquiry, by=worker, mode=ReferralMode.CONTACT_GIVEN, other='#panic() $x$ *a* "quotes" \\ <b> ]')

    assert leaflet_pdf(slip(inquiry)).startswith(b"%PDF")


def test_the_page_shows_it_and_prints_it(signed_in, inquiry, given):
    page = plain(signed_in.get(page_of(inquiry)).content.decode())
    assert "599 526 912" in page
    assert not Reading.objects.exists()

    response = signed_in.post(f"{page_of(inquiry)}tisk/")

    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    assert inquiry.timeline.filter(deed=Deed.SLIP_MADE).count() == 1
    assert Reading.objects.get().kind == "printed"


def test_an_empty_slip_says_what_to_do(signed_in, inquiry):
    assert "Na lístku zatím nikdo není." in signed_in.get(page_of(inquiry)).content.decode()

    response = signed_in.post(f"{page_of(inquiry)}tisk/", follow=True)

    assert "Na lístku nic není." in response.content.decode()


def test_a_code_is_given_shown_once_and_printed(signed_in, inquiry, given):
    code = signed_in.post(page_of(inquiry)).context["code"]

    assert len(code.split()) == 4
    assert Inquiry.objects.get(pk=inquiry.pk).return_code_hash
    assert signed_in.get(page_of(inquiry)).context["code"] == ""
    with_code = signed_in.post(f"{page_of(inquiry)}tisk/", {"kod": code}).content
    without = signed_in.post(f"{page_of(inquiry)}tisk/").content
    assert len(with_code) > len(without)


def test_a_page_loaded_again_says_the_code_that_may_be_on_paper_already(signed_in, inquiry, given):
    issue = str(signed_in.get(page_of(inquiry)).context["issue"])

    first, again = (signed_in.post(page_of(inquiry), {"vydani": issue}).context for _press in range(2))
    new = signed_in.post(page_of(inquiry), {"vydani": str(again["issue"])}).context

    assert first["code"] == again["code"] != new["code"]
    assert inquiry.timeline.filter(deed="code_given").count() == 2


def test_who_left_a_contact_stays_somebody_with_a_contact(signed_in, inquiry, given):
    Inquiry.objects.filter(pk=inquiry.pk).update(identity="contact")

    signed_in.post(page_of(inquiry))

    assert Inquiry.objects.get(pk=inquiry.pk).identity == "contact"


def test_only_the_inquiry_s_own_code_is_printed(signed_in, inquiry, given, worker):
    other = give_code(InquiryFactory(), by=worker)
    give_code(inquiry, by=worker)
    plain_slip = len(signed_in.post(f"{page_of(inquiry)}tisk/").content)

    for typed in (other, "nesmysl", "a b c d"):
        assert abs(len(signed_in.post(f"{page_of(inquiry)}tisk/", {"kod": typed}).content) - plain_slip) < 200


@pytest.fixture
def post(monkeypatch) -> list[dict]:
    sent: list[dict] = []
    monkeypatch.setattr(slip_letter, "send_later", lambda **letter: sent.append(letter))
    return sent


def test_a_letter_goes_to_the_person_s_own_address_when_it_is_safe(signed_in, inquiry, given, post):
    def send():
        return signed_in.post(f"{page_of(inquiry)}email/", {"to": "jinam@example.org"}, follow=True).content.decode()

    assert "E-mail na člověka nemáme." in send()
    card = ContactCard.objects.create(inquiry=inquiry, email="ona@doma.example", expires_on=timezone.localdate())
    assert "nemá nechávat vzkaz" in send()
    card.may_leave_message = True
    card.save()
    assert "Lístek odešel" in send()

    (letter,) = post
    assert letter["to"] == "ona@doma.example"
    assert "599 526 912" in plain(letter["text"])


@pytest.mark.parametrize("number", [1, 3])
def test_the_slip_costs_the_same_for_one_service_as_for_three(
    inquiry, worker, service, django_assert_num_queries, number
):
    for _ in range(number):
        another = ServiceFactory()
        refer(inquiry, by=worker, mode=ReferralMode.CONTACT_GIVEN, service=another)

    with django_assert_num_queries(2):
        assert len(slip(inquiry).services) == number
