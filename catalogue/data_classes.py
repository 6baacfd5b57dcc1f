"""Classes of data of this app's tables (`sociopoint.data_classes`): nearly all of it is there to be read."""

from __future__ import annotations

from sociopoint.data_classes import DataClass, declared

PUBLIC, INTERNAL = DataClass.PUBLIC, DataClass.INTERNAL

CLASSES = {
    # code lists and places
    "targetgroup": declared(PUBLIC, public="code rpss_id name label label_en label_uk"),
    "servicekind": declared(
        PUBLIC,
        public="code section rpss_id name name_en name_uk official_name summary start_hint bring_hint for_whom",
    ),
    "kindguidance": declared(PUBLIC, public="need instead_text"),
    "situationkind": declared(PUBLIC),
    "situationgroup": declared(PUBLIC),
    "agegroup": declared(PUBLIC, public="code rpss_id name name_en name_uk"),
    "needphrase": declared(PUBLIC, public="text language kinds groups situations forms"),
    "place": declared(PUBLIC, public="code name context other_names postcodes"),
    "placekey": declared(PUBLIC, public="key stem"),
    "addresspoint": declared(PUBLIC, public="number postcode"),
    # organisations and services
    "organisation": declared(
        PUBLIC,
        public="name slug ico data_box competence street house_number postcode opening_hours source_url origin_key",
        internal="note",
    ),
    "service": declared(
        PUBLIC,
        public="name slug summary for_whom how_to_start how_to_start_easy what_to_bring price_note languages note "
        "waiting_note origin_key registration_identifier source_url",
        internal="internal_note",
    ),
    "serviceform": declared(PUBLIC),
    "capacity": declared(PUBLIC, public="note"),
    "facility": declared(
        PUBLIC,
        public="name street house_number address_note postcode opening_hours barrier_free_note transport_stop",
    ),
    "exclusion": declared(PUBLIC, public="need instead_text"),
    "contact": declared(PUBLIC, public="value note"),
    "closure": declared(PUBLIC, public="text"),
    "notthesame": declared(INTERNAL),
    # what somebody says is wrong
    "changeproposal": declared(INTERNAL, internal="cause reason", personal="text"),
    "proposedfield": declared(INTERNAL, internal="field before after reason"),
    # the register and open data
    "registerimport": declared(INTERNAL, internal="report state contents"),
    "registerrecord": declared(PUBLIC, public="digest content"),
    "registerchange": declared(INTERNAL, internal="field before after"),
    "publishedservice": declared(PUBLIC, public="digest"),
    "datafile": declared(PUBLIC, public="name content digest"),
    # the search: only what is public, and words the lexicon knows
    "searchservice": declared(PUBLIC, public="languages name_words words sort_name"),
    "searchentry": declared(PUBLIC, public="position open_minutes holiday_minutes closed_days"),
    "searchcard": declared(PUBLIC, public="content digest"),
    "nameword": declared(PUBLIC, public="word"),
    "searchday": declared(INTERNAL, internal="word"),
    "searchinvain": declared(INTERNAL),
    # kiosks, leaflets and lists people carry away
    "kiosk": declared(INTERNAL, public="name stands_at way_to_desk", secret="code_hash"),  # noqa: S106  a column
    "kiosksign": declared(INTERNAL, internal="version"),
    "kioskday": declared(INTERNAL),
    "leafletbatch": declared(INTERNAL, public="packed"),
    "carriedlist": declared(INTERNAL, special="services note", secret="code_hash"),  # noqa: S106
}
