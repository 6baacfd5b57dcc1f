"""Classes of data of this app's tables (`sociopoint.data_classes`): coded facts without identity, words, and the contact."""

from __future__ import annotations

from sociopoint.data_classes import DataClass, declared

INTERNAL = DataClass.INTERNAL
CODE_LIST = declared(INTERNAL, internal="code name")

CLASSES = {
    # coded facts: they say nothing of anybody
    "inquiry": declared(INTERNAL, internal="public_id", secret="return_code_hash"),  # noqa: S106  the name of a column
    "inquiryworker": declared(INTERNAL),
    "inquiryneed": declared(INTERNAL),
    "inquirylink": declared(INTERNAL),
    "timelineentry": declared(INTERNAL, internal="field before after"),
    "procedurerun": declared(INTERNAL),
    "procedurerunstep": declared(INTERNAL),
    "followup": declared(INTERNAL),
    # words of people and about them
    "note": declared(INTERNAL, special="text"),
    "wish": declared(INTERNAL, special="line"),
    "followupattempt": declared(INTERNAL, special="note"),
    "consent": declared(INTERNAL, special="extent purpose"),
    "referral": declared(
        INTERNAL,
        internal="other target_name target_phone target_email waiting_estimate",
        special="brief responder_name partner_message worker_message note",
    ),
    "referralcheck": declared(INTERNAL, internal="became"),
    "unmetneed": declared(INTERNAL, special="workaround"),
    "unmetstep": declared(INTERNAL, internal="note"),
    # how to reach them
    "contactcard": declared(INTERNAL, personal="display_name phone phone_hash email email_hash safe_hours relation"),
    # what is asked of us, kept and shredded
    "subjectrequest": declared(INTERNAL, personal="known_by", special="answer"),
    "protocolline": declared(INTERNAL),
    "legalhold": declared(INTERNAL, special="reason"),
    "retentionrule": declared(INTERNAL, internal="legal_basis"),
    "purgerun": declared(INTERNAL),
    "tombstone": declared(INTERNAL),
    "reading": declared(INTERNAL, internal="purpose"),
    "consenttext": declared(INTERNAL, internal="text"),
    # the desk itself
    "office": declared(INTERNAL, internal="name"),
    "savedfilter": declared(INTERNAL, internal="name query"),
    "calendarfeed": declared(INTERNAL, secret="secret_hash"),  # noqa: S106
    "channel": declared(INTERNAL, internal="code name token"),
    "heardfrom": CODE_LIST,
    "answersource": CODE_LIST,
    "riskflag": declared(INTERNAL, internal="code name reminder"),
    "declinereason": CODE_LIST,
    "unmetreason": CODE_LIST,
    "countingrule": declared(INTERNAL, internal="name source"),
    "gaprule": declared(INTERNAL),
    "gapproposal": declared(INTERNAL),
    "tally": declared(INTERNAL, internal="dimension key sub"),
    "torecount": declared(INTERNAL, secret="code"),  # noqa: S106
}
