from django.urls import path

from inquiries.views import questions

app_name = "inquiries_public"
urlpatterns = [
    path("kontakt/", questions.contact, name="contact"),
    path("dotaz/", questions.my_question, name="my-question"),
    path("dotaz/doplnit/", questions.ask_more, name="ask-more"),
]
