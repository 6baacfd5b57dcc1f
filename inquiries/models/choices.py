"""Coded facts of an inquiry that the program itself decides by, so that they are code and not a list to extend."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InquiryKind(models.TextChoices):
    """Decides how long the form is."""

    QUESTION = "question", _("dotaz")
    CONSULTATION = "consultation", _("konzultace")
    CRISIS = "crisis", _("krize")
    PROFESSIONAL = "professional", _("dotaz odborníka")
    FEEDBACK = "feedback", _("podnět nebo stížnost")
    NO_SHOW = "no_show", _("nepřišel na schůzku")
    WRONG = "wrong", _("omyl nebo zavěšeno")
    ABUSE = "abuse", _("zneužití linky")


WITHOUT_NEED = (InquiryKind.FEEDBACK, InquiryKind.NO_SHOW, InquiryKind.WRONG, InquiryKind.ABUSE)
"""Kinds that are closed without a situation: there was no question."""


class Direction(models.TextChoices):
    INCOMING = "incoming", _("příchozí")
    OUTGOING = "outgoing", _("odchozí")


class OnBehalf(models.TextChoices):
    SELF = "self", _("za sebe")
    RELATIVE = "relative", _("za blízkého")
    CLIENT = "client", _("za klienta (odborník)")
    STRANGER = "stranger", _("za neznámého člověka")
    UNKNOWN = "unknown", _("nezjištěno")


class Identity(models.TextChoices):
    ANONYMOUS = "anonymous", _("beze jména")
    CODE = "code", _("s návratovým kódem")
    CONTACT = "contact", _("s kontaktem")


class Sex(models.TextChoices):
    WOMAN = "woman", _("žena")
    MAN = "man", _("muž")
    OTHER = "other", _("jiné")
    UNKNOWN = "unknown", _("nezjištěno")


class AgeBand(models.TextChoices):
    """Never a birth date; the bands of the regional statistics."""

    CHILD = "0-14", _("0–14 let")
    TEENAGER = "15-17", _("15–17 let")
    YOUNG = "18-26", _("18–26 let")
    ADULT = "27-64", _("27–64 let")
    SENIOR = "65-79", _("65–79 let")
    OLD = "80+", _("80 a víc let")
    UNKNOWN = "unknown", _("nezjištěno")

    @classmethod
    def of_age(cls, years: int) -> AgeBand:
        """The band of a person of so many years."""
        bounds = ((14, cls.CHILD), (17, cls.TEENAGER), (26, cls.YOUNG), (64, cls.ADULT), (79, cls.SENIOR))
        return next((band for last, band in bounds if years <= last), cls.OLD)


class Language(models.TextChoices):
    CZECH = "cs", _("česky")
    UKRAINIAN = "uk", _("ukrajinsky")
    ENGLISH = "en", _("anglicky")
    SLOVAK = "sk", _("slovensky")
    POLISH = "pl", _("polsky")
    RUSSIAN = "ru", _("rusky")
    GERMAN = "de", _("německy")
    ROMANI = "rom", _("romsky")
    VIETNAMESE = "vi", _("vietnamsky")
    SIGN = "cse", _("českým znakovým jazykem")
    OTHER = "other", _("jinak")
    UNKNOWN = "unknown", _("nezjištěno")


class HelpLevel(models.IntegerChoices):
    """What we did: facts, weighing of options, or doing it together (levels of the citizens' advice offices)."""

    INFORMATION = 1, _("Informace")
    ADVICE = 2, _("Rada")
    ACTIVE = 3, _("Aktivní pomoc")


class Urgency(models.TextChoices):
    """Gives the follow-up its due date."""

    ORDINARY = "ordinary", _("běžná")
    THREE_DAYS = "three_days", _("do 3 dnů")
    DAY = "day", _("do 24 hodin")
    NOW = "now", _("ihned")


class FirstTime(models.TextChoices):
    FIRST = "first", _("poprvé")
    AGAIN = "again", _("opakovaně")
    UNKNOWN = "unknown", _("neví se")


class ClosingReason(models.TextChoices):
    INFORMED = "informed", _("informace podána")
    ADVISED = "advised", _("poradili jsme")
    ASSISTED = "assisted", _("aktivně jsme pomohli")
    REFERRED_CONFIRMED = "referred_confirmed", _("předáno a potvrzeno")
    REFERRED_UNCONFIRMED = "referred_unconfirmed", _("předáno bez potvrzení")
    UNMET = "unmet", _("potřebu se nepodařilo naplnit")
    DECLINED = "declined", _("člověk pomoc odmítl")
    LOST = "lost", _("kontakt se ztratil")
    OUT_OF_SCOPE = "out_of_scope", _("mimo naši působnost")
    NON_CONTACT = "non_contact", _("nešlo o dotaz")


class NeedOutcome(models.TextChoices):
    MET = "met", _("naplněno")
    PARTLY = "partly", _("částečně")
    UNMET = "unmet", _("nenaplněno")
    UNKNOWN = "unknown", _("nezjištěno")


class WorkerRole(models.TextChoices):
    LED = "led", _("vedl")
    HELPED = "helped", _("spolupracoval")


class LinkKind(models.TextChoices):
    CONTINUES = "continues", _("pokračování")
    SAME_SITUATION = "same_situation", _("stejná situace")
    DUPLICATE = "duplicate", _("duplicita")
