"""For administrators: accounts, the catalogue, what the program does by itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sociopoint.guidance import Chapter

ADMINISTRATOR = (
    Chapter(
        _("Účty"),
        (
            _("Každý má svůj účet a jednu roli. Společné účty nezakládejte, zápis o nahlédnutí by nic neznamenal."),
            _("Novému účtu napište e-mail a roli. Člověku přijde odkaz a heslo si zvolí sám; vy ho neznáte."),
            _("Sociální pracovnici přidejte i do pracoviště, jinak neuvidí žádný dotaz."),
            _("Kdo ztratil telefon: ověřte si, že mluvíte opravdu s ním, a zrušte mu druhý krok přihlášení."),
            _("Kdo odešel, tomu účet vypněte. Nemaže se, aby bylo vidět, kdo co udělal."),
            _("O nové roli, novém účtu pultu i změně jeho e-mailu se koordinátoři dozvědí."),
            _("Ať jste správci aspoň dva. Druhý krok si sami nezrušíte."),
        ),
        "admin:sociopoint_user_changelist",
        _("Účty"),
    ),
    Chapter(
        _("Co nevidíte"),
        (
            _("Obsah dotazů, kontakty a texty. Ke správě je nepotřebujete."),
            _("Když potřebujete poradit s konkrétním dotazem, řekněte si o jeho číslo, ne o jméno."),
        ),
    ),
    Chapter(
        _("Služby a organizace"),
        (
            _("První stránka správy počítá služby bez telefonu nebo se starými údaji a vede k nim. Ověřte je naráz."),
            _("Nová verze programu změní jen údaje, na které nikdo nesáhl. Co změnila, píše v Nových verzích údajů."),
            _("Údaj, který opravíte, už import z registru nepřepíše."),
            _("Historie ukazuje, kdo co změnil. Každý krok jde vrátit, i smazání."),
            _("Když službu mezitím změnil někdo jiný, program to řekne a nic neztratíte."),
        ),
        "admin:catalogue_service_changelist",
        _("Služby"),
    ),
    Chapter(
        _("Tabulky"),
        (
            _("Nahrát tabulku (CSV, XLSX): nejdřív ukáže, co se změní a co je špatně. Teprve potom potvrdíte."),
            _("Jedna chyba zastaví všechno, takže nikdy nezůstane půlka."),
        ),
    ),
    Chapter(
        _("Hledání"),
        (
            _("Fráze hledání učí program slova lidí: co znamenají a kam vedou. Platí hned."),
            _("Hledaná slova ukazují, na co se lidé ptali a co nenašli."),
        ),
        "admin:catalogue_needphrase_changelist",
        _("Fráze hledání"),
    ),
    Chapter(
        _("Lhůty a souhlas"),
        (
            _("Lhůty uchování určí pověřenec a spisový plán. Program maže každou noc, běhy skartace říkají co."),
            _(
                "Číslo „po lhůtě déle než den“ má být nula. Když není, nejde úloha na pozadí: zavolejte správci serveru."
            ),
            _("Nové znění souhlasu je nová verze. Starou neměňte, lidé souhlasili s ní."),
        ),
        "admin:inquiries_retentionrule_changelist",
        _("Lhůty uchování"),
    ),
    Chapter(
        _("Pult"),
        (
            _("Číselníky pultu: položku vyřaďte, nemažte. Staré záznamy si své slovo nechají."),
            _("Pravidlo počítání je po instalaci příklad. Zapište to, které platí u vás."),
        ),
        "admin:inquiries_countingrule_changelist",
        _("Pravidla počítání"),
    ),
    Chapter(
        _("Kiosky"),
        (
            _("Kiosk přidáte s místem, kde stojí. Nový kód přístroje platí den a pustí dovnitř jeden přístroj."),
            _("V seznamu je, kdy se přístroj naposledy ozval. Když mlčí, běžte se podívat."),
        ),
        "admin:catalogue_kiosk_changelist",
        _("Kiosky"),
    ),
    Chapter(
        _("Když něco nejde"),
        (
            _("Import registru odmítl soubor: nic se nezměnilo, v katalogu platí minulý stav. Zpráva říká proč."),
            _("E-maily nechodí: správce serveru uvidí v /healthz, jestli běží úlohy na pozadí."),
            _("Únik údajů, ztracený přístroj, cizí přihlášení: nejdřív vypněte účet, potom volejte pověřence."),
        ),
    ),
)
