"""What people of the made-up desk come with, where from, how and when. Weights, not counts; words that nobody said."""

from __future__ import annotations

from dataclasses import dataclass

from inquiries.models import InquiryKind


@dataclass(frozen=True)
class Story:
    """One thing people come with. `group` is a code of TargetGroup or ''; `kind` of InquiryKind."""

    situation: str
    weight: int
    words: str
    group: str = ""
    age: str = "27-64"
    kind: InquiryKind = InquiryKind.QUESTION


STORIES = [
    Story("pomoc-doma-senior", 14, "maminka po mrtvici nezvládne hygienu, dcera je přes den v práci", "seniori", "80+"),
    Story("prispevek-na-peci", 10, "neví, jak požádat o příspěvek na péči a co k tomu potřebuje", "seniori", "65-79"),
    Story("domov-pro-seniory", 8, "hledají domov pro tatínka, doma už to nejde", "seniori", "80+"),
    Story("odpocinek-pecujici", 5, "pečuje o manžela rok v kuse a potřebuje týden volna", "seniori", "65-79"),
    Story("demence", 5, "babička se ztrácí cestou z obchodu", "seniori", "80+"),
    Story("hrozi-vystehovani", 9, "přišla výpověď z nájmu, dluží dva měsíce", "vylouceni", "27-64"),
    Story("nemam-kde-spat", 7, "dnes nemá kde přespat", "bez_pristresi", "27-64", InquiryKind.CRISIS),
    Story("socialni-byt", 7, "bydlí na ubytovně se dvěma dětmi a hledají byt", "rodiny", "27-64"),
    Story("matka-s-detmi-bez-bydleni", 3, "odešla s dětmi od partnera a nemá kam jít", "rodiny", "18-26"),
    Story("exekuce", 9, "exekutor zablokoval účet a nezbylo na jídlo", "vylouceni", "27-64"),
    Story("davky", 8, "neví, na které dávky má nárok", "", "27-64"),
    Story("oddluzeni", 4, "ptá se, jestli může do oddlužení", "vylouceni", "27-64", InquiryKind.CONSULTATION),
    Story("materialni-pomoc", 4, "došly peníze, shání potraviny na víkend", "vylouceni", "27-64"),
    Story(
        "domaci-nasili", 3, "doma se bojí partnera, chce vědět, kam jít", "domaci_nasili", "27-64", InquiryKind.CRISIS
    ),
    Story(
        "zivot-s-dusevnim-onemocnenim",
        5,
        "vrací se z nemocnice a chce podporu doma",
        "dusevni",
        "27-64",
        InquiryKind.CONSULTATION,
    ),
    Story("akutni-krize", 3, "už týden nespí a neví, co dál", "krize", "27-64", InquiryKind.CRISIS),
    Story("alkohol", 4, "manžel pije a nechce to řešit", "zavislost", "27-64"),
    Story("vychovne-potize", 4, "syn přestal chodit do školy", "rodiny", "27-64"),
    Story("rozvod", 3, "rozcházejí se a neví, jak domluvit péči o děti", "rodiny", "27-64"),
    Story("pomucky", 4, "potřebuje půjčit chodítko po operaci kyčle", "zp", "65-79"),
    Story("mentalni-postizeni", 3, "hledá denní program pro dospělého syna", "mentalni", "18-26"),
    Story("ztrata-prace", 3, "dostal výpověď a neví, co dřív", "", "27-64"),
    Story("pobyt-a-doklady", 3, "potřebuje vyřídit doklady a tlumočníka", "imigranti", "27-64"),
    Story("nechci-domu", 2, "po hádce nemůže domů, spí u kamaráda", "deti_mladez", "15-17"),
]
DISTRICTS = {
    "Ostrava-Jih": 28,
    "Moravská Ostrava a Přívoz": 22,
    "Poruba": 17,
    "Slezská Ostrava": 12,
    "Mariánské Hory a Hulváky": 6,
    "Vítkovice": 6,
    "Radvanice a Bartovice": 3,
    "Svinov": 2,
    "Michálkovice": 2,
}
CHANNELS = {"phone": 44, "in_person": 31, "email": 12, "web": 6, "field": 4, "partner": 3}
HOURS = {8: 12, 9: 18, 10: 19, 11: 14, 12: 6, 13: 12, 14: 11, 15: 6, 16: 3}
UNMET = {"full": 46, "waiting": 26, "not_here": 12, "price": 8, "no_service": 8}
