"""Ways into the programme in plain words: each is an address with filters that anybody could have put."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from podworko.core.errors import Sentence
from podworko.places.models import Audience, Spoken
from podworko.programme.looks import DAY, LIST, REST, WEEKEND, Look, Wish, weekend

TODDLER = 2


@dataclass(frozen=True)
class Way:
    """A way in: its words, its address, whether one has taken it."""

    words: str
    address: str
    is_here: bool = False


def ways(look: Look, *, is_for_all: bool = True) -> list[Way]:
    """Return the quick ways; where somebody said where they are, that stays.

    A place that is for one group has none to others.
    """
    at = Wish(where=look.wish.where)
    now = Look(LIST, look.today, look.today, wish=at)
    found: Sequence[tuple[str, Look]] = (
        (_("today"), replace(now, view=DAY)),
        (_("this weekend"), replace(now, named=WEEKEND, on=weekend(look.today))),
        (_("still free today"), replace(now, named=REST, wish=replace(at, free=True))),
        (_("for a 2-year-old"), replace(now, wish=replace(at, age=TODDLER))),
        (_("for older people"), replace(now, wish=replace(at, audience=Audience.SENIORS.value))),
        (_("in Ukrainian"), replace(now, wish=replace(at, language=Spoken.UKRAINIAN.value))),
        (_("in the open air"), replace(now, wish=replace(at, outdoors=True))),
    )
    here = look.pairs
    groups = {"age", "audience"}
    return [
        Way(words, each.address(), each.pairs == here)
        for words, each in found
        if is_for_all or not groups & set(each.wish.set_names)
    ]


def topic(wish: Wish) -> Sentence:
    """Return the heading of a page of all that is on for somebody; "" where it is not for anybody alone."""
    return {
        Audience.SENIORS.value: _("Everything for older people"),
        Audience.PARENTS.value: _("Everything for parents with small children"),
        Audience.YOUTH.value: _("Everything for young people"),
        Audience.CITIZENS.value: _("Everything for organisations and groups"),
        Audience.NEWCOMERS.value: _("Everything for newcomers"),
    }.get(wish.audience, "")
