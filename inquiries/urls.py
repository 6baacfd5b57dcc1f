from django.urls import path

from inquiries.views import (
    follow_ups,
    inquiries,
    inquiry_form,
    keys,
    line,
    preferences,
    questions,
    statistics,
    today,
)

app_name = "inquiries"
urlpatterns = [
    path("", today.today, name="today"),
    path("novy/", inquiry_form.inquiry_new, name="inquiry-new"),
    path("dotazy/<str:public_id>/uprava/", inquiry_form.inquiry_edit, name="inquiry-edit"),
    path("klavesy/", keys.keys, name="keys"),
    path("hledat/", line.line, name="line"),
    path("dotazy/", inquiries.inquiry_list, name="inquiry-list"),
    path("dotazy/vyber/", preferences.filter_save, name="filter-save"),
    path("dotazy/vyber/<int:pk>/smazat/", preferences.filter_delete, name="filter-delete"),
    path("dotazy/<str:public_id>/", inquiries.inquiry, name="inquiry"),
    path("dotazy/<str:public_id>/kontakt/", inquiries.contact_reveal, name="contact-reveal"),
    path("dotazy/<str:public_id>/prevzit/", inquiries.inquiry_take, name="inquiry-take"),
    path("dotazy/<str:public_id>/predat-kolegovi/", inquiries.inquiry_hand_over, name="inquiry-hand-over"),
    path("dotazy/<str:public_id>/uzavrit/", inquiries.inquiry_close, name="inquiry-close"),
    path("dotazy/<str:public_id>/otevrit/", inquiries.inquiry_reopen, name="inquiry-reopen"),
    path("dotazy/<str:public_id>/odpoved/", questions.inquiry_answer, name="inquiry-answer"),
    path("dotazy/<str:public_id>/ceka/", inquiries.inquiry_wait, name="inquiry-wait"),
    path("dotazy/<str:public_id>/dohled/", follow_ups.follow_up_new, name="follow-up-new"),
    path("dotazy/<str:public_id>/nenaplneno/", follow_ups.unmet_need_new, name="unmet-need-new"),
    path("dohledy/<int:pk>/", follow_ups.follow_up, name="follow-up"),
    path("statistiky/", statistics.statistics, name="statistics"),
    path("kalendar/", preferences.calendar, name="calendar"),
    path("kalendar/<str:secret>.ics", preferences.calendar_feed, name="calendar-feed"),
]
