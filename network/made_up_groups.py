"""Three groups with six meetings that never were, for trying the product out. Organisations are those of the shipped data,
people are roles and say that they are made up. Everything goes through the same deeds as in real work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import BytesIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Organisation, OrganisationKind
from network import agenda, approving, attaching, events, manuals, meeting_calls, minute_taking, procedures
from network.announcing import send
from network.minutes_pdf import minutes_pdf
from network.models import (
    AgendaItem,
    Announcement,
    Attendance,
    EventReaders,
    IndicatorManual,
    ItemSource,
    LineKind,
    Mandate,
    MandateRole,
    ManualState,
    Meaning,
    Meeting,
    Person,
    PointKind,
    ProcedureVersion,
    Task,
    Training,
    VersionState,
    WorkingGroup,
)
from network.models.groups import GroupKind
from network.registering import register
from network.seats import hand_over
from situations.models import LifeSituation
from sociopoint.models import Role, User

PEOPLE = 7
ROOM = "Nová radnice, místnost 504 (ukázka)"
LACKING = "socialni-byt"
"""The situation whose lack the second meeting talks of; the desk's demonstration has a rule for it."""


@transaction.atomic
def make_up_groups(coordinator: User) -> int:
    """How many meetings it made."""
    return MadeUpGroups(coordinator).make()


class MadeUpGroups:
    def __init__(self, coordinator: User) -> None:
        self.by, self.today = coordinator, timezone.localdate()
        self.number = 0
        providers = Organisation.objects.filter(kind=OrganisationKind.PROVIDER).exclude(services=None)
        offices = Organisation.objects.exclude(kind=OrganisationKind.PROVIDER)
        self.organisations = [
            *providers.distinct().order_by("name")[:PEOPLE],
            *offices.order_by("name")[:PEOPLE],
        ]

    def make(self) -> int:
        family = self.group(
            "Děti a rodina (ukázka)", "PS DaR", GroupKind.WORKING, 0, _("třetí čtvrtek v měsíci v 9:00")
        )
        homes = self.group("Bydlení (ukázka)", "PS BYD", GroupKind.WORKING, 3, _("jednou za dva měsíce"))
        team = self.group("Manažerský tým (ukázka)", "MT", GroupKind.MANAGEMENT, 6, _("jednou za čtvrt roku"))
        self.seat_partner(family)
        first = self.approved(family, -70, self.first_minutes)
        second = self.approved(family, -35, self.second_minutes, first)
        called = agenda.prepare(group=family, starts_at=self.at(14), by=self.by, place=ROOM, previous=second)
        agenda.add_point(called, title=_("Volná místa v azylových domech"), kind=PointKind.DISCUSSION, by=self.by)
        self.table(called, second)
        meeting_calls.call(called, by=self.by)
        commented = self.held(homes, -9)
        point = agenda.add_point(commented, title=_("Kdo pomůže s kaucí"), kind=PointKind.INFORMATION, by=self.by)
        self.line(commented, point, LineKind.INFORMATION, text=_("Lidé nejčastěji nemají na kauci."))
        self.task(commented, point, _("Sepsat, kdo na kauci přispívá a za jakých podmínek"), homes, 30)
        self.came(commented)
        approving.send_for_comments(commented, by=self.by, until=self.today + timedelta(days=5))
        agenda.prepare(group=homes, starts_at=self.at(40), by=self.by, place=ROOM)
        written = self.held(team, -1)
        agenda.add_point(written, title=_("Termíny na další čtvrtletí"), by=self.by)
        self.training(family)
        self.announcement(family)
        self.event()
        return Meeting.objects.filter(pk__gte=first.pk).count()

    def training(self, group: WorkingGroup) -> None:
        """Two seats, three people: the third waits."""
        training = Training.objects.create(
            title=_("Dluhy v rodině (ukázka)"),
            goal=_("Vymyšlené školení na vyzkoušení."),
            hours=6,
            capacity=2,
            place=ROOM,
            closes_on=self.today + timedelta(days=14),
        )
        starts = self.at(21)
        training.dates.create(starts_at=starts, ends_at=starts + timedelta(hours=6))
        for seat in group.mandates.seats().select_related("person", "organisation").order_by("pk")[:3]:
            register(training, person=seat.person, organisation=seat.organisation, by=self.by)

    def announcement(self, group: WorkingGroup) -> None:
        """To demo accounts only: addresses of .example reach nobody."""
        made = Announcement.objects.create(
            title=_("Vítejte v síti (ukázka)"),
            text=_("Vymyšlená zpráva na vyzkoušení. Dostali ji členové skupiny a ukázkové účty."),
            roles=[Role.COORDINATOR, Role.PARTNER, Role.WORKER],
            written_by=self.by,
        )
        made.groups.add(group)
        send(made, by=self.by)

    def event(self) -> None:
        """One that is for people on the web too."""
        facts = {
            "title": _("Veletrh pomoci (ukázka)"),
            "about": _("Vymyšlená akce na vyzkoušení: služby města na jednom místě."),
            "for_whom": _("pro všechny"),
            "starts_on": self.at(30).date(),
            "begins": time(9),
            "ends": time(15),
            "place": ROOM,
            "readers": EventReaders.PUBLIC,
        }
        events.announce(facts, by=self.by)

    def group(self, name: str, code: str, kind: str, first: int, pattern: str) -> WorkingGroup:
        made = WorkingGroup.objects.create(
            name=name,
            code=code,
            kind=kind,
            purpose=_("Vymyšlená skupina na vyzkoušení."),
            meeting_pattern=pattern,
            since=self.today - timedelta(days=400),
            is_public=kind == GroupKind.WORKING,
        )
        for organisation in self.organisations[first : first + 5]:
            member = self.seat(made, organisation, MandateRole.MEMBER)
            if organisation == self.organisations[first]:
                self.seat(made, organisation, MandateRole.MEMBER, deputy_of=member)
        return made

    def seat(
        self, group: WorkingGroup, organisation: Organisation, role: str, deputy_of: Mandate | None = None
    ) -> Mandate:
        self.number += 1
        person = Person.objects.create(name=_("Členka %(n)d (vymyšlená)") % {"n": self.number})
        return Mandate.objects.create(
            group=group,
            organisation=organisation,
            person=person,
            role=role,
            deputy_of=deputy_of,
            held=(group.since, None),
        )

    def seat_partner(self, group: WorkingGroup) -> None:
        """The demo partner is the contact person, so that a partner has something to run."""
        person = Person.objects.filter(user__is_demo=True, user__role=Role.PARTNER).first()
        if person is None:
            return
        works = person.positions.held_on(self.today).select_related("organisation").first()
        organisation = works.organisation if works else self.organisations[0]
        hand_over(
            group=group,
            organisation=organisation,
            role=MandateRole.CONTACT,
            person=person,
            since=group.since,
            by=self.by,
        )

    def held(self, group: WorkingGroup, days: int) -> Meeting:
        meeting = agenda.prepare(group=group, starts_at=self.at(days), by=self.by, place=ROOM)
        meeting_calls.call(meeting, by=self.by)
        meeting_calls.begin_minutes(meeting, by=self.by)
        return meeting

    def approved(
        self, group: WorkingGroup, days: int, write: Callable[[Meeting], None], earlier: Meeting | None = None
    ) -> Meeting:
        meeting = self.held(group, days)
        if earlier is not None:
            self.table(meeting, earlier)
        write(meeting)
        self.came(meeting)
        approving.send_for_comments(meeting, by=self.by, until=None)
        approving.approve(meeting, by=self.by)
        return meeting

    def first_minutes(self, meeting: Meeting) -> None:
        point = agenda.add_point(meeting, title=_("Jak se skupina bude scházet"), kind=PointKind.DECISION, by=self.by)
        self.line(meeting, point, LineKind.INFORMATION, text=_("Jednání budou po měsíci, zápis do týdne."))
        self.line(meeting, point, LineKind.RESOLUTION, text=_("Skupina schvaluje svůj jednací řád."))
        self.task(meeting, point, _("Sjednotit výklad „cesta za klientem“"), meeting.group, 36)
        self.task(meeting, point, _("Poslat kontakty na zástupce"), meeting.group, 20)

    def second_minutes(self, meeting: Meeting) -> None:
        point = agenda.add_point(meeting, title=_("Úkoly"), kind=PointKind.TASKS, by=self.by)
        moved = meeting.group.tasks.open().order_by("-due").first()
        self.line(
            meeting,
            point,
            LineKind.TASK_MOVED,
            task=moved,
            due=self.today + timedelta(days=14),
            text=_("Čeká se na kraj."),
        )
        done = meeting.group.tasks.open().order_by("due").first()
        if done is not None and done != moved:
            Task.objects.filter(pk=done.pk).update(
                state="done", evidence=_("Seznam je v zápise."), ended_at=timezone.now(), ended_by=self.by
            )
        other = agenda.add_point(meeting, title=_("Různé"), kind=PointKind.OTHER, by=self.by)
        self.line(
            meeting,
            other,
            LineKind.EVENT,
            text=_("Den otevřených dveří (ukázka)"),
            starts_on=self.today + timedelta(days=20),
            ends_on=self.today + timedelta(days=21),
        )
        self.line(meeting, other, LineKind.RESOLUTION, text=_("Skupina bere na vědomí zprávu o volných místech."))
        self.gap(meeting)
        self.agreed(meeting)

    def gap(self, meeting: Meeting) -> None:
        """What the desk could not arrange, with what the group made of it."""
        lacking = LifeSituation.objects.filter(slug=LACKING).first()
        if lacking is None:
            return
        point = agenda.add_point(
            meeting,
            title=_("Chybí: %(what)s") % {"what": lacking.name},
            why=_("Vymyšlený podklad na vyzkoušení. Podklady z pultu jsou bez totožnosti."),
            by=None,
            source=ItemSource.GAPS,
        )
        text = _("Skupina žádá město, aby rodinám z ubytoven vyčlenilo pět bytů ročně.")
        self.line(meeting, point, LineKind.RESOLUTION, text=text, votes=_("konsensem"))
        self.task(meeting, point, _("Sepsat, kolik rodin z ubytoven na byt čeká"), meeting.group, 45)

    def agreed(self, meeting: Meeting) -> None:
        """The next version of a procedure and of the manual, in force by these minutes."""
        point = agenda.add_point(meeting, title=_("Postup a manuál ukazatelů"), kind=PointKind.DECISION, by=self.by)
        examples = ProcedureVersion.objects.filter(procedure__is_example=True, state=VersionState.VALID)
        being_written = [VersionState.DRAFT, VersionState.COMMENTS]
        valid = examples.exclude(procedure__versions__state__in=being_written).first()
        if valid is not None and valid.approved_on and valid.approved_on <= meeting.day:
            version = procedures.new_version(valid.procedure, by=self.by)
            last = version.steps.order_by("-order")[0]
            last.output = _("naplánovaný dohled a jméno, kdo se ozve")
            procedures.write_step(last, by=self.by)
            why = _("Kdo se druhý den ozve, se teď říká jménem.")
            self.line(meeting, point, LineKind.PROCEDURE, procedure_version=version, text=why)
        manual = IndicatorManual.objects.filter(is_example=True).first()
        if manual is not None:
            draft = manuals.new_version(manual, by=self.by)
            draft.definitions.filter(meaning=Meaning.CONTACT).update(from_minutes=5)
            self.line(
                meeting,
                point,
                LineKind.MANUAL,
                manual_version=draft,
                manual_state=ManualState.PILOT,
                starts_on=date(self.today.year + 1, 1, 1),
                text=_("Kontakt se počítá už od pěti minut."),
            )

    def table(self, meeting: Meeting, earlier: Meeting) -> None:
        """The minutes of the last meeting lie on the table of the next."""
        file = BytesIO(minutes_pdf(earlier, reader=None))
        attaching.attach_file(
            meeting, title=_("Zápis %(label)s (ukázka)") % {"label": earlier.label}, file=file, point=None, by=self.by
        )

    def task(self, meeting: Meeting, point: AgendaItem, text: str, group: WorkingGroup, days: int) -> None:
        owner = group.mandates.seats().select_related("person", "organisation").order_by("pk").first()
        if owner is not None:
            self.line(
                meeting,
                point,
                LineKind.TASK,
                text=text,
                person=owner.person,
                organisation=owner.organisation,
                due=meeting.day + timedelta(days=days),
            )

    def line(self, meeting: Meeting, point: AgendaItem, kind: LineKind, **facts: object) -> None:
        minute_taking.write_line(meeting, point=point, facts={"kind": kind, **facts}, by=self.by)

    def came(self, meeting: Meeting) -> None:
        rows = list(meeting.attendance.order_by("pk"))
        for place, row in enumerate(rows):
            row.presence = "excused" if place == 1 else "present"
            row.arrived_at = time(9, 30) if place == 2 else None
        Attendance.objects.bulk_update(rows, ["presence", "arrived_at"])

    def at(self, days: int) -> datetime:
        """Nine in the morning so many days from today, on the next working day."""
        day: date = self.today + timedelta(days=days)
        day += timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
        return timezone.make_aware(datetime.combine(day, time(9)))
