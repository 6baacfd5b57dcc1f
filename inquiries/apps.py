from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InquiriesConfig(AppConfig):
    name = "inquiries"
    verbose_name = _("Pult")

    def ready(self) -> None:
        """What the network, which lies below, asks of the desk."""
        from inquiries.told_to_network import tell

        tell()
