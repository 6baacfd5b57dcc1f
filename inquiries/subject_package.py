"""All we hold of somebody's inquiry, once for machines and once for people: both are written from the same pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries.asking import in_words
from inquiries.models import Consent, ContactCard, FollowUp, Inquiry, Reading, Referral, ReferralCheck
from inquiries.rows_beside import beside, revived
from sociopoint.models import Role
from sociopoint.typography import readable, typeset

WITH = [
    *("needs__situation", "target_groups", "risk_flags", "answered_from", "notes", "referrals__checks", "consents"),
    *("follow_ups__attempts", "unmet_needs__situation", "unmet_needs__reason"),
]
READ_FOR: dict[str, Promise] = {
    "": gettext_lazy("vyřízení dotazu"),
    "edit": gettext_lazy("doplnění zápisu"),
    "call": gettext_lazy("aby se vám někdo ozval"),
    "follow_up": gettext_lazy("slíbené ozvání"),
    "referral": gettext_lazy("předání jinam"),
    "slip": gettext_lazy("lístek s kontakty pro vás"),
    "remains": gettext_lazy("kontrola, co a kdy se smaže"),
    "subject_request": gettext_lazy("vaše žádost o vlastní údaje"),
}
"""What an inquiry is read for: the codes that `record_reading` writes down."""
Held = str | bool | int | date | datetime | None


@dataclass(frozen=True)
class Piece:
    """`name` is for machines, `term` for people."""

    name: str
    term: str
    value: Held

    @property
    def for_machines(self) -> str | bool | int:
        if isinstance(self.value, datetime):
            return timezone.localtime(self.value).isoformat(timespec="minutes")
        return self.value.isoformat() if isinstance(self.value, date) else "" if self.value is None else self.value

    @property
    def said(self) -> str:
        """In Czech; '' for what is not known, which is left out."""
        if isinstance(self.value, bool):
            return _("ano") if self.value else _("ne")
        if isinstance(self.value, datetime):
            return typeset(date_format(timezone.localtime(self.value), "j. n. Y H:i"))
        if isinstance(self.value, date):
            return typeset(date_format(self.value, "j. n. Y"))
        return readable(str(self.value)) if self.name == "phone" and self.value else str(self.value or "")


@dataclass(frozen=True)
class Part:
    """One compartment of what we hold: the same pieces for each thing in it."""

    name: str
    heading: str
    things: list[list[Piece]]


def with_all(rows: QuerySet[Inquiry]) -> QuerySet[Any]:
    """Fifteen queries, however many inquiries there are. `read`: who read each, brought along with it."""
    read = beside(Reading.objects.filter(inquiry_id=OuterRef("pk")).order_by("at", "pk"), "by__role")
    joined = rows.select_related("channel", "district", "heard_from", "contact")
    return joined.annotate(read=read).prefetch_related(*WITH)


def for_machines(row: Inquiry) -> dict[str, Any]:
    packed: dict[str, Any] = {"number": row.public_id}
    for part in parts_of(row):
        things = [{piece.name: piece.for_machines for piece in thing} for thing in part.things]
        packed[part.name] = (things[0] if things else None) if part.name in ("facts", "contact") else things
    return packed


def for_people(row: Inquiry) -> list[dict[str, Any]]:
    """Headings with their rows of (term, words); what is empty is left out."""
    said = [
        {
            "heading": part.heading,
            "things": [[(piece.term, piece.said) for piece in thing if piece.said] for thing in part.things],
        }
        for part in parts_of(row)
    ]
    return [part for part in said if part["things"]]


def parts_of(row: Inquiry) -> Iterator[Part]:
    card: ContactCard | None = getattr(row, "contact", None)
    yield Part("facts", _("Co jsme si zapsali"), [_facts(row)])
    yield Part("contact", _("Kontakt"), [_contact(card)] if card else [])
    yield Part(
        "texts",
        _("Texty"),
        [
            [
                Piece("kind", _("Co to je"), str(note.get_kind_display())),
                Piece("written_at", _("Kdy"), note.written_at),
                Piece("text", _("Text"), note.text),
            ]
            for note in row.notes.all()
            if note.text
        ],
    )
    consents = {one.pk: one for one in row.consents.all()}
    referrals = [_referral(one, consents.get(one.consent_id or 0)) for one in row.referrals.all()]
    yield Part("referrals", _("Komu jsme vás předali"), referrals)
    yield Part(
        "consents",
        _("Souhlasy"),
        [
            [
                Piece("recorded_at", _("Zapsáno"), one.recorded_at),
                Piece("manner", _("Jak"), str(one.get_manner_display())),
                Piece("extent", _("Co se smí předat"), one.extent),
                Piece("purpose", _("K čemu"), one.purpose),
                Piece("withdrawn_at", _("Odvoláno"), one.withdrawn_at),
            ]
            for one in row.consents.all()
        ],
    )
    yield Part("follow_ups", _("Kdy jsme se měli ozvat"), [_follow_up(one) for one in row.follow_ups.all()])
    yield Part(
        "unmet_needs",
        _("Co se nepodařilo sehnat"),
        [
            [
                Piece("situation", _("Situace"), one.situation.name),
                Piece("reason", _("Proč"), one.reason.name),
                Piece("workaround", _("Jak si člověk poradí zatím"), one.workaround),
            ]
            for one in row.unmet_needs.all()
        ],
    )
    targets = {one.pk: one.target_name for one in row.referrals.all()}
    read = revived(Reading, getattr(row, "read", ()))  # annotated by with_all
    yield Part("readings", _("Kdo do dotazu nahlédl"), [_reading(one, targets) for one in read])


def _facts(row: Inquiry) -> list[Piece]:
    return [
        Piece("received_at", _("Kdy"), row.received_at),
        Piece("state", _("Stav"), str(row.get_state_display())),
        Piece(
            "closing_reason", _("Jak to skončilo"), str(row.get_closing_reason_display()) if row.closing_reason else ""
        ),
        Piece("channel", _("Jak se ptal"), row.channel.name),
        Piece("kind", _("Co to bylo"), str(row.get_kind_display())),
        Piece("is_crisis", _("Krize"), row.is_crisis),
        Piece("urgency", _("Naléhavost"), str(row.get_urgency_display())),
        Piece("situations", _("Situace"), ", ".join(need.situation.name for need in row.needs.all())),
        Piece("risk_flags", _("Ohrožení"), ", ".join(flag.name for flag in row.risk_flags.all())),
        Piece("on_behalf", _("Za koho"), str(row.get_on_behalf_display())),
        Piece("target_groups", _("Pro koho"), ", ".join(group.title for group in row.target_groups.all())),
        Piece("age", _("Věk"), str(row.get_age_band_display())),
        Piece("sex", _("Pohlaví"), str(row.get_sex_display())),
        Piece("district", _("Obvod"), _("mimo město") if row.is_from_elsewhere else str(row.district or "")),
        Piece("language", _("Jazyk"), str(row.get_language_display())),
        Piece("interpreter", _("S tlumočníkem"), row.interpreter),
        Piece("first_time", _("Poprvé"), str(row.get_first_time_display())),
        Piece("heard_from", _("Odkud o nás ví"), str(row.heard_from or "")),
        Piece("help_level", _("Jak jsme pomohli"), str(row.get_help_level_display()) if row.help_level else ""),
        Piece("answered_from", _("Z čeho jsme odpověděli"), ", ".join(one.name for one in row.answered_from.all())),
        Piece("minutes", _("Minut s člověkem"), row.minutes_direct),
        Piece("has_return_code", _("Má návratový kód"), bool(row.return_code_hash)),
    ]


def _contact(card: ContactCard) -> list[Piece]:
    return [
        Piece("name", _("Oslovení"), card.display_name),
        Piece("phone", _("Telefon"), card.phone),
        Piece("email", _("E-mail"), card.email),
        Piece("relation", _("Kdo to je"), card.relation),
        Piece("preferred_way", _("Jak se ozvat"), str(card.get_preferred_way_display())),
        Piece("safe_hours", _("Kdy je to bezpečné"), card.safe_hours),
        Piece("may_leave_message", _("Smí se nechat vzkaz"), card.may_leave_message),
        Piece("follow_up_agreed_at", _("Souhlas, že se ozveme"), card.follow_up_agreed_at),
        Piece("expires_on", _("Smaže se"), card.expires_on),
    ]


def _reading(one: Reading, targets: dict[int, str]) -> list[Piece]:
    """By role, not by name: workers read for the controller and under it (Court of Justice, C-579/21). A partner is a recipient, so
    it is named."""
    if one.by is None:
        target = targets.get(one.referral_id or 0)
        who, purpose = (f"{Role.PARTNER.label}: {target}" if target else str(Role.PARTNER.label)), "referral"
    else:
        who, purpose = str(Role(one.by.role).label), one.purpose
    return [
        Piece("at", _("Kdy"), one.at),
        Piece("kind", _("Co se stalo"), str(one.get_kind_display())),
        Piece("by", _("Kdo"), who),
        Piece("purpose", _("K čemu"), str(READ_FOR.get(purpose, ""))),
    ]


def _referral(one: Referral, consent: Consent | None) -> list[Piece]:
    return [
        Piece("to", _("Komu"), one.target_name),
        Piece("created_at", _("Kdy"), one.created_at),
        Piece("mode", _("Jak"), str(one.get_mode_display())),
        Piece("state", _("Stav"), str(one.get_state_display())),
        Piece("urgency", _("Naléhavost"), str(one.get_urgency_display()) if one.urgency else ""),
        Piece("brief", _("Co jsme o vás napsali"), one.brief),
        Piece("worker_message", _("Co jsme doplnili"), one.worker_message),
        Piece("partner_message", _("Co odpověděli"), one.partner_message),
        Piece("note", _("Naše poznámka"), one.note),
        Piece("waiting_position", _("Kolikátý v pořadníku"), one.waiting_position or ""),
        Piece("waiting_estimate", _("Jak dlouho se čeká"), one.waiting_estimate),
        Piece("first_appointment_at", _("První schůzka"), one.first_appointment_at),
        Piece("told", _("Co jste nám o tom řekli"), "; ".join(_told(check) for check in one.checks.all())),
        Piece("consented_at", _("Souhlas s předáním"), consent.recorded_at if consent else None),
        Piece("may_see_contact", _("Smí vidět kontakt"), one.shares_contact),
        Piece("contact_shown_at", _("Kontakt viděli"), one.contact_revealed_at),
    ]


def _told(check: ReferralCheck) -> str:
    return ", ".join([date_format(timezone.localtime(check.at), "j. n. Y"), *in_words(check)])


def _follow_up(one: FollowUp) -> list[Piece]:
    tried = [
        (_("zastižen") if each.reached else _("nezastižen")) + (f": {each.note}" if each.note else "")
        for each in one.attempts.all()
    ]
    return [
        Piece("due_at", _("Na kdy"), timezone.localdate(one.due_at) if one.is_all_day else one.due_at),
        Piece("kind", _("Co udělat"), str(one.get_kind_display())),
        Piece("state", _("Stav"), str(one.get_state_display())),
        Piece("result", _("Jak to dopadlo"), str(one.get_result_display()) if one.result else ""),
        Piece("attempts", _("Pokusy"), "; ".join(tried)),
    ]
