"""What people ask, in their words: the mix every run of the bench sends, and the classes whose statements are timed."""

from __future__ import annotations

from urllib.parse import urlencode

AT_HOME, COME, LIVE = "terenni", "ambulantni", "pobytova"

MIX = [
    ("péče o starou maminku doma", "Poruba", AT_HOME),
    ("umýt a nakrmit babičku", "Brno", AT_HOME),
    ("dovoz obědů pro důchodce", "Olomouc", AT_HOME),
    ("nakupy a uklid pro seniory", "Opava", AT_HOME),
    ("osobní asistence pro dítě s autismem", "Hradec Králové", AT_HOME),
    ("asistent na vozík do školy", "Plzeň", AT_HOME),
    ("raná péče miminko s postižením", "Zlín", AT_HOME),
    ("terénní pracovník pro lidi bez domova", "Ústí nad Labem", AT_HOME),
    ("rodina má dluhy a děti nechodí do školy", "Karviná", AT_HOME),
    ("sociálně aktivizační služba", "Most", AT_HOME),
    ("SOS tlačítko pro seniora", "Praha", AT_HOME),
    ("odlehčení, hlídání tatínka s demencí", "Frýdek-Místek", AT_HOME),
    ("umírání doma hospic", "Havířov", AT_HOME),
    ("průvodce pro nevidomého", "České Budějovice", AT_HOME),
    ("pečovatelská služba", "Třinec", AT_HOME),
    ("pomoc po mrtvici s hygienou", "Liberec", AT_HOME),
    ("podpora samostatného bydlení", "Pardubice", AT_HOME),
    ("drogy na ulici výměna stříkaček", "Kolín", AT_HOME),
    ("noclehárna", "Vítkovice", COME),
    ("kde se vyspat v zimě", "Brno", COME),
    ("dluhy a exekuce", "Plzeň", COME),
    ("kdo mi poradí s insolvencí", "Jihlava", COME),
    ("občanská poradna", "Mariánské Hory", COME),
    ("sociální poradna zdarma", "Zlín", COME),
    ("manželská poradna rozvod", "Olomouc", COME),
    ("půjčka chodítka a postele", "Opava", COME),
    ("denní stacionář pro mámu s alzheimerem", "Prostějov", COME),
    ("kam s dospělým synem s downovým syndromem přes den", "Přerov", COME),
    ("dílny pro lidi s postižením", "Kladno", COME),
    ("klub pro děti po škole", "Slezská Ostrava", COME),
    ("nízkoprahové zařízení pro mládež", "Chomutov", COME),
    ("závislost na alkoholu", "Ostrava-Jih", COME),
    ("manžel hraje automaty", "Karlovy Vary", COME),
    ("poradna pro oběti násilí", "Praha", COME),
    ("znásilnění s kým si promluvit", "Brno", COME),
    ("hlas slyší v hlavě psychiatrie", "Kroměříž", COME),
    ("deprese a úzkost", "Tábor", COME),
    ("tlumočník znakového jazyka", "Pardubice", COME),
    ("hledám práci po výpustu z vězení", "Pardubice", COME),
    ("kontaktní centrum", "Znojmo", COME),
    ("uprchlíci z Ukrajiny poradna", "Ostrava", COME),
    ("pomoc cizincům s povolením k pobytu", "Mladá Boleslav", COME),
    ("intervenční centrum vykázání", "Ostrava", COME),
    ("sprcha a čisté oblečení pro bezdomovce", "Hodonín", COME),
    ("ergoterapie sociální rehabilitace", "Třebíč", COME),
    ("domov pro seniory", "Olomouc", LIVE),
    ("starobinec s volným místem", "Náchod", LIVE),
    ("domov pro lidi s demencí", "Poruba", LIVE),
    ("azylový dům pro matky s dětmi", "Ostrava", LIVE),
    ("azylak pro muze", "Ústí nad Labem", LIVE),
    ("chráněné bydlení", "Brno", LIVE),
    ("domov pro lidi s mentálním postižením", "Vsetín", LIVE),
    ("týdenní stacionář", "Nový Jičín", LIVE),
    ("odlehčovací pobyt pro babičku", "Uherské Hradiště", LIVE),
    ("dům na půl cesty po děcáku", "Jeseník", LIVE),
    ("terapeutická komunita pro závislé", "Tábor", LIVE),
    ("kam po nemocnici, sám to nezvládne", "Havlíčkův Brod", LIVE),
    ("utéct od manžela, co mě bije", "Děčín", LIVE),
    ("bydlení pro seniory s Parkinsonem", "Český Krumlov", LIVE),
    ("krizové lůžko na pár nocí", "Praha", LIVE),
]
"""(words, place, form)"""

PLACES = ["Poruba", "Ostrava", "Praha", "Brno", "Jeseník", "Plzeň", "Znojmo", "Ústí nad Labem"]
COMMON = ["pečovatelská služba", "sociální poradna", "domov pro seniory", "péče o starou maminku doma"]
RARE = ["tlumočník znakového jazyka", "týdenní stacionář", "intervenční centrum", "terapeutická komunita"]
SEVERAL = ["máma po mrtvici potřebuje pomoct", "nemám kde bydlet", "dcera bere drogy", "dluhy a exekuce"]
ALL_FILTERS = {
    "vek": "70",
    "jazyk": "uk",
    "bezbarierove": "1",
    "otevreno": "1",
    "volno": "1",
    "skupina": "seniori",
}


def mix() -> list[str]:
    """Paths of the search page: words, place and form, twenty cards, facets."""
    return ["/sluzby/?" + urlencode({"q": q, "misto": place, "forma": form}) for q, place, form in MIX]


def never_twice() -> list[str]:
    """Some two thousand different questions, neighbours unlike one another: each asks the words of the mix elsewhere."""
    places = list(dict.fromkeys(place for _q, place, _form in MIX))
    return [
        "/sluzby/?" + urlencode({"q": q, "misto": places[(number + step) % len(places)], "forma": form})
        for step in range(1, len(places))
        for number, (q, _place, form) in enumerate(MIX)
    ]


def classes(names: list[str]) -> dict[str, list[dict[str, str]]]:
    """Class of question -> parameters of the address. `names`: words that stand in names of organisations."""
    return {
        "common kind": _asked(COMMON),
        "rare kind": _asked(RARE),
        "several kinds": _asked(SEVERAL),
        "name word": _asked(names[:4]),
        "with place and form": [
            {"q": q, "misto": place, "forma": form} for q, place, form in (*MIX[:8], *MIX[18:30], *MIX[45:53])
        ],
        "with all filters": [
            {"q": q, "misto": place, "forma": COME, **ALL_FILTERS} for q in [*COMMON, *RARE] for place in PLACES[:4]
        ],
        "filters none meets": [
            {"q": q, "misto": place, "forma": COME, **ALL_FILTERS, "skupina": "obeti_tc", "vek": "2"}
            for q in COMMON[:2]
            for place in PLACES[:4]
        ],
        "no words": [{"misto": place, "forma": form} for place in PLACES for form in (AT_HOME, COME, LIVE)],
        "nearest only": [{"misto": place, "razeni": "vzdalenost"} for place in PLACES],
    }


def _asked(words: list[str]) -> list[dict[str, str]]:
    return [{"q": q, "misto": place} for q in words for place in PLACES]


TYPED_PLACES = [
    "os", "ost", "ostr", "ostrava por", "po", "por", "poruba", "vit", "vitkovice", "pra", "praha 4", "brn", "brno ko",
    "plz", "hrad", "hradec kr", "usti n", "ústí nad l", "jabl", "jablonec n/n", "no", "nov", "nova ves", "nový jičín",
    "702 00", "70200", "738", "frydek", "frýdek-místek", "karv", "havirov sum", "ces", "ceske bud", "česká l", "lib",
    "zlin", "jih", "tri", "trinec", "kr", "opava pred", "ostraa", "pardubyce", "olomouv", "jesenik", "tisnov", "sv",
    "svat", "velke mez", "mla", "mlada b", "hav", "havl", "zd", "zdar", "uh", "uherske", "val", "valasske", "horni",
]  # fmt: skip
