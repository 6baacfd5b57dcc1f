from django.urls import path

from situations import views

app_name = "situations"

urlpatterns = [
    path("", views.situation_list, name="situation-list"),
]
