from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "network"
    verbose_name = _("Síť")

    def ready(self) -> None:
        """The public calendar and the campaigns of `situations`, which knows no network, show its public events; whoever
        proposed a change of the catalogue is written to, wherever it is decided."""
        from catalogue.decided import on_decision
        from network.answer_mail import tell_decided
        from network.public_events import events_of_campaign, public_events
        from situations.news.events import add_campaign_source, add_source

        add_source(public_events)
        add_campaign_source(events_of_campaign)
        on_decision(tell_decided)
