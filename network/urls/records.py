"""A provider's own record, and deciding about what is proposed."""

from django.urls import path

from network.views import doubles, founding, proposals, records

urlpatterns = [
    path("moje/", records.own_organisation, name="own-organisation"),
    path("organizace/<int:pk>/zaznam/", records.organisation_record, name="organisation-record"),
    path("organizace/<int:pk>/nova-sluzba/", founding.service_new, name="service-new"),
    path("sluzby/<int:pk>/nove-misto/", founding.place_new, name="place-new"),
    path("sluzby/<int:pk>/zaznam/", records.service_record, name="service-record"),
    path("sluzby/<int:pk>/dnes/", records.service_today, name="service-today"),
    path("uzaverky/<int:pk>/zrusit/", records.closure_end, name="closure-end"),
    path("navrhy/", proposals.proposal_list, name="proposal-list"),
    path("navrhy/dvakrat/", doubles.double_list, name="double-list"),
    path("navrhy/<int:pk>/", proposals.proposal, name="proposal"),
]
