"""The network's tables, one module per noun."""

from network.models.announcements import Announcement, Delivery, NetworkFeed, SignedOff
from network.models.competences import Competence, CompetenceState, Handover, Verb
from network.models.documents import Document, DocumentKind, DocumentReaders, DocumentVersion
from network.models.freshness import Ask, Campaign, Reply, Upkeep, Way
from network.models.groups import GroupKind, Mandate, MandateRole, WorkingGroup
from network.models.invitations import Invitation
from network.models.mailboxes import Mailbox, MailPurpose
from network.models.meetings import (
    AgendaItem,
    Answer,
    Attendance,
    ItemSource,
    ItemState,
    Meeting,
    Presence,
    Publication,
)
from network.models.minutes import CHANGES_DATA, LineKind, MinuteComment, MinuteLine, NetworkEvent, Resolution
from network.models.people import Person, Position, Unit, Visibility
from network.models.procedures import (
    Audience,
    DueFrom,
    DueUnit,
    Procedure,
    ProcedureComment,
    ProcedureStep,
    ProcedureVersion,
    VersionState,
)
from network.models.tasks import Task, TaskMove, TaskReminder
from network.models.trainings import (
    Certificate,
    Registration,
    RegistrationState,
    SeatReserve,
    Training,
    TrainingDate,
)

__all__ = [
    "CHANGES_DATA",
    "AgendaItem",
    "Announcement",
    "Answer",
    "Ask",
    "Attendance",
    "Audience",
    "Campaign",
    "Certificate",
    "Competence",
    "CompetenceState",
    "Delivery",
    "Document",
    "DocumentKind",
    "DocumentReaders",
    "DocumentVersion",
    "DueFrom",
    "DueUnit",
    "GroupKind",
    "Handover",
    "Invitation",
    "ItemSource",
    "ItemState",
    "LineKind",
    "MailPurpose",
    "Mailbox",
    "Mandate",
    "MandateRole",
    "Meeting",
    "MinuteComment",
    "MinuteLine",
    "NetworkEvent",
    "NetworkFeed",
    "Person",
    "Position",
    "Presence",
    "Procedure",
    "ProcedureComment",
    "ProcedureStep",
    "ProcedureVersion",
    "Publication",
    "Registration",
    "RegistrationState",
    "Reply",
    "Resolution",
    "SeatReserve",
    "SignedOff",
    "Task",
    "TaskMove",
    "TaskReminder",
    "Training",
    "TrainingDate",
    "Unit",
    "Upkeep",
    "Verb",
    "VersionState",
    "Visibility",
    "Way",
    "WorkingGroup",
]
