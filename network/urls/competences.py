from django.urls import path

from network.views import competences as views

urlpatterns = [
    path("", views.competence_list, name="competence-list"),
    path("nova/", views.competence_new, name="competence-new"),
    path("<int:pk>/", views.competence, name="competence"),
    path("<int:pk>/uprava/", views.competence_edit, name="competence-edit"),
    path("<int:pk>/schvalit/", views.competence_approve, name="competence-approve"),
    path("<int:pk>/neprijmout/", views.competence_refuse, name="competence-refuse"),
    path("<int:pk>/plati/", views.competence_confirm, name="competence-confirm"),
    path("<int:pk>/konec/", views.competence_end, name="competence-end"),
]
