"""The catalogue's tables, one module per noun."""

from catalogue.models.batches import BatchState, LeafletBatch
from catalogue.models.carried_lists import CarriedList
from catalogue.models.closures import Closure
from catalogue.models.code_lists import (
    AgeGroup,
    CapacityUnit,
    Certainty,
    FormOfCare,
    KindGuidance,
    NeedPhrase,
    ServiceKind,
    SituationGroup,
    SituationKind,
    TargetGroup,
)
from catalogue.models.contacts import Contact, ContactKind
from catalogue.models.doubles import NotTheSame
from catalogue.models.facilities import Facility
from catalogue.models.kiosks import Kiosk, KioskDay, KioskSign
from catalogue.models.links import ServiceArea, ServiceFurtherKind, ServiceSituation, ServiceTargetGroup
from catalogue.models.open_data import DataFile, PublishedService
from catalogue.models.organisations import Organisation, OrganisationKind
from catalogue.models.places import AddressPoint, Place, PlaceKey, PlaceKind, Precision
from catalogue.models.proposals import (
    FOUNDING,
    WITH_FACTS,
    ChangeProposal,
    FieldState,
    ProposalSource,
    ProposalState,
    ProposalTopic,
    ProposedField,
)
from catalogue.models.register import RegisterChange, RegisterImport, RegisterRecord
from catalogue.models.search import NameWord, SearchCard, SearchDay, SearchEntry, SearchInVain, SearchService
from catalogue.models.services import (
    Capacity,
    Exclusion,
    Origin,
    RecordType,
    Service,
    ServiceForm,
)

__all__ = [
    "FOUNDING",
    "WITH_FACTS",
    "AddressPoint",
    "AgeGroup",
    "BatchState",
    "Capacity",
    "CapacityUnit",
    "CarriedList",
    "Certainty",
    "ChangeProposal",
    "Closure",
    "Contact",
    "ContactKind",
    "DataFile",
    "Exclusion",
    "Facility",
    "FieldState",
    "FormOfCare",
    "KindGuidance",
    "Kiosk",
    "KioskDay",
    "KioskSign",
    "LeafletBatch",
    "NameWord",
    "NeedPhrase",
    "NotTheSame",
    "Organisation",
    "OrganisationKind",
    "Origin",
    "Place",
    "PlaceKey",
    "PlaceKind",
    "Precision",
    "ProposalSource",
    "ProposalState",
    "ProposalTopic",
    "ProposedField",
    "PublishedService",
    "RecordType",
    "RegisterChange",
    "RegisterImport",
    "RegisterRecord",
    "SearchCard",
    "SearchDay",
    "SearchEntry",
    "SearchInVain",
    "SearchService",
    "Service",
    "ServiceArea",
    "ServiceForm",
    "ServiceFurtherKind",
    "ServiceKind",
    "ServiceSituation",
    "ServiceTargetGroup",
    "SituationGroup",
    "SituationKind",
    "TargetGroup",
]
