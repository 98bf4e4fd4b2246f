"""What somebody chooses of a poster; all of it stands in the address, so that it can be kept and come back to."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class What(models.TextChoices):
    """What a poster tells of."""

    ACTIVITY = "activity", _("One activity")
    WEEK = "week", _("A week")
    MONTH = "month", _("A month")
    BULLETIN = "bulletin", _("A bulletin")


class Design(models.TextChoices):
    """What a poster looks like: each has a file of its name in promotion/typst/designs."""

    BOLD = "bold", pgettext_lazy("poster", "Loud")
    ART = "art", pgettext_lazy("poster", "Cut paper")
    CALM = "calm", pgettext_lazy("poster", "Calm")
    STRIPS = "strips", pgettext_lazy("poster", "Strips to tear off")
    PLAIN = "plain", pgettext_lazy("poster", "Black and white")
    LARGE = "large", pgettext_lazy("poster", "Large print")


class Paper(models.TextChoices):
    """How large the sheet is."""

    A3 = "a3", _("A3, for a shop window")
    A4 = "a4", _("A4, for a notice board")
    A5 = "a5", _("A5, to hand out")


class Dates(models.TextChoices):
    """How the dates of an activity are told."""

    WORDS = "words", _("in words, where it is regular")
    EACH = "each", _("the next dates, one by one")


@dataclass(frozen=True)
class Choice:
    """One poster: of what, of when, and how it looks."""

    what: What
    # The activity's word in addresses; of a plan (`only`) those that stand in it, none of them: all.
    activity: str = ""
    only: tuple[str, ...] = ()
    # A day of the week or month that a plan is of.
    on: dt.date | None = None
    dates: Dates = Dates.WORDS
    design: Design = Design.BOLD
    paper: Paper = Paper.A4
    language: str = "pl"
    # What the coordinator has to say in a bulletin; nothing of it is kept.
    news: str = ""

    @property
    def query(self) -> str:
        """Return the choice as it stands in an address."""
        said: list[tuple[str, Any]] = [("what", self.what.value)]
        if self.what == What.ACTIVITY:
            said += [("activity", self.activity), ("dates", self.dates.value)]
        else:
            said += [("on", self.on or ""), *(("only", slug) for slug in self.only)]
        if self.news:
            said.append(("news", self.news))
        said += [("design", self.design.value), ("paper", self.paper.value), ("language", self.language)]
        return urlencode(said)

    def in_design(self, design: Design) -> "Choice":
        """Return the same poster in another design."""
        return replace(self, design=design)
