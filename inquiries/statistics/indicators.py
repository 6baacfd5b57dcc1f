"""Indicators of quality (frontdesk-and-network, c.4), each with the sentence that says how it is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries.models import Identity, ReferralMode, ReferralResult, Told, WhyPlanned
from inquiries.statistics.dimensions import Dimension
from inquiries.statistics.material import Material
from inquiries.statistics.outcome_tables import KNOWN_RESULTS, ON_TIME, follow_ups, result_of
from inquiries.statistics.reading import Counts, Pairs
from inquiries.statistics.tables import Sum, percent, written_number
from inquiries.statistics.told_tables import reached, solved, tried
from sociopoint.typography import NBSP

HELPED_ELSEWHERE = 36
"""Per cent of referrals that brought help in the study of Washington University among callers of the 211 lines."""


@dataclass(frozen=True)
class Indicator:
    """`part` of `whole`, as a value already written; `target` is a proposal of ours, '' where there is none."""

    name: str
    value: str
    before: str
    definition: str
    target: str = ""
    part: int = 0
    whole: int = 0
    part_before: int = 0
    whole_before: int = 0
    is_public: bool = False
    """Says nothing of anybody, so that it is never hidden."""
    rests_on: tuple[Sum, ...] = ()
    """What the part and the whole add up: where only some of the rows hidden from the public are among them, the share is too."""


def indicators(material: Material) -> list[Indicator]:
    return [
        *_of_follow_ups(material),
        *_of_referrals(material),
        *_of_answers(material),
        *_of_inquiries(material),
        *_of_records(material),
    ]


def _share(
    material: Material,
    name: str,
    parts: list[tuple[int, int]],
    definition: str,
    target: int = 0,
    rests_on: tuple[Sum, ...] = (),
) -> Indicator:
    (part, whole), (part_before, whole_before) = parts
    return Indicator(
        name=name,
        value=percent(part, whole),
        before=percent(part_before, whole_before),
        definition=definition,
        target=f"{target}{NBSP}%" if target else "",
        part=part,
        whole=whole,
        part_before=part_before,
        whole_before=whole_before,
        rests_on=rests_on,
    )


def _of_follow_ups(material: Material) -> list[Indicator]:
    both = (material.now, material.before)
    kept = [follow_ups(counts, material) for counts in both]
    sampled = [counts.subs(Dimension.FOLLOW_UP)["sample"] for counts in both]
    return [
        _share(
            material,
            _("Krize s dohledem do příštího pracovního dne"),
            [_reached(counts.pairs[Dimension.CRISIS]) for counts in both],
            _(
                "Krizové dotazy s kontaktem, u kterých jsme se ozvali nejpozději příští pracovní den, ze všech krizových dotazů s kontaktem."
            ),
            100,
        ),
        _share(
            material,
            _("Dohledy včas"),
            [(k["on_time"], k["on_time"] + k["late"] + k["overdue"]) for k in kept],
            _("Dohledy vyřízené nejpozději v den, na který byly, ze všech, jejichž den už nastal. Zrušené nepočítáme."),
            90,
            rests_on=ON_TIME,
        ),
        _share(
            material,
            _("Vylosovaný vzorek"),
            [(number, counts.total()) for number, counts in zip(sampled, both, strict=True)],
            _("Dohledy vylosované namátkou na sto dotazů."),
            3,
            rests_on=(Sum("dohledy-proc", frozenset({str(WhyPlanned.SAMPLE)})),),
        ),
    ]


def _reached(pairs: Pairs) -> tuple[int, int]:
    reachable = {key: number for (key, sub), number in pairs.items() if sub == "reachable"}
    return reachable.get("in_time", 0), sum(reachable.values())


def _sent(counts: Counts) -> tuple[int, int]:
    """(with a known result, all) of referrals sent to a partner."""
    sent = [(state, n) for (state, mode), n in counts.pairs[Dimension.REFERRAL].items() if mode == ReferralMode.SENT]
    unknown = (ReferralResult.PENDING, ReferralResult.UNKNOWN)
    return sum(n for state, n in sent if result_of(state) not in unknown), sum(n for _state, n in sent)


def _helped(counts: Counts) -> tuple[int, int]:
    """(helped, known) of all referrals."""
    known = [(result_of(state), n) for state, n in counts.keys(Dimension.REFERRAL).items()]
    unknown = (ReferralResult.PENDING, ReferralResult.UNKNOWN)
    return sum(n for r, n in known if r == ReferralResult.HELPED), sum(n for r, n in known if r not in unknown)


def _of_referrals(material: Material) -> list[Indicator]:
    both = (material.now, material.before)
    hours = [median(counts.keys(Dimension.REACTION)) for counts in both]
    answered = [counts.total(Dimension.REACTION) for counts in both]
    reasons = {key for c in both for key in c.keys(Dimension.DECLINE) if material.names.of("decline", key).extra}
    wrong = [(sum(c.keys(Dimension.DECLINE)[key] for key in reasons), c.total(Dimension.REFERRAL)) for c in both]
    return [
        _share(
            material,
            _("Odeslaná předání se známým výsledkem"),
            [_sent(counts) for counts in both],
            _("Předání odeslaná partnerovi v tomto období, u kterých dnes víme, jak dopadla, ze všech odeslaných."),
            80,
        ),
        Indicator(
            _("První odpověď partnera"),
            _hours(hours[0]),
            _hours(hours[1]),
            _("Prostřední hodnota (medián) hodin od odeslání do první odpovědi. Kdo neodpověděl, ve výpočtu není."),
            f"24{NBSP}h",
            part=answered[0],
            whole=answered[0],
            part_before=answered[1],
            whole_before=answered[1],
        ),
        _share(
            material,
            _("Pomoc získána"),
            [_helped(counts) for counts in both],
            _(
                "Předání, po kterých pomoc začala nebo byla získána, z předání se známým výsledkem. Studie amerických linek 211 uvádí %(percent)d %%."
            )
            % {"percent": HELPED_ELSEWHERE},
            rests_on=(Sum("predani", frozenset({str(ReferralResult.HELPED)})), KNOWN_RESULTS),
        ),
        _share(
            material,
            _("Odmítnutí kvůli chybě v katalogu"),
            wrong,
            _(
                "Důvody odmítnutí jako „mimo okruh osob“ na sto předání: znamenají, že je služba v katalogu popsaná špatně."
            ),
            rests_on=(Sum("odmitnuti", frozenset(reasons)),),
        ),
    ]


def _of_answers(material: Material) -> list[Indicator]:
    """What people told of referrals later: all shares are of the same referrals, so that one can be seen beside another."""
    both = (material.now, material.before)
    asked = [counts.total(Dimension.TOLD) for counts in both]
    shares = [
        _share(
            material,
            _("Předání, na která jsme se zeptali"),
            list(zip(asked, [counts.total(Dimension.REFERRAL) for counts in both], strict=True)),
            _("Předání z tohoto období, na která jsme se člověka později zeptali, ze všech předání."),
        )
    ]
    questions = (
        (
            "zkusili",
            tried,
            _("Zkusili to"),
            _("Lidé šli nebo volali tam, kam jsme je předali. Ze všech předání, na která jsme se zeptali."),
        ),
        (
            "dovolali",
            reached,
            _("Dovolali se"),
            _("Lidé tam opravdu s někým mluvili. Ze všech předání, na která jsme se zeptali."),
        ),
        (
            "vyreseno",
            solved,
            _("Vyřešilo se to"),
            _("Podle člověka samotného. Ze všech předání, na která jsme se zeptali."),
        ),
    )
    for table, count, name, definition in questions:
        yes = [count(counts)[Told.YES] for counts in both]
        parts = list(zip(yes, asked, strict=True))
        shares.append(_share(material, name, parts, definition, rests_on=(Sum(table, frozenset({str(Told.YES)})),)))
    return shares


def median(counted: Counter[str]) -> int | None:
    """Of whole numbers and how often each came; None for nothing."""
    numbers = sorted((int(key), often) for key, often in counted.items())
    half, passed = (sum(often for _number, often in numbers) + 1) // 2, 0
    for number, often in numbers:
        passed += often
        if passed >= half:
            return number
    return None


def _hours(number: int | None) -> str:
    return "–" if number is None else f"{number}{NBSP}h"


def _seconds(number: int | None) -> str:
    if number is None:
        return "–"
    minutes, seconds = divmod(number, 60)
    said = [f"{minutes}{NBSP}min"] if minutes else []
    return " ".join([*said, f"{seconds}{NBSP}s"] if seconds or not minutes else said)


def _of_inquiries(material: Material) -> list[Indicator]:
    both = (material.now, material.before)
    sources = {key for counts in both for key in counts.keys(Dimension.SOURCE) if key}
    return [
        _share(
            material,
            _("Nenaplněné potřeby na sto dotazů"),
            [(counts.total(Dimension.UNMET), counts.total()) for counts in both],
            _("Zapsané nenaplněné potřeby na sto dotazů."),
        ),
        _share(
            material,
            _("Odpověď z katalogu nebo příručky"),
            [_from_catalogue(counts, material) for counts in both],
            _("Zdroje odpovědi „katalog“ a „příručka“ ze všech zapsaných zdrojů."),
            rests_on=(Sum("zdroj", frozenset(_ours(sources, material))), Sum("zdroj", frozenset(sources))),
        ),
        _share(
            material,
            _("Vyřízeno týž den"),
            [(counts.subs(Dimension.ENDED)["same_day"], counts.total()) for counts in both],
            _("Dotazy uzavřené v den, kdy přišly, ze všech dotazů."),
        ),
        _share(
            material,
            _("Beze jména"),
            [(counts.keys(Dimension.ASKED)["anonymous"], counts.total()) for counts in both],
            _("Dotazy lidí, kteří nenechali jméno, kontakt ani návratový kód, ze všech dotazů."),
            rests_on=(Sum("totoznost", frozenset({str(Identity.ANONYMOUS)})),),
        ),
    ]


def _of_records(material: Material) -> list[Indicator]:
    """How the desk keeps its own records: whole the same day, quickly, by people who come back, and not for too long."""
    both = (material.now, material.before)
    logged = [counts.keys(Dimension.LOGGING) for counts in both]
    times = [sum(each.values()) for each in logged]
    unique = [codes.unique for codes in material.codes]
    return [
        _share(
            material,
            _("Zapsáno celé týž den"),
            [(counts.keys(Dimension.RECORDED)["same_day"], counts.total()) for counts in both],
            _("Dotazy, jejichž zápis byl hotový v den, kdy přišly. Rychlá čárka se počítá, až když je doplněná."),
            95,
        ),
        Indicator(
            _("Jak dlouho trvá zápis"),
            _seconds(median(logged[0])),
            _seconds(median(logged[1])),
            _(
                "Prostřední hodnota (medián) od otevření zápisu do prvního uložení, bez přestávek. Je v tom i rozhovor, při kterém zápis vzniká."
            ),
            part=times[0],
            whole=times[0],
            part_before=times[1],
            whole_before=times[1],
        ),
        Indicator(
            _("Lidé s návratovým kódem"),
            written_number(unique[0]),
            written_number(unique[1]),
            _("Různé návratové kódy, které se v období ozvaly. Kód dostane jen ten, kdo ho chce, takže lidí je víc."),
            part=unique[0],
            whole=unique[0],
            part_before=unique[1],
            whole_before=unique[1],
        ),
        _share(
            material,
            _("Vrátili se s kódem"),
            [(codes.returned, codes.unique) for codes in material.codes],
            _("Návratové kódy, které se v období ozvaly víc než jednou, ze všech, které se ozvaly."),
        ),
        _kept_too_long(material),
    ]


def _kept_too_long(material: Material) -> Indicator:
    """Of the whole instance and of now, whatever the period; nothing is known while the shredder does not run."""
    run, name = material.last_purge, _("Texty a kontakty po lhůtě")
    definition = _("Co měla noční skartace smazat a den po lhůtě to tu ještě bylo. Zadržené dotazy nepočítáme.")
    if run is None or material.today - timezone.localdate(run.started_at) > timedelta(days=2):
        return Indicator(name, _("nevíme, skartace neběží"), "–", definition, "0", is_public=True)
    return Indicator(name, written_number(run.overdue), "–", definition, "0", is_public=True)


def _from_catalogue(counts: Counts, material: Material) -> tuple[int, int]:
    known = {key: number for key, number in counts.keys(Dimension.SOURCE).items() if key}
    return sum(known[key] for key in _ours(known, material)), sum(known.values())


def _ours(sources: Iterable[str], material: Material) -> set[str]:
    return {key for key in sources if material.names.of("source", key).code in ("catalogue", "handbook")}
