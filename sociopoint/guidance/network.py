"""In the partner network: for everybody in it, and what a coordinator keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sociopoint.guidance import Chapter

MEMBER = (
    Chapter(
        _("Co na vás čeká"),
        (
            _("První stránka sítě ukazuje, co máte udělat a do kdy: odpovědi, úkoly, výkazy, pozvánky."),
            _("Na většinu věcí odpovíte i odkazem z e-mailu, bez přihlášení. Odkaz nikomu neposílejte dál."),
        ),
        "network:home",
        _("Síť"),
    ),
    Chapter(
        _("Údaje vaší organizace"),
        (
            _(
                "Opravu navrhnete u své služby. Veřejnost ji uvidí, až ji schválí koordinátor; do té doby platí dosavadní údaj."
            ),
            _("Volná místa a dočasné zavření jsou na webu hned, bez schvalování."),
            _("Všechno platí? Potvrďte to jedním tlačítkem. U služby pak lidé uvidí dnešní datum."),
            _("Adresu, která se tají, nikam nepište. Službu navrhněte bez ní."),
            _("Začne se adresa tajit? Zaškrtněte to u místa. Skryjeme ji hned a smažeme i z historie."),
        ),
        "network:own-organisation",
        _("Moje organizace"),
    ),
    Chapter(
        _("Když vám SOCIOPOINT někoho předá"),
        (
            _("Přijde e-mail s odkazem, bez jediného slova o člověku. Na stránce je, o co jde, zatím beze jména."),
            _("Že čekáme na odpověď, vidíte i na první stránce sítě. Odkaz je ale jen v tom e-mailu."),
            _(
                "Odpovězte: přijímáme, do pořadníku, potřebujeme víc vědět, nemůžeme, nebo to nepatří nám. I „nemůžeme“ pomůže."
            ),
            _("Kontakt uvidíte, až přijmete a když s tím člověk souhlasil. Opište si ho, každé ukázání se zapíše."),
            _("Odkaz platí 14 dní. O nový požádáte na téže stránce, přijde jen na adresu z katalogu."),
        ),
    ),
    Chapter(
        _("Lidé a kontakty"),
        (
            _("U každého zvolte, kdo kontakt uvidí: kdokoli na webu, síť, nebo jen SOCIOPOINT."),
            _("Kdo odešel, tomu ukončete působení. Nemaže se, aby bylo jasné, s kým se kdy jednalo."),
            _("Nastavte schránky: kam posílat předání, výkazy, pozvánky a dotazy na údaje."),
        ),
        "network:person-list",
        _("Lidé"),
    ),
    Chapter(
        _("Skupiny a jednání"),
        (
            _("Na pozvánku odpovíte z e-mailu: přijdu, připojím se na dálku, omlouvám se, pošlu zástup."),
            _("Bod do programu navrhnete na stránce jednání. K zápisu se vyjádříte, dokud je k připomínkám."),
            _("Schválený zápis už nikdo nezmění."),
        ),
        "network:meeting-list",
        _("Jednání"),
    ),
    Chapter(
        _("Kompetence a postupy"),
        (
            _("Kompetence říkají, kdo v které situaci co dělá, a hlavně co nedělá. Než pošlete člověka, podívejte se."),
            _("Postup vede krok za krokem: kdo, co, do kdy, a co když ne."),
        ),
        "network:competence-list",
        _("Kompetence"),
    ),
    Chapter(
        _("Školení"),
        (
            _("Když je plno, jste v pořadí. Uvolněné místo vám nabídneme e-mailem na 48 hodin."),
            _("Osvědčení a hodiny za rok najdete na stránce školení."),
        ),
        "network:training-list",
        _("Školení"),
    ),
    Chapter(
        _("Výkazy"),
        (
            _("Hodnoty vyplníte na stránce, nebo stáhnete tabulku a nahrajete ji zpátky."),
            _("Program čísla porovná a zeptá se na to, co je zvláštní. Stačí odpovědět větou."),
            _("Nevíte, co se počítá? Zeptejte se u ukazatele, odpověď uvidí všichni."),
        ),
        "network:indicator-list",
        _("Ukazatele"),
    ),
    Chapter(
        _("E-maily a kalendář"),
        (
            _("Zprávy sítě odhlásíte jedním klepnutím v e-mailu. Tady je najdete dál."),
            _("Kalendář sítě si přidáte do svého pod tajnou adresou."),
        ),
        "network:calendar",
        _("Kalendář"),
    ),
)

COORDINATOR = (
    Chapter(
        _("Návrhy a nové záznamy"),
        (
            _("Návrh ukazuje, jak to je a jak to má být. Každý údaj přijmete nebo odmítnete zvlášť, s důvodem."),
            _("Partner se výsledek dozví e-mailem."),
        ),
        "network:proposal-list",
        _("Návrhy"),
    ),
    Chapter(
        _("Pozvání do sítě"),
        (
            _("Zapište člověka a jeho působení, potom ho pozvěte. Odkaz v e-mailu platí 7 dní a jen jednou."),
            _("Jiné účty zakládá správce."),
        ),
        "network:person-list",
        _("Lidé"),
    ),
    Chapter(
        _("Ověřování údajů"),
        (
            _("Kampaň se zeptá organizací, jestli jejich údaje platí, a dvakrát připomene."),
            _("Kdo mlčí, tomu zavolejte a zapište, že jste volali."),
        ),
        "network:campaign-list",
        _("Ověřování"),
    ),
    Chapter(
        _("Jednání od pozvánky k zápisu"),
        (
            _(
                "Připravte program a svolejte. Kdo neodpoví, dostane jednu připomínku. Kdo do skupiny přibude potom, pozvánku dostane také."
            ),
            _("Píšete dva najednou? Nic si nepřepíšete. Kde jste změnili totéž, pozdější uvidí obojí a rozhodne."),
            _("Když jednání zrušíte, jeho body se navrhnou na příští."),
            _(
                "Zápis pište po řádcích: informace, úkol, usnesení, změna člena. Řádky na písku po schválení změní údaje samy."
            ),
            _("Po schválení se zápis nedá změnit ani smazat. Nejdřív ho pošlete k připomínkám."),
        ),
        "network:group-list",
        _("Skupiny"),
    ),
    Chapter(
        _("Manuály a výkazy"),
        (
            _("Manuál se nemění, vydává se nová verze ode dne, kdy platí."),
            _("Výkaz vraťte s otázkou, přijměte, nebo uzamkněte. Oprava po uzamčení chce důvod."),
        ),
        "network:indicator-list",
        _("Ukazatele"),
    ),
    Chapter(
        _("Zprávy"),
        (
            _(
                "Zprávu pošlete skupinám, organizacím, rolím, nebo odběratelům zpravodaje mimo síť. Každý ji dostane jednou."
            ),
            _("Kdo zprávy odhlásil, e-mail nedostane, ale v síti ji najde."),
        ),
        "network:announcement-list",
        _("Zprávy"),
    ),
)
