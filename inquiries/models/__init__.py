"""The desk's tables, one module per noun. Three compartments: coded facts, words (`Note`), contact (`ContactCard`)."""

from inquiries.models.choices import (
    WITHOUT_NEED,
    AgeBand,
    ClosingReason,
    Direction,
    FirstTime,
    HelpLevel,
    Identity,
    InquiryKind,
    Language,
    LinkKind,
    NeedOutcome,
    OnBehalf,
    Sex,
    Urgency,
    WorkerRole,
)
from inquiries.models.code_lists import AnswerSource, Channel, DeclineReason, HeardFrom, RiskFlag, UnmetReason
from inquiries.models.contacts import ContactCard, PreferredWay, email_hash, phone_hash
from inquiries.models.counting_rules import CountingRule
from inquiries.models.drafts import FollowUpWish, Wish
from inquiries.models.follow_ups import FollowUp, FollowUpAttempt, FollowUpKind, WhyPlanned
from inquiries.models.gaps import GapProposal, GapRule
from inquiries.models.inquiries import Inquiry, InquiryLink, InquiryNeed, InquiryWorker
from inquiries.models.offices import Office
from inquiries.models.preferences import CalendarFeed, SavedFilter
from inquiries.models.procedure_runs import ProcedureRun, ProcedureRunStep, StepState
from inquiries.models.readings import Reading, ReadingKind
from inquiries.models.referral_checks import ReferralCheck, Told, WhyNotTried
from inquiries.models.referrals import Consent, ConsentManner, ConsentText, OutcomeSource, Referral, ReferralMode
from inquiries.models.retention import Compartment, LegalHold, PurgeRun, RetentionRule, Tombstone
from inquiries.models.subject_requests import ProtocolLine, RequestKind, RequestState, SubjectRequest
from inquiries.models.tallies import Span, Tally, ToRecount
from inquiries.models.texts import LONGEST_NOTE, Note, NoteKind
from inquiries.models.timeline import Actor, Deed, TimelineEntry
from inquiries.models.unmet_needs import UnmetNeed, UnmetSource, UnmetStep
from inquiries.states import FollowUpState, InquiryState, ReferralResult, ReferralState, UnmetState
from network.models.counting import Issuer, Rounding, Several, Travel

__all__ = [
    "LONGEST_NOTE",
    "WITHOUT_NEED",
    "Actor",
    "AgeBand",
    "AnswerSource",
    "CalendarFeed",
    "Channel",
    "ClosingReason",
    "Compartment",
    "Consent",
    "ConsentManner",
    "ConsentText",
    "ContactCard",
    "CountingRule",
    "DeclineReason",
    "Deed",
    "Direction",
    "FirstTime",
    "FollowUp",
    "FollowUpAttempt",
    "FollowUpKind",
    "FollowUpState",
    "FollowUpWish",
    "GapProposal",
    "GapRule",
    "HeardFrom",
    "HelpLevel",
    "Identity",
    "Inquiry",
    "InquiryKind",
    "InquiryLink",
    "InquiryNeed",
    "InquiryState",
    "InquiryWorker",
    "Issuer",
    "Language",
    "LegalHold",
    "LinkKind",
    "NeedOutcome",
    "Note",
    "NoteKind",
    "Office",
    "OnBehalf",
    "OutcomeSource",
    "PreferredWay",
    "ProcedureRun",
    "ProcedureRunStep",
    "ProtocolLine",
    "PurgeRun",
    "Reading",
    "ReadingKind",
    "Referral",
    "ReferralCheck",
    "ReferralMode",
    "ReferralResult",
    "ReferralState",
    "RequestKind",
    "RequestState",
    "RetentionRule",
    "RiskFlag",
    "Rounding",
    "SavedFilter",
    "Several",
    "Sex",
    "Span",
    "StepState",
    "SubjectRequest",
    "Tally",
    "TimelineEntry",
    "ToRecount",
    "Told",
    "Tombstone",
    "Travel",
    "UnmetNeed",
    "UnmetReason",
    "UnmetSource",
    "UnmetState",
    "UnmetStep",
    "Urgency",
    "WhyNotTried",
    "WhyPlanned",
    "Wish",
    "WorkerRole",
    "email_hash",
    "phone_hash",
]
