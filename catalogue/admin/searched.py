"""Records whose change shows in the search: the rows of the search are written anew in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalogue import indexing
from catalogue.models import (
    Capacity,
    Contact,
    Exclusion,
    Facility,
    KindGuidance,
    Organisation,
    Service,
    ServiceArea,
    ServiceForm,
    ServiceFurtherKind,
    ServiceKind,
    ServiceSituation,
    ServiceTargetGroup,
    SituationGroup,
    SituationKind,
)
from situations.models import LifeSituation, SituationCrisisLine
from sociopoint.record_admin import RecordAdmin
from sociopoint.record_history import Part

_FORMS = Part(ServiceForm, "service_id")
PARTS_OF_SERVICE = (
    Part(Service),
    Part(Contact, "service_id"),
    _FORMS,
    Part(Capacity, "form_id", _FORMS),
    Part(Facility, "service_id"),
    Part(Exclusion, "service_id"),
    Part(ServiceFurtherKind, "service_id", title="servicekind_id"),
    Part(ServiceTargetGroup, "service_id", title="targetgroup_id"),
    Part(ServiceSituation, "service_id", title="lifesituation_id"),
    Part(ServiceArea, "service_id", title="place_id"),
)
PARTS_OF_ORGANISATION = (Part(Organisation), Part(Contact, "organisation_id"))
PARTS_OF_KIND = (Part(ServiceKind), Part(KindGuidance, "kind_id"))
PARTS_OF_SITUATION = (
    Part(LifeSituation),
    Part(SituationCrisisLine, "situation_id", title="line_id"),
    Part(SituationKind, "situation_id", title="kind_id"),
    Part(SituationGroup, "situation_id", title="group_id"),
)


class SearchedAdmin(RecordAdmin):
    services_by = "pk"
    """How services are found by these records: a look-up ending in the record's key."""

    def affected(self, pks: Sequence[Any]) -> set[int]:
        return set(Service.objects.filter(**{f"{self.services_by}__in": pks}).values_list("pk", flat=True))

    def refresh(self, ids: set[int]) -> None:
        indexing.refresh(ids)
