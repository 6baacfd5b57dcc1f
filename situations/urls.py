from django.urls import path

from situations import easy, share_picture, views

app_name = "situations"

urlpatterns = [
    path("", views.situation_list, name="situation-list"),
    path("jednoduse/", easy.easy_list, name="easy-list"),
    path("<slug:slug>/sdileni.png", share_picture.share_picture, name="share-picture"),
    path("<slug:slug>/jednoduse/", easy.easy_situation, name="easy-situation"),
]
