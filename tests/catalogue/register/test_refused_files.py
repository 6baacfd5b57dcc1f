import contextlib
import datetime
import gzip
import io
import json
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.models import Organisation, Place, RegisterImport, Service, ServiceKind
from catalogue.register.findings import Findings, RegisterRefused
from catalogue.register.items import read_service
from catalogue.register.reading import read_register

TABLES = (Service, Organisation, Place, ServiceKind, RegisterImport)


def untouched():
    return not any(model.objects.exists() for model in TABLES)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "Soubor je prázdný."),
        (b"toto neni JSON", "Soubor není platný JSON."),
        (b'{"polozky": [{"portalId": 1', "Soubor není celý: JSON v něm nekončí."),
        (b'{"polozky": [{"a": "\xe8"}]}', "Soubor není v kódování UTF-8."),
        ('{"polozky": []}'.encode("utf-16"), "Soubor není v kódování UTF-8."),
        (gzip.compress(b'{"polozky": []}', mtime=0), "Soubor je zabalený (ZIP nebo gzip). Rozbalte ho"),
        (b"PK\x03\x04rpss.json", "Soubor je zabalený (ZIP nebo gzip). Rozbalte ho"),
        (b'{"polozky": ' + b"[" * 200_000, "příliš mnoho závorek v sobě"),
        (b'{"polozky": [{"a": ' + b'{"a": ' * 200_000, "příliš mnoho závorek v sobě"),
        (b'{"polozky": []} nic', "Soubor není platný JSON."),
        (b"[]", "na začátku má být objekt s klíčem „polozky“"),
        (b'"polozky"', "na začátku má být objekt s klíčem „polozky“"),
        (b'{"polozka": []}', "chybí klíč „polozky“"),
        (b'{"polozky": {"item": {}}}', "„polozky“ má být seznam"),
        (b'{"polozky": null}', "„polozky“ má být seznam"),
        (b'{"polozky": []}', "prázdný registr nenačítáme"),
        (b'{"polozky": [1]}', "polozky[0] má být objekt, je tam číslo"),
        (b'{"polozky": [{}]}', "chybí polozky[0].portalId"),
        (b'{"polozky": [{"portalId": "1"}]}', "polozky[0].portalId má být celé nezáporné číslo, je tam text"),
        (b'{"polozky": [{"portalId": true}]}', "je tam ano/ne"),
        (b'{"polozky": [{"portalId": 1}]}', "chybí polozky[0].druhSocialniSluzby.id"),
    ],
)
def test_a_file_that_is_no_register_gets_one_line(load, content, line):
    with pytest.raises(CommandError) as refused:
        load(content)

    assert line in str(refused.value)
    assert "\n" not in str(refused.value)
    assert untouched()


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("zarizeni", "nikde", "polozky[3].zarizeni má být seznam, je tam text"),
        ("zarizeni", [None], "polozky[3].zarizeni[0] má být objekt, je tam nic"),
        ("formy", [{"forma": 1}], "polozky[3].formy[0].forma má být objekt, je tam číslo"),
        ("telefony", [{"telefon": 596000002}], "polozky[3].telefony[0].telefon má být text, je tam číslo"),
        ("datumPoskytovaniOd", "1. 1. 2010", "polozky[3].datumPoskytovaniOd má být datum RRRR-MM-DD"),
        ("poskytovatel", None, "chybí polozky[3].poskytovatel.nazev"),
        ("portalId", 900001, "portalId 900001 je v něm dvakrát"),
    ],
)
def test_a_wrong_value_is_named_by_its_path_and_stops_everything(load, register, key, value, line):
    register["polozky"][3][key] = value

    with pytest.raises(CommandError) as refused:
        load(register)

    assert line in str(refused.value)
    assert untouched()


def test_the_line_never_quotes_what_the_file_says(load, register, service):
    text = json.dumps(register).replace('"Příjmení"', "Neukládal").replace('"P\\u0159\\u00edjmen\\u00ed"', "Neukládal")

    with pytest.raises(CommandError) as refused:
        load(text)

    assert "Neukládal" not in str(refused.value)


def test_a_missing_file_gets_one_line(db, tmp_path):
    with pytest.raises(CommandError, match="nejde otevřít: neexistuje"):
        call_command("import_register", str(tmp_path / "neni.json"))


def test_a_missing_code_list_gets_one_line(load, register, code_lists):
    (code_lists / "obce.json").unlink()

    with pytest.raises(CommandError, match=r"Chybí číselník .*obce\.json"):
        load(register)

    assert untouched()


def test_code_lists_that_are_no_folder_get_one_line(load, register, code_lists, tmp_path):
    register_alone = tmp_path / "registr.json"
    register_alone.write_text(json.dumps(register))

    with pytest.raises(CommandError, match="nejde přečíst: není to složka"):
        call_command("import_register", str(register_alone), "--code-lists", str(register_alone))

    assert untouched()


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"polozky": []}', b'{"polozky": [{"nazev": "bez id"}]}', b"\xff", b"[" * 100_000]
)
def test_a_broken_code_list_gets_one_line(load, register, code_lists, content):
    (code_lists / "kraje.json").write_bytes(content)

    with pytest.raises(CommandError, match=r"kraje\.json"):
        load(register)

    assert untouched()


def test_a_byte_order_mark_is_no_mistake(load, register):
    assert "Přidáno: 6" in load(b"\xef\xbb\xbf" + json.dumps(register).encode())


def test_the_register_may_come_through_a_pipe(db, code_lists, register, monkeypatch):
    output = io.StringIO()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(json.dumps(register).encode())))

    call_command("import_register", "-", "--code-lists", str(code_lists), stdout=output)

    assert "Přidáno: 6" in output.getvalue()


def test_an_error_while_writing_takes_everything_back(load, register, monkeypatch):
    def fail(_ids):
        raise RuntimeError

    monkeypatch.setattr("catalogue.indexing.refresh", fail)

    with pytest.raises(RuntimeError):
        load(register)

    assert untouched()


def read(content):
    with read_register(
        io.BytesIO(content), known={}, today=datetime.date(2026, 11, 22), progress=lambda _done: None
    ) as reading:
        return list(reading.changed())


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content):
    with pytest.raises(RegisterRefused):
        read(content)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(data=st.data(), value=JSON)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=200)
def test_any_value_anywhere_is_read_or_refused(register, data, value):
    item = json.loads(json.dumps(register["polozky"][data.draw(st.integers(0, 5))]))
    place = item
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            place[key] = value
            break
        place = place[key]

    with contextlib.suppress(RegisterRefused):  # any other error fails the test
        read_service(item, "polozky[0]", b"", Findings())


@given(text=st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
def test_any_text_in_names_and_contacts_can_be_stored(load, register, text):
    item = register["polozky"][0]
    item["zarizeni"][0] |= {"nazev": text}
    item["zarizeni"][0]["adresa"] |= {"dodatekAdresy": text, "psc": text, "ulice": {"nazev": text}}
    item["telefony"], item["emaily"], item["weby"] = [{"telefon": text}], [{"email": text}], [{"web": text}]
    item["doplnujiciInformaceVekoveSkupiny"] = text
    item["poskytovatel"]["nazev"] = f"x{text}"

    load(register, "--accept-drop")

    assert Service.objects.filter(register_record__portal_id=900001).exists()
