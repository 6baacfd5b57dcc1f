"""Announcements, documents and the calendar of the network."""

from django.urls import path

from network.views import announcements, documents, events, network_calendar, subscriptions

urlpatterns = [
    path("zpravy/", announcements.announcement_list, name="announcement-list"),
    path("zpravy/nova/", announcements.announcement_new, name="announcement-new"),
    path("zpravy/znovu/", announcements.announcements_again, name="announcements-again"),
    path("zpravy/<int:pk>/", announcements.announcement, name="announcement"),
    path("zpravy/<int:pk>/uprava/", announcements.announcement_edit, name="announcement-edit"),
    path("zpravy/<int:pk>/odeslat/", announcements.announcement_send, name="announcement-send"),
    path("zpravy/<int:pk>/zverejnit/", announcements.announcement_publish, name="announcement-publish"),
    path("odhlaseni/<str:token>/", announcements.sign_off, name="sign-off"),
    path("odber/", subscriptions.subscribe, name="subscribe"),
    path("odber/<str:token>/", subscriptions.subscription, name="subscription"),
    path("dokumenty/", documents.document_list, name="document-list"),
    path("dokumenty/novy/", documents.document_new, name="document-new"),
    path("dokumenty/<int:pk>/", documents.document, name="document"),
    path("dokumenty/<int:pk>/<int:number>/", documents.document_download, name="document-download"),
    path("akce/nova/", events.event_new, name="event-new"),
    path("akce/<int:pk>/", events.event, name="event"),
    path("akce/<int:pk>/uprava/", events.event_edit, name="event-edit"),
    path("akce/<int:pk>/akce.ics", events.event_calendar, name="event-calendar"),
    path("kalendar/", network_calendar.calendar, name="calendar"),
    path("kalendar/<str:secret>.ics", network_calendar.calendar_feed, name="calendar-feed"),
]
