"""Whether providers' facts still hold."""

from django.urls import path

from network.views import freshness

urlpatterns = [
    path("platnost/<str:token>/", freshness.freshness, name="freshness"),
    path("organizace/<int:pk>/potvrdit/", freshness.organisation_confirm, name="organisation-confirm"),
    path("organizace/<int:pk>/jak-casto/", freshness.organisation_interval, name="organisation-interval"),
    path("kampane/", freshness.campaign_list, name="campaign-list"),
    path("kampane/nova/", freshness.campaign_new, name="campaign-new"),
    path("kampane/<int:pk>/", freshness.campaign, name="campaign"),
    path("vyzvy/<int:pk>/telefon/", freshness.ask_called, name="ask-called"),
]
