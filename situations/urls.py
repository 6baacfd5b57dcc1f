from django.urls import path

from situations import easy, views

app_name = "situations"

urlpatterns = [
    path("", views.situation_list, name="situation-list"),
    path("jednoduse/", easy.easy_list, name="easy-list"),
    path("<slug:slug>/jednoduse/", easy.easy_situation, name="easy-situation"),
]
