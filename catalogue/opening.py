"""Opening hours in the words of a citizen, over the OSM notation that the catalogue stores.

Everything is computed from the intervals the notation means, never from its letters, so no form of it can leak to a page.
Times are local to Prague; a night (18:30–7:30) belongs to the day it begins on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.opening_names import BY_APPOINTMENT, DAYS, MONTHS, OPENS_ON
from catalogue.opening_notation import (
    DAY_MINUTES,
    HOLIDAYS_BEFORE_DAYS,
    UNSUPPORTED,
    YEAR,
    Day,
    Hours,
    Kind,
    MinuteRanges,
    Piece,
    Week,
    holiday,
    holiday_minutes,
    is_public_holiday,
    midnight,
    notation_of,
    ordinary_minutes,
    parsed,
    ranges,
    weeks_by,
)
from sociopoint.typography import NBSP, typeset

__all__ = [
    "HoursNow",
    "Kind",
    "MinuteRanges",
    "in_words",
    "is_public_holiday",
    "state",
    "states_at",
    "validate",
    "week_minutes",
]

PRAGUE = ZoneInfo("Europe/Prague")
MOST_EXCEPTIONS = 6  # more than so many special periods a year are a rhythm, not exceptions
NEAREST = 5  # open days listed when the hours follow no rhythm we can name


@dataclass(frozen=True)
class HoursNow:
    """What the status tag says."""

    state: Kind
    text: str


def state(expression: str, now: datetime) -> HoursNow:
    """Open or closed at that moment (a naive one is local), with the sentence for the tag. No query, never raises."""
    return states_at(now)(expression)


def states_at(now: datetime) -> Callable[[str], HoursNow]:
    """The same for many expressions at one moment."""
    local = now if now.tzinfo is None else now.astimezone(PRAGUE).replace(tzinfo=None)
    minute, language = local.replace(second=0, microsecond=0), get_language()
    return lambda expression: _state_at(expression, minute, language)


def in_words(expression: str) -> list[str]:
    """Lines for the facts list; empty when the hours are not known."""
    return list(_words(expression, timezone.localdate(), get_language()))


def week_minutes(expression: str) -> tuple[MinuteRanges | None, MinuteRanges | None]:
    """Open minutes of an ordinary week from Monday 0:00, and of a public holiday; by appointment counts as open.

    The first is None when the hours are unknown or weeks of the coming year differ, the second when the expression does
    not say. A holiday counts only minutes that are open on every holiday of the year.
    """
    hours, today = parsed(expression), timezone.localdate()
    if hours is None:
        return None, None
    return ordinary_minutes(hours, today), holiday_minutes(hours, today)


def validate(expression: str) -> None:
    """Raise ValidationError saying what to write, unless the hours are readable or empty."""
    if not expression.strip():
        return
    notation = notation_of(expression)
    if notation is None:
        message = _(
            "Hodinám nerozumíme. Dny pište Mo, Tu, We, Th, Fr, Sa, Su, čas 08:00-16:00, svátky PH, zavřeno off. "
            "Příklad: Mo-Fr 08:00-16:00; PH off"
        )
    elif UNSUPPORTED.search(notation):
        message = _(
            "Školní prázdniny, slunce, opakování, otevřený konec ani || neumíme. Napište přesné časy. "
            "Příklad: Mo-Fr 08:00-16:00; PH off"
        )
    elif HOLIDAYS_BEFORE_DAYS.search(notation):
        message = _("Svátky (PH) napište až za dny v týdnu, jinak neplatí. Příklad: Mo-Fr 08:00-16:00; PH off")
    else:
        return
    raise ValidationError(message, code="opening_hours")


@lru_cache(maxsize=8192)
def _state_at(expression: str, now: datetime, language: str | None) -> HoursNow:
    """`language` only keeps the sentences of different languages apart in the cache."""
    hours = parsed(expression)
    if hours is None:
        return HoursNow("unknown", _("Hodiny neznáme"))
    pieces = hours.pieces(now, now + YEAR)
    kind = next(pieces).kind
    change = next((piece for piece in pieces if piece.kind != kind), None)
    if change and is_public_holiday(now.date()) and (kind == "unknown" or not hours.speaks_of_holidays):
        return HoursNow("unknown", typeset(_("Dnes je svátek, raději zavolejte")))
    if kind == "open":
        return HoursNow("open", typeset(_open_until(change.begins if change else None, now)))
    if kind == "closed":
        return _closed(hours, chain([change] if change else [], pieces), now)
    if kind == "appointment":
        return HoursNow("appointment", _("Po domluvě"))
    return HoursNow("unknown", _("Hodiny neznáme"))


def _closed(hours: Hours, following: Iterable[Piece], now: datetime) -> HoursNow:
    """Closed until the next time one may simply come; a holiday the expression does not speak of promises nothing."""
    by_appointment = False
    for piece in following:
        by_appointment |= piece.kind == "appointment"
        opens = piece.begins
        while not hours.speaks_of_holidays and is_public_holiday(opens.date()):
            opens = midnight(opens.date()) + timedelta(1)
        if piece.kind == "open" and opens < piece.ends:
            return HoursNow("closed", typeset(_opens_at(opens, now)))
    if by_appointment:
        return HoursNow("appointment", _("Po domluvě"))
    return HoursNow("closed", _("Zavřeno"))


def _open_until(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return _("Otevřeno nepřetržitě")
    at_midnight = moment.time() == time()
    day = moment.date() - timedelta(1) if at_midnight else moment.date()
    slots = {"time": _("půlnoci") if at_midnight else _clock(moment), "date": _date(day)}
    ahead = (day - now.date()).days
    if ahead == 0 or (not at_midnight and moment - now < timedelta(hours=16)):
        return _("Otevřeno do %(time)s") % slots
    if ahead == 1:
        return _("Otevřeno do zítřka do %(time)s") % slots
    return _("Otevřeno do %(date)s do %(time)s") % slots


def _opens_at(moment: datetime, now: datetime) -> str:
    """Czech says `ve` before hours read with two consonants: ve dvě, ve tři, ve čtyři, ve dvanáct, ve dvacet."""
    soft = moment.hour in (2, 3, 4, 12, 13, 14, 20, 21, 22, 23)
    at = (_("ve %(time)s") if soft else _("v %(time)s")) % {"time": _clock(moment)}
    slots = {"at": at.replace(" ", NBSP), "date": _date(moment.date())}
    ahead = (moment.date() - now.date()).days
    if ahead == 0:
        return _("Zavřeno, otevře %(at)s") % slots
    if ahead == 1:
        return _("Zavřeno, otevře zítra %(at)s") % slots
    if ahead < 7:
        return str(OPENS_ON[moment.weekday()]) % slots
    return _("Zavřeno, otevře %(date)s %(at)s") % slots


@lru_cache(maxsize=2048)
def _words(expression: str, today: date, language: str | None) -> tuple[str, ...]:
    """`language` only keeps the sentences of different languages apart in the cache."""
    hours = parsed(expression)
    if hours is None:
        return ()
    days = hours.days(today, today + YEAR)
    on_holiday = holiday(hours, today)
    weeks = weeks_by(days, lambda day: 0)
    if weeks is not None:
        lines = _weekly(weeks[0], hours, on_holiday)
    else:
        lines = _monthly(days) or _with_exceptions(days) or _nearest(days)
        lines += _holiday_lines(on_holiday) if hours.speaks_of_holidays else []
    return tuple(typeset(line) for line in lines)


def _weekly(week: Week, hours: Hours, on_holiday: Day | None) -> list[str]:
    if hours.speaks_of_holidays and on_holiday and all(spans == on_holiday for spans in week.values()):
        return _lines({0: on_holiday}, _always(_("Každý den i o svátcích")))
    lines = _lines(week, _day_names)
    closed = [day for day in sorted(hours.closed_days) if not week[day]]
    if lines and closed:
        lines.append(_("%(when)s zavřeno") % {"when": _day_names(closed)})
    holiday_lines = _holiday_lines(on_holiday) if hours.speaks_of_holidays else []
    return (lines or [_("Zavřeno")]) + holiday_lines


def _lines(week: Week, name: Callable[[list[int]], str]) -> list[str]:
    """One line for the same hours on several days; hours with a comment stand apart from those without."""
    layers: dict[tuple[Kind, str], dict[tuple[tuple[int, int], ...], list[int]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for day in sorted(week):
        for (kind, comment), times in _layers(week[day]).items():
            layers[kind, comment][times].append(day)
    return [
        _line(days, times, kind, _readable(comment, kind), name)
        for (kind, comment), by_times in layers.items()
        for times, days in by_times.items()
    ]


def _layers(spans: Day) -> dict[tuple[Kind, str], tuple[tuple[int, int], ...]]:
    """Times by comment; hours by appointment run on through walk-in hours that stand inside them."""
    layers: dict[tuple[Kind, str], list[tuple[int, int]]] = {}
    touching: set[tuple[Kind, str]] = set()  # comments met since the last break
    reached = -1
    for span in spans:
        key = (span.kind, span.comment)
        if span.begins != reached:
            touching.clear()
        times = layers.setdefault(key, [])
        if span.kind == "appointment" and key in touching:
            times[-1] = (times[-1][0], span.ends)
        else:
            times.append((span.begins, span.ends))
        touching.add(key)
        reached = span.ends
    return {key: tuple(times) for key, times in layers.items()}


def _line(
    days: list[int], times: tuple[tuple[int, int], ...], kind: Kind, comment: str, name: Callable[[list[int]], str]
) -> str:
    whole_day = times == ((0, DAY_MINUTES),)
    if whole_day and kind != "open" and comment:
        said = "" if len(days) == 7 else name(days)
        return f"{said} ({comment})" if said else comment[:1].upper() + comment[1:]
    if whole_day and len(days) == 7:
        said = _("Nepřetržitě, 24 hodin denně")
    else:
        hours = _("celý den") if whole_day else _listed([f"{_minutes(a)}–{_minutes(b)}" for a, b in times])
        said = f"{name(days)}{NBSP}{hours}"
    return f"{said} ({comment})" if comment else said


def _monthly(days: dict[date, Day]) -> list[str]:
    """`Listopad–březen: Po–Pá 8:00–16:00`; empty when the hours change inside a month."""
    months_by_week: dict[tuple[tuple[int, Day], ...], list[int]] = defaultdict(list)
    for month, week in sorted((weeks_by(days, lambda day: day.month) or {}).items()):
        months_by_week[tuple(sorted(week.items()))].append(month)
    lines = []
    for week_items, months in sorted(
        months_by_week.items(), key=lambda item: (not any(spans for _weekday, spans in item[0]), item[1])
    ):
        lines += _under(_month_names(months), _lines(dict(week_items), _day_names) or [_("zavřeno")])
    return lines


def _with_exceptions(days: dict[date, Day]) -> list[str]:
    """The usual week and then each special period; empty when there are too many."""
    week = {
        n: Counter(spans for day, spans in days.items() if day.weekday() == n).most_common(1)[0][0] for n in range(7)
    }
    periods = _special_periods(days, week)
    rhythms = [weeks_by(period, lambda day: 0) for period in periods]
    if len(periods) > MOST_EXCEPTIONS:
        return []
    lines = _lines(week, _day_names)
    for period, rhythm in zip(periods, rhythms, strict=True):
        if rhythm is None:
            return []
        when = _period(list(period))
        if len(period) == 1:
            lines += _lines(rhythm[0], _always(when)) or [_("%(when)s zavřeno") % {"when": when}]
        else:
            lines += _under(when, _lines(rhythm[0], _day_names) or [_("zavřeno")])
    return lines if any(week.values()) else [*lines, _("Jindy zavřeno")]


def _special_periods(days: dict[date, Day], week: Week) -> list[dict[date, Day]]:
    """Days unlike the usual week; closed days do not split a period, nor does the turn of the year we look at."""
    periods: list[dict[date, Day]] = []
    for day in (day for day, spans in days.items() if spans != week[day.weekday()]):
        if periods and _only_closed_between(max(periods[-1]), day, days):
            periods[-1][day] = days[day]
        else:
            periods.append({day: days[day]})
    yesterday, beyond = min(days) - timedelta(1), max(days) + timedelta(1)
    begun = len(periods) > 1 and _only_closed_between(yesterday, min(periods[0]), days)
    if begun and _only_closed_between(max(periods[-1]), beyond, days):
        return [*periods[1:-1], periods[-1] | periods[0]]
    return periods


def _only_closed_between(first: date, last: date, days: dict[date, Day]) -> bool:
    between = [first + timedelta(n) for n in range(1, (last - first).days)]
    return len(between) < 7 and not any(days[day] for day in between)


def _nearest(days: dict[date, Day]) -> list[str]:
    """The next open days, for hours with no rhythm we can name (every other week, the last Monday of a month)."""
    lines = [_("Hodiny se mění, nejbližší otevřené dny:")]
    for day in [day for day in days if days[day]][:NEAREST]:
        said = f"{_day_names([day.weekday()])} {_date(day)}"
        lines += _lines({day.weekday(): days[day]}, _always(said))
    return lines


def _holiday_lines(on_holiday: Day | None) -> list[str]:
    if on_holiday is None:
        return [_("O svátcích se hodiny liší, raději zavolejte")]
    return _lines({0: on_holiday}, _always(_("O svátcích"))) or [_("O svátcích zavřeno")]


def _always(text: str) -> Callable[[list[int]], str]:
    return lambda _days: text


def _under(heading: str, lines: list[str]) -> list[str]:
    """`Květen: každý den 8:00–16:00`; abbreviations of days keep their capital."""
    days = str(DAYS).split()
    lowered = [line if line.startswith(tuple(days)) else line[:1].lower() + line[1:] for line in lines]
    return [f"{heading[:1].upper()}{heading[1:]}: {line}" for line in lowered]


def _day_names(days: list[int]) -> str:
    """`Po–St, Pá`; two neighbours are named one by one."""
    if len(days) == 7:
        return _("Každý den")
    names, groups = str(DAYS).split(), ranges(days)
    return ", ".join(f"{names[a]}–{names[b - 1]}" if b - a > 2 else ", ".join(names[a:b]) for a, b in groups)


def _month_names(months: list[int]) -> str:
    """`listopad–březen`: a season may run over the New Year."""
    names = str(MONTHS).split()
    said = []
    for first in (month for month in months if (month - 2) % 12 + 1 not in months):
        last = first
        while last % 12 + 1 in months:
            last = last % 12 + 1
        said.append(names[first - 1] if first == last else f"{names[first - 1]}–{names[last - 1]}")
    return ", ".join(said)


def _listed(parts: list[str]) -> str:
    """`A, B a C`."""
    if len(parts) == 1:
        return parts[0]
    return _("%(first)s a %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _readable(comment: str, kind: Kind) -> str:
    if comment.lower() in BY_APPOINTMENT:
        return _("po domluvě")
    return comment or (_("raději zavolejte") if kind == "unknown" else "")


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"


def _minutes(minute: int) -> str:
    """`450` -> `7:30`; the end of a day is `24:00`, after it the next morning."""
    within = minute - DAY_MINUTES if minute > DAY_MINUTES else minute
    return f"{within // 60}:{within % 60:02}"


def _date(day: date) -> str:
    return _("%(day)d. %(month)d.") % {"day": day.day, "month": day.month}


def _period(days: list[date]) -> str:
    """`24. 12.`, `6.–10. 7.`, `15. 11.–15. 3.`"""
    first, last = days[0], days[-1]
    if first == last:
        return _date(first)
    if first.month == last.month:
        return _("%(day)d.–%(last)s") % {"day": first.day, "last": _date(last)}
    return f"{_date(first)}–{_date(last)}"
