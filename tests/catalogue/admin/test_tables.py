"""Tables out and in: nothing runs in a spreadsheet program, nothing is written before it is shown, nothing by halves."""

from __future__ import annotations

import io
import random
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from catalogue import indexing
from catalogue.admin import tables
from catalogue.admin.resources import NeedPhraseResource, OrganisationResource, ServiceResource
from catalogue.admin.tables import UnreadableTable, read_table
from catalogue.models import NeedPhrase, Organisation, Service
from sociopoint.spreadsheets import DANGEROUS, neutral, restored, write_csv, write_xlsx
from tests.factories import ContactFactory, OrganisationFactory, ServiceFactory, TargetGroupFactory

IMPORT = "/admin/catalogue/service/nahrat/"


def as_csv(*rows):
    return write_csv(rows[0], rows[1:])


def upload(desk, content, name="sluzby.csv", address=IMPORT):
    return desk.client.post(address, {"table": SimpleUploadedFile(name, content)})


def write(desk, response, address=IMPORT):
    return desk.client.post(address, {"napsano": response.context["key"]})


def complaints(response):
    return [(error["row"], error["what"], error["text"]) for error in response.context["errors"]]


@pytest.mark.parametrize("formula", ["=1+1", "+420", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_formula_leaves_as_text_and_comes_back_as_it_was(formula):
    (row,) = read_table("a.csv", write_csv(["id", "název"], [["1", formula]]))
    book = load_workbook(io.BytesIO(write_xlsx(["název"], [[formula]])))
    cell = book.worksheets[0]["A2"]

    assert write_csv(["a"], [[formula]]).decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")
    assert row == ("1", formula)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@given(st.text(max_size=30))
def test_what_is_neutralised_is_restored(text):
    assert restored(neutral(text)) == text
    assert not neutral(text).startswith(DANGEROUS)


def test_excel_opens_the_csv_in_czech():
    assert write_csv(["název"], [["Žluťoučký"]]) == b"\xef\xbb\xbf" + "název\r\nŽluťoučký\r\n".encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_as_any_program_writes_it(encoding, delimiter):
    content = f"id{delimiter}název\r\n1{delimiter}Půjčovna\r\n".encode(encoding)

    assert read_table("a.csv", content).dict == [{"id": "1", "název": "Půjčovna"}]


def test_cells_excel_retyped_are_read_as_what_they_say():
    from datetime import datetime

    book = Workbook()
    book.active.append(["id", "volná místa", "ověřeno dne", "zdarma"])
    book.active.append([1.0, 3, datetime(2026, 11, 22), True])  # noqa: DTZ001
    content = io.BytesIO()
    book.save(content)

    assert read_table("a.xlsx", content.getvalue())[0] == ("1", "3", "2026-11-22", "ano")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "V souboru nic není. První řádek má být s názvy sloupců."),
        ("a.csv", b"id;n\n", "Pod názvy sloupců není žádný řádek."),
        ("a.csv", b"id;id\n1;2\n", "Názvy sloupců v prvním řádku se opakují, nebo jich je příliš mnoho."),
        ("a.csv", b"id\n1;2\n", "Řádek 2 má víc hodnot než je sloupců."),
        ("a.csv", b"id\n\0\n", "Tohle není tabulka CSV."),
        ("a.csv", b'id;n\n1;"x', "Tabulku CSV nejde přečíst: chybí uvozovka, nebo je řádek poškozený."),
        ("a.xlsx", b"PK\x03\x04 nic", "Soubor .xlsx je poškozený nebo to není tabulka."),
        ("a.xlsx", b"", "Soubor .xlsx je poškozený nebo to není tabulka."),
        ("a.pdf", b"%PDF", "Nahrajte soubor .xlsx nebo .csv."),
        ("a.csv", b"id\n" + b"x" * 10_001, "Na řádku 2 je příliš dlouhý text."),
        ("a.csv", b"x" * (8 * 1024 * 1024 + 1), "Soubor je větší než 8 MB. Rozdělte ho."),
    ],
)
def test_a_file_that_is_no_table_gets_one_sentence(name, content, sentence):
    with pytest.raises(UnreadableTable, match=sentence.replace(".", r"\.")):
        read_table(name, content)


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused_before_it_is_read():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"0" * (tables.MOST_SHARED_TEXTS + 1))

    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(UnreadableTable, match="po rozbalení příliš velký"):
        read_table("a.xlsx", bomb.getvalue())


def test_a_sheet_with_entities_is_refused():
    good = io.BytesIO(write_xlsx(["id"], [["1"]]))
    bomb = io.BytesIO()
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bomb, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "b">]>' + content.split(b"?>")[-1].replace(b"<row", b"&a;<row", 1)
            target.writestr(member, content)

    with pytest.raises(UnreadableTable, match="poškozený"):
        read_table("a.xlsx", bomb.getvalue())


def test_an_archive_of_something_else_is_no_table():
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as archive:
        archive.writestr("content.xml", "<office/>")

    with pytest.raises(UnreadableTable, match="poškozený nebo to není tabulka"):
        read_table("a.xlsx", document.getvalue())


def test_a_table_damaged_anywhere_is_read_or_refused_in_a_sentence():
    whole = write_xlsx(["název", "druh"], [[f"služba {number}", "PS"] for number in range(20)])
    chance = random.Random(8)  # noqa: S311  the same damage every time

    refused = 0
    for _time in range(300):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read_table("a.xlsx", bytes(damaged))
        except UnreadableTable:
            refused += 1

    assert refused > 100


def test_what_goes_out_and_comes_back_changes_nothing(desk, shipped):
    NeedPhrase.objects.filter(pk__gt=NeedPhrase.objects.order_by("pk")[200].pk).delete()
    NeedPhrase.objects.create(text="=1+1", weight="-1.50", forms=["terenni"])
    Service.objects.filter(pk=Service.objects.first().pk).update(note="-4 patro\n@ dvůr", source_url="=x")

    for model in (Service, Organisation, NeedPhrase):
        for kind in ("csv", "xlsx"):
            address = f"/admin/catalogue/{model._meta.model_name}/"
            content = desk.get(f"{address}tabulka/{kind}/").content

            response = upload(desk, content, f"x.{kind}", f"{address}nahrat/")

            assert complaints(response) == []
            assert response.context["totals"] == {"new": 0, "update": 0, "skip": model.objects.count()}
            assert "key" not in response.context


def test_the_table_holds_the_list_as_it_is_filtered(desk):
    ServiceFactory(name="Hospic")
    ServiceFactory(name="Poradna")

    table = read_table("a.csv", desk.get("/admin/catalogue/service/tabulka/csv/", q="hospic").content)

    assert table["název"] == ["Hospic"]


def test_nothing_is_written_before_it_is_confirmed_and_then_the_search_knows(desk, administrator):
    service = ServiceFactory(name="Poradna U Mostu")
    indexing.refresh([service.pk])
    group = TargetGroupFactory(code="seniori")
    content = as_csv(
        ["id", "název", "telefony", "cílové skupiny (kódy)", "volná místa", "ověřeno dne"],
        [str(service.pk), "Poradna Pod Kaštany", "599 526 912; 116 123", "seniori", "2", "22. 11. 2026"],
    )

    preview = upload(desk, content)
    assert complaints(preview) == []
    untouched = Service.objects.get().name
    lines = [(line.what, line.before, line.after) for line in preview.context["rows"][0]["lines"]]
    response = write(desk, preview)

    service.refresh_from_db()
    assert untouched == "Poradna U Mostu"
    assert ("název", "Poradna U Mostu", "Poradna Pod Kaštany") in lines
    assert ("telefony", "–", "116 123; 599 526 912") in lines
    assert response.status_code == 302
    assert sorted(service.contacts.values_list("value", flat=True)) == ["+420599526912", "116123"]
    assert (service.verified_by, service.free_places_reported_at is None) == (administrator, False)
    assert service.searched.groups == [group.pk]
    found = desk.client.get("/sluzby/", {"q": "kaštany"}).content.decode().replace("\u00a0", " ")
    assert "Poradna Pod Kaštany" in found


def test_a_row_without_a_number_is_added(desk):
    organisation = OrganisationFactory()
    content = as_csv(["název", "číslo organizace", "formy"], ["Nová půjčovna", str(organisation.pk), "terenni"])

    write(desk, upload(desk, content))

    service = Service.objects.get()
    assert (service.name, service.origin, service.forms.get().form) == ("Nová půjčovna", "hand", "terenni")
    assert service.entries.count() == 1


def test_columns_that_are_not_there_stay_and_notes_of_contacts_too(desk):
    service = ServiceFactory(summary="Poradíme.")
    contact = ContactFactory(service=service, value="+420599526912", note="vrátnice")

    write(desk, upload(desk, as_csv(["id", "telefony"], [str(service.pk), "599526912; 112"])))

    service.refresh_from_db()
    contact.refresh_from_db()
    assert (service.summary, contact.note, service.contacts.count()) == ("Poradíme.", "vrátnice", 2)


def test_one_bad_row_and_nothing_at_all_is_written(desk):
    good, bad = ServiceFactory(name="Dobrá"), ServiceFactory(name="Špatná")
    content = as_csv(
        ["id", "název", "věk od", "věk do", "telefony", "zdarma", "druh (kód)", "poskytuje se od"],
        [str(good.pk), "Lepší", "", "", "", "", "", ""],
        [str(bad.pk), "", "90", "10", "zavolejte", "možná", "XX", "zítra"],
    )

    response = upload(desk, content)

    assert "key" not in response.context
    assert sorted(complaints(response)) == [
        (3, "", "Věk „do“ nesmí být menší než „od“."),
        (3, "druh (kód)", "„XX“ v katalogu není."),
        (3, "název", "Pole nemůže být prázdné."),
        (3, "poskytuje se od", "„zítra“ není datum. Pište např. 22. 11. 2026."),
        (3, "telefony", "Telefon napište číslicemi, např. 599 526 912 nebo 116 123."),
        (3, "zdarma", "Napište „ano“ nebo „ne“, ne „možná“."),
    ]
    assert set(Service.objects.values_list("name", flat=True)) == {"Dobrá", "Špatná"}


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ((["id", "nazev"], ["1", "x"]), (None, "", "Sloupec „nazev“ neznáme.")),
        ((["id", "název"], ["999999", "x"]), (2, "", "Záznam číslo 999999 v katalogu není. Nový se přidá bez čísla.")),
        ((["id", "název"], ["=1", "x"]), (2, "", "Záznam číslo =1 v katalogu není. Nový se přidá bez čísla.")),
    ],
)
def test_a_wrong_column_or_number_is_said(desk, rows, complaint):
    assert complaints(upload(desk, as_csv(*rows))) == [complaint]


def test_the_same_number_twice_is_refused(desk):
    service = ServiceFactory()
    content = as_csv(["id", "název"], [str(service.pk), "A"], [str(service.pk), "B"])

    assert complaints(upload(desk, content)) == [(3, "", f"Číslo {service.pk} je v tabulce dvakrát.")]


def test_a_rule_of_the_table_is_said_in_czech(desk):
    service = ServiceFactory()
    content = as_csv(["id", "věk od", "věk do"], [str(service.pk), "90", "10"])

    assert [text for _row, _what, text in complaints(upload(desk, content))] == ["Věk „do“ nesmí být menší než „od“."]


def test_what_became_wrong_between_preview_and_writing_is_not_written(desk):
    service = ServiceFactory(name="Poradna")
    preview = upload(desk, as_csv(["id", "název"], [str(service.pk), "Nová"]))
    gone = service.pk
    service.delete()

    response = write(desk, preview)

    assert complaints(response) == [(2, "", f"Záznam číslo {gone} v katalogu není. Nový se přidá bez čísla.")]
    assert not Service.objects.exists()


def test_nobody_else_writes_what_one_prepared(desk, client):
    from tests.factories import UserFactory

    service = ServiceFactory(name="Poradna")
    preview = upload(desk, as_csv(["id", "název"], [str(service.pk), "Nová"]))
    client.force_login(UserFactory(administrator=True, email="jina@sociopoint.example"))

    client.post(IMPORT, {"napsano": preview.context["key"]})

    assert Service.objects.get().name == "Poradna"


@pytest.mark.parametrize("address", [IMPORT, "/admin/catalogue/service/tabulka/csv/"])
def test_tables_are_for_administrators(client, address, db):
    from tests.factories import UserFactory

    client.force_login(UserFactory(coordinator=True))

    assert client.get(address, follow=True).status_code == 403


def test_an_import_is_in_the_history_under_its_author(desk):
    service = ServiceFactory(name="Poradna")

    write(desk, upload(desk, as_csv(["id", "název"], [str(service.pk), "Nová"])))

    (step,) = desk.get(f"/admin/catalogue/service/{service.pk}/history/").context["steps"]
    assert (step.who, [line.after for line in step.lines]) == ("Správkyně 1", ["Nová"])


def test_an_organisation_renamed_by_a_table_shows_on_its_services(desk):
    service = ServiceFactory(name="Poradna U Mostu")
    indexing.refresh([service.pk])
    address = "/admin/catalogue/organisation/nahrat/"
    content = as_csv(["id", "název"], [str(service.organisation_id), "Charita Nová"])

    write(desk, upload(desk, content, address=address), address)

    assert Organisation.objects.get().name == "Charita Nová"
    assert "Charita Nová" in desk.client.get("/sluzby/", {"q": "u mostu"}).content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("table", [ServiceResource, OrganisationResource, NeedPhraseResource])
def test_a_table_has_the_columns_we_named_and_nothing_of_the_models_own(table):
    """Who verified, where a record comes from and the address of its page are no business of a spreadsheet."""
    inner = {"slug", "origin", "origin_key", "verified_by", "is_shipped", "target_groups", "situations", "area_served"}

    assert inner & set(table().headings) == set()


def test_a_table_is_called_by_what_it_holds(desk):
    given = desk.get("/admin/catalogue/service/tabulka/csv/")

    assert re.search(r'filename="sluzby-\d{4}-\d\d-\d\d\.csv"', given["Content-Disposition"])
