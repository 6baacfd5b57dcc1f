"""Letters about a training: to who has a seat, waits for one or is offered one; of its change, and of its being called off.

Each goes to the person at work, else to their account. Without either, what they must learn goes to whoever registered them:
an offer nobody reads would lapse unread. The link in it needs no account.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from network.dates import hour, moment
from network.letters import send_letter
from network.models import Position, Registration, RegistrationState, Training, TrainingDate
from network.training_link import registration_path
from sociopoint.context import desk
from sociopoint.mailing import states_of
from sociopoint.models import MailState, User

CONFIRMED = RegistrationState.CONFIRMED
KINDS = ("line", "seat", "offer", "off", "called-off")
"""Of letters about one registration, beside `change-` and a version."""
STILL_COUNTED = (CONFIRMED, RegistrationState.OFFERED, RegistrationState.WAITING)


def tell_registered(row: Registration) -> None:
    """A seat with its days for the calendar, or a place in the line; also after an offered seat was taken."""
    if not own_address_of(row):
        return  # whoever registered them was told on the page
    if row.state == CONFIRMED:
        _write(
            row,
            subject=_("SOCIOPOINT %(city)s: máte místo na školení"),
            paragraphs=[_("na školení „%(title)s“ máte místo.") % {"title": row.training.title}, said_of(row.training)],
            calendar=calendar_of(row.training),
            key="seat",
        )
        return
    _write(
        row,
        subject=_("SOCIOPOINT %(city)s: jste v pořadí na školení"),
        paragraphs=[
            _("školení „%(title)s“ je teď plné a jste v pořadí.") % {"title": row.training.title},
            _("Až se místo uvolní, napíšeme vám a dva dny ho pro vás podržíme."),
        ],
        key="line",
    )


def tell_withdrawn(row: Registration, *, by: User) -> None:
    """By somebody else than the person; to the person alone."""
    if not own_address_of(row):
        return
    _write(
        row,
        subject=_("SOCIOPOINT %(city)s: odhlášení ze školení"),
        paragraphs=[
            _("ze školení „%(title)s“ vás někdo odhlásil. Je to omyl? Přihlaste se znovu, nebo nám zavolejte.")
            % {"title": row.training.title}
        ],
        deed=_("Podívat se na přihlášku"),
        calendar=calendar_of(row.training, method="CANCEL"),
        key="off",
    )


def tell_offered(row: Registration) -> None:
    if row.offer_until is None:
        raise TypeError("the table keeps until when a seat is offered")
    _write(
        row,
        subject=_("SOCIOPOINT %(city)s: uvolnilo se místo na školení"),
        paragraphs=[
            _("na školení „%(title)s“ se uvolnilo místo a jste na řadě.") % {"title": row.training.title},
            said_of(row.training),
            _("Držíme ho pro vás do %(when)s. Účet nepotřebujete.") % {"when": moment(row.offer_until)},
        ],
        deed=_("Vzít si místo, nebo ho nechat dalšímu"),
        key="offer",
    )


def tell_changed(training: Training, *, days_before: int = 0) -> bool:
    """Of other days or another place, to everybody who counts with it; days there are no more leave calendars.

    Returns whether there is anybody.
    """
    counting = _counting(training)
    for row in counting:
        _write(
            row,
            subject=_("SOCIOPOINT %(city)s: změna školení"),
            paragraphs=[
                _("školení „%(title)s“ se mění. Platí tohle:") % {"title": training.title},
                said_of(training),
                *([_("Nehodí se vám to? Odhlaste se, místo dostane další.")] if row.state == CONFIRMED else []),
            ],
            calendar=calendar_of(training, days_before=days_before) if row.state == CONFIRMED else "",
            key=f"change-{training.calendar_version}",
        )
    return bool(counting)


def tell_called_off(training: Training) -> bool:
    """Returns whether anybody counted with it."""
    counting = _counting(training)
    for row in counting:
        _write(
            row,
            subject=_("SOCIOPOINT %(city)s: školení se ruší"),
            paragraphs=[
                _("školení „%(title)s“ se ruší.") % {"title": training.title},
                said_of(training),
            ],
            deed=_("Podívat se na přihlášku"),
            calendar=calendar_of(training, method="CANCEL") if row.state == CONFIRMED else "",
            key="called-off",
        )
    return bool(counting)


def letters_of(training: Training, rows: Iterable[Registration]) -> dict[int, MailState]:
    """Row -> how far a letter of it is that has not left; missing where all did. One query."""
    kinds = (*KINDS, f"change-{training.calendar_version}")
    keys = {_key(kind, row): row.pk for row in rows for kind in kinds}
    left = [(keys[key], state) for key, state in states_of(keys).items() if state != MailState.SENT]
    return dict(sorted(left, key=lambda one: one[1] in (MailState.FAILED, MailState.UNSURE)))


def said_of(training: Training) -> str:
    """When and where, a line each."""
    days = [f"{moment(one.starts_at)}–{hour(one.ends_at)}" for one in training.dates.all()]
    lines = [_("Kdy: %(when)s") % {"when": "; ".join(days)}] if days else []
    if training.place:
        lines.append(_("Kde: %(place)s") % {"place": training.place})
    return "\n".join(lines)


def calendar_of(training: Training, *, method: str = "PUBLISH", days_before: int = 0) -> str:
    """Its days for a calendar programme; a later version moves the days of an earlier one. '' without a day."""
    dates = list(training.dates.all())
    if not dates:
        return ""
    calendar = Calendar()
    calendar.add("prodid", "-//SOCIOPOINT//sit//CS")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for number, one in enumerate(dates):
        calendar.add_component(_event(training, one, number, is_off=method == "CANCEL"))
    for number in range(len(dates), days_before):
        calendar.add_component(_event(training, dates[-1], number, is_off=True))
    return bytes(calendar.to_ical()).decode()


def uid_of(training: int, number: int) -> str:
    """Of its day in the order of days, which stays when the day moves."""
    return f"training-{training}-{number}@{settings.ENVIRONMENT.site_address.partition('://')[2]}"


def own_address_of(row: Registration) -> str:
    """'' where we know none."""
    held = Position.objects.held_on(timezone.localdate()).filter(person=row.person_id).exclude(email="")
    at_work = held.filter(organisation=row.organisation_id).first() or held.first()
    return at_work.email if at_work is not None else _open(row.person.user)


def _open(account: User | None) -> str:
    return account.email if account is not None and account.is_active else ""


def _counting(training: Training) -> Sequence[Registration]:
    rows = training.registrations.filter(state__in=STILL_COUNTED)
    return list(rows.select_related("training", "person__user", "registered_by"))


def _event(training: Training, one: TrainingDate, number: int, *, is_off: bool) -> Event:
    event = Event()
    event.add("uid", uid_of(training.pk, number))
    event.add("sequence", training.calendar_version)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", one.starts_at)
    event.add("dtend", one.ends_at)
    event.add("summary", training.title)
    if training.place:
        event.add("location", training.place)
    event.add("url", settings.ENVIRONMENT.site_address + training.get_absolute_url())
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return event


def _write(
    row: Registration, *, subject: str, paragraphs: Sequence[str], key: str, deed: str = "", calendar: str = ""
) -> None:
    """Names whom it is about; a colleague who registered them is told why it came to them."""
    own = own_address_of(row)
    address = own or _open(row.registered_by)
    if not address:
        return
    passed_on = _("E-mail na tohoto člověka nemáme, předejte mu to prosím: %(person)s.")
    whose = _("Přihláška: %(person)s.") if own else passed_on
    send_letter(
        to=address,
        subject=subject % {"city": desk().city},
        paragraphs=[*(one for one in paragraphs if one), whose % {"person": row.person}],
        deed=deed or _("Podívat se na přihlášku, nebo ji zrušit"),
        address=settings.ENVIRONMENT.site_address + registration_path(row),
        calendar=calendar,
        key=_key(key, row),
    )


def _key(kind: str, row: Registration) -> str:
    return f"training-{kind}-{row.pk}"
