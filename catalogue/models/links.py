"""The many-to-many tables of a service as models, so that their history is kept too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from catalogue.models.further_kinds import further_kind_is_not_main
from catalogue.models.services import Service
from sociopoint.history import with_link_history
from sociopoint.versions import raises_shared_version, raises_version

if TYPE_CHECKING:
    from django.db.models import Model as KindLink
    from django.db.models import Model as PlaceLink
    from django.db.models import Model as SituationLink
    from django.db.models import Model as TargetGroupLink
else:
    KindLink = Service.further_kinds.through
    TargetGroupLink = Service.target_groups.through
    SituationLink = Service.situations.through
    PlaceLink = Service.area_served.through


@with_link_history
class ServiceFurtherKind(KindLink):
    """Processes ask another statement once any service has one (`Knowledge.some_give_more`)."""

    class Meta:
        proxy = True
        verbose_name = _("další druh pomoci")
        verbose_name_plural = _("další druhy pomoci")
        triggers = [raises_shared_version("catalogue"), raises_version("lexicon"), further_kind_is_not_main()]


@with_link_history
class ServiceTargetGroup(TargetGroupLink):
    class Meta:
        proxy = True
        verbose_name = _("cílová skupina")
        verbose_name_plural = _("cílové skupiny")
        triggers = [raises_shared_version("catalogue")]


@with_link_history
class ServiceSituation(SituationLink):
    class Meta:
        proxy = True
        verbose_name = _("životní situace")
        verbose_name_plural = _("životní situace")
        triggers = [raises_shared_version("catalogue")]


@with_link_history
class ServiceArea(PlaceLink):
    class Meta:
        proxy = True
        verbose_name = _("kam přijedou")
        verbose_name_plural = _("kam přijedou")
        triggers = [raises_shared_version("catalogue")]
