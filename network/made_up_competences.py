"""Competences of a trial run: those the shipped data and the law support, and one example of a "no" marked as such.

What a kind of offices does follows from the law named beside it. About a single organisation we know nothing but what its
public page says, so the "no" with a call first is written of a made-up centre (`made_up_centre`), and everybody may read it.
"""

from __future__ import annotations

from typing import Any

from catalogue.models import OrganisationKind
from network.made_up_centre import make_up_centre
from network.models import Competence, Handover, Verb
from situations.models import LifeSituation

OF_KINDS: list[tuple[str, str, dict[str, Any]]] = [
    (
        OrganisationKind.LABOUR_OFFICE,
        "prispevek-na-peci",
        {
            "verb": Verb.DECIDES,
            "what": "příspěvek na péči, od žádosti přes šetření po výplatu",
            "legal_basis": "zákon č. 108/2006 Sb., § 23 až 28",
            "is_public": True,
        },
    ),
    (
        OrganisationKind.LABOUR_OFFICE,
        "davky",
        {
            "verb": Verb.DECIDES,
            "what": "dávky, přijímá i žádosti o ně",
            "legal_basis": "zákon č. 73/2011 Sb.",
            "is_public": True,
        },
    ),
    (
        OrganisationKind.SOCIAL_SECURITY,
        "duchod",
        {
            "verb": Verb.DECIDES,
            "what": "důchody, i invalidní, žádost s vámi sepíše",
            "legal_basis": "zákon č. 582/1991 Sb.",
            "is_public": True,
        },
    ),
    (
        OrganisationKind.CITY_DISTRICT,
        "opatrovnictvi",
        {
            "verb": Verb.PERFORMS,
            "what": "veřejné opatrovnictví a zvláštní příjemce důchodu",
            "source": "přehled institucí dodaný s programem",
        },
    ),
    (
        OrganisationKind.COURT,
        "opatrovnictvi",
        {
            "verb": Verb.DECIDES,
            "what": "svéprávnost a kdo bude opatrovníkem",
            "legal_basis": "zákon č. 89/2012 Sb., § 55 a dál",
            "is_public": True,
        },
    ),
    (
        OrganisationKind.POLICE,
        "domaci-nasili",
        {
            "verb": Verb.DECIDES,
            "what": "vykázání násilníka z bytu, přijme i oznámení",
            "legal_basis": "zákon č. 273/2008 Sb., § 44",
            "is_public": True,
        },
    ),
    (
        OrganisationKind.POLICE,
        "nemam-kde-spat",
        {
            "verb": Verb.DOES_NOT,
            "what": "ubytování",
            "is_example": True,
        },
    ),
    (
        OrganisationKind.CITY_DISTRICT,
        "nasili-na-diteti",
        {
            "verb": Verb.DECIDES,
            "what": "ohrožení dítěte prošetří OSPOD a navrhne soudu opatření",
            "legal_basis": "zákon č. 359/1999 Sb.",
            "is_public": True,
        },
    ),
]


def make_up_competences() -> int:
    """Once, where there are none. How many were made."""
    if Competence.objects.exists():
        return 0
    situations = {one.slug: one for one in LifeSituation.objects.all()}
    rows = [
        Competence(organisation_kind=kind, situation=situations[slug], **facts)
        for kind, slug, facts in OF_KINDS
        if slug in situations
    ]
    centre = make_up_centre()
    abroad = situations.get("cizinec")
    rows += [
        Competence(
            organisation=centre,
            situation=abroad,
            verb=Verb.PERFORMS,
            what="doprovod na úřady a pomoc s bydlením",
            for_whom="lidé s azylem nebo dočasnou ochranou",
            handover=Handover.CALL_FIRST,
            reaction="do 3 pracovních dnů",
            is_public=True,
            is_example=True,
        ),
        Competence(
            organisation=centre,
            situation=abroad,
            verb=Verb.DOES_NOT,
            for_whom="občané EU",
            exception="těžké případy po domluvě",
            handover=Handover.CALL_FIRST,
            is_public=True,
            is_example=True,
        ),
    ]
    Competence.objects.bulk_create(rows)
    return len(rows)
