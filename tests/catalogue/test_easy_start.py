"""How to start with a service, in easy Czech: made of its facts, and of nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.live_facts import close_for_a_while
from catalogue.models import FormOfCare, Service
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceFormFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def easily(client, service) -> str:
    return client.get(f"{service.get_absolute_url()}jednoduse/").content.decode().replace("\u00a0", " ")


@pytest.fixture
def service():
    made = ServiceFactory(name="Dluhová poradna", free_of_charge=True)
    ContactFactory(service=made, value="+420597000001")
    ServiceFormFactory(service=made, form=FormOfCare.AMBULATORY)
    FacilityFactory(service=made, place=PlaceFactory(name="Ostrava"), street="Zelená", house_number="1")
    return made


def test_the_number_comes_first_then_short_steps(client, service):
    page = easily(client, service)

    assert page.index('href="tel:+420597000001"') < page.index("Řekněte, co se děje.<br>Stačí vlastní slova.")
    assert "Domluvte se, kdy máte přijít." in page
    assert "Tady to je:<br>Zelená 1, Ostrava" in page
    assert "Je to zdarma." in page
    assert "Pracovník přijde k vám domů" not in page
    assert page.count("<h1") == 1


def test_nothing_is_said_that_the_record_does_not_know(client):
    page = easily(client, ServiceFactory(name="Poradna", free_of_charge=None))

    assert "Číslo této služby nemáme." in page
    assert "Zeptejte se, kolik to stojí." in page
    assert "Tady to je:" not in page


def test_what_the_provider_wrote_stands_instead_of_our_sentences(client, service):
    Service.objects.update(
        how_to_start_easy="Zazvoňte. Máme zelené dveře.\n\nŘekněte, že chcete mluvit s paní z poradny."
    )

    page = easily(client, service)

    assert page.index('href="tel:+420597000001"') < page.index("Zazvoňte.<br>Máme zelené dveře.")
    assert re.search(r'<ol class="steps.*?</ol>', page, re.DOTALL)[0].count("<li>") == 2
    assert "Domluvte se, kdy máte přijít." not in page
    assert "někdo napsal přímo pro tuto službu" in page
    assert "jsme napsali sami" not in page


def test_a_secret_address_stays_secret(client, service):
    service.facilities.update(is_secret=True, street="", house_number="", place=None)

    page = easily(client, service)

    assert "Adresa je tajná." in page
    assert "Tady to je:" not in page
    assert "Zelená" not in page


def test_what_is_closed_or_has_not_begun_says_so_before_the_steps(client, service):
    today = timezone.localdate()
    close_for_a_while(service, by=UserFactory(), facility=None, begins=today, ends=today, text="Malujeme.")
    Service.objects.update(valid_from=today + timedelta(days=1))

    page = easily(client, service)

    assert page.index("Tato služba začne až") < page.index("Malujeme.") < page.index("Jak začít</h2>")


@pytest.mark.parametrize("language", ["", "/uk"])
def test_the_page_of_the_service_leads_to_it_in_every_language(client, service, language):
    page = client.get(f"{language}{service.get_absolute_url()}").content.decode()

    assert f'href="{service.get_absolute_url()}jednoduse/" lang="cs" hreflang="cs"' in page


def test_an_old_name_leads_to_the_present_one(client, service):
    moved = client.get(f"/sluzby/{service.pk}-stara/jednoduse/")

    assert moved["Location"] == f"{service.get_absolute_url()}jednoduse/"


def test_an_ended_service_says_so_on_its_own_page(client, service):
    Service.objects.update(valid_until=timezone.localdate() - timedelta(days=1))

    assert client.get(f"{service.get_absolute_url()}jednoduse/")["Location"] == service.get_absolute_url()
    assert "jednoduse/" not in client.get(service.get_absolute_url()).content.decode()


def test_a_missing_service_is_404(client):
    assert client.get("/sluzby/999999-x/jednoduse/").status_code == 404


def test_it_costs_one_query(client, service, django_assert_num_queries):
    with django_assert_num_queries(1):
        easily(client, service)
