"""Leaflets, posters and the batch of a whole city: what they say, that they are readable, and that they come once."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import asdict
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue import indexing
from catalogue.hiding import hide
from catalogue.live_facts import close_for_a_while
from catalogue.models import BatchState, LeafletBatch
from catalogue.paper.batches import STUCK, BatchRefused, ask_for_batch, forget_old_batches, make_batch
from catalogue.paper.sheets import of_service, of_situation, sheet_pdf
from catalogue.service_facts import facts_of_services
from sociopoint import languages
from sociopoint.documents import _with_signs
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    LifeSituationFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceKindFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SITE = "https://pomoc.example"


@pytest.fixture
def city():
    return PlaceFactory(name="Ostrava")


@pytest.fixture
def service(city):
    service = ServiceFactory(
        name="Dluhová poradna",
        kind=ServiceKindFactory(code="OSP", section="37", name="Odborné sociální poradenství"),
        what_to_bring="Dopisy a smlouvy",
        how_to_start="Řekněte, že máte dopis od exekutora.",
    )
    ContactFactory(service=service, value="+420599526912")
    FacilityFactory(service=service, place=city, street="Zelená", house_number="1", opening_hours="Mo-Fr 08:00-16:00")
    return service


def piece_of(service):
    today = timezone.localdate()
    return of_service(facts_of_services([service.pk], today)[service.pk], site=SITE, today=today)


def inside(pdf: bytes) -> str:
    opened = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join([pdf, *opened]).decode("latin-1")


def pages(pdf: bytes) -> int:
    return len(re.findall(r"/Type ?/Page\b", inside(pdf)))


def test_a_leaflet_says_whom_to_call_where_and_when(service):
    piece = piece_of(service)

    assert piece.phone.read.replace("\N{NO-BREAK SPACE}", " ") == "599 526 912"
    assert [term for term, _lines in piece.facts] == ["Jak začít", "Kde", "Otevřeno", "Vezměte s\u00a0sebou"]
    assert piece.address == f"{SITE}/sluzby/{service.pk}/"


def test_a_secret_address_is_never_printed(service):
    service.facilities.update(is_secret=True, street="", house_number="", place=None)

    assert ("Kde", ["Adresa se tají, zavolejte"]) in piece_of(service).facts


@pytest.mark.parametrize("per_sheet", [1, 2, 4])
def test_the_pdf_is_one_tagged_sheet_whose_letters_can_be_read_aloud(service, per_sheet):
    pdf = sheet_pdf([piece_of(service)], per_sheet=per_sheet, title="Dluhová poradna")

    text = inside(pdf)
    assert pages(pdf) == 1
    assert "pdfuaid:part" in text
    assert re.search(r"/Lang ?\(cs", text)
    assert "/ToUnicode" in text
    assert text.count("/Alt") >= per_sheet


@pytest.mark.parametrize("per_sheet", [1, 2, 4])
def test_a_long_text_still_fits_its_piece_of_paper(service, per_sheet):
    service.summary = "Pomůžeme vám s dopisy, se splátkami i s oddlužením. " * 4
    service.how_to_start = "\n".join(["Zavolejte a řekněte, co se děje, i když nevíte, jak začít."] * 3)
    service.what_to_bring = "Všechny dopisy, smlouvy a výpisy, i neotevřené. " * 4
    service.save()

    assert pages(sheet_pdf([piece_of(service)], per_sheet=per_sheet, title="Poradna")) == 1


def test_strange_text_is_printed_as_text(service):
    service.name = '#panic() $x$ *a* "quotes" \\ <b> ]'
    service.save()

    assert sheet_pdf([piece_of(service)], per_sheet=4, title=service.name).startswith(b"%PDF")


@pytest.mark.parametrize(
    "address",
    [
        "sluzba/{pk}.pdf",
        "sluzba/{pk}.pdf?na=4",
        "sluzba/{pk}.pdf?na=nesmysl",
        "situace/mam-dluhy.pdf",
        "situace/mam-dluhy.pdf?misto=Ostrava&na=2",
        "situace/mam-dluhy.pdf?misto=neznamo",
        "plakat.pdf",
        "plakat.pdf?format=a3&situace=mam-dluhy",
    ],
)
def test_anybody_may_print(client, service, address):
    service.situations.add(LifeSituationFactory(slug="mam-dluhy", name="Mám dluhy"))
    indexing.rebuild()

    response = client.get(f"/letaky/{address.format(pk=service.pk)}")

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("address", ["sluzba/999999.pdf", "situace/neni.pdf", "plakat.pdf?situace=neni"])
def test_what_is_not_there_is_said_to_be_missing(client, address):
    assert client.get(f"/letaky/{address}").status_code == 404


def test_nobody_is_sent_by_paper_to_a_service_that_ended(client, service):
    service.valid_until = timezone.localdate() - timedelta(days=1)
    service.save()

    assert client.get(f"/letaky/sluzba/{service.pk}.pdf").status_code == 404


def test_a_leaflet_says_that_a_service_is_closed_for_a_while(service):
    today = timezone.localdate()
    close_for_a_while(
        service, by=UserFactory(), facility=None, begins=today, ends=today + timedelta(days=9), text="Stěhujeme se."
    )

    said = dict(piece_of(service).facts)["Otevřeno"]

    assert said[0].replace("\u00a0", " ").startswith("Zavřeno do ")
    assert "Stěhujeme se." in said[0]
    assert len(said) > 1


def test_one_address_does_not_print_without_end(client, service, monkeypatch):
    monkeypatch.setattr("sociopoint.papers.MOST_PAPERS", 2)
    answers = [client.get("/letaky/plakat.pdf") for _paper in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 590 <= int(answers[2]["Retry-After"]) <= 600
    said = answers[2].content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "přišlo moc žádostí o tisk najednou. Zkuste to znovu za 10 minut, nebo nám zavolejte." in said


def test_a_citys_batch_is_made_once_in_the_background(service, city):
    user = UserFactory(coordinator=True)
    batch = ask_for_batch(city, per_sheet=2, by=user)

    make_batch(batch.pk)
    make_batch(batch.pk)

    batch.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(bytes(batch.packed))) as archive:
        assert archive.namelist() == ["odborne-socialni-poradenstvi.pdf"]
    assert (batch.state, batch.made, batch.total) == (BatchState.DONE, 1, 1)


def test_no_batch_keeps_an_address_that_becomes_secret(service, city):
    made = ask_for_batch(city, per_sheet=1, by=UserFactory(coordinator=True))
    make_batch(made.pk)
    waiting = ask_for_batch(city, per_sheet=1, by=UserFactory(coordinator=True))

    hide(service.facilities.get())

    assert list(LeafletBatch.objects.all()) == [waiting]


def test_a_second_batch_waits_for_the_first(service, city):
    user = UserFactory(coordinator=True)
    ask_for_batch(city, per_sheet=1, by=user)

    with pytest.raises(BatchRefused, match="už připravuje"):
        ask_for_batch(city, per_sheet=1, by=user)


def test_a_batch_whose_worker_died_is_in_nobodys_way(service, city):
    user = UserFactory(coordinator=True)
    ask_for_batch(city, per_sheet=1, by=user)
    LeafletBatch.objects.update(state=BatchState.WORKING, asked_at=timezone.now() - STUCK * 2)

    ask_for_batch(city, per_sheet=1, by=user)

    assert list(LeafletBatch.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "waiting"]


def test_a_failed_batch_says_so(service, city, monkeypatch):
    batch = ask_for_batch(city, per_sheet=1, by=UserFactory(coordinator=True))
    monkeypatch.setattr("catalogue.paper.batches.sheet_pdf", lambda *a, **k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        make_batch(batch.pk)

    batch.refresh_from_db()
    assert batch.state == BatchState.FAILED


def test_the_page_asks_for_a_batch_and_shows_how_far_it_is(client, service, city):
    client.force_login(UserFactory(coordinator=True))

    assert "govuk-error-summary" not in client.get("/letaky/mesto/").content.decode()
    client.post("/letaky/mesto/", {"misto": f"p{city.pk}", "na": "4", "jazyk": "uk"})
    page = client.get("/letaky/mesto/").content.decode()

    assert LeafletBatch.objects.values_list("per_sheet", "language").get() == (4, "uk")
    assert "Připraveno 0 z 1" in page
    assert 'http-equiv="refresh"' in page


def test_a_large_batch_shows_how_far_it_is_in_numbers_a_browser_reads(client, city):
    user = UserFactory(coordinator=True)
    client.force_login(user)
    LeafletBatch.objects.create(place=city, asked_by=user, state=BatchState.WORKING, total=1234, made=1000)

    assert '<progress max="1234" value="1000">' in client.get("/letaky/mesto/").content.decode()


@pytest.mark.parametrize("sent", [{}, {"misto": "Nikde", "na": "1"}, {"misto": "Ostrava", "na": "3"}])
def test_bad_input_is_said_in_czech_and_changes_nothing(client, sent):
    client.force_login(UserFactory(coordinator=True))

    response = client.post("/letaky/mesto/", sent)

    assert response.status_code == 422
    assert LeafletBatch.objects.count() == 0


def test_nobody_takes_anothers_file(client, service, city):
    batch = ask_for_batch(city, per_sheet=1, by=UserFactory(coordinator=True))
    make_batch(batch.pk)
    client.force_login(UserFactory(coordinator=True))

    assert client.get(f"/letaky/mesto/{batch.pk}.zip").status_code == 404


def test_old_files_are_dropped(service, city):
    ask_for_batch(city, per_sheet=1, by=UserFactory(coordinator=True))
    LeafletBatch.objects.update(asked_at=timezone.now() - timezone.timedelta(days=8))

    assert forget_old_batches() == 1


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"per_sheet": 3}, "leaflet_batch_on_a_known_sheet"),
        ({"made": 5}, "leaflet_batch_made_of_total"),
        ({"state": "done"}, "leaflet_batch_done_with_its_file"),
    ],
)
def test_the_table_keeps_its_promises(service, city, change, rule):
    ask_for_batch(city, per_sheet=1, by=UserFactory(coordinator=True))

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        LeafletBatch.objects.update(**change)


LANGUAGES = ["cs", "en", "uk"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_leaflet_says_its_language_and_which_words_stay_czech(client, service, language):
    made = inside(client.get(languages.path_in(language, f"/letaky/sluzba/{service.pk}.pdf")).content)

    assert f"/Lang ({language}-" in made or f"/Lang({language}-" in made
    assert "span" not in made
    assert ("(cs-CZ)" in made) or language == "cs"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_leaflet_is_named_and_outlined_by_its_service_in_every_language(client, service, language):
    response = client.get(languages.path_in(language, f"/letaky/sluzba/{service.pk}.pdf"))
    titles = re.findall(r"/Title ?<FEFF([0-9A-F]+)>", inside(response.content))

    assert response["Content-Disposition"] == 'inline; filename="dluhova-poradna.pdf"'
    assert {bytes.fromhex(title).decode("utf-16-be") for title in titles} == {"Dluhová poradna"}
    assert len(titles) == 2


def test_words_that_stay_czech_come_without_tags(service):
    service.kind.bring_hint, service.what_to_bring = "", "Dopisy & smlouvy"
    service.save()
    with languages.speaking("uk"):
        piece = piece_of(service)
        marked = _with_signs(asdict(piece))

    assert piece.address == f"{SITE}/uk/sluzby/{service.pk}/"
    assert marked["heading"] == "\ue000Dluhová poradna\ue001"
    assert marked["facts"][-1] == ["Візьміть із собою", ["\ue000Dopisy & smlouvy\ue001"]]


@pytest.mark.parametrize(
    ("language", "lead"),
    [("cs", "Dá se to řešit."), ("uk", "Ви з цим не наодинці. Ми знайдемо, хто допоможе. Безкоштовно й без імені.")],
)
def test_a_leaflet_begins_with_words_its_reader_can_read(language, lead):
    situation = LifeSituationFactory(slug="mam-dluhy", lead="Dá se to řešit.")
    with languages.speaking(language):
        piece = of_situation(situation, [], [], place="Ostrava", site=SITE, today=timezone.localdate())

    assert piece.lead.replace("\u00a0", " ") == lead


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_leaflets_offers_each_language_on_any_page(client, language):
    LifeSituationFactory(slug="mam-dluhy", name="Mám dluhy", name_en="I have debts", name_uk="Маю борги")
    page = client.get(f"/letaky/?jazyk={language}").content.decode()

    assert f'href="{languages.path_in(language, "/letaky/situace/mam-dluhy.pdf")}"' in page
    assert f'<option value="{language}" lang="{language}" selected>' in page
    assert '<html lang="cs"' in page


def test_a_language_nobody_speaks_here_is_not_offered(client):
    assert client.get("/uk/letaky/?jazyk=xx").context["chosen"] == "uk"


def test_a_batch_is_made_in_the_language_asked_for(city, service):
    batch = ask_for_batch(city, per_sheet=1, by=UserFactory(coordinator=True), language="uk")
    make_batch(batch.pk)

    batch.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(bytes(batch.packed))) as archive:
        made = inside(archive.read(archive.namelist()[0]))
    assert "uk-UA" in made


def test_a_batch_in_an_unknown_language_is_refused_by_the_database(city):
    with pytest.raises(IntegrityError, match="leaflet_batch_in_a_known_language"), transaction.atomic():
        LeafletBatch.objects.create(place=city, language="de", asked_by=UserFactory(coordinator=True))
