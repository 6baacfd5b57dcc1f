"""Addresses of `/sit/`, one module a part."""

from django.urls import path

from network.views.home import home

app_name = "network"

urlpatterns = [
    path("", home, name="home"),
]
