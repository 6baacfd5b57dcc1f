"""Trainings and who is registered. Seats are given in their order and offered on by deeds, so they are only read here."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from network.admin.reading import KeptRecord, ReadRecord, ReadRows
from network.models import Certificate, Registration, SeatReserve, Training, TrainingDate
from sociopoint.record_history import Part


class DateRows(ReadRows):
    model = TrainingDate


class ReserveRows(ReadRows):
    model = SeatReserve


@admin.register(Training)
class TrainingAdmin(KeptRecord):
    parts = (Part(Training),)
    list_display = ["title", "lecturer", "hours", "capacity", "opens_on", "closes_on", "is_cancelled"]
    list_filter = ["is_cancelled"]
    date_hierarchy = "closes_on"
    search_fields = ["title", "lecturer", "accreditation", "place"]
    search_help_text = _("Název, kdo školí, číslo akreditace nebo kde.")
    fields = [
        "title",
        "goal",
        "for_whom",
        "lecturer",
        "place",
        "accreditation",
        ("hours", "capacity"),
        ("opens_on", "closes_on"),
        "is_cancelled",
    ]
    readonly_fields = ["hours", "capacity", "opens_on", "closes_on", "is_cancelled"]
    inlines = [DateRows, ReserveRows]


@admin.register(Registration)
class RegistrationAdmin(ReadRecord):
    list_display = ["person", "organisation", "training", "state", "registered_at"]
    list_filter = ["state"]
    list_select_related = ["person", "organisation", "training"]
    search_fields = ["person__name", "organisation__name", "training__title"]
    search_help_text = _("Jméno, organizace nebo školení.")
    fields = ["training", "person", "organisation", "state", "registered_at", "registered_by", "offer_until"]


@admin.register(Certificate)
class CertificateAdmin(ReadRecord):
    """Without the code that proves it: that is on the paper of whoever earned it."""

    list_display = ["number", "registration", "hours", "issued_on"]
    list_select_related = ["registration__person", "registration__training"]
    date_hierarchy = "issued_on"
    search_fields = ["number", "registration__person__name", "registration__training__title"]
    search_help_text = _("Číslo osvědčení, jméno nebo školení.")
    fields = ["number", "registration", "hours", "issued_on"]
