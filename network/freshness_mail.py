"""Letters that ask a provider whether its facts hold. Each is keyed by its question, so that no retry sends it twice."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network.freshness_link import link_address
from network.models import Ask
from sociopoint.context import desk
from sociopoint.mailing import send_later
from sociopoint.typography import dialable, readable


def ask_by_mail(ask: Ask) -> None:
    _send(
        ask,
        "asked",
        _("SOCIOPOINT %(city)s: platí vaše údaje v katalogu?") % {"city": desk().city},
        [
            _("lidé vás v katalogu pomoci hledají podle údajů, které jste nám dali: %(who)s.")
            % {"who": ask.organisation.name},
            _("Podívejte se na ně, prosím. Když platí, stačí jedno kliknutí. Účet nepotřebujete."),
            *_until(ask),
        ],
    )


def remind_by_mail(ask: Ask) -> None:
    _send(
        ask,
        f"reminder-{ask.reminders}",
        _("SOCIOPOINT %(city)s: připomínáme, platí vaše údaje?") % {"city": desk().city},
        [
            _("před časem jsme se ptali, jestli vaše údaje v katalogu platí: %(who)s. Odpověď ještě nemáme.")
            % {"who": ask.organisation.name},
            _("Bez ní lidem ukazujeme, že údaje nikdo neověřil."),
            *_until(ask),
        ],
    )


def _until(ask: Ask) -> list[str]:
    if ask.campaign is None:
        return []
    return [_("Odpovězte do %(day)s.") % {"day": date_format(ask.campaign.due_on, "j. n. Y")}]


def _send(ask: Ask, name: str, subject: str, paragraphs: list[str]) -> None:
    address, ours, deed = link_address(ask), desk(), _("Podívat se a potvrdit")
    context = {"paragraphs": paragraphs, "address": address, "desk": ours, "subject": subject, "deed": deed}
    closing = [
        f"{deed}:",
        address,
        _("Něco není jasné? Zavolejte %(phone)s.") % {"phone": readable(dialable(ours.phone))},
        f"SOCIOPOINT {ours.city}\n{ours.address}",
    ]
    send_later(
        to=ask.email,
        subject=subject,
        text="\n\n".join([_("Dobrý den,"), *paragraphs, *closing]) + "\n",
        html=render_to_string("network/letter.html", context),
        key=f"network-freshness-{ask.pk}-{name}",
    )
