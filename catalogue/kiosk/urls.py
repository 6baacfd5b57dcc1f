from django.urls import path

from catalogue.kiosk import pages, visits

app_name = "kiosk"

urlpatterns = [
    path("", pages.start, name="start"),
    path("situace/<slug:slug>/", pages.situation, name="situation"),
    path("sluzba/<int:pk>/", pages.service, name="service"),
    path("hledat/", pages.find, name="find"),
    path("clovek/", pages.person, name="person"),
    path("pomoc/", pages.help_now, name="help"),
    path("klid/", pages.rest, name="rest"),
    path("pripojit/", visits.pair, name="pair"),
    path("vzhled/", visits.change_look, name="look"),
    path("konec/", visits.end, name="end"),
    path("ziju/", visits.alive, name="alive"),
]
