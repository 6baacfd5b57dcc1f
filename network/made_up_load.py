"""A network of a large city made up by the database itself, to time its lists with. Names that nobody could take for people.

Row triggers are off while it runs: minutes approved long ago are written whole, and nobody's history is told of them.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from catalogue.models import Organisation, OrganisationKind, Service
from network.made_up_indicators import DEFINITIONS, last_half_year
from network.models import (
    IndicatorDefinition,
    IndicatorManual,
    ManualState,
    ManualVersion,
    Person,
    Position,
    ReportingPeriod,
    WorkingGroup,
)
from network.models.groups import GroupKind
from sociopoint.models import Role, User

EMAIL = "zatez-site@sociopoint.example"
TREES = ("Javor", "Lípa", "Dub", "Olše", "Habr", "Chvojka", "Jilm", "Ořech", "Řešetlák", "Šípek", "Švestka", "Vrba")
TOPICS = (
    "dluhy",
    "bydlení",
    "pečující",
    "děti a rodina",
    "závislosti",
    "duševní zdraví",
    "senioři",
    "příspěvek na péči",
)
GROUPS = 60
SEATS = 15
"""In each group; a meeting invites them all."""
BATCH = 2_000


class NetworkInUse(Exception):
    """The network holds somebody already; nothing made up may mix with them."""


def make_network(*, organisations: int, people: int, meetings: int) -> None:
    """One service, with a report, for each organisation; raises NetworkInUse, PermissionDenied in production."""
    if settings.ENVIRONMENT.production:
        raise PermissionDenied("a made-up network is not for production")
    if Person.objects.exists():
        raise NetworkInUse("V síti už někdo je. Vymyšlená se k němu nepřidává.")
    by, _made = User.objects.get_or_create(
        email=EMAIL, defaults={"role": Role.COORDINATOR, "name": "Vymyšlená síť", "is_demo": True, "is_active": False}
    )
    today = timezone.localdate()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL synchronous_commit = off")
        firms = _organisations(organisations)
        _people(people, firms, today)
        groups = WorkingGroup.objects.bulk_create(
            WorkingGroup(
                name=f"Zkušební skupina {n:02}", code=f"ZK{n:02}", kind=GroupKind.WORKING, is_public=n % 2 == 0
            )
            for n in range(1, GROUPS + 1)
        )
        facts: dict[str, Any] = {"by": by.pk, "today": today, "meetings": meetings, "seats": SEATS}
        facts["groups"] = [group.pk for group in groups]
        for statement in STATEMENTS:
            cursor.execute(statement, facts)
        _reports(cursor, today, by)
        cursor.execute("SET LOCAL session_replication_role = origin")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _organisations(number: int) -> list[Organisation]:
    kinds = list(OrganisationKind)
    rows = [
        Organisation(name=f"{tree} {n:05}, zkušební organizace", slug=f"zkusebni-{n}", kind=kinds[n % len(kinds)])
        for n, tree in enumerate(islice(cycle(TREES), number), start=1)
    ]
    made = Organisation.objects.bulk_create(rows, batch_size=BATCH)
    Service.objects.bulk_create(
        [Service(organisation=one, name=f"Zkušební služba {one.slug}", slug=one.slug, published=False) for one in made],
        batch_size=BATCH,
    )
    return made


def _people(number: int, organisations: list[Organisation], today: date) -> None:
    """One position each; every tenth left last year, every seventh may be seen by the desk only."""
    people = [Person(name=f"Zkušební-{n:05} {tree}") for n, tree in enumerate(islice(cycle(TREES), number), start=1)]
    for one in people:
        one.set_keys()
    Person.objects.bulk_create(people, batch_size=BATCH)
    positions = []
    for n, person in enumerate(people):
        position = Position(
            person=person,
            organisation=organisations[n % len(organisations)],
            title="Zkušební pracovnice",
            speciality=f"{TOPICS[n % len(TOPICS)]}, {TOPICS[(n // 8) % len(TOPICS)]}",
            visibility="desk" if n % 7 == 0 else "network",
            since=today - timedelta(days=900),
            until=today - timedelta(days=300) if n % 10 == 0 else None,
        )
        position.set_keys()
        positions.append(position)
    Position.objects.bulk_create(positions, batch_size=BATCH)


STATEMENTS = (
    # every seat of a group another organisation, every organisation in turn
    """INSERT INTO network_mandate (group_id, organisation_id, person_id, role, held, end_reason, is_advisory)
       SELECT g.id, p.organisation_id, p.person_id, 'member', daterange(%(today)s::date - 800, NULL), '', false
       FROM (SELECT id, row_number() OVER () - 1 AS n FROM unnest(%(groups)s::bigint[]) AS id) g
       JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS n FROM network_position WHERE until IS NULL) p
         ON p.n >= g.n * %(seats)s AND p.n < (g.n + 1) * %(seats)s
       WHERE NOT EXISTS (SELECT FROM network_position other WHERE other.organisation_id = p.organisation_id
                         AND other.until IS NULL AND other.id < p.id AND other.id > p.id - %(seats)s)""",
    # twelve a year and group, the newest in the month to come; approved but for the two newest
    """INSERT INTO network_meeting (group_id, year, number, title, starts_at, place, online_link, state, publication,
            reminds, invitation_version, minutes_by_id, approved_at, approved_by_id)
       SELECT g, extract(year FROM day), row_number() OVER (PARTITION BY g, extract(year FROM day) ORDER BY day), 'Zkušební jednání',
            day + interval '9 hours', 'Zkušební místnost', '', CASE WHEN n < 2 THEN 'preparing' ELSE 'approved' END,
            (ARRAY['all', 'members'])[1 + n %% 2], true, 0, %(by)s, CASE WHEN n < 2 THEN NULL ELSE day + interval '20 days' END,
            CASE WHEN n < 2 THEN NULL ELSE %(by)s END
       FROM (SELECT (%(groups)s::bigint[])[1 + i %% cardinality(%(groups)s::bigint[])] AS g, i / cardinality(%(groups)s::bigint[]) AS n,
                    %(today)s::date + 20 - 30 * (i / cardinality(%(groups)s::bigint[])) AS day
             FROM generate_series(0, %(meetings)s - 1) i) AS planned""",
    """INSERT INTO network_agendaitem (meeting_id, position, title, kind, presenter, why, source, state, members_only)
       SELECT m.id, n, 'Zkušební bod ' || n, '', '', '', 'written', 'accepted', false FROM network_meeting m CROSS JOIN generate_series(1, 4) n""",
    """INSERT INTO network_attendance (meeting_id, mandate_id, guest_name, answer, answered_at, presence, represented_by)
       SELECT m.id, d.id, '', 'coming', m.starts_at - interval '3 days', CASE WHEN m.state = 'approved' THEN 'present' ELSE '' END, ''
       FROM network_meeting m JOIN network_mandate d USING (group_id)""",
    """INSERT INTO network_minuteline (meeting_id, point_id, position, kind, text, role, place, call_first, manual_state, votes)
       SELECT a.meeting_id, a.id, 1, CASE WHEN a.position = 1 THEN 'resolution' ELSE 'information' END, 'Zkušební věta zápisu.', '', '', false, '', ''
       FROM network_agendaitem a JOIN network_meeting m ON m.id = a.meeting_id WHERE m.state = 'approved'""",
    """INSERT INTO network_resolution (group_id, year, number, label, text, line_id)
       SELECT m.group_id, m.year, m.number, m.number || '/' || m.year || '-' || g.code, l.text, l.id FROM network_minuteline l
       JOIN network_meeting m ON m.id = l.meeting_id JOIN network_workinggroup g ON g.id = m.group_id WHERE l.kind = 'resolution'""",
    # two given at each meeting; those of the last three months are open
    """INSERT INTO network_task (group_id, meeting_id, text, owner_id, given_on, due, state, evidence, ended_at, ended_by_id)
       SELECT m.group_id, m.id, 'Zkušební úkol ' || n, d.person_id, m.starts_at::date, m.starts_at::date + 60,
            CASE WHEN recent THEN 'open' ELSE 'done' END, CASE WHEN recent THEN '' ELSE 'Zkušební doklad.' END,
            CASE WHEN recent THEN NULL ELSE m.starts_at + interval '50 days' END, CASE WHEN recent THEN NULL ELSE %(by)s END
       FROM (SELECT *, starts_at > %(today)s::date - 90 AS recent FROM network_meeting) m CROSS JOIN generate_series(1, 2) n
       JOIN LATERAL (SELECT person_id FROM network_mandate d WHERE d.group_id = m.group_id ORDER BY d.id LIMIT 1) d ON true""",
)
REPORTS = """
    INSERT INTO network_indicatorreport (period_id, service_id, state, sent_at, sent_by_id)
    SELECT %(period)s, id, (ARRAY['sent', 'accepted', 'locked', 'draft'])[1 + id %% 4], CASE WHEN id %% 4 < 3 THEN now() END,
        CASE WHEN id %% 4 < 3 THEN %(by)s::bigint END
    FROM catalogue_service WHERE slug LIKE 'zkusebni-%%'"""
VALUES = """
    INSERT INTO network_indicatorvalue (report_id, definition_id, value, comment, is_zero_confirmed, source)
    SELECT r.id, d, 1 + (r.id * 37 + d * 11) %% 400, '', false, 'hand' FROM network_indicatorreport r CROSS JOIN unnest(%(definitions)s::bigint[]) d
    WHERE r.period_id = %(period)s AND r.state <> 'draft'"""


def _reports(cursor: CursorWrapper, today: date, by: User) -> None:
    first, last = last_half_year(today)
    manual = IndicatorManual.objects.create(name="Zkušební manuál", is_example=True)
    version = ManualVersion.objects.create(manual=manual, number=1, state=ManualState.VALID, valid_from=first)
    definitions = [
        IndicatorDefinition.objects.create(version=version, order=order, **values)
        for order, values in enumerate(DEFINITIONS, start=1)
    ]
    period = ReportingPeriod.objects.create(
        version=version, name="Zkušební období", first=first, last=last, due_on=last + timedelta(days=31)
    )
    facts: dict[str, Any] = {"period": period.pk, "by": by.pk, "definitions": [one.pk for one in definitions]}
    cursor.execute(REPORTS, facts)
    cursor.execute(VALUES, facts)
