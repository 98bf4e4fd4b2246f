"""What the pages of the programme, of a place and of a network tell programs: in the head, where no eye sees it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from podworko.core import heads
from podworko.core.heads import Feed, Head
from podworko.places.models import Centre, Network
from podworko.programme.looks import Look
from podworko.programme.models import Activity
from podworko.programme.queries import published
from podworko.promotion.feeds import pictures
from podworko.promotion.feeds.choice import Choice
from podworko.promotion.feeds.pictures import Picture
from podworko.promotion.feeds.scope import Scope, whole
from podworko.promotion.feeds.structured import event_of

LOCALES = {"pl": "pl_PL", "uk": "uk_UA", "en": "en_GB"}
Page = Mapping[str, Any]


def register() -> None:
    """Tell core what stands in the heads of these pages."""
    heads.register("programme:activity", of_activity)
    heads.register("programme:programme", of_programme)
    heads.register("programme:network_programme", of_programme)
    heads.register("portal:place", of_place)
    heads.register("portal:network", of_network)


def of_activity(page: Page) -> Head | None:
    """Return what the page of an activity tells: nothing while it is a draft, or at a place that is an idea."""
    activity = page.get("activity")
    if not isinstance(activity, Activity) or not (activity.is_public and activity.centre.is_public):
        return None
    scope = Scope(activity.centre.network, activity.centre, activity)
    picture = pictures.of_activity(activity)
    return Head(
        sentence=activity.lead or scope.title,
        address=whole(activity.get_absolute_url()),
        graph=_graph("article", activity.title, activity.lead or scope.title, activity.get_absolute_url(), picture),
        feeds=[_calendar(scope)],
        data=event_of(activity, published.coming(activity), picture=whole(picture.path)),
    )


def of_programme(page: Page) -> Head | None:
    """Return what the programme of a place, or of a network, tells: its feeds are of what is looked at."""
    centre, network, look = page.get("centre"), page.get("network"), page.get("look")
    if not isinstance(look, Look) or not isinstance(network, Network) or (centre and not centre.is_public):
        return None
    scope = Scope(network, centre, choice=Choice(look.wish.audience, look.wish.kind, look.wish.language))
    picture = pictures.of_centre(centre) if centre else pictures.of_network(network)
    graph = _graph("website", scope.title, scope.title, scope.path, picture)
    return Head(graph=graph, feeds=[_calendar(scope), _news(scope)])


def of_place(page: Page) -> Head | None:
    """Return what the page of a place tells."""
    centre = page.get("centre")
    if not isinstance(centre, Centre) or not centre.is_public:
        return None
    scope = Scope(centre.network, centre)
    sentence = centre.about or f"{centre.name}, {centre.street}, {centre.city}"
    path = centre.get_absolute_url()
    graph = _graph("website", centre.name, sentence, path, pictures.of_centre(centre))
    return Head(sentence, whole(path), graph, [_calendar(scope), _news(scope)])


def of_network(page: Page) -> Head | None:
    """Return what the page of a network tells."""
    network = page.get("network")
    if not isinstance(network, Network):
        return None
    scope = Scope(network)
    sentence = network.about or _("Places where you can drop in, meet neighbours, and borrow a room.")
    path = network.get_absolute_url()
    graph = _graph("website", network.name, sentence, path, pictures.of_network(network))
    return Head(sentence, whole(path), graph, [_calendar(scope), _news(scope)])


def _graph(kind: str, title: str, sentence: str, path: str, picture: Picture) -> list[tuple[str, object]]:
    language = get_language() or "pl"
    others = [("og:locale:alternate", locale) for code, locale in LOCALES.items() if code != language]
    return [
        ("og:type", kind),
        ("og:title", title),
        ("og:description", sentence),
        ("og:url", whole(path)),
        ("og:site_name", _("Podwórko")),
        ("og:locale", LOCALES.get(language, LOCALES["pl"])),
        *others,
        *picture.graph(),
    ]


def _calendar(scope: Scope) -> Feed:
    return Feed("text/calendar", scope.title, scope.address_of("calendar"))


def _news(scope: Scope) -> Feed:
    return Feed("application/atom+xml", _("News: %(place)s") % {"place": scope.name}, scope.address_of("news"))
