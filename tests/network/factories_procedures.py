from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from network.models import Procedure, ProcedureStep, ProcedureVersion
from tests.factories import UserFactory


class ProcedureFactory(DjangoModelFactory):
    class Meta:
        model = Procedure

    slug = factory.Sequence(lambda number: f"postup-{number}")
    title = factory.Sequence(lambda number: f"Postup {number}")
    trigger = "někdo řekne, že nemá kde spát"


class ProcedureVersionFactory(DjangoModelFactory):
    """A draft; `approved` has its date and who, set the state beside it. `steps=2` gives it steps of the desk first."""

    class Meta:
        model = ProcedureVersion
        skip_postgeneration_save = True

    class Params:
        approved = factory.Trait(approved_on="2026-01-16", approved_by="ukázková skupina")

    procedure = factory.SubFactory(ProcedureFactory)
    number = 1
    made_by = factory.SubFactory(UserFactory, coordinator=True)


class ProcedureStepFactory(DjangoModelFactory):
    class Meta:
        model = ProcedureStep

    version = factory.SubFactory(ProcedureVersionFactory)
    order = factory.Sequence(lambda number: number + 1)
    role = "Pracovnice pultu"
    what = "zjistí, kde člověk spal"


def valid_version(*, steps: int = 2, **values: object) -> ProcedureVersion:
    """Approved as a coordinator does it: the steps first, then they stay."""
    version = ProcedureVersionFactory(approved=True, **values)
    ProcedureStepFactory.create_batch(steps, version=version)
    ProcedureVersion.objects.filter(pk=version.pk).update(state="valid")
    version.refresh_from_db()
    return version
