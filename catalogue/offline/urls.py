from django.urls import path

from catalogue.offline import app_files, pages

app_name = "offline"

urlpatterns = [
    path("manifest.webmanifest", app_files.manifest, name="manifest"),
    path("sw.js", app_files.worker, name="worker"),
    path("bez-signalu/", pages.no_signal, name="no-signal"),
    path("do-telefonu/", pages.take_along, name="take-along"),
    path("do-telefonu/<int:pk>.json", pages.place_pack, name="pack"),
]
