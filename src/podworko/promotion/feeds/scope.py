"""Whose programme a feed tells of: a place's, all places' of a network, or one activity's."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.places.models import Centre, Network, Stage
from podworko.places.searchable import WORKING
from podworko.programme.models import Activity
from podworko.promotion.feeds.choice import Choice

# An idea and a diagnosis are the network's own; of a place that closed it is told what was called off.
PUBLIC = (*WORKING, Stage.CLOSED)


@dataclass(frozen=True)
class Scope:
    """What a feed tells of: of a network, of one of its places, of one activity; of those, what is chosen."""

    network: Network
    centre: Centre | None = None
    activity: Activity | None = None
    choice: Choice = field(default_factory=Choice)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the network."""
        return self.network.zone

    @property
    def name(self) -> str:
        """What it is called in a calendar program."""
        if self.activity:
            return f"{self.activity.title}, {self.centre}"
        owner = str(self.centre or self.network)
        return f"{owner} ({self.choice.words})" if self.choice.words else owner

    @property
    def path(self) -> str:
        """The page for people that shows the same."""
        if self.activity:
            return self.activity.get_absolute_url()
        page = "programme" if self.centre else "network_programme"
        return reverse(f"programme:{page}", args=self.slugs) + self.choice.query

    @property
    def slugs(self) -> list[str]:
        """What stands in its addresses."""
        centre = [self.centre.slug] if self.centre else []
        return [self.network.slug, *centre, *([self.activity.slug] if self.activity else [])]

    @property
    def title(self) -> str:
        """What is told of it, as a heading."""
        return _("What is on: %(place)s") % {"place": self.name}

    def address_of(self, page: str) -> str:
        """Return the path of one of its feeds: of a network `network_<page>`, of one activity `activity_<page>`."""
        prefix = "activity_" if self.activity else "" if self.centre else "network_"
        return reverse(f"promotion:{prefix}{page}", args=self.slugs) + self.choice.query

    def activities(self) -> QuerySet[Activity]:
        """Return the activities that everybody may read of: published, or called off after they were."""
        shown = Activity.objects.exclude(published_at=None)
        if self.activity:
            return shown.filter(pk=self.activity.pk)
        if self.centre:
            return self.choice.narrow(shown.filter(centre=self.centre))
        return self.choice.narrow(shown.filter(centre__network=self.network, centre__stage__in=PUBLIC))


def whole(path: str) -> str:
    """Return the whole address of a path here."""
    return f"{settings.SITE_URL}{path}"
