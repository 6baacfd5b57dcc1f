"""Meetings from the invitation to approved minutes."""

from django.urls import path

from network.views import attachments, meeting_invitations, meetings, minutes, minutes_by_link

urlpatterns = [
    path("jednani/", meetings.meeting_list, name="meeting-list"),
    path("skupiny/<int:pk>/jednani/nove/", meetings.meeting_new, name="meeting-new"),
    path("jednani/<int:pk>/", meetings.meeting, name="meeting"),
    path("jednani/<int:pk>/uprava/", meetings.meeting_edit, name="meeting-edit"),
    path("jednani/<int:pk>/stav/", meetings.meeting_move, name="meeting-move"),
    path("jednani/<int:pk>/jednani.ics", meetings.meeting_calendar, name="meeting-calendar"),
    path("jednani/<int:pk>/zapis.pdf", meetings.minutes_print, name="minutes-print"),
    path("jednani/<int:pk>/body/", meetings.point_add, name="point-add"),
    path("jednani/<int:pk>/body/<int:item>/", meetings.point_edit, name="point-edit"),
    path("jednani/<int:pk>/body/<int:item>/radek/", minutes.line_new, name="line-new"),
    path("jednani/<int:pk>/radky/<int:line>/", minutes.line_edit, name="line-edit"),
    path("jednani/<int:pk>/prezence/", minutes.presence, name="presence"),
    path("jednani/<int:pk>/zapis/", minutes.minutes_move, name="minutes-move"),
    path("jednani/<int:pk>/pripominky/", minutes.comment_add, name="comment-add"),
    path("jednani/<int:pk>/pripominky/<int:comment>/", minutes.comment_reply, name="comment-reply"),
    path("jednani/<int:pk>/prilohy/nova/", attachments.attachment_new, name="attachment-new"),
    path("jednani/<int:pk>/prilohy/<int:attachment>/", attachments.attachment_remove, name="attachment-remove"),
    path("ucast/<str:token>/prilohy/<int:pk>/", attachments.invited_attachment, name="invited-attachment"),
    path("ucast/<str:token>/zapis.pdf", minutes_by_link.invited_minutes_print, name="invited-minutes-print"),
    path("ucast/<str:token>/", meeting_invitations.meeting_invitation, name="meeting-invitation"),
]
