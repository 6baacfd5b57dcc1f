from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "network"
    verbose_name = _("Síť")

    def ready(self) -> None:
        """The public calendar of `situations`, which knows no network, shows its public events."""
        from network.public_events import public_events
        from situations.news.events import add_source

        add_source(public_events)
