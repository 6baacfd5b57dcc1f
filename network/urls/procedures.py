from django.urls import path

from network.views import procedure_editing as editing
from network.views import procedures as views

VERSION = "<slug:slug>/<int:number>/"

urlpatterns = [
    path("", views.procedure_list, name="procedure-list"),
    path("novy/", editing.procedure_new, name="procedure-new"),
    path("pripominky/<int:pk>/odpoved/", editing.comment_answer, name="procedure-comment-answer"),
    path("<slug:slug>/", views.procedure, name="procedure"),
    path("<slug:slug>/uprava/", editing.procedure_edit, name="procedure-edit"),
    path("<slug:slug>/nova-verze/", editing.version_new, name="procedure-version-new"),
    path(VERSION, views.procedure_version, name="procedure-version"),
    path(f"{VERSION}postup.pdf", views.procedure_paper, name="procedure-pdf"),
    path(f"{VERSION}pripominka/", views.procedure_comment, name="procedure-comment"),
    path(f"{VERSION}krok/", editing.step_new, name="procedure-step-new"),
    path(f"{VERSION}krok/<int:pk>/", editing.step_edit, name="procedure-step"),
    path(f"{VERSION}krok/<int:pk>/smazat/", editing.step_delete, name="procedure-step-delete"),
    path(f"{VERSION}krok/<int:pk>/posun/", editing.step_move, name="procedure-step-move"),
    path(f"{VERSION}k-pripominkam/", editing.version_comments, name="procedure-ask-comments"),
    path(f"{VERSION}schvalit/", editing.version_approve, name="procedure-approve"),
    path(f"{VERSION}zrusit/", editing.version_cancel, name="procedure-cancel"),
]
