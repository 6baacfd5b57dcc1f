"""What article 15 (1) of the Regulation wants told beside the data themselves: why, from whom, to whom, for how long, and the rights."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from inquiries.models.readings import KEPT_MONTHS
from inquiries.retention import days_kept
from inquiries.subject_package import Piece


def notice() -> list[Piece]:
    """By the periods in force here. What only the operator knows (legal basis, processors) is left to their whole notice. One query."""
    days, environment = days_kept(), settings.ENVIRONMENT
    kept = _(
        "Texty nejpozději %(words)d dní po vyřízení, u krize %(crisis)d. Kontakt nejpozději %(contact)d dní po vyřízení. "
        "Déle jen to, co je zadržené kvůli soudu nebo stížnosti. Údaje bez totožnosti podle spisového plánu."
    )
    periods = {"words": days.words, "crisis": days.words_of_crisis, "contact": days.contact}
    return [
        Piece("controller", _("Správce údajů"), environment.operator),
        Piece("officer", _("Pověřenec pro ochranu údajů"), environment.dpo_email),
        Piece(
            "purposes",
            _("K čemu údaje máme"),
            _("Abychom vám poradili a ozvali se, jak jsme slíbili. Údaje bez totožnosti slouží plánování pomoci."),
        ),
        Piece(
            "categories",
            _("Jaké údaje to jsou"),
            _(
                "Kódované údaje o dotazu, texty (co jste napsali nebo řekli a co jsme odpověděli) a kontakt, když jste ho nechali. "
                "V textech mohou být i údaje o zdraví nebo o rodině, když jste je řekli."
            ),
        ),
        Piece(
            "source",
            _("Odkud je máme"),
            _("Od vás, nebo od toho, kdo se ptal za vás. Od partnera to, co odpověděl na předání."),
        ),
        Piece(
            "recipients",
            _("Kdo se k nim dostane"),
            _(
                "Pracovníci pultu, kteří dotaz vyřizují. Koordinátorka nebo koordinátor bez textů a bez kontaktu. "
                "Služba nebo úřad, kterým jsme vás předali: jsou u každého dotazu, i to, jestli viděli kontakt."
            ),
        ),
        Piece(
            "readings",
            _("Kdo nahlížel"),
            _(
                "U každého dotazu je, kdy do něj kdo nahlédl, v jaké roli a k čemu. Jména pracovníků neuvádíme, jednali za správce. "
                "Záznamy držíme %(months)d měsíců."
            )
            % {"months": KEPT_MONTHS},
        ),
        Piece("kept", _("Jak dlouho je máme"), kept % periods),
        Piece(
            "decisions",
            _("Rozhoduje o vás stroj?"),
            _("Ne. Program jen navrhuje služby, vybírá člověk."),
        ),
        Piece(
            "rights",
            _("Vaše práva"),
            _("Můžete chtít opravu, výmaz nebo omezení, podat námitku a kdykoli odvolat souhlas s předáním."),
        ),
        Piece("complaint", _("Stížnost"), _("Úřad pro ochranu osobních údajů, uoou.gov.cz.")),
        Piece(
            "whole",
            _("Právní důvod a zpracovatelé"),
            environment.privacy_notice_url or _("Jsou v úplné informaci o zpracování. Řekněte si o ni u pultu."),
        ),
    ]
