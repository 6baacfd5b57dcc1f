import pytest

from catalogue.models import ServiceKind
from catalogue.register.code_lists import CodeLists, give_ids
from catalogue.register.findings import Findings


def lists(**kinds):
    names = {f"DruhSocialniSluzby/{number[1:]}": name for number, name in kinds.items()}
    return CodeLists({"druhy-socialni-sluzby.json": names, "cilove-skupiny-osoby.json": {}}, b"")


@pytest.fixture
def kinds(db):
    """Three kinds with numbers that are guesses, and one of our own."""
    rows = [("A", "1", "Alfa"), ("B", "2", "Beta"), ("C", "3", "Gama"), ("D", "", "Hospic")]
    return [
        ServiceKind.objects.create(
            code=code, name=name, official_name=name, rpss_id=number and f"DruhSocialniSluzby/{number}"
        )
        for code, number, name in rows
    ]


def numbers():
    return {kind.code: kind.rpss_id.rpartition("/")[2] for kind in ServiceKind.objects.all()}


def test_two_kinds_swap_their_numbers(kinds):
    give_ids(lists(_1="beta", _2="ALFA"), Findings())

    assert numbers() == {"A": "2", "B": "1", "C": "3", "D": ""}


def test_a_name_written_otherwise_keeps_its_number(kinds):
    give_ids(lists(_1="alfa a další"), Findings())

    assert numbers() == {"A": "1", "B": "2", "C": "3", "D": ""}


def test_a_number_in_a_chain_moves_to_whom_it_belongs(kinds):
    give_ids(lists(_1="beta", _2="gama", _3="zcela nový"), Findings())

    assert numbers()["B"] == "1"
    assert numbers()["C"] == "2"
    assert ServiceKind.objects.get(rpss_id="DruhSocialniSluzby/3").name == "zcela nový"
