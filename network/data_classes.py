"""Classes of data of this app's tables (`sociopoint.data_classes`).

Whoever acts for an organisation is found by name and called at work: their names and contacts are readable here, within
what each chose to show (`Position.visibility`). What people told the desk never comes into these tables.
"""

from __future__ import annotations

from sociopoint.data_classes import DataClass, declared

PUBLIC, INTERNAL = DataClass.PUBLIC, DataClass.INTERNAL

CLASSES = {
    # people and their organisations
    "person": declared(INTERNAL, colleague="name plain_name sort_name"),
    "unit": declared(INTERNAL, internal="name", colleague="phone email"),
    "position": declared(INTERNAL, internal="consent_words", colleague="title phone email speciality plain_about"),
    "invitation": declared(INTERNAL, colleague="email"),
    "mailbox": declared(INTERNAL, colleague="email"),
    # who does what
    "competence": declared(
        INTERNAL,
        internal="what for_whom excludes exception conditions reaction legal_basis source verified_by refusal",
    ),
    "procedure": declared(INTERNAL, internal="slug title trigger goal owner risk_flags"),
    "procedureversion": declared(INTERNAL, internal="change_note approved_by"),
    "procedurestep": declared(INTERNAL, internal="when role what conditions output hands_to if_not legal_basis"),
    "procedurecomment": declared(INTERNAL, internal="text answer"),
    # whether facts still hold
    "upkeep": declared(INTERNAL),
    "campaign": declared(INTERNAL, internal="name"),
    "ask": declared(INTERNAL, colleague="email"),
    # groups, meetings, tasks
    "workinggroup": declared(INTERNAL, internal="name code purpose meeting_pattern"),
    "mandate": declared(INTERNAL, internal="end_reason"),
    "meeting": declared(INTERNAL, internal="title place online_link"),
    "agendaitem": declared(INTERNAL, internal="title why", colleague="presenter"),
    "attendance": declared(INTERNAL, colleague="guest_name represented_by"),
    "minuteline": declared(INTERNAL, internal="text place votes", colleague="role"),
    "resolution": declared(INTERNAL, internal="label text"),
    "minutecomment": declared(INTERNAL, internal="text reply"),
    "meetingattachment": declared(INTERNAL),
    "task": declared(INTERNAL, internal="text evidence"),
    "taskmove": declared(INTERNAL, internal="reason"),
    "taskreminder": declared(INTERNAL, internal="kind"),
    "document": declared(INTERNAL, internal="title about"),
    "documentversion": declared(INTERNAL, internal="file_name content note"),
    "networkevent": declared(INTERNAL, internal="title about for_whom place link"),
    # letters to the network
    "announcement": declared(INTERNAL, internal="title text"),
    "delivery": declared(INTERNAL, colleague="address_hash"),
    "subscription": declared(INTERNAL, personal="address_hash address"),
    "signedoff": declared(INTERNAL, colleague="address_hash"),
    "networkfeed": declared(INTERNAL, secret="secret_hash"),  # noqa: S106  the name of a column
    # trainings
    "training": declared(INTERNAL, internal="title goal for_whom place accreditation", colleague="lecturer"),
    "trainingdate": declared(INTERNAL),
    "seatreserve": declared(INTERNAL),
    "registration": declared(INTERNAL, special="needs"),
    "certificate": declared(INTERNAL, internal="number code"),
    # indicators
    "indicatormanual": declared(INTERNAL, internal="name"),
    "manualversion": declared(INTERNAL, internal="change_note"),
    "indicatordefinition": declared(INTERNAL, internal="code name unit counts counts_not examples"),
    "definitionquestion": declared(INTERNAL, internal="text answer"),
    "reportingperiod": declared(INTERNAL, internal="name"),
    "reportreminder": declared(INTERNAL, internal="kind"),
    "indicatorreport": declared(INTERNAL),
    "indicatorvalue": declared(INTERNAL, internal="comment"),
    "disproportion": declared(INTERNAL, internal="message answer judged_answer asked_again"),
    "reportmove": declared(INTERNAL, internal="reason"),
}
