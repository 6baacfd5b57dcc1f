"""Addresses of `/sit/`, one module a part."""

from django.urls import include, path

from network.views.home import home

app_name = "network"

urlpatterns = [
    path("", home, name="home"),
    path("", include("network.urls.freshness")),
    path("", include("network.urls.invitations")),
    path("", include("network.urls.people")),
    path("", include("network.urls.records")),
    path("kompetence/", include("network.urls.competences")),
    path("", include("network.urls.groups")),
    path("", include("network.urls.meetings")),
    path("", include("network.urls.tasks")),
    path("postupy/", include("network.urls.procedures")),
    path("", include("network.urls.trainings")),
    path("", include("network.urls.messages")),
    path("ukazatele/", include("network.urls.indicators")),
]
