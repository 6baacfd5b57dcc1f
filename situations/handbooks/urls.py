from django.urls import path

from situations.handbooks import views

app_name = "handbooks"

urlpatterns = [
    path("", views.handbook_list, name="handbook-list"),
    path("<slug:slug>/", views.handbook, name="handbook"),
    path("<slug:slug>.pdf", views.handbook_paper, name="handbook-paper"),
]
