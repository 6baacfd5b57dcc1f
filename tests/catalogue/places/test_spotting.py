import pytest

from catalogue.places.spotting import spot_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_places")]


@pytest.mark.parametrize(
    ("sentence", "name", "left"),
    [
        ("noclehárna Vítkovice", "Vítkovice", "noclehárna"),
        ("noclehárna ve Vítkovicích", "Vítkovice", "noclehárna"),
        ("pečovatelka v Českém Těšíně", "Český Těšín", "pečovatelka"),
        ("pecovatelka v ceskem tesine", "Český Těšín", "pecovatelka"),
        ("pecovatelska sluzba havirov sumbark", "Havířov", "pecovatelska sluzba sumbark"),
        ("pečovatelská služba Havířov-Šumbark", "Havířov", "pečovatelská služba"),
        ("domov důchodců ve Frýdku-Místku", "Frýdek-Místek", "domov důchodců"),
        ("domov duchodcu frydek mistek", "Frýdek-Místek", "domov duchodcu"),
        ("psychiatr Nový Jičín", "Nový Jičín", "psychiatr"),
        ("potřebuju v Ostravě přespat", "Ostrava", "potřebuju přespat"),
        ("Ostrava Poruba", "Poruba", ""),
        ("Ostrava-Poruba", "Poruba", ""),
        ("v Ostravě-Porubě", "Poruba", ""),
        ("denní centrum pro bezdomovce Ostrava", "Ostrava", "denní centrum pro bezdomovce"),
        ("půjčovna pomůcek Liberec", "Liberec", "půjčovna pomůcek"),
        ("půjčovna pomůcek v Liberci", "Liberec", "půjčovna pomůcek"),
        ("penzion pro staré lidi Bohumín", "Bohumín", "penzion pro staré lidi"),
        ("aktivizace pro seniory Český Těšín", "Český Těšín", "aktivizace pro seniory"),
        ("azylový dům Karviná", "Karviná", "azylový dům"),
        ("azylovy dum v karvine", "Karviná", "azylovy dum"),
        ("dluhová poradna Opava", "Opava", "dluhová poradna"),
        ("hledám domov pro mámu u Opavy", "Opava", "hledám domov pro mámu"),
        ("jsem z Havířova a nemám kde spát", "Havířov", "jsem a nemám kde spát"),
        ("krizová pomoc Praha", "Praha", "krizová pomoc"),
        ("kde v Praze přespat", "Praha", "kde přespat"),
        ("stacionář Ústí n. L.", "Ústí nad Labem", "stacionář"),
        ("stacionar usti n l", "Ústí nad Labem", "stacionar"),
        ("stacionář Jablonec n/N", "Jablonec nad Nisou", "stacionář"),
        ("raná péče Karlovy Vary", "Karlovy Vary", "raná péče"),
        ("raná péče v Karlových Varech", "Karlovy Vary", "raná péče"),
        ("osobní asistence v Českých Budějovicích", "České Budějovice", "osobní asistence"),
        ("odlehčovací služba Hradec Králové", "Hradec Králové", "odlehčovací služba"),
        ("odlehčovací služba v Hradci Králové", "Hradec Králové", "odlehčovací služba"),
        ("nízkoprahový klub Slezská Ostrava", "Slezská Ostrava", "nízkoprahový klub"),
        ("nizkoprahovy klub ve slezske ostrave", "Slezská Ostrava", "nizkoprahovy klub"),
        ("Kdo v Mariánských Horách vozí obědy?", "Mariánské Hory", "Kdo vozí obědy?"),
        ("sociální služby v Přívoze", "Přívoz", "sociální služby"),
        ("bydlíme v Ostravě v Zábřehu a táta potřebuje pomoc", "Zábřeh", "bydlíme a táta potřebuje pomoc"),
        ("máma bydlí v Plzni", "Plzeň", "máma bydlí"),
        ("poradna pro oběti, Olomouc", "Olomouc", "poradna pro oběti"),
        ("hospic Frýdlant nad Ostravicí", "Frýdlant nad Ostravicí", "hospic"),
        ("terénní program na Kladně", "Kladno", "terénní program"),
        ("noclehárna v Mostě", "Most", "noclehárna"),
        ("noclehárna Most", "Most", "noclehárna"),
        ("Most azylový dům", "Most", "azylový dům"),
        ("chráněné bydlení v Táboře", "Tábor", "chráněné bydlení"),
        ("domov pro seniory Mělník", "Mělník", "domov pro seniory"),
        ("nocleharna kolin", "Kolín", "nocleharna"),
        ("pečovatelská služba okres Bruntál", "okres Bruntál", "pečovatelská služba"),
        ("dluhy Moravskoslezský kraj", "Moravskoslezský kraj", "dluhy"),
        ("pečovatelská služba 708 00", "708 00", "pečovatelská služba"),
        ("pečovatelská služba 70800", "708 00", "pečovatelská služba"),
        ("нічліг Острава", "Ostrava", "нічліг"),
        ("нічліг в Остраві", "Ostrava", "нічліг"),
        ("shelter in Prague", "Praha", "shelter"),
        ("nocleg w Ostrawie", "Ostrava", "nocleg"),
        ("PORADNA OSTRAVA", "Ostrava", "PORADNA"),
        ("Krásné Pole", "Krásné Pole", ""),
        ("pečovatelka Krásné Pole", "Krásné Pole", "pečovatelka"),
        ("Ostrava", "Ostrava", ""),
        ("psycholog Praha 8", "Praha", "psycholog"),
        ("domov Sl. Ostrava", "Slezská Ostrava", "domov"),
        ("sociální rehabilitace v Hradci Kr.", "Hradec Králové", "sociální rehabilitace"),
        ("denni stacionar f-m", "Frýdek-Místek", "denni stacionar"),
        ("Ova Jih klub pro děcka", "Ostrava-Jih", "klub pro děcka"),
        ("pečovatelka ova poruba", "Poruba", "pečovatelka"),
    ],
)
def test_a_place_in_a_sentence_is_spotted_and_taken_out(sentence, name, left):
    spotted = spot_place(sentence)

    assert spotted is not None
    assert spotted.place is not None
    assert (spotted.place.name, spotted.left) == (name, left)


@pytest.mark.parametrize(
    "sentence",
    [
        "kámoš spí pod mostem, může za ním někdo přijít",
        "kamos spi pod mostem",
        "spím na mostě",
        "Most je dlouhý a já pod ním spím už týden",
        "mladá boleslavská dechovka pro seniory",
        "letní tábor pro děti s autismem",
        "děti jedou na tábor a syn nemůže",
        "dub spadl na dům",
        "stará hora problémů",
        "chodí do lesa a nevrací se",
        "písek v očích po operaci",
        "hraje si na písku",
        "doma to nejde vydržet",
        "dobrá rada pro dlužníky",
        "bílá hůl pro nevidomé",
        "krásná neděle pro seniory",
        "slaný a sladký, potřebuju dietní obědy",
        "nová ves je daleko od doktora",
        "chci začít nový život v novém městě",
        "staré město mého srdce",
        "brod přes řeku je zavřený",
        "hranice možností rodiny",
        "na hranici vyčerpání",
        "psychiatr pro dospělé",
        "paní Nová potřebuje pomoc",
        "pan Most potřebuje obědy",
        "MUDr. Písek ordinace",
        "Jana a Petr hledají bydlení",
        "kde se muzu vyspat kdyz nemam penize",
        "mamka ma alzheimera hledame pobytove zarizeni",
        "tlumocnik pro hluche rodice na tridni schuzku",
        "zemrel mi syn a potrebuji hned s nekym mluvit osobne",
        "dcera na voziku by rada chodila do dilny",
        "Rodiče jsou oba přes osmdesát, táta vidí špatně, máma špatně chodí",
        "Bratr byl dva roky ve výkonu trestu, za měsíc ho pustí",
        "support for parents of a toddler with autism",
        "potrebujem denný stacionár pre otca",
        "pomoc dla ofiary przemocy domowej",
        "Безкоштовна юридична консультація для біженців",
        "§ 60a intervenční centra",
        "zákon 108 kontaktní centra",
        "PSB, klient F20, dojíždění 2x týdně",
        "komín hoří, kam zavolat",
        "mám loket v sádře a nemůžu uvařit",
        "ostrov klidu pro pečující",
        "lom v životě a co dál",
        "králíky a jiná zvířata v terapii",
        "volejte 599 443 821",
        "",
        "a",
        "\x00\x00",
        "!!! ???",
    ],
)
def test_ordinary_words_are_no_places(sentence):
    assert spot_place(sentence) is None


def test_namesakes_are_offered():
    spotted = spot_place("pečovatelka v Nové Vsi")

    assert spotted is not None
    assert spotted.place is None
    assert spotted.resolution.choices[0].label == "Nová Ves (Ostrava)"


def test_a_second_place_tells_namesakes_apart():
    spotted = spot_place("pečovatelka v Nové Vsi v Ostravě")

    assert spotted is not None
    assert spotted.place is not None
    assert (spotted.place.label, spotted.left) == ("Nová Ves (Ostrava)", "pečovatelka")


def test_spotting_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        spot_place("bydlíme v Ostravě v Zábřehu a táta potřebuje pomoc, jezdíme do Opavy")


def test_a_text_of_ten_thousand_characters_is_read_in_time():
    assert spot_place("v Ostravě " * 1000) is not None
