from django.contrib.auth.decorators import login_not_required
from django.urls import path

from situations.news import views
from situations.news.feed import ArticleFeed

app_name = "news"

urlpatterns = [
    path("", views.article_list, name="article-list"),
    path("atom.xml", login_not_required(ArticleFeed()), name="feed"),
    path("kalendar/", views.calendar, name="calendar"),
    path("kalendar.ics", views.calendar_feed, name="calendar-file"),
    path("obsazenost/", views.occupancy_list, name="occupancy-list"),
    path("obsazenost/<int:pk>/", views.occupancy, name="occupancy"),
    path("<slug:slug>/", views.article, name="article"),
]
