"""A small register and code lists to import, in folders of their own; the search table is refreshed for real."""

import copy
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from catalogue.models import Place, PlaceKind, ServiceKind, TargetGroup
from catalogue.models.code_lists import KindCategory
from catalogue.register.code_lists import FILES

SAMPLE = Path(__file__).parent / "rpss_sample.json"
NAMES = {
    "druhy-socialni-sluzby.json": {
        "DruhSocialniSluzby/1": "odborné sociální poradenství",
        "DruhSocialniSluzby/4": "Pečovatelská služba",
        "DruhSocialniSluzby/8": "Odlehčovací služby",
        "DruhSocialniSluzby/13": "domovy pro seniory",
        "DruhSocialniSluzby/18": "Telefonická krizová pomoc",
        "DruhSocialniSluzby/20": "Azylové domy",
    },
    "cilove-skupiny-osoby.json": {
        "CilovaSkupinaOsoby/24": "senioři",
        "CilovaSkupinaOsoby/26": "pečující osoby",
        "CilovaSkupinaOsoby/27": "osoby s potřebou paliativní péče",
        "CilovaSkupinaOsoby/30": "osoby žijící s demencí",
    },
    "formy-soc-sluzby.json": {"FormaSocialniSluzby/ter": "Terénní"},
    "kraje.json": {"Kraj/132": "Moravskoslezský kraj", "Kraj/141": "Zlínský kraj"},
    "okresy.json": {"Okres/3807": "Ostrava-město"},
    "obce.json": {"Obec/554821": "Ostrava"},
    "casti-obci.json": {"CastObce/414085": "Poruba", "CastObce/414042": "Zábřeh"},
}


@pytest.fixture
def code_lists(tmp_path):
    """A folder with the ministry's seven code lists."""
    folder = tmp_path / "lists"
    folder.mkdir()
    for file in FILES:
        items = [{"id": key, "nazev": {"cs": name}} for key, name in NAMES[file].items()]
        (folder / file).write_text(json.dumps({"polozky": items}), encoding="utf-8")
    return folder


@pytest.fixture
def register():
    """The sample register as a mutable object; six services of one provider."""
    return json.loads(SAMPLE.read_text(encoding="utf-8"))


@pytest.fixture
def service(register):
    """Find a service of the sample by its portal id."""
    return lambda portal_id: next(item for item in register["polozky"] if item["portalId"] == portal_id)


@pytest.fixture
def again(register):
    """One more item like the given one, under another number."""

    def add(portal_id, like=900001):
        item = copy.deepcopy(next(item for item in register["polozky"] if item["portalId"] == like))
        item |= {"portalId": portal_id, "identifikator": str(portal_id + 1_000_000)[-7:]}
        register["polozky"].append(item)
        return item

    return add


@pytest.fixture
def load(db, tmp_path, code_lists):
    """Import the object, bytes or text by the command; returns its report."""

    def run(content, *options, lists=True):
        path = tmp_path / "rpss.json"
        content = json.dumps(content) if isinstance(content, dict | list) else content
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        output = io.StringIO()
        folder = ["--code-lists", str(code_lists)] if lists else []
        call_command("import_register", str(path), *folder, *options, stdout=output)
        return output.getvalue()

    return run


@pytest.fixture
def home_care(db):
    return ServiceKind.objects.create(
        code="PS", name="Pečovatelská služba", official_name="Pečovatelská služba", category=KindCategory.CARE
    )


@pytest.fixture
def seniors(db):
    return TargetGroup.objects.create(code="seniori", name="senioři", label="Senioři")


@pytest.fixture
def ostrava(db):
    """The city in its region, as shipped: with a point and without an official code."""
    region = Place.objects.create(kind=PlaceKind.REGION, code="132", name="Moravskoslezský kraj")
    city = Place.objects.create(kind=PlaceKind.MUNICIPALITY, name="Ostrava", parent=region, lat=49.83465, lon=18.28204)
    Place.objects.filter(pk=region.pk).update(lineage=[region.pk])
    Place.objects.filter(pk=city.pk).update(lineage=[region.pk, city.pk])
    return city
