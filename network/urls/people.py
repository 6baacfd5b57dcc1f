"""People and organisations of the network."""

from django.urls import path

from network.views import organisations, people, positions

urlpatterns = [
    path("lide/", people.person_list, name="person-list"),
    path("lide/<int:pk>/", people.person, name="person"),
    path("lide/<int:pk>/vizitka.vcf", people.person_card, name="person-card"),
    path("organizace/", organisations.organisation_list, name="organisation-list"),
    path("organizace/<int:pk>/", organisations.organisation, name="organisation"),
    path("organizace/<int:pk>/clovek/", positions.person_new, name="person-new"),
    path("organizace/<int:pk>/utvar/", organisations.unit_new, name="unit-new"),
    path("organizace/<int:pk>/schranky/", organisations.mailboxes, name="mailboxes"),
    path("utvary/<int:pk>/", organisations.unit_edit, name="unit-edit"),
    path("pusobeni/<int:pk>/", positions.position_edit, name="position-edit"),
    path("pusobeni/<int:pk>/konec/", positions.position_end, name="position-end"),
    path("pusobeni/<int:pk>/zpet/", positions.position_reopen, name="position-reopen"),
]
