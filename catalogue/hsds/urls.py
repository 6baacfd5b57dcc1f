"""Without a slash at the end, as the format's own paths are; they stand in the namespace of the catalogue."""

from django.urls import path

from catalogue.hsds import views

urlpatterns = [
    path("", views.base, name="hsds"),
    path("openapi.json", views.description, name="hsds-openapi"),
    path("services", views.services, name="hsds-services"),
    path("services/<uuid:identifier>", views.service, name="hsds-service"),
    path("organizations", views.organisations, name="hsds-organizations"),
    path("organizations/<uuid:identifier>", views.organisation, name="hsds-organization"),
    path("service_at_locations", views.service_at_locations, name="hsds-service-at-locations"),
    path("service_at_locations/<uuid:identifier>", views.service_at_location, name="hsds-service-at-location"),
    path("taxonomies", views.taxonomy_list, name="hsds-taxonomies"),
    path("taxonomies/<uuid:identifier>", views.taxonomy, name="hsds-taxonomy"),
    path("taxonomy_terms", views.taxonomy_terms, name="hsds-taxonomy-terms"),
    path("taxonomy_terms/<uuid:identifier>", views.taxonomy_term, name="hsds-taxonomy-term"),
    path("<path:rest>", views.nothing_here, name="hsds-nothing-here"),
]
