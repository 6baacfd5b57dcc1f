"""Letters to whoever waits for an answer: what was decided, said back, or returned. The subject tells nothing about anybody."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import ChangeProposal, FieldState, ProposalState, ProposalTopic
from network.letters import send_letter
from network.models import Competence, CompetenceState, DefinitionQuestion, ProcedureComment, ReportMove
from network.proposal_queue import fact_rows
from sociopoint.context import desk
from sociopoint.models import User


def tell_decided(proposal: ChangeProposal) -> None:
    """To whoever proposed it from their own account, once all of it is decided."""
    if proposal.state == ProposalState.NEW:
        return
    if proposal.topic == ProposalTopic.CORRECTION and proposal.fields.exists():
        said = _about_facts(proposal)
    elif proposal.is_founding:
        said = [_about_founding(proposal)]
    elif proposal.state == ProposalState.ACCEPTED:
        said = [_("Děkujeme, údaj jsme opravili."), *([proposal.reason] if proposal.reason else [])]
    else:
        said = [_("Údaj necháváme, jak je: %(reason)s") % {"reason": proposal.reason}]
    _send(
        proposal.proposed_by,
        but_not=proposal.decided_by,
        subject=_("SOCIOPOINT %(city)s: rozhodli jsme o vašem návrhu"),
        paragraphs=[_("rozhodli jsme o vašem návrhu k záznamu: %(what)s.") % {"what": proposal.about}, *said],
        deed=_("Podívat se na návrh"),
        path=reverse("network:proposal", args=[proposal.pk]),
        key=f"network-proposal-{proposal.pk}-decided",
    )


def _about_founding(proposal: ChangeProposal) -> str:
    if proposal.state == ProposalState.ACCEPTED:
        return _("Založili jsme to, veřejnost to už vidí (%(what)s).") % {"what": proposal.get_topic_display()}
    return _("Přijmout jsme ho nemohli: %(reason)s") % {"reason": proposal.reason}


def _about_facts(proposal: ChangeProposal) -> list[str]:
    rows = fact_rows(proposal)
    refused = [one for one in rows if one.row.state == FieldState.REFUSED]
    if not refused:
        return [_("Přijali jsme ho celý, změna už je v katalogu.")]
    reasons = [_("%(what)s: %(reason)s") % {"what": one.label, "reason": one.row.reason} for one in refused]
    if len(refused) == len(rows):
        return [_("Přijmout jsme ho nemohli."), *reasons]
    return [_("Část jsme přijali, ta už je v katalogu. Přijmout jsme nemohli:"), *reasons]


def tell_competence_decided(row: Competence) -> None:
    """To whoever proposed it."""
    approved = row.state == CompetenceState.APPROVED
    _send(
        row.proposed_by,
        but_not=row.decided_by,
        subject=_("SOCIOPOINT %(city)s: rozhodli jsme o vaší kompetenci"),
        paragraphs=[
            _("navrhli jste, jak to je s kompetencí: %(what)s.") % {"what": row},
            _("Přijali jsme ji, pult i ostatní ji teď vidí.")
            if approved
            else _("Přijmout jsme ji nemohli: %(reason)s") % {"reason": row.refusal},
        ],
        deed=_("Otevřít kompetenci"),
        path=row.get_absolute_url(),
        key=f"network-competence-{row.pk}-decided",
    )


def tell_comment_answered(comment: ProcedureComment) -> None:
    _send(
        comment.author,
        but_not=comment.answered_by,
        subject=_("SOCIOPOINT %(city)s: odpověděli jsme na vaši připomínku"),
        paragraphs=[
            _("odpověděli jsme na vaši připomínku k postupu: %(what)s.") % {"what": comment.version},
            comment.answer,
        ],
        deed=_("Otevřít postup"),
        path=comment.version.get_absolute_url(),
        key=f"network-procedure-comment-{comment.pk}-{comment.answered_at:%Y%m%d%H%M%S%f}",
    )


def tell_question_answered(question: DefinitionQuestion) -> None:
    _send(
        question.asked_by,
        but_not=question.answered_by,
        subject=_("SOCIOPOINT %(city)s: odpověděli jsme na vaši otázku"),
        paragraphs=[
            _("odpověděli jsme na vaši otázku k ukazateli: %(what)s.") % {"what": question.definition.name},
            question.answer,
        ],
        deed=_("Otevřít manuál"),
        path=question.definition.version.get_absolute_url(),
        key=f"network-manual-question-{question.pk}-{question.answered_at:%Y%m%d%H%M%S%f}",
    )


def tell_returned(move: ReportMove) -> None:
    """To whoever sent the report; the reason is what to put right."""
    report = move.report
    _send(
        report.sent_by,
        but_not=move.by,
        subject=_("SOCIOPOINT %(city)s: výkaz čeká na vaši opravu"),
        paragraphs=[
            _("výkaz jsme vám vrátili k opravě: %(service)s, %(period)s.")
            % {"service": report.service, "period": report.period},
            _("Co je potřeba: %(reason)s") % {"reason": move.reason},
        ],
        deed=_("Opravit výkaz"),
        path=report.get_absolute_url(),
        key=f"network-report-returned-{move.pk}",
    )


def _send(
    to: User | None, *, but_not: User | None, subject: str, paragraphs: list[str], deed: str, path: str, key: str
) -> None:
    """Nobody is written to about what they did themselves, nor once their account is off."""
    if to is None or to == but_not or not to.is_active or not to.email:
        return
    send_letter(
        to=to.email,
        subject=subject % {"city": desk().city},
        paragraphs=paragraphs,
        deed=deed,
        address=settings.ENVIRONMENT.site_address + path,
        key=key,
    )
