"""Working groups and their seats."""

from django.urls import path

from network.views import groups

urlpatterns = [
    path("skupiny/", groups.group_list, name="group-list"),
    path("skupiny/nova/", groups.group_new, name="group-new"),
    path("skupiny/<int:pk>/", groups.group, name="group"),
    path("skupiny/<int:pk>/uprava/", groups.group_edit, name="group-edit"),
    path("skupiny/<int:pk>/clen/", groups.seat_change, name="seat-change"),
    path("skupiny/<int:pk>/zastupce/", groups.deputy_change, name="deputy-change"),
]
