"""Whom to call about what: one GET form over the people of the network, one page by key, never by offset."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalogue.knowledge import Knowledge, knowledge
from catalogue.models import Organisation, Place, PlaceKind
from catalogue.words import plain
from network.models import Person, Position, Unit
from network.models.people import PositionQuerySet
from situations.models import LifeSituation
from sociopoint.czech_order import sort_key
from sociopoint.desk_forms import DeskForm, date_field

if TYPE_CHECKING:
    from sociopoint.models import User

PAGE_SIZE = 30
MOST_COUNTED = 1000
MOST_WORDS = 6
LONGEST_SEARCH = 120


def home_districts(known: Knowledge) -> list[Place]:
    """City districts of the instance's own city, in Czech order. One query."""
    if known.home is None:
        return []
    places = Place.objects.filter(kind=PlaceKind.CITY_DISTRICT, parent=known.home)
    return sorted(places, key=lambda place: sort_key(place.name))


class DirectorySearch(DeskForm):
    """An unreadable value finds nobody and says what to write."""

    q = forms.CharField(
        label=_("Koho hledáte, nebo s čím"),
        required=False,
        max_length=LONGEST_SEARCH,
        help_text=_("Jméno, organizace, nebo téma: třeba „dluhy Poruba“."),
        error_messages={"max_length": _("Zkraťte hledání na 120 znaků.")},
    )
    situace = forms.ChoiceField(label=_("Životní situace"), required=False)
    obvod = forms.ChoiceField(label=_("Kde"), required=False)
    den = date_field(_("Kdo tu byl dne"), required=False)

    def __init__(self, query: Any, *, known: Knowledge, districts: Sequence[Place]) -> None:
        super().__init__(query, auto_id="hledat_%s")
        self.known, self.districts = known, districts
        situations = [(s.slug, s.name) for s in known.situations.values()]
        self.offer("situace", [("", _("všechny")), *situations])
        self.offer("obvod", [("", _("kdekoli")), *((str(place.pk), place.name) for place in districts)])

    @property
    def day(self) -> date:
        asked = self.cleaned_data.get("den") if self.is_valid() else None
        return asked or timezone.localdate()

    def positions(self, among: PositionQuerySet) -> PositionQuerySet:
        """Positions held on the day that fit every word and every choice."""
        if not self.is_valid():
            return among.none()
        values = self.cleaned_data
        found = among.held_on(self.day)
        for word in plain(values["q"]).split()[:MOST_WORDS]:
            found = found.filter(self._met_by(word))
        if values["situace"]:
            found = found.filter(pk__in=_advising(self._under(values["situace"])))
        if values["obvod"]:
            place = int(values["obvod"])
            found = found.filter(Q(pk__in=_for_places([place])) | Q(unit__place=place) | Q(organisation__place=place))
        return found

    def _met_by(self, word: str) -> Q:
        """A word is met by the person, by where they work, by what they do and by the topics and places they are for.

        Each way is a query of its own that has its index; one condition with `OR` would read everybody.
        """
        rows, named = Position.objects.order_by(), {"name__unaccent__icontains": word}
        situations = [s.pk for s in self.known.situations.values() if _names(word, [s.name, *s.keywords])]
        districts = [place.pk for place in self.districts if _names(word, [place.name])]
        organisations = Q(organisation__in=Organisation.objects.filter(**named).order_by().values("pk"))
        ways = [
            rows.filter(person__in=Person.objects.filter(plain_name__contains=word).order_by().values("pk")),
            rows.filter(plain_about__contains=word),
            rows.filter(organisations | Q(organisation__place__in=districts) if districts else organisations),
            rows.filter(unit__in=Unit.objects.filter(**named).order_by().values("pk")),
            rows.filter(pk__in=_advising(situations)) if situations else rows.none(),
            rows.filter(pk__in=_for_places(districts)) if districts else rows.none(),
        ]
        first, *others = [way.values("pk") for way in ways]
        return Q(pk__in=first.union(*others))

    def _under(self, slug: str) -> list[int]:
        """A topic means all situations under it."""
        known: Iterable[LifeSituation] = self.known.situations.values()
        return [s.pk for s in known if s.slug == slug or (s.parent is not None and s.parent.slug == slug)]


def _advising(situations: Sequence[int]) -> QuerySet[Any, Any]:
    return Position.situations.through.objects.filter(lifesituation__in=situations).values("position")


def _for_places(places: Sequence[int]) -> QuerySet[Any, Any]:
    return Position.districts.through.objects.filter(place__in=places).values("position")


def _names(word: str, names: Iterable[str]) -> bool:
    """Whether a word begins some word of the names: `dluh` meets `Mám dluhy`."""
    return any(part.startswith(word) for name in names for part in plain(name).split())


@dataclass(frozen=True)
class DirectoryPage:
    """`next` and `first` are addresses, '' where there is nothing more or before."""

    search: DirectorySearch
    positions: list[Position]
    heading: str
    next: str
    first: str


def directory_page(query: QueryDict, user: User) -> DirectoryPage:
    """Two queries and what `knowledge` asks, two more to continue after a position; whatever the number of people.

    Numbers of positions are sorted first, whole rows read for one page only.
    """
    known = knowledge()
    search = DirectorySearch(query, known=known, districts=home_districts(known))
    found = search.positions(Position.objects.visible_to(user))
    in_order = found.order_by("person__sort_name", "pk").values_list("pk", flat=True)
    after = query.get("po", "")
    if after:
        total = found.order_by()[: MOST_COUNTED + 1].count()
        numbers = list(_following(in_order, after)[: PAGE_SIZE + 1])
    else:
        numbers = list(in_order[: MOST_COUNTED + 1])
        total = len(numbers)
    page = Position.objects.filter(pk__in=numbers[:PAGE_SIZE]).for_reading(user)
    shown, left = list(page.order_by("person__sort_name", "pk")), query.copy()
    left.pop("po", None)
    first = f"?{left.urlencode()}" if after else ""
    left["po"] = str(shown[-1].pk) if shown else ""
    following = f"?{left.urlencode()}" if len(numbers) > PAGE_SIZE else ""
    return DirectoryPage(search, shown, counted(total), following, first)


def counted(total: int) -> str:
    if total > MOST_COUNTED:
        return str(_("Víc než 1 000 lidí"))
    return ngettext("%(n)d člověk", "%(n)d lidí", total) % {"n": total}


def _following(numbers: QuerySet[Position, int], after: str) -> QuerySet[Position, int]:
    """Those after a position in the order; `after` is its number."""
    known = after.isascii() and after.isdigit() and len(after) < 18
    last = Position.objects.filter(pk=int(after)).values_list("person__sort_name", "pk").first() if known else None
    if last is None:
        return numbers.none()
    return numbers.filter(Q(person__sort_name__gt=last[0]) | Q(person__sort_name=last[0], pk__gt=last[1]))
