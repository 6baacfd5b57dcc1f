from django.urls import include, path

from catalogue import data_page, easy_start, place_views, reporting, views

app_name = "catalogue"

urlpatterns = [
    path("sluzby/", views.service_list, name="service-list"),
    path("sluzby/<int:pk>-<slug:slug>/", views.service, name="service"),
    path("sluzby/<int:pk>-<slug:slug>/jednoduse/", easy_start.easy_service, name="service-easily"),
    path("sluzby/<int:pk>/", views.service, {"slug": ""}, name="service-by-number"),
    path("sluzby/<int:pk>/chyba/", reporting.service_report, name="service-report"),
    path("organizace/<int:pk>-<slug:slug>/", views.organisation, name="organisation"),
    path("mapa/", views.service_map, name="map"),
    path("data/", data_page.open_data, name="open-data"),
    path("data/<str:name>", data_page.data_file, name="data-file"),
    path("api/mista/", place_views.place_suggestions, name="place-suggestions"),
    path("api/hsds/", include("catalogue.hsds.urls")),
]
