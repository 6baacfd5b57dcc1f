from django.urls import path

from catalogue.my_list import views

app_name = "my-list"

urlpatterns = [
    path("", views.my_list, name="list"),
    path("pridat/", views.add, name="add"),
    path("odebrat/", views.remove, name="remove"),
    path("smazat/", views.clear, name="clear"),
    path("porovnani/", views.comparison, name="comparison"),
    path("seznam.pdf", views.paper, name="paper"),
    path("poznamka/", views.note, name="note"),
    path("novy-kod/", views.new_code, name="new-code"),
    path("kod/", views.open_code, name="open-code"),
]
