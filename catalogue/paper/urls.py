from django.urls import path

from catalogue.paper import views

app_name = "paper"

urlpatterns = [
    path("", views.paper_list, name="list"),
    path("plakat.pdf", views.poster, name="poster"),
    path("sluzba/<int:pk>.pdf", views.service_leaflet, name="service"),
    path("situace/<slug:slug>.pdf", views.situation_leaflet, name="situation"),
    path("mesto/", views.batch_list, name="batches"),
    path("mesto/<int:pk>.zip", views.batch_file, name="batch"),
]
