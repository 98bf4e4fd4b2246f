"""What of the programme is as somebody wishes: the sessions of a place or of a whole network."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from podworko.places import directory
from podworko.places.distances import Point
from podworko.places.forms.where import point_of
from podworko.places.models import AccessQuestion, AreaDistrict, Audience, Centre, District, Network, SignUp
from podworko.places.searchable import WORKING
from podworko.programme.looks import Span, Wish
from podworko.programme.models import ActivityKind, Intake, Session, SessionState, Where

# What is near: so many metres, or the nearest places where fewer lie within that.
NEAR, AT_LEAST = 2500, 3
# Below this age what is for everybody is meant for a child only where it says for which ages it is.
CHILD, ADULT, SMALL_CHILD, YOUTH, SENIOR = 7, 18, 3, (13, 26), 60


@dataclass(frozen=True)
class Ground:
    """Where one looks: a whole network or one of its places; of a network perhaps only some of them.

    `metres` holds how far away these are, where one said where one is.
    """

    network: Network
    centre: Centre | None = None
    only: frozenset[int] | None = None
    metres: Mapping[int, float] = field(default_factory=dict)


def ground(network: Network, wish: Wish, near: District | None) -> Ground:
    """Return which places of `network` a wish leaves: those without steps, those near."""
    found = Ground(network)
    point = Point(near.latitude, near.longitude) if near else point_of(wish.where)
    if not (point or wish.step_free):
        return found
    access = (AccessQuestion.STEP_FREE,) if wish.step_free else ()
    finds = directory.find(network, directory.Wish(access=access, near=point)).finds
    if point is None:
        return replace(found, only=frozenset(each.centre.pk for each in finds))
    metres = {each.centre.pk: each.metres for each in finds if each.metres is not None}
    serving = set(AreaDistrict.objects.filter(district=near).values_list("centre", flat=True)) if near else set()
    only = {
        each.centre.pk
        for number, each in enumerate(finds)
        if each.centre.pk in serving
        or (near and each.centre.district == near.name)
        or (each.metres is not None and (each.metres <= NEAR or number < AT_LEAST))
    }
    return replace(found, only=frozenset(only), metres=metres)


def sessions(found: Ground, wish: Wish, spans: list[Span]) -> QuerySet[Session]:
    """Return what is on there in these stretches of time as wished, soonest first; what is called off too.

    Drafts are not shown to anybody, nor what places hold that are not at work.
    """
    if not spans:
        return Session.objects.none()
    rows = Session.objects.filter(_in_time(spans), activity__published_at__isnull=False)
    if found.centre:
        rows = rows.filter(activity__centre=found.centre)
    else:
        rows = rows.filter(activity__centre__network=found.network, activity__centre__stage__in=WORKING)
    if found.only is not None:
        rows = rows.filter(activity__centre__in=found.only)
    if wish.language:
        # Values of a list, kept as JSON: each stands there between quotation marks.
        rows = rows.annotate(spoken=Cast("activity__languages", TextField()))
        rows = rows.filter(spoken__contains=f'"{wish.language}"')
    if wish.free:
        rows = rows.filter(~Exists(_full()), state=SessionState.PLANNED)
    return rows.filter(_said(wish)).order_by("starts_at", "pk")


def _in_time(spans: list[Span]) -> Q:
    # The whole stretch is named too: by that the database looks into its index once, and not for each part.
    whole = Q(starts_at__gte=spans[0][0], starts_at__lt=spans[-1][1])
    if len(spans) == 1:
        return whole
    return whole & reduce(or_, (Q(starts_at__gte=begin, starts_at__lt=end) for begin, end in spans))


def _full() -> QuerySet[Intake]:
    """Return what is full of where one signs up for the session of the outer query, or for all of its series."""
    its_own = Q(session=OuterRef("pk")) | Q(session=None, activity=OuterRef("activity"))
    return Intake.objects.filter(its_own, taken__gte=F("capacity"))


def _said(wish: Wish) -> Q:
    """Return what a wish asks of what is said of an activity."""
    asked = Q()
    if wish.audience:
        asked &= Q(activity__audience__in=[wish.audience, Audience.EVERYBODY])
    if wish.age is not None:
        asked &= _of_age(wish.age)
    if wish.kind:
        asked &= Q(activity__kind=wish.kind)
    if wish.come:
        asked &= ~Q(activity__sign_up=SignUp.REQUIRED)
    if wish.outdoors:
        asked &= Q(activity__where=Where.OUTDOORS) | Q(activity__kind=ActivityKind.OUTDOOR)
    return asked


def _of_age(age: int) -> Q:
    """Return what fits somebody of that age: by the ages that it names, else by whom it is for."""
    first, last = Q(activity__age_from=None), Q(activity__age_to=None)
    fits = (first | Q(activity__age_from__lte=age)) & (last | Q(activity__age_to__gte=age))
    return fits & (~first | ~last | Q(activity__audience__in=_audiences(age)))


def _audiences(age: int) -> list[Audience]:
    youngest, oldest = YOUTH
    fits = {
        Audience.EVERYBODY: age >= CHILD,
        Audience.PARENTS: age <= SMALL_CHILD or age >= ADULT,
        Audience.YOUTH: youngest <= age <= oldest,
        Audience.SENIORS: age >= SENIOR,
        Audience.CITIZENS: age >= ADULT,
        Audience.NEWCOMERS: age >= CHILD,
    }
    return [audience for audience in Audience if fits[audience]]
