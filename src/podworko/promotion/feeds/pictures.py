"""The picture that goes with a link to us when it is passed on: 1200 × 630, drawn like the poster of the place."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from podworko import __version__
from podworko.core import art, pdf
from podworko.core.versions import version_of
from podworko.places.models import Audience, Centre, Network
from podworko.programme.models import Activity, ActivityKind
from podworko.promotion.feeds.scope import whole

WIDTH, HEIGHT = 1200, 630
KEPT = 24 * 60 * 60
# A word that fits no line is broken here.
LONGEST_WORD = 18
ZERO_WIDTH_SPACE = "\u200b"


@dataclass(frozen=True)
class Picture:
    """What stands on one picture, in one language: there is no other of it but for the words of the records."""

    title: str
    # What it is, above the title; where it is, below.
    above: str
    below: str
    look: str
    # From what the art is drawn: the same as the poster of the place.
    seed: str
    language: str
    # The words of its address before the version.
    page: str
    slugs: tuple[str, ...]

    @cached_property
    def version(self) -> str:
        """A word that changes with what it shows."""
        return f"{self.language}-{version_of(__version__, self.title, self.above, self.below, self.look, self.seed)}"

    @property
    def path(self) -> str:
        """The address of this version, which is never another picture."""
        return reverse(f"promotion:{self.page}", args=[*self.slugs, self.version])

    @property
    def words(self) -> str:
        """The picture in words, for those who do not see it."""
        return _("Poster: %(words)s") % {"words": ", ".join(part for part in (self.title, self.below) if part)}

    def graph(self) -> list[tuple[str, object]]:
        """Return what Open Graph asks for of a picture."""
        return [
            ("og:image", whole(self.path)),
            ("og:image:type", "image/png"),
            ("og:image:width", WIDTH),
            ("og:image:height", HEIGHT),
            ("og:image:alt", self.words),
        ]


def of_activity(activity: Activity) -> Picture:
    """Return the picture of an activity, in the ink of its place."""
    kind, audience = ActivityKind(activity.kind), Audience(activity.audience)
    said = str(kind.label) if audience == Audience.EVERYBODY else f"{kind.label} · {audience.label}"
    centre = activity.centre
    return replace(
        of_centre(centre),
        title=activity.title,
        above=said,
        below=f"{centre.name}, {centre.street}, {centre.city}",
        page="activity_picture",
        slugs=(centre.network.slug, centre.slug, activity.slug),
    )


def of_centre(centre: Centre) -> Picture:
    """Return the picture of a place."""
    return Picture(
        title=centre.name,
        above=str(centre.kind),
        below=f"{centre.street}, {centre.city}",
        look=centre.kind.look,
        seed=str(centre.pk),
        language=get_language() or "pl",
        page="picture",
        slugs=(centre.network.slug, centre.slug),
    )


def of_network(network: Network) -> Picture:
    """Return the picture of a network, drawn as its page is."""
    return Picture(
        title=network.name,
        above=_("Podwórko"),
        below=_("Places where you can drop in, meet neighbours, and borrow a room."),
        look="cal",
        seed=network.slug,
        language=get_language() or "pl",
        page="network_picture",
        slugs=(network.slug,),
    )


def kept(picture: Picture) -> bytes | None:
    """Return the picture as PNG if it was drawn lately."""
    found: bytes | None = cache.get(_key(picture))
    return found


def drawn(picture: Picture) -> bytes:
    """Draw the picture as PNG and keep it; the caller sees to it that it is the present one."""
    told = {
        "title": _breakable(picture.title),
        "above": picture.above,
        "below": _breakable(picture.below),
        "kind": picture.look,
        "art": str(art.poster_art(picture.look, picture.seed)),
        "mark": str(art.kind_mark(picture.look)),
    }
    found = pdf.pictures("promotion/link", told, language=picture.language, ppi=72)[0]
    cache.set(_key(picture), found, KEPT)
    return found


def _key(picture: Picture) -> str:
    return f"promotion.picture:{'/'.join(picture.slugs)}:{picture.version}"


def _breakable(text: str) -> str:
    """Return the text with places to break inside of words that are longer than a line, and none after short words."""
    tied = re.sub(r"(?<!\S)(\w{1,2}) (?=\S)", "\\1\u00a0", text)
    return re.sub(rf"(\w{{{LONGEST_WORD}}})(?=\w)", rf"\1{ZERO_WIDTH_SPACE}", tied)
