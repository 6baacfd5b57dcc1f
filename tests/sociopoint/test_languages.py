"""Each public page in English and in Ukrainian: the language stands in the address, and what stays Czech says so."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from catalogue.models import Service
from catalogue.open_files import make_files
from situations.handbooks.shipped import load_handbooks
from situations.models import LifeSituation
from sociopoint import languages
from sociopoint.messages import collected, complaints, is_public, public_choices, spoken_czech, stored
from sociopoint.typography import typeset
from tests.factories import ContactFactory, FacilityFactory, LifeSituationFactory, ServiceFactory, UserFactory
from tests.situations.factories import ArticleFactory, PublicCampaignFactory, SeasonalOfferFactory

CZECH_LETTERS = re.compile(r"[ěščřžůťďňĚŠČŘŽŮŤĎŇ]")
NAMES = re.compile(r"\([^)]*\)|ČÚZK|IČO")  # proper names may stay as they are (WCAG 3.1.2)
VOID = {"meta", "link", "input", "br", "img", "hr", "path", "circle"}


class CzechLeft(HTMLParser):
    """Text with Czech letters that no element around it says to be Czech."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._around: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag, attributes) -> None:
        given = dict(attributes)
        self._around.append((tag, given.get("lang")))
        for name in ("aria-label", "placeholder", "title", "alt"):
            self.handle_data(given.get(name) or "")
        if tag in VOID:
            self._around.pop()

    def handle_endtag(self, tag) -> None:
        while self._around and self._around.pop()[0] != tag:
            pass

    def handle_data(self, text) -> None:
        tags = [tag for tag, _language in self._around]
        language = next((language for _tag, language in reversed(self._around) if language), None)
        if (
            language != "cs"
            and "script" not in tags
            and "title" not in tags
            and CZECH_LETTERS.search(NAMES.sub("", text))
        ):
            self.found.append(text.strip())


def czech_left(page: str) -> list[str]:
    reader = CzechLeft()
    reader.feed(page)
    return reader.found


def test_the_reader_of_pages_sees_what_is_not_marked():
    assert czech_left('<p>řeka</p><p lang="cs">řeka</p><p lang="cs"><b>řeka</b></p><a lang="uk">ріка</a>') == ["řeka"]


@pytest.mark.parametrize("language", ["en", "uk"])
def test_no_czech_is_left_unsaid_on_any_public_page(client, shipped, language, django_assert_max_num_queries):
    services = Service.objects.offered().order_by("pk")
    odd = ServiceFactory(
        kind=services.exclude(kind=None).first().kind,
        name="Žížala",
        note="Zvoňte dlouze.",
        price_note="podle příjmů",
        waiting_note="měsíc čekání",
        how_to_start="Přijďte ráno.",
        for_whom="máte křehké zdraví",
    )
    ContactFactory(service=odd, note="vrátnice, křídlo B")
    FacilityFactory(service=odd, street="Říční", house_number="1", opening_hours="Mo-Fr 08:00-16:00")
    load_handbooks()
    article = ArticleFactory(
        kind="event", title="Týden příštích dveří", event_from=timezone.now(), event_place="Říční dům", text="Přijďte."
    )
    offer = SeasonalOfferFactory(title="Zimní příspěvek", description="Křesla", place="Říční", hours="každý večer")
    campaign = PublicCampaignFactory(title="Příští příběh", goal="Žádná křeč", text="Přijďte.", ends_on=offer.ends_on)
    campaign.offers.add(offer)
    article.campaign = campaign
    article.save()
    for told in (article, offer, campaign):
        told.situations.set(LifeSituation.objects.filter(slug="bydleni"))
    some = [odd, *services[:3], *services.filter(organisation__kind="provider")[:3]]
    paths = [
        "/", "/situace/", "/situace/pece-o-seniora/", "/situace/domaci-nasili/", "/krize/", "/sluzby/", "/mapa/?q=dluhy",
        "/sluzby/?q=dluhy&misto=Poruba&forma=terenni&vek=70&jazyk=uk", "/sluzby/?q=xyzzy", "/sluzby/?vek=sto", "/kontakt/",
        "/dotaz/", "/data/", "/pro-weby/", "/pristupnost/", "/soukromi/", "/jak-overujeme/", f"/sluzby/{odd.pk}/chyba/", "/neni-tu/",
        "/muj-seznam/", f"/muj-seznam/?s={odd.pk}.{some[1].pk}", f"/muj-seznam/porovnani/?s={odd.pk}&s={some[1].pk}",
        "/muj-seznam/kod/", "/pruvodce/", "/pruvodce/?kdo=ja", "/pruvodce/?kdo=ja&co=nasili",
        "/pruvodce/?kdo=ja&co=nasili&bezpeci=ne", "/prirucky/", "/prirucky/dluhy-a-exekuce/", "/aktuality/", "/aktuality/?archiv=1",
        article.get_absolute_url(), "/aktuality/kampane/", campaign.get_absolute_url(), "/aktuality/kalendar/", "/letaky/", "/do-telefonu/", "/do-telefonu/?misto=Xyzzy", "/bez-signalu/",
        "/situace/bydleni/", "/pruvodce/?kdo=ja&co=bydleni&jak=jedno",
        "/pruvodce/?kdo=ja&co=bydleni&jak=pobytova&misto=Poruba", "/pruvodce/?kdo=ja&co=bydleni&jak=jedno&misto=Xyzzy",
        *(service.get_absolute_url() for service in some),
        *{service.organisation.get_absolute_url() for service in some},
    ]  # fmt: skip
    client.get("/sluzby/")  # reads what every process keeps
    left = {}
    for path in paths:
        with django_assert_max_num_queries(10):
            page = client.get(f"/{language}{path}").content.decode()
        assert f'<html lang="{language}"' in page, path
        if found := czech_left(page):
            left[path] = found

    assert left == {}


@pytest.mark.parametrize("language", ["en", "uk"])
def test_links_of_a_page_lead_to_pages_of_its_language(client, shipped, language):
    for path in ("/", "/sluzby/", "/krize/", Service.objects.offered().first().get_absolute_url()):
        page = client.get(f"/{language}{path}").content.decode()
        links = [link for link in re.findall(r'(?:href|action|data-places)="(/[^"]*)"', page) if "/static/" not in link]
        others = [link for link in links if not link.startswith(f"/{language}/")]

        assert links
        assert {languages.split(link)[0] for link in others} == {"cs", "en", "uk"} - {language}, path


def test_the_switch_leads_to_the_same_search_in_another_language(client, db):
    page = client.get("/sluzby/?q=dluhy&misto=Poruba").content.decode()

    assert '<a href="/en/sluzby/?q=dluhy&amp;misto=Poruba" lang="en" hreflang="en" aria-label="English">En<span' in page
    assert (
        '<a href="/uk/sluzby/?q=dluhy&amp;misto=Poruba" lang="uk" hreflang="uk" aria-label="Українська">Укр<span'
        in page
    )
    translated = client.get("/uk/sluzby/?q=dluhy&misto=Poruba").content.decode()
    assert (
        '<a href="/sluzby/?q=dluhy&amp;misto=Poruba" lang="cs" hreflang="cs" aria-label="Česky">Čes<span' in translated
    )


def test_search_engines_learn_of_the_other_languages(client, db):
    page = client.get("/uk/krize/").content.decode()

    assert '<link rel="canonical" href="http://127.0.0.1:8000/uk/krize/">' in page
    for language, path in (("cs", "/krize/"), ("en", "/en/krize/"), ("uk", "/uk/krize/")):
        assert f'<link rel="alternate" hreflang="{language}" href="http://127.0.0.1:8000{path}">' in page


def test_a_page_of_one_language_is_never_kept_for_another(client, shipped):
    service = Service.objects.offered().exclude(kind=None).first()
    for path in ("/", "/sluzby/?q=dluhy", service.get_absolute_url(), service.organisation.get_absolute_url()):
        pages = {
            code: [client.get(languages.path_in(code, path)).content for _again in range(2)]
            for code in ("cs", "uk", "en")
        }
        again = client.get(path).content

        assert len({pages[code][0] for code in pages}) == 3
        assert all(first == second for first, second in pages.values())
        assert again == pages["cs"][0]


def test_the_language_is_kept_without_a_cookie(client, db):
    assert not client.get("/uk/sluzby/?q=борги").cookies


@pytest.mark.parametrize("path", ["/\\zly.example/", "//zly.example/"])
def test_the_switch_of_languages_never_leads_to_another_site(path):
    language, own = languages.split(f"/en{path}")
    request = RequestFactory().get("/")
    request.path_info = own

    links = [urljoin("https://pomoc.example/", one.url) for one in languages.alternates(request, language)]

    assert [link for link in links if not link.startswith("https://pomoc.example/") or "\\" in link] == []


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/en", "/en/"),
        ("/uk", "/uk/"),
        ("/en/krize", "/en/krize/"),
        ("/uk/pult/?a=1", "/pult/?a=1"),
        ("/en/api/hsds/services?page=2", "/api/hsds/services?page=2"),
        ("/uk/ucet/prihlaseni/", "/ucet/prihlaseni/"),
        ("/en//zly.example/", None),
        ("/en//zly.example/jednoduse/", "/zly.example/jednoduse/"),
        ("/uk////zly.example/jednoduse/?a=1", "/zly.example/jednoduse/?a=1"),
        ("/de/krize/", None),
        ("/enigma/", None),
        ("/en/en/krize/", None),
    ],
)
def test_an_address_that_is_not_quite_one_of_ours(client, db, address, leads_to):
    response = client.get(address)

    if leads_to is None:
        assert response.status_code == 404
    else:
        assert response.status_code in (301, 302)
        assert response["Location"] == leads_to


def test_a_service_renamed_leads_on_in_the_same_language(client, db):
    service = ServiceFactory(name="Poradna")
    response = client.get(f"/uk/sluzby/{service.pk}-stary-nazev/")

    assert response["Location"] == f"/uk/sluzby/{service.pk}-poradna/"


def test_the_prefix_of_a_language_does_not_outlive_its_request(client, db):
    client.get("/uk/")

    assert reverse("home") == "/"
    assert translation.get_language() == "cs"


def test_staff_speak_czech(client, db):
    client.force_login(UserFactory(worker=True))

    assert client.post("/en/pult/dotazy/vyber/").status_code == 404
    assert client.get("/en/pult/")["Location"] == "/pult/"


@pytest.mark.parametrize(("language", "said"), [("en", "We do not have this page"), ("uk", "Цієї сторінки немає")])
def test_an_error_speaks_the_language_of_its_address(client, db, language, said):
    assert said in client.get(f"/{language}/neni-tu/").content.decode()


@pytest.mark.parametrize(
    ("language", "counted"),
    [
        ("en", {1: "1\u00a0service", 2: "2\u00a0services", 5: "5\u00a0services"}),
        ("uk", {1: "1 послуга", 2: "2 послуги", 5: "5 послуг", 21: "21 послуга"}),
    ],
)
def test_things_are_counted_as_each_language_counts(language, counted):
    from catalogue.results import counted as count

    with translation.override(language):
        assert {number: count(number) for number in counted} == counted


def test_dates_and_numbers_have_the_form_of_the_language(client, db):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    ServiceFactory()
    make_files(datetime(2026, 11, 5, 3, 30, tzinfo=ZoneInfo("Europe/Prague")))

    assert "5. 11. 2026 3:30" in client.get("/data/").content.decode().replace("\u00a0", " ")
    assert "5 November 2026, 3:30" in client.get("/en/data/").content.decode()
    assert "05.11.2026 3:30" in client.get("/uk/data/").content.decode()


def test_a_situation_and_its_lines_speak_the_language(client, db):
    LifeSituationFactory(
        slug="mam-dluhy", name="Mám dluhy", name_en="I have debts", name_uk="Маю борги", lead="Dá se to řešit."
    )

    page = client.get("/uk/situace/mam-dluhy/").content.decode()

    assert "Маю борги" in page
    assert '<span lang="cs">Dá se to řešit.</span>' in page


def test_everything_citizens_read_is_translated():
    template = collected()

    assert [line for language in languages.OTHERS for line in complaints(language, template)] == []


def test_czech_sentences_break_where_czech_may_break_in_templates_and_in_code():
    said = {message.id: message.string for message in spoken_czech()}
    singular = [message.id for message in stored("en") if message.id and isinstance(message.id, str)]
    sentence = "Údaje z roku %(year)d, před cestou zavolejte"

    assert [text for text in singular if said[text] != typeset(text)] == []
    assert gettext(sentence) == "Údaje z\u00a0roku %(year)d, před cestou zavolejte"
    with translation.override("en"):
        assert "\u00a0" not in gettext(sentence)


def test_only_files_that_speak_to_citizens_are_translated():
    assert is_public("templates/catalogue/service.html")
    assert is_public("catalogue/results.py")
    assert not is_public("templates/inquiries/today.html")
    assert not is_public("catalogue/admin/services.py")
    chosen = public_choices(
        'class FormOfCare(TextChoices):\n    A = "a", _("doma")\nclass Service(Model):\n    b = _("jméno")'
    )
    assert "doma" in chosen
    assert "jméno" not in chosen


def test_a_text_without_its_translation_is_complained_of(monkeypatch):
    from babel.messages.catalog import Catalog

    from sociopoint import messages

    template = Catalog()
    template.add("Nová věta.", locations=[("templates/home.html", 0)])
    template.add("Jen pro pult.", locations=[("templates/inquiries/today.html", 0)])
    monkeypatch.setattr(messages, "stored", lambda language: Catalog(locale=language))

    assert list(complaints("uk", template)) == ["uk: not collected: 'Nová věta.'; run make messages"]
