"""What the desk and a resident answer to a request that stands: a decision, another hour, an offer."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.bookings import series
from podworko.bookings.actions.moving import Edit, Scope, date_version
from podworko.bookings.models import BookingDate, BookingRequest
from podworko.core import clock
from podworko.core.errors import Refused
from podworko.core.fields import DayField, HourField
from podworko.places.forms.base import SeenForm
from podworko.places.models import Room
from podworko.places.queries import lent_rooms


class DecisionForm(forms.Form):
    """What a decision may carry: some dates of a series, another room, words to the person."""

    dates = forms.TypedMultipleChoiceField(label=_("Dates"), coerce=int, required=False)
    room = forms.ChoiceField(label=_("Room"), required=False)
    words = forms.CharField(
        label=_("What do you want to tell them?"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    # Whether the page let one tick dates: then none ticked means none, and not all.
    can_tick = forms.BooleanField(required=False)

    def __init__(self, *args: Any, booking: BookingRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rooms = {room.slug: room for room in lent_rooms(booking.centre)}
        dates, room = self.fields["dates"], self.fields["room"]
        assert isinstance(dates, forms.ChoiceField)
        assert isinstance(room, forms.ChoiceField)
        dates.choices = [(pk, str(pk)) for pk in booking.dates.values_list("pk", flat=True)]
        room.choices = [("", ""), *((slug, each.name) for slug, each in self.rooms.items())]

    @property
    def chosen_dates(self) -> set[int] | None:
        """The ids of the dates named; None, which means all, where there were none to tick. Raises Refused."""
        if self.cleaned_data["can_tick"] and not self.cleaned_data["dates"]:
            raise Refused.because("no-date", _("Tick at least one date."), field="dates")
        return set(self.cleaned_data["dates"]) or None

    @property
    def chosen_room(self) -> Room | None:
        """The room named instead of the one asked for."""
        return self.rooms.get(self.cleaned_data["room"])


class _WithDay(forms.Form):
    """A form with a day that the rules of a place can reach."""

    zone: ZoneInfo

    def clean_on(self) -> dt.date:
        """Return the day. Refuses one of another century."""
        on: dt.date = self.cleaned_data["on"]
        if abs(on - clock.today(self.zone)) > series.LONGEST:
            raise forms.ValidationError(_("The calendar does not reach this day."), code="too-far")
        return on


class EditForm(SeenForm, _WithDay):
    """Another day, hours or room for one date, for it and those that follow, or for the whole series.

    It knows where the date stood when it was shown: "a day later" is counted from there, and nowhere else.
    """

    scope = forms.ChoiceField(
        label=_("Which dates?"),
        choices=[
            (Scope.THIS.value, _("Only this one")),
            (Scope.FOLLOWING.value, _("This one and all that follow")),
            (Scope.ALL.value, _("All of the series")),
        ],
        initial=Scope.THIS.value,
        widget=forms.RadioSelect,
    )
    on = DayField(label=_("Day"))
    starts = HourField(label=_("From"))
    ends = HourField(label=_("To"))
    room = forms.ChoiceField(label=_("Room"), required=False)
    why = forms.CharField(label=_("Why?"), help_text=_("The person will read it."), required=False, max_length=500)

    def __init__(self, *args: Any, date: BookingDate, is_staff: bool, **options: Any) -> None:
        super().__init__(*args, initial=self._initial(date), version=date_version(date), **options)
        self.date = date
        request = date.request
        self.zone = request.centre.zone
        self.rooms = {room.slug: room for room in lent_rooms(request.centre)}
        room = self.fields["room"]
        assert isinstance(room, forms.ChoiceField)
        kept = _("as it is: %(room)s") % {"room": date.room} if date.room else _("any that fits")
        # The room that it has is chosen by who saw it in another one.
        others = {slug: each for slug, each in self.rooms.items() if each != date.room or slug == self.data.get("room")}
        room.choices = [("", kept), *((slug, each.name) for slug, each in others.items())]
        if not is_staff:
            del self.fields["why"]
        if not request.rule:
            self.fields["scope"].widget = forms.HiddenInput()

    @staticmethod
    def _initial(date: BookingDate) -> dict[str, Any]:
        zone = date.request.centre.zone
        starts, ends = date.starts_at.astimezone(zone), date.ends_at.astimezone(zone)
        return {"on": starts.date(), "starts": starts.time(), "ends": ends.time()}

    @property
    def chosen_scope(self) -> Scope:
        """Which dates are meant."""
        return Scope(self.cleaned_data["scope"])

    @property
    def was_seen(self) -> str | None:
        """The word for where the date stood when the form was shown; None for what was sent without looking."""
        return self.cleaned_data["seen"] or None

    @property
    def is_done(self) -> bool:
        """Whether the date stands already as it is to stand."""
        edit, stands = self.edit(), self._initial(self.date)
        is_there = edit.room is None or edit.room == self.date.room
        return is_there and (edit.days, edit.starts, edit.ends) == (0, stands["starts"], stands["ends"])

    def edit(self) -> Edit:
        """Return what is to be otherwise."""
        data = self.cleaned_data
        was: dt.date = self._initial(self.date)["on"]
        return Edit(data["starts"], data["ends"], self.rooms.get(data["room"]), (data["on"] - was).days)


class OfferForm(_WithDay):
    """What a place offers for a date that is taken: another room, or another hour."""

    on = DayField(label=_("Day"))
    starts = HourField(label=_("From"))
    ends = HourField(label=_("To"))
    room = forms.ChoiceField(label=_("Room"))

    def __init__(self, *args: Any, date: BookingDate, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = date.request.centre.zone
        self.rooms = {room.slug: room for room in lent_rooms(date.request.centre)}
        room = self.fields["room"]
        assert isinstance(room, forms.ChoiceField)
        room.choices = [(slug, each.name) for slug, each in self.rooms.items()]

    @property
    def chosen_room(self) -> Room:
        """The room named."""
        return self.rooms[self.cleaned_data["room"]]
