"""Letters that ask a provider whether its facts hold. Each is keyed by its question, so that no retry sends it twice."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network.freshness_link import link_address
from network.letters import send_letter
from network.models import Ask
from sociopoint.context import desk


def ask_by_mail(ask: Ask) -> None:
    _send(
        ask,
        "asked",
        _("SOCIOPOINT %(city)s: platí vaše údaje v katalogu?") % {"city": desk().city},
        [
            _("v katalogu pomoci lidé najdou i organizaci %(who)s, podle údajů, které o ní máme.")
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
    send_letter(
        to=ask.email,
        subject=subject,
        paragraphs=paragraphs,
        deed=_("Podívat se a potvrdit"),
        address=link_address(ask),
        key=f"network-freshness-{ask.pk}-{name}",
    )
