"""Written questions of the made-up desk that nobody answered yet: for the queue of questions to be tried out."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from inquiries.models import (
    Actor,
    Channel,
    Deed,
    Identity,
    Inquiry,
    InquiryState,
    Note,
    NoteKind,
    Office,
    TimelineEntry,
)
from inquiries.return_code import code_for, code_hash

QUESTIONS = [
    "přišel mi dopis od exekutora a nerozumím mu. Poradí mi někdo zadarmo, co mám dělat?",
    "hledám někoho, kdo by jedno odpoledne v týdnu pohlídal syna s autismem. Bydlíme v Porubě.",
    "maminku po mrtvici příští týden pustí z nemocnice. Bydlí sama ve třetím patře bez výtahu. Kdo by k ní mohl docházet?",
]
FIRST_HOURS, APART_HOURS = 3, 19


@transaction.atomic
def make_up_questions(office: Office) -> int:
    """How many it made; nobody is told their codes."""
    channel, now = Channel.objects.get(code="web"), timezone.now()
    for number, words in enumerate(QUESTIONS):
        asked = now - timedelta(hours=FIRST_HOURS + APART_HOURS * number)
        inquiry = Inquiry.objects.create(
            office=office,
            channel=channel,
            state=InquiryState.OPEN,
            identity=Identity.CODE,
            return_code_hash=code_hash(code_for(f"made-up-{number}")),
            received_at=asked,
            created_at=asked,
        )
        Note.objects.create(inquiry=inquiry, kind=NoteKind.QUESTION, text=f"Vymyšlený dotaz: {words}", written_at=asked)
        for deed, actor in ((Deed.RECEIVED, Actor.CLIENT), (Deed.CODE_GIVEN, Actor.SYSTEM)):
            TimelineEntry.objects.create(inquiry=inquiry, deed=deed, actor=actor, at=asked)
    return len(QUESTIONS)
