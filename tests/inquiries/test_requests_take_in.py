"""Inquiries that may be the same person's: offered to whoever handles a request, never joined by themselves."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from inquiries import subject_requests
from inquiries.models import ContactCard, Inquiry, LinkKind, SubjectRequest
from inquiries.recording import link
from inquiries.return_code import give_code
from tests.factories import InquiryFactory, OfficeFactory


@pytest.fixture
def theirs(worker):
    inquiry = InquiryFactory(open=True, assignee=worker)
    ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=timezone.localdate())
    give_code(inquiry, by=worker)
    return inquiry


@pytest.fixture
def related(theirs, worker):
    """What hangs on theirs: an earlier one without a contact, one under its code, and one of somebody else."""
    earlier = InquiryFactory(state="closed", closing_reason="advised", closed_at=timezone.now())
    of_code = InquiryFactory(open=True, return_code_hash=theirs.return_code_hash)
    elses = InquiryFactory(open=True)
    ContactCard.objects.create(inquiry=elses, phone="+420604000000", expires_on=timezone.localdate())
    elsewhere = InquiryFactory(open=True, office=OfficeFactory(name="Jiné pracoviště"))
    link(theirs, earlier, LinkKind.CONTINUES, by=worker)
    link(elses, theirs, LinkKind.SAME_SITUATION, by=worker)
    link(elsewhere, theirs, LinkKind.CONTINUES, by=worker)
    InquiryFactory(open=True)
    return earlier, of_code, elses


@pytest.fixture
def request_row(theirs, worker):
    row = SubjectRequest.objects.create(kind="restrict", known_by="Zavolal.", handled_by=worker)
    row.inquiries.add(theirs)
    return row


@pytest.fixture
def address(request_row):
    return f"/pult/zadosti/{request_row.pk}/"


def test_what_is_linked_and_has_no_contact_is_offered_and_never_joined_by_itself(
    signed_in, theirs, related, request_row, address
):
    earlier, of_code, elses = related

    offered = signed_in.get(address).context["maybe"]

    assert {(one.inquiry, one.why) for one in offered} == {
        (earlier, f"pokračování, {theirs.public_id}"),
        (of_code, "stejný návratový kód"),
    }
    for sent in ([], ["x"], [str(elses.pk)]):
        signed_in.post(f"{address}pridat/", {"pridat": sent})
    assert list(request_row.inquiries.all()) == [theirs]
    assert not request_row.protocol.exists()


def test_what_was_added_is_handed_out_and_restricted_with_the_rest(signed_in, theirs, related, request_row, address):
    earlier = related[0]
    signed_in.post(f"{address}omezit/")

    for _time in range(2):
        signed_in.post(f"{address}pridat/", {"pridat": [str(earlier.pk)]})
    assert "Omezit zpracování" in signed_in.get(address).text.replace("\xa0", " ")
    signed_in.post(f"{address}omezit/")

    packed = json.loads(signed_in.post(f"{address}balicek/", {"podoba": "json"}).content)
    assert {one["number"] for one in packed["inquiries"]} == {theirs.public_id, earlier.public_id}
    assert set(Inquiry.objects.filter(is_restricted=True)) == {theirs, earlier}
    steps = [(line.step, line.number) for line in request_row.protocol.all()]
    assert steps == [("restricted", 1), ("added", 1), ("restricted", 2), ("packaged", 2)]


def test_what_hangs_on_what_was_added_is_offered_next(related, request_row, worker):
    earlier = related[0]
    before_that = InquiryFactory(open=True)
    link(earlier, before_that, LinkKind.DUPLICATE, by=worker)
    assert before_that not in [one.inquiry for one in subject_requests.maybe_theirs(request_row, worker)]

    subject_requests.add(request_row, by=worker, inquiries=[earlier.pk])

    assert before_that in [one.inquiry for one in subject_requests.maybe_theirs(request_row, worker)]


@pytest.mark.parametrize("number", [1, 3])
def test_offering_costs_two_queries_for_one_as_for_three(
    theirs, request_row, worker, django_assert_num_queries, number
):
    for _more in range(number):
        link(theirs, InquiryFactory(open=True), LinkKind.CONTINUES, by=worker)

    with django_assert_num_queries(2):
        assert len(subject_requests.maybe_theirs(request_row, worker)) == number
