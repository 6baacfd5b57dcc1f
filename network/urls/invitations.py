"""Invitations to the network."""

from django.urls import path

from network.views import invitations

urlpatterns = [
    path("lide/<int:pk>/pozvat/", invitations.person_invite, name="person-invite"),
    path("pozvanky/<int:pk>/zpet/", invitations.invitation_revoke, name="invitation-revoke"),
    path("pozvanka/<str:token>/", invitations.invitation, name="invitation"),
]
