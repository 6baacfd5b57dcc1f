"""What refusals and silences say about the catalogue: proposals to correct a service in the administrators' queue.

A proposal holds counts and codes, never a partner's or a person's words: administrators see no content of inquiries.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import ChangeProposal, ProposalSource, ProposalTopic
from catalogue.proposing import propose
from inquiries.models import DeclineReason, Referral, ReferralMode, ReferralState

REFUSALS, WITHIN = 3, timedelta(days=365)
"""So many refusals for one reason within a year say that the record is wrong, not the day."""
SILENCES = 2
NOT_THEIRS, SILENT = "not_theirs", "silent"
TOPICS = {
    "outside_target_group": ProposalTopic.FOR_WHOM,
    "outside_territory": ProposalTopic.AREA,
    "service_not_offered": ProposalTopic.NOT_OFFERED,
}


def after_refusal(referral: Referral, reasons: Iterable[DeclineReason]) -> None:
    """The third refusal for a reason that means an error in the catalogue becomes a proposal."""
    if referral.service is None:
        return
    for reason in reasons:
        if not reason.is_catalogue_error:
            continue
        refused = Referral.objects.filter(
            service=referral.service,
            state=ReferralState.DECLINED,
            decline_reasons=reason,
            state_changed_at__gt=_counted_from(referral, reason.code),
        ).count()
        if refused >= REFUSALS:
            text = _("Za poslední rok %(n)d× odmítli s důvodem „%(reason)s“. Ověřte, pro koho služba je a co dělá.")
            propose(
                referral.service,
                topic=TOPICS.get(reason.code, ProposalTopic.OTHER),
                source=ProposalSource.REFERRALS,
                text=text % {"n": refused, "reason": reason.name},
                cause=reason.code,
            )


def after_redirect(referral: Referral) -> None:
    """ "Not ours" is said by who knows: one is enough."""
    if referral.service is not None:
        propose(
            referral.service,
            topic=ProposalTopic.NOT_OFFERED,
            source=ProposalSource.REFERRALS,
            text=_("Partner odpověděl, že předání nepatří jemu. Ověřte, co služba dělá a komu pošta chodí."),
            cause=NOT_THEIRS,
        )


def after_silence(referral: Referral) -> None:
    """The second request in a row that nobody answered."""
    if referral.service is None:
        return
    finished = Referral.objects.filter(
        service=referral.service, mode=ReferralMode.SENT, state_changed_at__gt=_counted_from(referral, SILENT)
    ).exclude(state__in=(ReferralState.SENT, ReferralState.DRAFT, ReferralState.WITHDRAWN))
    last = finished.order_by("-state_changed_at", "-pk").values_list("state", flat=True)[:SILENCES]
    if list(last) == [ReferralState.EXPIRED] * SILENCES:
        propose(
            referral.service,
            topic=ProposalTopic.SILENT,
            source=ProposalSource.REFERRALS,
            text=_("Dvakrát po sobě neodpověděli na předání do 14 dnů. Ověřte e-mail a jestli služba funguje."),
            cause=SILENT,
        )


def _counted_from(referral: Referral, cause: str) -> datetime:
    """A year back, or the last decision about the same: what was decided is not proposed again by the same evidence."""
    year_ago = timezone.now() - WITHIN
    decided = (
        ChangeProposal.objects.filter(service=referral.service, cause=cause, decided_at__gt=year_ago)
        .order_by("-decided_at")
        .values_list("decided_at", flat=True)
        .first()
    )
    return decided or year_ago
