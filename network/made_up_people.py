"""People of a trial run: roles, not persons, of the organisations shipped with the product; no phone or e-mail is invented.

The demo partner belongs to one real provider, proposes two corrections (marked as made up), and a campaign is under way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from catalogue.correcting import Change, propose_correction
from catalogue.models import Organisation, OrganisationKind, ProposalSource, ProposalTopic, Service, SituationKind
from catalogue.proposable import facts_of, read
from catalogue.proposing import propose
from network.freshness_link import LINK_DAYS
from network.models import Ask, Campaign, Person, Position, Reply, Upkeep, Visibility, Way
from situations.models import LifeSituation
from sociopoint.models import Role, User

MADE_UP = "Vymyšlený návrh na ukázku."
DISTRICT_TOPICS = "sociální práce v obvodu, opatrovnictví, zvláštní příjemce důchodu"
ROLES: dict[str, tuple[str, str, list[str]]] = {
    OrganisationKind.CITY_DISTRICT: ("Sociální pracovnice", DISTRICT_TOPICS, ["opatrovnictvi", "bydleni"]),
    OrganisationKind.LABOUR_OFFICE: ("Pracovnice dávek", "příspěvek na péči, příspěvek na bydlení, dávky", ["davky"]),
    OrganisationKind.HOSPITAL: ("Zdravotně sociální pracovnice", "propuštění z nemocnice, následná péče", []),
    OrganisationKind.SOCIAL_SECURITY: ("Pracovnice důchodů", "žádosti o důchod", ["duchod"]),
    OrganisationKind.POLICE: ("Preventistka", "domácí násilí, oběti trestných činů", ["nasili"]),
    OrganisationKind.COURT: ("Probační úřednice", "dohled, podmíněné propuštění", []),
    OrganisationKind.SCHOOL: ("Metodička prevence", "děti ve škole, výchovné potíže", []),
}
MOST_OF_A_KIND = 25


@transaction.atomic
def make_up_people() -> int:
    """Once: nothing is added where there is anybody. How many people were made."""
    if Person.objects.exists():
        return 0
    organisations = Organisation.objects.exclude(kind=OrganisationKind.PROVIDER).order_by("kind", "name")
    seen: dict[str, int] = {}
    positions = []
    for organisation in organisations.select_related("place"):
        seen[organisation.kind] = seen.get(organisation.kind, 0) + 1
        if organisation.kind in ROLES and seen[organisation.kind] <= MOST_OF_A_KIND:
            role, topics, slugs = ROLES[organisation.kind]
            positions.append(_position(organisation, role, topics, slugs))
    providers = (
        Organisation.objects.filter(kind=OrganisationKind.PROVIDER)
        .annotate(n=Count("services"))
        .select_related("place")
    )
    largest = list(providers.filter(n__gt=0).order_by("-n", "name")[:MOST_OF_A_KIND])
    for organisation in largest:
        positions.append(_of_provider(organisation))
    _of_the_partner(largest)
    return len(positions)


def _position(organisation: Organisation, role: str, topics: str, slugs: list[str]) -> Position:
    place = organisation.place.name if organisation.place else ""
    where = place if organisation.kind == OrganisationKind.CITY_DISTRICT else organisation.name
    person = Person.objects.create(name=f"{role}, {where}"[:120].rstrip(" ,"))
    position = Position.objects.create(
        person=person,
        organisation=organisation,
        speciality=topics[:300],
        visibility=Visibility.NETWORK,
        since=timezone.localdate().replace(month=1, day=1),
    )
    position.situations.set(LifeSituation.objects.filter(slug__in=slugs))
    if organisation.kind == OrganisationKind.CITY_DISTRICT and organisation.place_id:
        position.districts.set([organisation.place_id])
    return position


def _of_provider(organisation: Organisation) -> Position:
    """Their topics are the kinds of their services, their situations those the kinds help in."""
    services = Service.objects.offered().filter(organisation=organisation, kind__isnull=False)
    kinds = list(dict.fromkeys(services.values_list("kind", "kind__name")))
    topics = ", ".join(name.lower() for _pk, name in kinds)
    position = _position(organisation, "Vedoucí služeb", topics, [])
    helped = SituationKind.objects.filter(kind__in=[pk for pk, _name in kinds], order__lte=1)
    position.situations.set(helped.values_list("situation", flat=True)[:4])
    return position


def _of_the_partner(providers: Sequence[Organisation]) -> None:
    """The demo partner's place, what they propose, what somebody reported, and the campaign they have not answered."""
    partner = User.objects.filter(is_demo=True, role=Role.PARTNER).first()
    coordinator = User.objects.filter(is_demo=True, role=Role.COORDINATOR).first()
    if partner is None or coordinator is None or not providers:
        return
    own = providers[0]
    person = Person.objects.create(name=partner.name, user=partner)
    Position.objects.create(person=person, organisation=own, title="Vedoucí sociálních služeb")
    Upkeep.objects.create(organisation=own)
    services = list(Service.objects.offered().filter(organisation=own).order_by("pk")[:2])
    for service, name, after in zip(
        services,
        ("what_to_bring", "note"),
        ("Průkaz totožnosti.", "První schůzku domluvíme po telefonu."),
        strict=False,
    ):
        fact = facts_of(service)[name]
        if read(service, fact) != after:
            change = Change(None, fact, after)
            propose_correction(service, [change], by=partner, source=ProposalSource.PARTNER, text=MADE_UP)
    for service in services[:1]:
        propose(service, topic=ProposalTopic.HOURS, source=ProposalSource.PUBLIC, text=MADE_UP)
    _campaign(providers, coordinator)


def _campaign(providers: Sequence[Organisation], coordinator: User) -> None:
    """Half-way: a third has answered. Nobody is written to, and the public record says nothing of these answers."""
    now = timezone.now()
    campaign = Campaign.objects.create(
        name="Ukázková kampaň",
        started_on=timezone.localdate() - timedelta(days=10),
        due_on=timezone.localdate() + timedelta(days=LINK_DAYS // 4),
        started_by=coordinator,
    )
    for number, organisation in enumerate(providers):
        ask = Ask(organisation=organisation, campaign=campaign, asked_at=now - timedelta(days=10))
        if number % 3 == 1:
            ask.answered_at, ask.reply, ask.way = now - timedelta(days=number % 7), Reply.UNCHANGED, Way.LINK
        ask.save()
