"""Classes of data of this app's tables (`sociopoint.data_classes`)."""

from __future__ import annotations

from sociopoint.data_classes import DataClass, declared

PUBLIC = DataClass.PUBLIC

CLASSES = {
    "publiccampaign": declared(PUBLIC, public="slug title title_en title_uk lead lead_en lead_uk goal text outcome"),
    "handbook": declared(PUBLIC, public="slug title summary summary_en summary_uk reviewed_by"),
    "handbookchapter": declared(PUBLIC, public="title text sources"),
    "article": declared(PUBLIC, public="slug title title_en title_uk lead lead_en lead_uk text event_place"),
    "seasonaloffer": declared(
        PUBLIC, public="title title_en title_uk description description_en description_uk place hours phone"
    ),
    "occupancyreport": declared(DataClass.INTERNAL),
    "crisisline": declared(
        PUBLIC,
        public="slug name name_en name_uk phone opening_hours web description description_en description_uk certainty",
    ),
    "lifesituation": declared(
        PUBLIC,
        public="slug name name_en name_uk lead first_steps lead_en lead_uk first_steps_en first_steps_uk lead_easy "
        "first_steps_easy keywords icon",
    ),
    "situationcrisisline": declared(PUBLIC),
}
