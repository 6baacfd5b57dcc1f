"""The smallest valid row of each model; traits make the rest. People are named by role."""

from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from catalogue.models import (
    Contact,
    Facility,
    Organisation,
    Place,
    PlaceKind,
    Service,
    ServiceForm,
    ServiceKind,
    TargetGroup,
)
from inquiries.models import (
    Channel,
    DeclineReason,
    FollowUp,
    Inquiry,
    InquiryNeed,
    Note,
    Office,
    Referral,
    ReferralCheck,
    ReferralMode,
    UnmetNeed,
    UnmetReason,
)
from situations.models import CrisisLine, LifeSituation
from sociopoint.account_addresses import keep_verified
from sociopoint.models import Role, User


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        administrator = factory.Trait(role=Role.ADMINISTRATOR)
        coordinator = factory.Trait(role=Role.COORDINATOR)
        worker = factory.Trait(role=Role.WORKER)

    email = factory.Sequence(lambda number: f"partnerka-{number}@sociopoint.example")
    role = Role.PARTNER
    name = "Partnerka 1"

    @factory.post_generation
    def verified_address(user, create, extracted, **kwargs):
        keep_verified(user)


class LifeSituationFactory(DjangoModelFactory):
    class Meta:
        model = LifeSituation

    slug = factory.Sequence(lambda number: f"situace-{number}")
    name = factory.Sequence(lambda number: f"Řeším věc číslo {number}")


class CrisisLineFactory(DjangoModelFactory):
    class Meta:
        model = CrisisLine

    slug = factory.Sequence(lambda number: f"linka-{number}")
    name = "Linka pomoci"
    kind = "crisis"
    phone = "116 123"
    description = "Lidé v tísni"
    certainty = "seen"


class ServiceKindFactory(DjangoModelFactory):
    class Meta:
        model = ServiceKind

    code = factory.Sequence(lambda number: f"KIND{number}")
    name = factory.Sequence(lambda number: f"Druh služby {number}")
    official_name = factory.SelfAttribute("name")
    category = "care"
    summary = "Pomůžeme vám."


class TargetGroupFactory(DjangoModelFactory):
    class Meta:
        model = TargetGroup

    code = factory.Sequence(lambda number: f"skupina-{number}")
    name = factory.Sequence(lambda number: f"osoby {number}")
    label = factory.Sequence(lambda number: f"Lidé {number}")


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place
        skip_postgeneration_save = True

    kind = PlaceKind.MUNICIPALITY
    name = factory.Sequence(lambda number: f"Obec {number}")
    lat = 49.83
    lon = 18.28

    @factory.post_generation
    def lineage_of_parents(place, create, extracted, **kwargs):
        """As the gazetteer's loader writes it: the parent's lineage and the place itself."""
        place.lineage = [*(place.parent.lineage if place.parent else []), place.pk]
        place.save(update_fields=["lineage"])


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: f"Organizace {number}")


class ServiceFactory(DjangoModelFactory):
    class Meta:
        model = Service

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda number: f"Služba {number}")


class ServiceFormFactory(DjangoModelFactory):
    class Meta:
        model = ServiceForm

    service = factory.SubFactory(ServiceFactory)
    form = "ambulantni"


class FacilityFactory(DjangoModelFactory):
    class Meta:
        model = Facility

    service = factory.SubFactory(ServiceFactory)


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    service = factory.SubFactory(ServiceFactory)
    kind = "phone"
    value = "+420599000000"


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Office
        django_get_or_create = ("name",)

    name = "SOCIOPOINT Ostrava"


class ChannelFactory(DjangoModelFactory):
    class Meta:
        model = Channel
        django_get_or_create = ("code",)

    class Params:
        phone = factory.Trait(code="phone", name="Telefon", token="t", is_phone=True)
        web = factory.Trait(code="web", name="Web", token="w", is_spoken=False)

    code = "in_person"
    name = "Osobně"


class InquiryFactory(DjangoModelFactory):
    """A draft of the one office; `open` is taken by a worker, `situation=…` gives it a main need."""

    class Meta:
        model = Inquiry
        skip_postgeneration_save = True

    class Params:
        open = factory.Trait(state="open", assignee=factory.SubFactory(UserFactory, worker=True))

    office = factory.SubFactory(OfficeFactory)
    channel = factory.SubFactory(ChannelFactory)

    @factory.post_generation
    def situation(self, create: bool, situation: LifeSituation | None) -> None:
        if create and situation is not None:
            InquiryNeed.objects.create(inquiry=self, situation=situation)


class NoteFactory(DjangoModelFactory):
    class Meta:
        model = Note

    inquiry = factory.SubFactory(InquiryFactory)
    text = "Vymyšlená poznámka."
    author = factory.SubFactory(UserFactory, worker=True)


class ReferralFactory(DjangoModelFactory):
    class Meta:
        model = Referral

    class Params:
        sent = factory.Trait(mode=ReferralMode.SENT, state="sent", target_email="prijem@sluzba.example")

    inquiry = factory.SubFactory(InquiryFactory, open=True)
    service = factory.SubFactory(ServiceFactory)
    target_name = "Vymyšlená služba"
    mode = ReferralMode.CONTACT_GIVEN
    state = "given"
    created_by = factory.SubFactory(UserFactory, worker=True)


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = FollowUp

    inquiry = factory.SubFactory(InquiryFactory, open=True)
    due_at = factory.LazyFunction(timezone.now)
    owner = factory.SubFactory(UserFactory, worker=True)


class ReferralCheckFactory(DjangoModelFactory):
    class Meta:
        model = ReferralCheck

    referral = factory.SubFactory(ReferralFactory)
    follow_up = factory.SubFactory(FollowUpFactory, inquiry=factory.SelfAttribute("..referral.inquiry"))
    by = factory.SubFactory(UserFactory, worker=True)


class UnmetReasonFactory(DjangoModelFactory):
    class Meta:
        model = UnmetReason
        django_get_or_create = ("code",)

    code = "full"
    name = "plná kapacita"


class UnmetNeedFactory(DjangoModelFactory):
    class Meta:
        model = UnmetNeed

    office = factory.SubFactory(OfficeFactory)
    situation = factory.SubFactory(LifeSituationFactory)
    reason = factory.SubFactory(UnmetReasonFactory)
    recorded_by = factory.SubFactory(UserFactory, worker=True)


class DeclineReasonFactory(DjangoModelFactory):
    class Meta:
        model = DeclineReason
        django_get_or_create = ("code",)

    code = "no_capacity"
    name = "plná kapacita"
