"""All components on one page with their states, and whole pages filled with samples. For those who build the site.

The samples are also the written contract of the templates: whoever fills them for real gives the same names.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from situations.models import LifeSituation
from sociopoint.context import desk
from sociopoint.permissions import can_administer
from sociopoint.templatetags.components import icon_names

CARD: dict[str, Any] = {
    "number": "1",
    "url": "/soucasti/sluzba/",
    "section": "45",
    "kind_name": "Centrum denních služeb",
    "name": "Charitní dům sv.\u00a0Alžběty\u00a0– denní centrum",
    "organisation_name": "Charita Ostrava",
    "organisation_url": "/soucasti/organizace/",
    "summary": "Přes den se o\u00a0maminku postarají, pomůžou s\u00a0hygienou a\u00a0dají jí jídlo. Večer je zase doma.",
    "dialled": "+420599526912",
    "phone_as_read": "599\u00a0526\u00a0912",
    "phone_label": "Zavolat službě",
    "forms": [{"icon": "attend", "text": "Budu docházet"}],
    "where": "Zelená 2514/73, Mariánské Hory",
    "distance": "1,2\u00a0km od\u00a0vás",
    "for_whom": "Senioři, lidé s\u00a0demencí nebo postižením",
    "hours": {"state": "open", "text": "Otevřeno dnes do\u00a016:00"},
    "price": "Za úhradu podle ceníku",
    "news": [],
    "freshness": {"level": "old", "text": "Údaje z\u00a0roku 2022, před cestou zavolejte"},
}


class SampleCard(dict[str, Any]):
    """A card of made-up facts, printed by the templates of the true ones."""

    @property
    def html(self) -> SafeString:
        where = {"text": self["where"], "distance": self["distance"]}
        lines = {
            "where_line": render_to_string("catalogue/_card_where.html", where) if self["where"] else "",
            "hours_line": render_to_string("catalogue/_card_hours.html", self["hours"])
            if self["hours"]["text"]
            else "",
            "list_line": sample_list_line(),
        }
        return render_to_string("catalogue/_card.html", {"card": self, "desk": desk(), **lines})


CARDS = [
    SampleCard(CARD),
    SampleCard(
        CARD
        | {
            "number": "2",
            "section": "39",
            "kind_name": "Osobní asistence",
            "name": "Osobní asistence\u00a0– středisko sv.\u00a0Anežky České",
            "phone_as_read": "",
            "forms": [{"icon": "home-visit", "text": "Přijdou domů, obvod si\u00a0ověřte"}],
            "where": "",
            "hours": {"state": "unknown", "text": ""},
            "freshness": {"level": "stale", "text": "Údaj z\u00a0roku 2010. Ověříme ho za\u00a0vás."},
        }
    ),
    SampleCard(
        CARD
        | {
            "number": "3",
            "section": "63",
            "kind_name": "Noclehárna",
            "name": "Noclehárna pro\u00a0muže",
            "phone_label": "Zavolat, jen Po–St 9–12",
            "forms": [{"icon": "bed", "text": "Budu tam bydlet"}],
            "distance": "v\u00a0obvodu Vítkovice",
            "freshness": {"level": "verified", "text": "Ověřeno 3.\u00a011.\u00a02026 u\u00a0služby"},
        }
    ),
]


def sample_panel() -> SafeString:
    """The filters as catalogue/filter_panel.py fills them."""
    kinds = [("40", "Pečovatelská služba", 3), ("39", "Osobní asistence", 1), ("44", "Odlehčovací služba", 0)]
    ticks = [
        render_to_string("catalogue/_tick.html", {"name": "druh", "value": value, "label": label, "count": count})
        for value, label, count in kinds
    ]
    order = [
        {"value": "relevance", "label": "Nejlepší shoda", "selected": True},
        {"value": "vzdalenost", "label": "Nejblíž"},
    ]
    group = {"legend": "Druh pomoci", "ticks": SafeString("".join(ticks))}
    return render_to_string(
        "catalogue/_filters.html",
        {
            "summary": "Poruba, přijdou domů",
            "place_field": render_to_string("catalogue/_place_filter.html", {"place_text": "Ostrava-Poruba"}),
            "forms": [
                {"value": "terenni", "label": "Přijdou ke\u00a0mně domů", "icon": "home-visit", "checked": " checked"},
                {"value": "ambulantni", "label": "Budu docházet", "icon": "attend", "checked": ""},
                {"value": "pobytova", "label": "Budu tam bydlet", "icon": "bed", "checked": ""},
            ],
            "groups": render_to_string("catalogue/_filter_group.html", group),
            "selects": render_to_string(
                "catalogue/_select.html", {"name": "razeni", "label": "Řadit", "options": order}
            ),
        },
    )


def sample_list_line() -> SafeString:
    return render_to_string("my_list/_to_list.html", {"number": 1})


RESULTS: dict[str, Any] = {
    "heading": "3\u00a0služby přijdou domů do\u00a0Poruby",
    "understood": ["hygiena doma", "po mrtvici", "pro rodiče"],
    "q": "máma po mrtvici potřebuje pomoct s hygienou",
    "hidden": [("situace", "pece-o-seniora")],
    "panel": lazy(sample_panel, SafeString)(),
    "cards": CARDS,
    "total": 3,
    "pages": {
        "previous": "?strana=1",
        "next": "?strana=3",
        "items": [
            {"number": 1, "url": "?strana=1", "current": False},
            {"number": 2, "url": "?strana=2", "current": True},
            {"number": None},
            {"number": 9, "url": "?strana=9", "current": False},
        ],
    },
    "chips": [],
    "ambiguous_places": [
        {"label": "Poruba, Ostrava", "url": "?misto=1"},
        {"label": "Poruba, Orlová", "url": "?misto=2"},
    ],
    "loosen": [],
    "map_url": "",
}
NOTHING = RESULTS | {
    "heading": "Takovou službu v\u00a0Michálkovicích zatím neznáme",
    "cards": [],
    "pages": None,
    "ambiguous_places": [],
    "chips": [
        {"label": "Michálkovice", "url_without": "?", "icon": "pin"},
        {"label": "Přijdou domů", "url_without": "?", "icon": "home-visit"},
        {"label": "Volné místo", "url_without": "?", "icon": ""},
    ],
    "loosen": [
        {"label": "I\u00a0služby, u\u00a0kterých volná místa neznáme", "url": "?", "count": "3\u00a0služby"},
        {"label": "V\u00a0celé Ostravě", "url": "?", "count": "5\u00a0služeb"},
        {"label": "Kde by maminka pár dní bydlela", "url": "?", "count": "7\u00a0služeb"},
    ],
}
FACTS = [
    {
        "rows": [
            {"term": "Adresa", "lines": ["Zelená 2514/73, 709\u00a000 Ostrava-Mariánské Hory"]},
            {"term": "Otevřeno", "lines": ["Po–Pá\u00a07:00–16:00", "o\u00a0svátcích zavřeno"]},
            {"term": "Cena", "lines": ["Platí se podle ceníku."]},
            {"term": "Kolik lidí", "lines": ["Najednou 15. Volná místa neznáme, zeptejte se."]},
            {"term": "Bez bariér", "lines": ["Nevíme. Ptejte se na\u00a0výtah a\u00a0na toaletu pro vozík."]},
            {
                "term": "E-mail",
                "lines": [],
                "url": "mailto:alzbeta.dc@ostrava.charita.cz",
                "link_text": "alzbeta.dc@ostrava.charita.cz",
            },
        ],
        "source": "Adresa, telefon, hodiny a\u00a0počet míst: rok 2022,",
        "source_url": "https://ostrava.caritas.cz/",
        "source_name": "ostrava.caritas.cz",
    }
]
SERVICE: dict[str, Any] = CARD | {
    "people": (0, 0),
    "back_url": "/soucasti/vysledky/",
    "lead": "Přes den se tu o\u00a0vašeho blízkého postarají: dostane jídlo, pomohou mu s\u00a0hygienou a\u00a0nebude sám.",
    "notice": "",
    "phone": CARD["dialled"],
    "phone_label": "Zavolat do centra",
    "more_phones": [{"phone": "+420733676662", "label": "vedoucí, jen Po–St"}],
    "hours": {"state": "open", "text": "Otevřeno dnes do\u00a016:00"},
    "yes": ["je člověk starší, má demenci nebo postižení", "přes den nemůže být doma sám"],
    "no": [
        {"need": "péči i\u00a0v\u00a0noci", "instead": "Zkuste", "url": "?", "link_text": "přechodný pobyt seniorů"},
        {"need": "ošetření a\u00a0rehabilitaci", "instead": "Zeptejte se praktického lékaře."},
    ],
    "steps": [
        {
            "title": "Zavolejte na",
            "phone": "+420599526912",
            "text": "Řekněte, komu a\u00a0s\u00a0čím je potřeba pomoct. Zeptejte se, kdy mají volné místo.",
        },
        {"title": "Domluvte si návštěvu", "text": "Centrum si prohlédnete a\u00a0řeknou vám cenu předem."},
        {"title": "Vezměte s\u00a0sebou", "text": "občanku, seznam léků a\u00a0rozhodnutí o\u00a0příspěvku na péči."},
    ],
    "facts": FACTS,
    "places": [{"name": "Pobočka Poruba", "address": "Dělnická 20, Ostrava-Poruba", "hours": "Po–Pá\u00a08:00–12:00"}],
    "map_url": "/soucasti/vysledky/",
    "leaflet_url": "/soucasti/sluzba/",
    "report_url": "",
    "agreed": (0, "", 0),
    "no_phone_label": "Číslo nemáme, spojíme vás",
    "general_note": "Tak to u\u00a0tohoto druhu pomoci bývá. Jestli i\u00a0tady, vám řeknou po\u00a0telefonu.",
    "qr": SafeString('<svg viewBox="0 0 3 3" aria-hidden="true"><path d="M0 0h1v1H0zM2 0h1v1H2zM0 2h1v1H0z"/></svg>'),
    "address": "sociopoint.example/sluzby/1",
}
ORGANISATION: dict[str, Any] = {
    "kind_name": "poskytovatel služeb",
    "name": "Charita Ostrava",
    "lead": "",
    "phone": "+420599526900",
    "phone_label": "Zavolat do organizace",
    "more_phones": [],
    "facts": FACTS,
    "people": (0, 0),
}
PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "vysledky": ("catalogue/service_list.html", RESULTS),
    "nic": ("catalogue/service_list.html", NOTHING),
    "sluzba": ("catalogue/service.html", {"service": SERVICE, "list_line": lazy(sample_list_line, SafeString)()}),
    "organizace": (
        "catalogue/organisation.html",
        {"organisation": ORGANISATION, "cards": CARDS, "pages": None, "services_heading": "3\u00a0služby"},
    ),
    "chyba-400": ("400.html", {}),
    "chyba-403": ("403.html", {}),
    "chyba-404": ("404.html", {}),
    "chyba-500": ("500.html", {}),
    "chyba-503": ("503.html", {}),
}
COLOURS = (
    "inkoust tlumená petrolej tmavá odkaz slunce světlo cihla cihla-světlá zelená zelená-světlá mlha nádech ne "
    "staré šedá"
).split()


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """`/soucasti/`: what there is to build with."""
    _refuse_strangers(request)
    shown = SERVICE | RESULTS | {"chips": NOTHING["chips"], "loosen": NOTHING["loosen"]}
    situations = [LifeSituation(slug="ukazka", name="Starám se o seniora nebo stárnu", icon="walker")]
    return render(
        request,
        "gallery.html",
        shown
        | {
            "service": SERVICE,
            "colours": COLOURS,
            "icons": sorted(icon_names()),
            "situations": situations,
            "errors": [{"field": "misto", "text": "Napište, kde bydlíte. Stačí obec nebo PSČ."}],
            "fresh": [card["freshness"] for card in CARDS],
            "sample_pages": PAGES,
        },
    )


@login_not_required
@require_safe
def sample_page(request: HttpRequest, name: str) -> HttpResponse:
    """`/soucasti/sluzba/` and others: a whole page with sample facts."""
    _refuse_strangers(request)
    if name not in PAGES:
        raise Http404(name)
    template, context = PAGES[name]
    tiles = [
        render_to_string("components/tile.html", {"situation": situation})
        for situation in LifeSituation.objects.published().top()[:4]
    ]
    return render(request, template, {"nearby_tiles": SafeString("".join(tiles))} | context)


def _refuse_strangers(request: HttpRequest) -> None:
    """Raises Http404 unless this is development or an administrator asks: the samples are not true."""
    if not (settings.DEBUG or can_administer(request.user)):
        raise Http404
