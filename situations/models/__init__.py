"""Situations, who to call, handbooks and news: one module per noun."""

from situations.models.campaigns import PublicCampaign
from situations.models.handbooks import Handbook, HandbookChapter, HandbookSituation
from situations.models.news import Article, OccupancyReport, SeasonalOffer
from situations.models.situations import (
    CrisisLine,
    CrisisLineKind,
    Icon,
    LifeSituation,
    SituationCrisisLine,
)

__all__ = [
    "Article",
    "CrisisLine",
    "CrisisLineKind",
    "Handbook",
    "HandbookChapter",
    "HandbookSituation",
    "Icon",
    "LifeSituation",
    "OccupancyReport",
    "PublicCampaign",
    "SeasonalOffer",
    "SituationCrisisLine",
]
