from django.urls import path

from inquiries.views import partner, questions

app_name = "inquiries_public"
urlpatterns = [
    path("kontakt/", questions.contact, name="contact"),
    path("dotaz/", questions.my_question, name="my-question"),
    path("dotaz/doplnit/", questions.ask_more, name="ask-more"),
    path("predani/<str:token>/", partner.partner_referral, name="partner-referral"),
    path("predani/<str:token>/kontakt/", partner.partner_contact, name="partner-contact"),
    path("predani/<str:token>/novy-odkaz/", partner.partner_new_link, name="partner-new-link"),
]
