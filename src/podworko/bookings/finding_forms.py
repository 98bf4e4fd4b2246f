"""The form of "find me a place": it stands in the address, and nothing must be answered."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.bookings.queries.finding import EVERY_DAY, Order, Wanted
from podworko.core.fields import DayField, HourField
from podworko.places.distances import Point
from podworko.places.forms.where import WhereField, point_of
from podworko.places.models import AccessQuestion, Centre, District, Equipment, Layout, Weekday

# How long, in minutes; nothing: from–to is the use itself.
LENGTHS = (60, 90, 120, 180, 240, 360)
USUAL_LENGTH = 120
DISTANCES = (500, 1000, 2000, 5000, 10000)
ACCESS = (
    AccessQuestion.STEP_FREE,
    AccessQuestion.TOILET,
    AccessQuestion.LOOP,
    AccessQuestion.QUIET,
    AccessQuestion.CHANGING,
    AccessQuestion.PARKING,
    AccessQuestion.DOG,
    AccessQuestion.SIGN,
)
MOST_PEOPLE = 9999
NO_SUCH = {"invalid_choice": _("There is no such choice. Choose one from the list.")}
PLACE = "@"


def length_words(minutes: int) -> str:
    """Return a length as people say it: "2 h", "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    words = [_("%(count)s h") % {"count": hours}] if hours else []
    return " ".join(str(each) for each in [*words, *([_("%(count)s min") % {"count": rest}] if rest else [])])


class FindForm(forms.Form):
    """What somebody needs; what is answered wrong is said and left aside."""

    people = forms.IntegerField(label=_("How many people?"), min_value=1, max_value=MOST_PEOPLE, required=False)
    on = DayField(label=_("Which day?"), help_text=_("Leave it empty for the first free day."), required=False)
    starts = HourField(label=_("From"), required=False)
    ends = HourField(label=_("To"), required=False)
    length = forms.TypedChoiceField(
        label=_("For how long?"), coerce=int, empty_value=None, required=False, error_messages=NO_SUCH
    )
    where = WhereField(label=_("Where are you?"), required=False, error_messages=NO_SUCH)
    within = forms.TypedChoiceField(
        label=_("How far at most?"), coerce=int, empty_value=None, required=False, error_messages=NO_SUCH
    )
    until = DayField(label=_("Or any day until"), required=False)
    weekday = forms.TypedMultipleChoiceField(
        label=_("Which days of the week?"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=NO_SUCH,
    )
    layout = forms.ChoiceField(label=_("How do you sit?"), required=False, error_messages=NO_SUCH)
    access = forms.MultipleChoiceField(
        label=_("Getting in and about"),
        choices=lambda: [(question.value, question.label) for question in ACCESS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=NO_SUCH,
    )
    equipment = forms.MultipleChoiceField(
        label=_("Equipment"),
        choices=lambda: [(value, label) for value, label in Equipment.choices if value != Equipment.LOOP],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=NO_SUCH,
    )
    order = forms.ChoiceField(label=_("What comes first?"), required=False, error_messages=NO_SUCH)

    def __init__(self, asked: Mapping[str, Any], *, districts: Sequence[District], places: Sequence[Centre]) -> None:
        super().__init__(asked)
        self.districts = {district.code: district for district in districts}
        self.places = {PLACE + place.slug: place for place in places}
        parts: list[Any] = [("", _("anywhere"))]
        where = self.data.get("where", "")
        if where not in self.districts and point_of(where):
            parts.append((where, _("near me")))
        if self.districts:
            parts.append((_("parts of the city"), [(code, each.name) for code, each in self.districts.items()]))
        if self.places:
            parts.append((_("places"), [(code, each.name) for code, each in self.places.items()]))
        self._set("where", parts)
        self._set("length", [("", _("as long as from–to, or 2 h")), *((n, length_words(n)) for n in LENGTHS)])
        self._set("within", [("", _("any distance")), *((n, _far(n)) for n in DISTANCES)])
        self._set("layout", [("", _("it does not matter")), *Layout.choices])
        orders = [("", _("what is free first")), (Order.NEAREST, _("the nearest")), (Order.SIZE, _("just the size"))]
        self._set("order", orders)

    def _set(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """Say when a from–to is none."""
        data = super().clean() or {}
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The end must come after the beginning."))
        return data

    @property
    def choices(self) -> list[forms.BoundField]:
        """The questions that are answered by ticking."""
        return [self[name] for name in ("weekday", "access", "equipment")]

    @property
    def is_exact(self) -> bool:
        """Say whether exact hours are asked for, and not a use of some length between two hours."""
        given = self.cleaned_data
        return bool(given.get("starts") and given.get("ends") and not given.get("length"))

    @property
    def wanted(self) -> Wanted:
        """What is wanted, of all that was answered right."""
        self.is_valid()
        given = self.cleaned_data
        starts, ends = given.get("starts"), given.get("ends")
        length = dt.timedelta(minutes=given.get("length") or USUAL_LENGTH)
        if starts and ends and not given.get("length"):
            length = dt.datetime.combine(dt.date.min, ends) - dt.datetime.combine(dt.date.min, starts)
        on, until = given.get("on"), given.get("until")
        near, district = self._where(given.get("where") or "")
        return Wanted(
            people=given.get("people") or 1,
            length=length,
            layout=Layout(given["layout"]) if given.get("layout") else None,
            equipment={Equipment(item): 1 for item in given.get("equipment", ())},
            access=tuple(AccessQuestion(question) for question in dict.fromkeys(given.get("access", ()))),
            near=near,
            district=district,
            within=given.get("within"),
            first_on=on,
            last_on=until or on,
            weekdays=frozenset(given.get("weekday", ())) or EVERY_DAY,
            earliest=starts or dt.time(),
            latest=ends,
            order=Order(given.get("order") or Order.SOONEST),
        )

    def _where(self, value: str) -> tuple[Point | None, str]:
        if district := self.districts.get(value):
            return Point(district.latitude, district.longitude), district.name
        place = self.places.get(value)
        if place is None:
            return point_of(value), ""
        if place.latitude is None or place.longitude is None:
            return None, place.district
        return Point(place.latitude, place.longitude), place.district


def _far(metres: int) -> str:
    if metres < 1000:  # noqa: PLR2004 - a kilometre
        return str(_("%(count)s m") % {"count": metres})
    return str(_("%(count)s km") % {"count": metres // 1000})
