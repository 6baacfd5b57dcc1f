from django.contrib.auth.decorators import login_not_required
from django.urls import path

from situations.news import occupancy_pages, views
from situations.news.feed import ArticleFeed

app_name = "news"

urlpatterns = [
    path("", views.article_list, name="article-list"),
    path("atom.xml", login_not_required(ArticleFeed()), name="feed"),
    path("kalendar/", views.calendar, name="calendar"),
    path("kalendar.ics", views.calendar_feed, name="calendar-file"),
    path("kampane/", views.campaign_list, name="campaign-list"),
    path("kampane/<slug:slug>/", views.campaign, name="campaign"),
    path("obsazenost/", occupancy_pages.occupancy_list, name="occupancy-list"),
    path("obsazenost/<int:pk>/", occupancy_pages.occupancy, name="occupancy"),
    path("obsazenost/<int:pk>/prubeh/", occupancy_pages.season, name="season"),
    path("obsazenost/<int:pk>/prubeh.csv", occupancy_pages.season_file, name="season-file"),
    path("<slug:slug>/", views.article, name="article"),
]
