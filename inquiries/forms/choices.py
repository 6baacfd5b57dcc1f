"""What the fields of the desk's forms offer, made of the kept lists: no query."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from catalogue.models import Place
from inquiries.lists import DeskLists
from inquiries.models.code_lists import CodeListItem
from inquiries.smart_line import ELSEWHERE

Text = str | Promise
Choices = list[tuple[str, Text]]
Groups = list[tuple[Text, Text | Choices]]


def of_list(items: Iterable[CodeListItem], empty: Text = "") -> Choices:
    """Items in use; `empty` is the words for none, left out when none may not be chosen."""
    offered: Choices = [(str(item.pk), item.name) for item in items if not item.is_retired]
    return [("", empty), *offered] if empty else offered


def situations(lists: DeskLists, empty: Text) -> Groups:
    """Topics with their situations inside; a topic itself can be chosen too."""
    known = lists.catalogue.situations
    topics = [situation for situation in known.values() if situation.parent_id is None]
    groups: Groups = [("", empty)]
    for topic in sorted(topics, key=lambda topic: topic.order):
        inside = sorted((s for s in known.values() if s.parent_id == topic.pk), key=lambda s: s.order)
        groups.append((topic.name, [(str(s.pk), s.name) for s in (topic, *inside)]))
    return groups


def districts(lists: DeskLists, chosen: Place | None = None) -> Choices:
    """The city's districts, „elsewhere“, and a municipality outside it that has been chosen already."""
    options: Choices = [("", _("nezjištěno")), *((str(place.pk), place.name) for place in lists.districts)]
    if chosen is not None and chosen.pk not in {place.pk for place in lists.districts}:
        options.append((str(chosen.pk), str(chosen)))
    return [*options, (ELSEWHERE, _("mimo město"))]


def districts_to_find(lists: DeskLists, asked: str) -> Choices:
    """The city's districts, and the municipality outside it that the address asks for: a number of the statistics
    leads to it. One query for such a one, none otherwise."""
    options: Choices = [(str(place.pk), place.name) for place in lists.districts]
    if asked.isdecimal() and len(asked) < 19 and asked not in {pk for pk, _name in options}:
        other = Place.objects.filter(pk=int(asked)).first()
        return [*options, (asked, other.name)] if other else options
    return options


def target_groups(lists: DeskLists) -> Choices:
    return [(str(group.pk), group.title) for group in lists.catalogue.groups.values()]
