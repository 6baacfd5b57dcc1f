"""The portal around the catalogue: a person's own list, the guide, handbooks and news."""

from __future__ import annotations

from sociopoint.models import User
from tests.addresses.roles import EVERYBODY, NETWORK
from tests.situations.factories import ArticleFactory, HandbookFactory, PublicCampaignFactory, SeasonalOfferFactory

OPENS_TO = {
    "pruvodce/": EVERYBODY,
    "prirucky/": EVERYBODY,
    "prirucky/<slug:slug>/": EVERYBODY,
    "prirucky/<slug:slug>.pdf": EVERYBODY,
    "aktuality/": EVERYBODY,
    "aktuality/atom.xml": EVERYBODY,
    "aktuality/kalendar/": EVERYBODY,
    "aktuality/kalendar.ics": EVERYBODY,
    "aktuality/obsazenost/": NETWORK,
    "aktuality/obsazenost/<int:pk>/": NETWORK,
    "aktuality/obsazenost/<int:pk>/prubeh/": NETWORK,
    "aktuality/obsazenost/<int:pk>/prubeh.csv": NETWORK,
    "aktuality/kampane/": EVERYBODY,
    "aktuality/kampane/<slug:slug>/": EVERYBODY,
    "aktuality/<slug:slug>/": EVERYBODY,
    "muj-seznam/": EVERYBODY,
    "muj-seznam/pridat/": EVERYBODY,
    "muj-seznam/odebrat/": EVERYBODY,
    "muj-seznam/smazat/": EVERYBODY,
    "muj-seznam/porovnani/": EVERYBODY,
    "muj-seznam/seznam.pdf": EVERYBODY,
    "muj-seznam/poznamka/": EVERYBODY,
    "muj-seznam/novy-kod/": EVERYBODY,
    "muj-seznam/kod/": EVERYBODY,
}
POST_ONLY: set[str] = {
    "muj-seznam/pridat/",
    "muj-seznam/odebrat/",
    "muj-seznam/smazat/",
    "muj-seznam/poznamka/",
    "muj-seznam/novy-kod/",
}


def examples(user: User | None) -> dict[str, str]:
    handbook = HandbookFactory()
    article = ArticleFactory()
    offer = SeasonalOfferFactory()
    if user:
        offer.reporters.add(user)
    return {
        "prirucky/<slug:slug>/": handbook.get_absolute_url(),
        "prirucky/<slug:slug>.pdf": f"/prirucky/{handbook.slug}.pdf",
        "aktuality/obsazenost/<int:pk>/": f"/aktuality/obsazenost/{offer.pk}/",
        "aktuality/obsazenost/<int:pk>/prubeh/": f"/aktuality/obsazenost/{offer.pk}/prubeh/",
        "aktuality/obsazenost/<int:pk>/prubeh.csv": f"/aktuality/obsazenost/{offer.pk}/prubeh.csv",
        "aktuality/kampane/<slug:slug>/": PublicCampaignFactory().get_absolute_url(),
        "aktuality/<slug:slug>/": article.get_absolute_url(),
    }
