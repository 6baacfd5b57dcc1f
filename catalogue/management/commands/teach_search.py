"""Development only: learns `catalogue/seed/word_weights.csv` anew, after the shipped phrases or sentences have changed."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from catalogue.teaching import LEAST_WEIGHT, learn, shipped_lessons
from catalogue.word_weights import WEIGHTS, write_weights


class Command(BaseCommand):
    help = "Learns from the shipped phrases and sentences what single words say of the kinds of service (a minute)."

    def handle(self, *args: object, **options: object) -> None:
        lessons = shipped_lessons()
        weights = learn(lessons)
        write_weights(WEIGHTS, weights, LEAST_WEIGHT)
        self.stdout.write(f"Naučeno z {len(lessons)} vět a frází, znaků slov: {len(weights)}.")
