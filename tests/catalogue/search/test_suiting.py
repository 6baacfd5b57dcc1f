"""Of services of one kind, those for the people asked for come before those for a few others."""

from __future__ import annotations

import pytest

from catalogue.models import NeedPhrase
from tests.factories import ServiceKindFactory, TargetGroupFactory


@pytest.fixture
def groups():
    codes = ("rodiny", "zavislost", "sluchove", "ustavni_pece", "pecujici", "krize", "seniori")
    return {code: TargetGroupFactory(code=code) for code in codes}


@pytest.fixture
def counsel(town, groups):
    """A counsellor for some groups; nearer ones first unless something else decides."""
    kind = ServiceKindFactory(code="OSP", section="37", name="Poradenství")
    NeedPhrase.objects.create(text="rozvádíme se", kinds=["OSP"], groups=["rodiny"], weight=2)

    def make(name, *codes, near=False):
        place = town.city if near else town.vitkovice
        return town.service(name, kind=kind, place=place, groups=[groups[code] for code in codes])

    return make


def test_who_is_only_for_others_comes_last_however_near(town, counsel):
    counsel("Pro neslyšící", "sluchove", near=True)
    counsel("Pro rodiny", "rodiny")
    counsel("Pro kohokoli v krizi", "krize")

    assert town.names("rozvádíme se") == ["Pro rodiny", "Pro kohokoli v krizi", "Pro neslyšící"]


def test_the_fewer_others_a_service_is_for_the_better_it_suits(town, counsel):
    counsel("I pro závislé a pečující", "rodiny", "zavislost", "pecujici", near=True)
    counsel("I z ústavu", "rodiny", "ustavni_pece")

    assert town.names("rozvádíme se") == ["I z ústavu", "I pro závislé a pečující"]


def test_who_is_for_many_groups_is_for_anybody(town, counsel):
    counsel("Pro mnohé", "rodiny", "zavislost", "pecujici", "sluchove", "ustavni_pece", near=True)
    counsel("I z ústavu", "rodiny", "ustavni_pece")

    assert town.names("rozvádíme se") == ["Pro mnohé", "I z ústavu"]


def test_where_nobody_in_particular_is_asked_for_all_suit(town, counsel):
    NeedPhrase.objects.create(text="poradit", kinds=["OSP"], weight=2)
    counsel("Pro neslyšící", "sluchove", near=True)
    counsel("Pro rodiny", "rodiny")

    assert town.names("poradit") == ["Pro neslyšící", "Pro rodiny"]
