"""An announcement begun with what it is about: a training or an event, said so that a coordinator only looks it over."""

from __future__ import annotations

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from network import events
from network.dates import days, hour, moment
from network.models import NetworkEvent, Training


def begun_with(query: QueryDict) -> dict[str, str]:
    """`?skoleni=` or `?akce=` a number: subject and text; nothing for one that is not there."""
    for name, model in (("skoleni", Training), ("akce", NetworkEvent)):
        asked = query.get(name, "")
        if asked.isascii() and asked.isdigit() and len(asked) < 18:
            found = model.objects.filter(pk=int(asked)).first()
            if isinstance(found, Training):
                return _of_training(found)
            if isinstance(found, NetworkEvent):
                return _of_event(found)
    return {}


def _of_training(training: Training) -> dict[str, str]:
    when = "; ".join(f"{moment(one.starts_at)}–{hour(one.ends_at)}" for one in training.dates.all())
    lines = [
        _("zveme vás na školení „%(title)s“.") % {"title": training.title},
        training.goal,
        _("Kdy: %(when)s") % {"when": when} if when else "",
        _("Kde: %(place)s") % {"place": training.place} if training.place else "",
        _("Přihlášky: %(days)s") % {"days": days(training.opens_on, training.closes_on)},
        settings.ENVIRONMENT.site_address + training.get_absolute_url(),
    ]
    return _letter(_("Školení: %(title)s") % {"title": training.title}, lines)


def _of_event(event: NetworkEvent) -> dict[str, str]:
    lines = [
        _("chystá se: %(title)s.") % {"title": event.title},
        event.about,
        _("Kdy: %(when)s") % {"when": events.when(event)},
        _("Kde: %(place)s") % {"place": event.place} if event.place else "",
        event.link or settings.ENVIRONMENT.site_address + event.get_absolute_url(),
    ]
    return _letter(event.title, lines)


def _letter(title: str, lines: list[str]) -> dict[str, str]:
    return {"title": title[:150], "text": "\n\n".join(filter(None, [_("Dobrý den,"), *lines]))}
