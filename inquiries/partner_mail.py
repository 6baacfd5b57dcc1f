"""Letters to a partner about a referral. They hold no word about the person: a mailbox is read by many, the link by one.

Each is keyed by the referral and the version of its link, so that no retry sends it twice.
"""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inquiries.models import Referral
from inquiries.partner_link import link_address
from sociopoint.context import desk
from sociopoint.mailing import send_later
from sociopoint.typography import dialable, readable


def invite(referral: Referral) -> None:
    """The first letter, and every one with a new link."""
    _send(
        referral,
        "invitation",
        _("SOCIOPOINT %(city)s: prosíme o odpověď") % {"city": desk().city},
        [
            _("obracíme se na vás kvůli člověku, kterému byste mohli pomoct vy: %(target)s.")
            % {"target": referral.target_name},
            _("Na odkazu si přečtete, o co jde, zatím beze jména. Odpovíte na jedno kliknutí, účet nepotřebujete."),
            _until(referral),
        ],
        with_link=True,
    )


def supply(referral: Referral) -> None:
    """We answered what the partner asked."""
    _send(
        referral,
        f"supplied-{referral.state_changed_at:%Y%m%d%H%M%S}",
        _("SOCIOPOINT %(city)s: doplnili jsme, na co jste se ptali") % {"city": desk().city},
        [_("doplnili jsme, na co jste se ptali. Teď prosíme o vaši odpověď."), _until(referral)],
        with_link=True,
    )


def remind(referral: Referral) -> None:
    _send(
        referral,
        f"reminder-{referral.reminders_sent}",
        _("SOCIOPOINT %(city)s: připomínáme, že čekáme na odpověď") % {"city": desk().city},
        [
            _("před časem jsme vás požádali o odpověď kvůli člověku, který hledá pomoc. Ještě ji nemáme."),
            _("I „nemůžeme“ pomůže: člověka pak hned pošleme jinam."),
            _("Odkaz platí do %(day)s.") % {"day": _day(referral)},
        ],
        with_link=True,
    )


def ask_about_a_place(referral: Referral) -> None:
    """Once a month, of somebody on the partner's waiting list; the link is a new one."""
    _send(
        referral,
        "waiting-list",
        _("SOCIOPOINT %(city)s: uvolnilo se místo?") % {"city": desk().city},
        [
            _("před časem jste nám napsali, že člověka máte v pořadníku: %(target)s.")
            % {"target": referral.target_name},
            _("Napište nám, prosím, jestli už místo máte, nebo jak to vypadá. Když už místo nebude, hledáme jinde."),
            _("Odkaz platí do %(day)s.") % {"day": _day(referral)},
        ],
        with_link=True,
    )


def tell_expired(referral: Referral) -> None:
    _send(
        referral,
        "expired",
        _("SOCIOPOINT %(city)s: už na odpověď nečekáme") % {"city": desk().city},
        [
            _("na naši prosbu jsme za 14 dní nedostali odpověď. Člověku hledáme pomoc jinde a odkaz už neplatí."),
            _("Kdybyste přece mohli pomoct, zavolejte nám."),
        ],
    )


def tell_withdrawn(referral: Referral) -> None:
    _send(
        referral,
        "withdrawn",
        _("SOCIOPOINT %(city)s: odpovídat už nemusíte") % {"city": desk().city},
        [
            _("svou prosbu bereme zpět, odpovídat už nemusíte. Odkaz přestal platit."),
            _("Pokud jste si o člověku něco poznamenali, smažte to, prosím."),
        ],
    )


def _send(referral: Referral, name: str, subject: str, paragraphs: list[str], *, with_link: bool = False) -> None:
    address = link_address(referral) if with_link else ""
    context = {"paragraphs": paragraphs, "address": address, "desk": desk(), "subject": subject}
    send_later(
        to=referral.target_email,
        subject=subject,
        text=_text(paragraphs, address),
        html=render_to_string("inquiries/partner_letter.html", context),
        key=f"referral-{referral.pk}-{referral.link_version}-{name}",
    )


def _text(paragraphs: list[str], address: str) -> str:
    """The letter without pictures: the link stands on a line of its own, so that no programme breaks it."""
    ours = desk()
    parts = [_("Dobrý den,"), *paragraphs]
    if address:
        parts += [_("Přečíst a odpovědět:"), address]
    parts += [
        _("Něco není jasné? Zavolejte %(phone)s.") % {"phone": readable(dialable(ours.phone))},
        f"SOCIOPOINT {ours.city}\n{ours.address}",
    ]
    return "\n\n".join(parts) + "\n"


def _until(referral: Referral) -> str:
    if referral.respond_by is None:
        raise ValueError("a sent referral without a day to respond by")
    return _("Odpovězte, prosím, do %(day)s. Odkaz platí do %(last)s.") % {
        "day": date_format(referral.respond_by, "j. n. Y"),
        "last": _day(referral),
    }


def _day(referral: Referral) -> str:
    """The last day on which the link opens."""
    if referral.link_expires_at is None:
        raise ValueError("a sent referral without an end of its link")
    return date_format(timezone.localtime(referral.link_expires_at), "j. n. Y")
