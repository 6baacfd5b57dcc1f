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


def test_where_nobody_in_particular_is_asked_for_those_for_anybody_come_first(town, counsel):
    NeedPhrase.objects.create(text="poradit", kinds=["OSP"], weight=2)
    counsel("Pro neslyšící", "sluchove", near=True)
    counsel("Pro kohokoli v krizi", "krize")

    assert town.names("poradit") == ["Pro kohokoli v krizi", "Pro neslyšící"]


def test_old_age_is_not_meant_where_children_are(town, counsel):
    counsel("Pro seniory", "seniori", near=True)
    counsel("Pro rodiny", "rodiny")

    assert town.names("rozvádíme se") == ["Pro rodiny", "Pro seniory"]


def test_who_asks_for_any_disability_means_those_not_named_by_all_who_have_them(town, groups, counsel):
    groups |= {code: TargetGroupFactory(code=code) for code in ("zp", "mentalni")}
    NeedPhrase.objects.create(text="invalida", kinds=["OSP"], groups=["zp"], weight=2)
    counsel("Pro neslyšící", "sluchove", near=True)
    counsel("Pro mentálně postižené", "mentalni")

    assert town.names("invalida") == ["Pro mentálně postižené", "Pro neslyšící"]


@pytest.fixture
def clubs(town, groups):
    """Old people who want company: a club is best, a day centre helps too."""
    club = ServiceKindFactory(code="SASSO", section="66", name="Aktivizace")
    centre = ServiceKindFactory(code="CDS", section="45", name="Denní centrum")
    NeedPhrase.objects.create(text="karty", kinds=["SASSO", "CDS"], groups=["seniori"], weight=2)
    town.service("Centrum pro seniory", kind=centre, place=town.vitkovice, groups=[groups["seniori"]])
    return club


def test_a_kind_that_is_there_only_for_others_yields_to_the_next(town, groups, clubs):
    town.service("Klub nevidomých", kind=clubs, place=town.city, groups=[TargetGroupFactory(code="zrakove")])

    assert town.names("karty") == ["Centrum pro seniory", "Klub nevidomých"]


def test_a_kind_of_which_one_suits_keeps_its_weight(town, groups, clubs):
    town.service("Klub nevidomých", kind=clubs, place=town.city, groups=[TargetGroupFactory(code="zrakove")])
    town.service("Klub seniorů", kind=clubs, place=town.vitkovice, groups=[groups["seniori"]])

    assert town.names("karty")[0] == "Klub seniorů"


@pytest.fixture
def shelters(town):
    shelter = ServiceKindFactory(code="AD", section="57", name="Azylový dům")
    NeedPhrase.objects.create(text="vyhodili mě", kinds=["AD"], situations=["bydleni"], weight=2)
    for name in ("Azylový dům pro muže", "Azylový dům pro matky s dětmi", "Ubytování pro muže i ženy"):
        town.service(name, kind=shelter, place=town.city, form="pobytova")


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("vyhodili mě s dětmi", "Azylový dům pro muže"),
        ("vyhodili mě, zůstala jsem na ulici", "Azylový dům pro muže"),
        ("vyhodili me, prisel jsem o byt", "Azylový dům pro matky s dětmi"),
        ("vyhodili mě, hledám něco pro chlapa", "Azylový dům pro matky s dětmi"),
    ],
)
def test_a_house_whose_name_says_that_it_is_for_others_comes_last(town, shelters, said, last):
    assert town.names(said)[-1] == last


def test_a_debt_counsellor_is_not_the_first_for_whoever_owes_nothing(town, counsel):
    NeedPhrase.objects.create(text="exekuce", kinds=["OSP"], situations=["exekuce"], weight=2)
    counsel("Sociálně-dluhová poradna", "krize", near=True)
    counsel("Občanská poradna", "krize")

    assert town.names("rozvádíme se") == ["Občanská poradna", "Sociálně-dluhová poradna"]
    assert town.names("exekuce")[0] == "Sociálně-dluhová poradna"


def test_what_has_no_kind_is_high_only_by_its_name(town, counsel):
    NeedPhrase.objects.create(text="právní poradna", kinds=["OSP"], weight=2)
    counsel("Charita", "krize")
    town.service("Právní poradna města", kind=None, place=town.city)
    town.service("Kancelář", kind=None, place=town.city, note="Dříve tu byla právní poradna.")

    assert town.names("právní poradna")[:2] == ["Právní poradna města", "Charita"]
    assert "Kancelář" not in town.names("právní poradna")
