"""What is called as the words typed say is found, of whatever kind it is, or of none."""

from __future__ import annotations

import pytest

from catalogue import indexing
from catalogue.knowledge import knowledge
from catalogue.models import NeedPhrase, Service
from catalogue.origins import home_origin
from catalogue.question import Question
from catalogue.search import search
from tests.factories import ServiceFactory, ServiceKindFactory

pytestmark = pytest.mark.django_db


def names(q: str) -> list[str]:
    known = knowledge()
    found = search(Question(q=q), home_origin(known), known).found
    return [Service.objects.get(pk=one.service_id).name for one in found]


@pytest.fixture
def counselling():
    kind = ServiceKindFactory(code="OSP", name="Odborné sociální poradenství")
    NeedPhrase.objects.create(text="právní poradna", language="cs", kinds=["OSP"], weight=3)
    NeedPhrase.objects.create(text="kontaktní", language="cs", kinds=["OSP"], weight=1)
    for number in range(4):
        indexing.refresh([ServiceFactory(name=f"Poradna {number}", kind=kind).pk])
    return kind


@pytest.mark.parametrize("q", ["právní poradna zdarma", "bezplatna pravni poradna", "právní poradna"])
def test_a_service_of_no_kind_is_among_the_first_by_the_words_of_its_name(counselling, q):
    indexing.refresh([ServiceFactory(name="Bezplatná právní poradna", kind=None).pk])

    assert "Bezplatná právní poradna" in names(q)[:2]


def test_a_long_name_comes_before_a_kind_that_a_word_of_it_hints_at(counselling):
    office = ServiceKindFactory(code="urad", name="Úřad")
    indexing.refresh([ServiceFactory(name="Kontaktní místo pro bydlení", kind=office).pk])

    assert names("kontaktní místo pro bydlení")[0] == "Kontaktní místo pro bydlení"


def test_a_whole_name_comes_before_the_counsellor_who_stands_in_for_a_kind_that_nobody_has(counselling):
    ServiceKindFactory(code="CDZ", name="Centrum duševního zdraví")
    rehabilitation = ServiceKindFactory(code="SR", name="Sociální rehabilitace")
    indexing.refresh([ServiceFactory(name="Centrum duševního zdraví Ostrava", kind=rehabilitation).pk])

    assert names("centrum duševního zdraví")[0] == "Centrum duševního zdraví Ostrava"
