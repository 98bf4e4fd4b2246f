"""One session in words: when and where it is held, how full it is, and how one comes."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from podworko.core.words import spoken
from podworko.places.models import Audience, SignUp, Spoken
from podworko.programme.models import Activity, Intake, Session, SessionState, SignsUpFor, Where
from podworko.programme.terms import closed
from podworko.programme.versions import FEW


@dataclass(frozen=True)
class Places:
    """How full it is where one signs up, and how one comes at all. No capacity: as many as come."""

    sign_up: str
    capacity: int | None = None
    taken: int = 0

    @property
    def left(self) -> int | None:
        """How many places are free; None where they are not counted."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    @property
    def is_full(self) -> bool:
        """Whether whoever signs up now waits."""
        return self.left == 0

    @property
    def words(self) -> str:
        """How one comes, and how many places are left."""
        said = (str(SignUp(self.sign_up).label), self.short)
        return self.short if self.is_full else ", ".join(part for part in said if part)

    @property
    def coarse(self) -> str:
        """How one comes, and whether places are free, few or gone: what pages may say that are kept for a while."""
        if self.left is None:
            return str(SignUp(self.sign_up).label)
        if self.is_full:
            return _("all places taken: waiting list")
        return _("the last places") if self.left <= FEW else _("sign up, places are free")

    @property
    def short(self) -> str:
        """How many places are left; nothing where they are not counted."""
        if self.left is None:
            return ""
        if self.is_full:
            return _("all places taken: waiting list")
        return ngettext("%(count)s place left", "%(count)s places left", self.left) % {"count": self.left}


@dataclass(frozen=True)
class GroupPlaces:
    """A group, and how full it is in what one signs up for; `words` are empty where that is not known yet."""

    name: str
    words: str = ""


@dataclass(frozen=True)
class Sitting:
    """One session of an activity, in words: when and where, whether it is held, and how one comes."""

    pk: int
    day: str
    hours: str
    where: str
    places: Places
    # Whether one can sign up for it now.
    is_open: bool = False
    is_called_off: bool = False
    reason: str = ""


def sitting(activity: Activity, session: Session, *, intake: Intake | None = None) -> Sitting:
    """Return a session of `activity` in words; `intake` is that of the series, where one signs up for all at once."""
    starts, ends = (each.astimezone(activity.zone) for each in (session.starts_at, session.ends_at))
    is_by_itself = activity.signs_up_for == SignsUpFor.SESSION
    return Sitting(
        pk=session.pk,
        day=capfirst(spoken(starts.date())),
        hours=f"{starts:%H:%M}–{ends:%H:%M}",
        where=where(activity, session),
        places=places(activity, getattr(session, "intake", None) if is_by_itself else intake),
        is_open=is_by_itself and activity.takes_sign_ups and closed(activity, session) is None,
        is_called_off=session.state == SessionState.CALLED_OFF,
        reason=session.reason,
    )


def places(activity: Activity, intake: Intake | None) -> Places:
    """Return how full `intake` is; None: nobody has signed up yet."""
    if not activity.takes_sign_ups:
        return Places(activity.sign_up)
    if intake is None:
        return Places(activity.sign_up, activity.capacity)
    return Places(activity.sign_up, intake.capacity, intake.taken)


def groups(activity: Activity, intake: Intake | None, *, is_chosen: bool) -> list[GroupPlaces]:
    """Return the groups of `activity`, each with its places where it `is_chosen` what one signs up for."""
    if not is_chosen:
        return [GroupPlaces(name) for name in activity.capacities]
    taken = dict(intake.shares.values_list("group", "taken")) if intake and activity.groups else {}
    return [
        GroupPlaces(name, Places(activity.sign_up, capacity, taken.get(name, 0)).short)
        for name, capacity in activity.capacities.items()
    ]


def where(activity: Activity, session: Session) -> str:
    """Return where a session is held, in short."""
    spot = str(session.room) if session.room else activity.spot
    if activity.where in {Where.ONLINE, Where.HYBRID}:
        return ", ".join(part for part in (spot, _("on line")) if part)
    return spot


def ages(activity: Activity) -> str:
    """Return for which ages an activity is; nothing where that does not matter."""
    return ages_in_words(activity.age_from, activity.age_to)


def ages_in_words(first: int | None, last: int | None) -> str:
    """Return ages from–to in words; nothing where neither is named."""
    if first is not None and last is not None:
        return _("%(first)s–%(last)s years") % {"first": first, "last": last}
    if first is not None:
        return _("from %(age)s years") % {"age": first}
    if last is not None:
        return _("up to %(age)s years") % {"age": last}
    return ""


def for_whom(activity: Activity) -> str:
    """Return for whom an activity is, with the ages."""
    said = (str(Audience(activity.audience).label), ages(activity))
    return ", ".join(part for part in said if part)


def languages(activity: Activity) -> str:
    """Return in which languages it is held; nothing where nobody has said."""
    return ", ".join(str(Spoken(value).label) for value in activity.languages if value in Spoken)
