"""What an import has to say: a refusal that stops it, or warnings that do not."""

from __future__ import annotations

from collections import Counter
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RegisterRefused(Exception):
    """The file, the folder or the address cannot be used; the text is one Czech line for the operator."""


class Finding(Enum):
    """Kinds of warning, in the order of the report."""

    GONE = "gone"
    LINKED = "linked"
    LINKED_ENDED = "linked_ended"
    LINKED_HIDES = "linked_hides"
    SIMILAR = "similar"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_GROUP = "unknown_group"
    UNKNOWN_FORM = "unknown_form"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_REGION = "unknown_region"
    NEW_KIND = "new_kind"
    NEW_GROUP = "new_group"
    WRONG_IDENTIFIER = "wrong_identifier"
    WRONG_ICO = "wrong_ico"
    WRONG_ORDER = "wrong_order"
    WRONG_PHONE = "wrong_phone"
    WRONG_EMAIL = "wrong_email"
    WRONG_WEB = "wrong_web"
    PERSON_IN_NOTE = "person_in_note"
    UNREAD_AGE = "unread_age"
    UNREAD_HOURS = "unread_hours"
    HIDDEN_PLACE_HAD_ADDRESS = "hidden_place_had_address"
    UNKNOWN_KEY = "unknown_key"

    @property
    def title(self) -> Promise:
        return TITLES[self]


TITLES = {
    Finding.GONE: _("zmizelé z registru, proto ukončené"),
    Finding.LINKED: _("služba je v katalogu zapsaná ručně; propojeno, nic se nepřepsalo"),
    Finding.LINKED_ENDED: _("ručně zapsaná služba v registru skončila nebo z něj zmizela; zkontrolujte ji"),
    Finding.LINKED_HIDES: _("registr tají adresu ručně zapsané služby; skryjte ji i v katalogu"),
    Finding.SIMILAR: _("v katalogu je jiná služba téže organizace a téhož druhu; možná dvakrát"),
    Finding.UNKNOWN_KIND: _("neznámý druh služby; služba zůstala bez druhu"),
    Finding.UNKNOWN_GROUP: _("neznámá cílová skupina; vynechána"),
    Finding.UNKNOWN_FORM: _("neznámá forma služby; vynechána"),
    Finding.UNKNOWN_UNIT: _("neznámá jednotka kapacity; kapacita vynechána"),
    Finding.UNKNOWN_PLACE: _("obec ani její část neznáme; místo je bez polohy"),
    Finding.UNKNOWN_REGION: _("neznámý kraj v působnosti; vynechán"),
    Finding.NEW_KIND: _("nový druh služby z číselníku; doplňte mu texty"),
    Finding.NEW_GROUP: _("nová cílová skupina z číselníku; doplňte jí lidský název"),
    Finding.WRONG_IDENTIFIER: _("identifikátor nemá sedm číslic nebo už patří jiné službě; vynechán"),
    Finding.WRONG_ICO: _("IČO nemá osm číslic; organizace je vedená podle názvu"),
    Finding.WRONG_ORDER: _("konec je před začátkem; začátek vynechán"),
    Finding.WRONG_PHONE: _("nečitelný telefon; vynechán"),
    Finding.WRONG_EMAIL: _("neplatný e-mail; vynechán"),
    Finding.WRONG_WEB: _("neplatná webová adresa; vynechána"),
    Finding.PERSON_IN_NOTE: _("poznámka u kontaktu vypadá jako jméno člověka; vynechána"),
    Finding.UNREAD_AGE: _("věk zapsaný jinak než „od – do“; nepřevzat"),
    Finding.UNREAD_HOURS: _("časy poskytování nebo věkové skupiny; jejich zápis zatím nečteme"),
    Finding.HIDDEN_PLACE_HAD_ADDRESS: _("utajené místo mělo v souboru adresu; nepřečetli jsme ji"),
    Finding.UNKNOWN_KEY: _("neznámý klíč v souboru; nečteme ho"),
}


class Findings:
    """Warnings counted by kind and by what they concern (an identifier of a service, a code, a key)."""

    def __init__(self) -> None:
        self._seen: dict[Finding, Counter[str]] = {}

    def add(self, finding: Finding, about: str) -> None:
        self._seen.setdefault(finding, Counter())[about] += 1

    def by_kind(self) -> list[tuple[Finding, Counter[str]]]:
        return [(finding, self._seen[finding]) for finding in Finding if finding in self._seen]
