"""At the front desk: for workers, and what a coordinator looks after."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sociopoint.guidance import Chapter

WORKER = (
    Chapter(
        _("Začněte stránkou Dnes"),
        (
            _("Nahoře stojí, co je po termínu, potom co má být dnes. Klepnutím se dostanete rovnou k věci."),
            _("Otázky z webu čekají, až si je někdo převezme. Odpovědět se dá na jednu po druhé, klávesou J na další."),
            _("Co vám předal kolega, je nahoře, dokud to neotevřete. Jeho vzkaz stojí v poznámce dotazu."),
            _("Rozepsaný dotaz na vás počká. Po týdnu bez práce se sám zruší."),
        ),
        "inquiries:today",
        _("Dnes"),
    ),
    Chapter(
        _("Zápis při rozhovoru"),
        (
            _("Stiskněte N a pište do řádku, co slyšíte: situaci, obvod, věk. Program nabízí služby a vyplňuje pole."),
            _("Na jméno se neptejte. Když se máme ozvat, patří telefon do kontaktu, ne do poznámky."),
            _("Hodiny běží samy. Když je špatně, minuty opravte."),
            _("Ctrl+Enter dotaz uloží a uzavře. Všechno jde i myší a bez zkratek."),
        ),
        "inquiries:inquiry-new",
        _("Nový dotaz"),
    ),
    Chapter(
        _("Předání člověka"),
        (
            _("Předat kontakt na službu smíte vždycky. Člověk zavolá sám."),
            _("Odeslat partnerovi: napište, o co jde, beze jména. Partner odpoví odkazem z e-mailu, účet nepotřebuje."),
            _("Když se partner má dozvědět, kdo to je, potřebujete souhlas: co, k čemu a jak člověk souhlasil."),
            _("Kontakt partner uvidí, až předání přijme. Když člověk souhlas odvolá, odkaz hned přestane platit."),
            _("Když partner mlčí, program ho upomene sám a řekne vám to."),
        ),
        "inquiries:referral-list",
        _("Předání"),
    ),
    Chapter(
        _("Lístek a návratový kód"),
        (
            _("Na lístku je, kam jít, co vzít s sebou a číslo k nám. Velké písmo je na A4."),
            _("Čtyři slova na lístku jsou kód. Člověk se s ním vrátí beze jména, k pultu i na web."),
            _("Kód podruhé neukážeme. Ztracený nahradí nový, starý přestane platit."),
            _("Zeptejte se, jestli je bezpečné lístek nést domů."),
        ),
    ),
    Chapter(
        _("Dohled"),
        (
            _("Když slíbíte, že se ozvete, naplánujte dohled. V ten den ho uvidíte na stránce Dnes."),
            _("Volejte v době, která je u kontaktu. Vzkaz nechte jen tam, kde se smí."),
            _("Zapište každý pokus. Po třech marných dohled skončí jako nezastižen."),
            _(
                "U každého předání se zeptejte: zkusil to, dovolal se, co se stalo, vyřešilo se to? Co nevíte, nechte být."
            ),
            _("Krizi nejde uzavřít bez dohledu, nebo bez důvodu, proč nebyl možný."),
        ),
        "inquiries:follow-up-list",
        _("Dohledy"),
    ),
    Chapter(
        _("Když pomoc není"),
        (
            _("Zapište nenaplněnou potřebu: co chybí, kde a proč. Bez jmen."),
            _("Z častých potřeb se stane bod jednání pracovní skupiny a město odpoví, co s tím."),
        ),
        "inquiries:unmet-list",
        _("Co lidem chybí"),
    ),
    Chapter(
        _("Čárky z terénu"),
        (
            _("Deset lidí na akci zapíšete na jedné stránce. Statistika je počítá hned."),
            _("Podrobnosti doplníte, až bude klid. Program se ptá nejdřív na to, co je pro výkaz nejdůležitější."),
        ),
        "inquiries:ticks",
        _("Čárky z terénu"),
    ),
    Chapter(
        _("Žádost o vlastní údaje"),
        (
            _("Člověk chce vědět, co o něm máme, opravit to, omezit, nebo smazat? Založte žádost."),
            _("Najdete ho podle telefonu, e-mailu nebo kódu. Bez nich záznam k nikomu přiřadit nejde, řekněte mu to."),
            _("Co s nalezeným souvisí, program jen nabídne. Zeptejte se a přidejte jen to, co je opravdu jeho."),
            _("V omezeném dotazu odpovědět nejde. Co chce člověk vědět teď, založte jako nový dotaz."),
            _("Na odpověď je měsíc. Program den hlídá a kroky zapisuje."),
        ),
        "inquiries:subject-requests",
        _("Žádosti o údaje"),
    ),
    Chapter(
        _("Co se smaže a co zůstane"),
        (
            _("Texty a kontakty se mažou samy podle lhůt, čísla pro statistiku zůstanou."),
            _("Měsíc předem stojí na stránce Dnes, kolika dotazů se to týká. U každého uvidíte, co z něj zbude."),
            _("Co potřebuje soud, úřad nebo stížnost, zadržte. Napište kdo a proč, bez podrobností o člověku."),
        ),
        "inquiries:soon-shredded",
        _("Co se brzy smaže"),
    ),
    Chapter(
        _("Co nikdy nezapisovat"),
        (
            _("Rodné číslo, číslo dokladu, datum narození, přesnou adresu."),
            _("Diagnózu a jméno do poznámky. Když program upozorní, přesuňte to do kontaktu, nebo začerněte."),
            _("Zapisuje se, kdo který dotaz otevřel. Cizí otevírejte, jen když zastupujete."),
        ),
    ),
    Chapter(
        _("Když něco nejde"),
        (
            _("Zamčeno: byli jste čtvrt hodiny pryč. Odemkněte heslem, co jste napsali, počká."),
            _("Na dotazu pracuje ještě někdo: program ukáže obojí a vy vyberete, co platí."),
            _(
                "Program neběží: pište čárky na papír a zapište je večer. Krizové linky máte na letáku, a v telefonu i bez signálu."
            ),
            _("Ztratili jste telefon s kódy: použijte záložní kód, nebo zavolejte správci."),
        ),
        "account",
        _("Váš účet"),
    ),
)

COORDINATOR = (
    Chapter(
        _("Co vidíte a co ne"),
        (
            _("Vidíte dotazy všech pracovišť jako kódované údaje: kdy, o čem, odkud, jak dopadly."),
            _("Texty ani kontakty nevidíte. Není to chyba, je to ochrana lidí."),
        ),
        "inquiries:inquiry-list",
        _("Dotazy"),
    ),
    Chapter(
        _("Statistika"),
        (
            _("Každé číslo je odkaz na záznamy, ze kterých vzniklo. Období srovnáte s minulým nebo s loňskem."),
            _("Ven jdou čísla jen za celý měsíc, čtvrtletí, pololetí nebo rok, který skončil."),
            _("Do zprávy pro radu jde PDF: čísla pod pět jsou v něm skrytá, i ta, ze kterých by šla dopočítat."),
            _("Kontakty a intervence spočítáte podle každého manuálu vedle sebe."),
        ),
        "inquiries:statistics",
        _("Statistiky"),
    ),
    Chapter(
        _("Kdo do čeho nahlížel"),
        (
            _("Jednou za týden přehled projděte. Neobvyklé je nahoře."),
            _("Čísla jsou důvod se zeptat, ne obvinění."),
            _("Pod nimi jsou změny účtů: komu správce otevřel dotazy. Přijde vám o nich e-mail."),
        ),
        "inquiries:reading-list",
        _("Kdo do čeho nahlížel"),
    ),
    Chapter(
        _("Co lidem chybí"),
        (
            _("Potvrzené potřeby předejte skupině, zařaďte do plánu, nebo odmítněte s odpovědí."),
            _("Pravidlo umí navrhnout bod jednání samo, když se potřeba opakuje."),
        ),
        "inquiries:gaps",
        _("Co lidem chybí"),
    ),
    Chapter(
        _("Zadržené dotazy"),
        (
            _(
                "Když záznam potřebuje soud nebo se vyřizuje stížnost, zadržte ho do určitého dne. Nic se z něj nesmaže."
            ),
            _("Uvolnit zadržení smíte jen vy."),
        ),
        "inquiries:hold-list",
        _("Zadržené dotazy"),
    ),
)
