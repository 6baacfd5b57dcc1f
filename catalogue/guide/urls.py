from django.urls import path

from catalogue.guide import views

app_name = "guide"

urlpatterns = [path("", views.guide, name="guide")]
