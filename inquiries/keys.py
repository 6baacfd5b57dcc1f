"""Every key of the desk and every sign of its line, for the pages that tell them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inquiries.lists import desk_lists

Rows = list[tuple[str, str]]


def key_groups() -> list[tuple[str, Rows]]:
    """(where they work, rows of key and words). One query, of the code lists, while they are not kept."""
    channels = [(one.token, one.name) for one in desk_lists().channels if one.token and not one.is_retired]
    return [
        (
            _("Kdekoli v pultu"),
            [
                ("N", _("nový dotaz, mimo textová pole")),
                ("Alt+N", _("nový dotaz odkudkoli")),
                ("?", _("tento přehled")),
            ],
        ),
        (
            _("V řádku"),
            [
                *channels,
                ("za blízkého", _("za koho se ptá: za sebe, za blízkého, za klienta, za neznámého")),
                ("72 let", _("věk; 7005 je „sedmdesátník“")),
                ("ž m", _("žena, muž")),
                ("uk", _("jazyk: uk, en, sk, pl, ru, de, rom, vi, cse")),
                ("tl", _("s tlumočníkem")),
                ("@Poruba", _("obvod nebo obec; @mimo je mimo město")),
                ("#dluhy", _("situace")),
                ("!", _("krize")),
                ("?", _("nenaplněná potřeba")),
                ("603 000 000", _("telefon člověka, uloží se do kontaktu")),
                ("kód lípa vlak hrad sova", _("návratový kód, který člověk řekl")),
                ("↓", _("přejít do nálezů")),
                ("Esc", _("opustit řádek; písmena pak platí jako zkratky")),
            ],
        ),
        (
            _("Na vybraném nálezu"),
            [
                ("↑ ↓", _("předchozí a další")),
                ("→ ←", _("k příručkám a zpátky")),
                ("Enter", _("zapsat situaci, předat kontakt na službu")),
                ("P", _("předat kontakt")),
                ("O", _("odeslat partnerovi")),
                ("T", _("na lístek")),
            ],
        ),
        (
            _("V seznamech"),
            [
                ("J K", _("další a předchozí řádek; na řádku i šipkami")),
                ("Enter", _("otevřít")),
            ],
        ),
        (
            _("U otázek z webu"),
            [
                ("J K", _("další a předchozí otázka")),
                ("R", _("psát odpověď")),
                ("Esc", _("přestat psát; písmena pak platí jako zkratky")),
                ("1 2 3", _("informace, rada, aktivní pomoc")),
                ("Ctrl+Enter", _("odpovědět, uzavřít a další")),
                ("Ctrl+Shift+Enter", _("odpovědět, nechat otevřený a další")),
            ],
        ),
        (
            _("Na listu čárek"),
            [
                ("Enter", _("stejné pole na dalším řádku")),
                ("Ctrl+Enter", _("zapsat všechny")),
            ],
        ),
        (
            _("V dotazu"),
            [
                ("1 2 3", _("informace, rada, aktivní pomoc")),
                ("A", _("beze jména nebo s kontaktem")),
                ("D", _("dohled")),
                ("K", _("přidat kolegu")),
                ("L", _("lístek")),
                ("Ctrl+Enter", _("uložit a uzavřít")),
                ("Ctrl+Shift+Enter", _("uložit a začít nový")),
                ("Alt+L", _("uložit, uzavřít a dát člověku lístek")),
                ("Alt+O", _("omyl nebo zavěšeno")),
                ("Alt+P", _("nepřišel na schůzku")),
            ],
        ),
    ]
