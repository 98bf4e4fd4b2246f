"""What an activity is and when it is held, as staff fill it in: words and parsing, no rule of its own."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.bookings import series
from podworko.bookings.actions.moving import Edit, Scope
from podworko.bookings.drafts import When
from podworko.bookings.forms import EditForm as EditDateForm
from podworko.bookings.forms import WhenForm
from podworko.bookings.series import Pattern
from podworko.core import clock
from podworko.core.fields import DayField, HourField
from podworko.places.forms.base import SeenForm
from podworko.places.models import Centre, Room
from podworko.programme.drafts import Plan
from podworko.programme.forms.activities import ActivityForm
from podworko.programme.forms.base import PlaceForm
from podworko.programme.models import Activity, ActivityKind, Session
from podworko.programme.models.activities import INDOORS
from podworko.programme.queries.drafts import draft_of, session_version


class _WithDay(PlaceForm):
    """A form with a day that a calendar can reach."""

    def clean_on(self) -> dt.date:
        """Return the day. Refuses one of another century."""
        on: dt.date = self.cleaned_data["on"]
        if abs(on - clock.today(self.centre.zone)) > series.LONGEST:
            raise forms.ValidationError(_("The calendar does not reach this day."), code="too-far")
        return on

    def _offer_rooms(self, none: Any) -> None:
        """Let the rooms of the place be chosen, or none of them, which is said as `none`."""
        self.rooms: dict[str, Room] = {room.slug: room for room in self.centre.rooms.all()}
        room = self.fields["room"]
        assert isinstance(room, forms.ChoiceField)
        room.choices = [("", none), *((slug, each.name) for slug, each in self.rooms.items())]


class SessionsForm(_WithDay):
    """When an activity is held, once or in a series, and in which room."""

    on, starts, ends, repeats, until, weekdays = (
        WhenForm.base_fields[name] for name in ("on", "starts", "ends", "repeats", "until", "weekdays")
    )
    room = forms.ChoiceField(label=_("Which room?"), required=False)
    without_taken = forms.BooleanField(label=_("Leave these days out"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer_rooms(_("in none of the rooms"))
        # Missing, they are told by the rules: they are no questions that one may leave open.
        for name in ("until", "room"):
            self.fields[name].is_needed_then = True  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(activity: Activity) -> dict[str, Any]:
        """Return what a form begins with that adds sessions: the hours and the room of the last one."""
        last = activity.sessions.select_related("room").last()
        if last is None:
            return {}
        starts, ends = (each.astimezone(activity.zone).time() for each in (last.starts_at, last.ends_at))
        return {"starts": starts, "ends": ends, "room": last.room.slug if last.room else ""}

    def clean(self) -> dict[str, Any]:
        """Ask for the last day of a series."""
        data = super().clean() or {}
        if data.get("repeats", "once") != "once" and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("Write the last day of the series."))
        return data

    def plan(self) -> Plan:
        """Return when and in which room it is to be held."""
        data = self.cleaned_data
        rule = ""
        if data["repeats"] != "once":
            rule = Pattern(data["repeats"], data["until"], weekdays=tuple(data["weekdays"])).rule(data["on"])
        return Plan(When(data["on"], data["starts"], data["ends"], rule), self.rooms.get(data["room"]))

    @property
    def can_leave_out(self) -> bool:
        """Whether some of several days can be left out, since the room is taken then."""
        is_series = self.data.get("repeats", "once") != "once"
        return is_series and (self.has_error("room", "taken") or bool(self.data.get("without_taken")))


class NewActivityForm(SessionsForm, ActivityForm):
    """All of a new activity."""

    submission_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    def __init__(self, *args: Any, centre: Centre, **options: Any) -> None:
        usual = {
            "sign_up": centre.kind.sign_up,
            "audience": centre.kind.audience,
            "kind": ActivityKind.INTEGRATING.value,
            "submission_key": str(uuid.uuid4()),
        }
        super().__init__(*args, centre=centre, initial=usual | options.pop("initial", {}), **options)
        if len(self.rooms) == 1:
            self.fields["room"].initial = next(iter(self.rooms))


class ChangeActivityForm(SeenForm, ActivityForm):
    """What is said of an activity, said otherwise."""

    @staticmethod
    def initial_of(activity: Activity) -> dict[str, Any]:
        """Return what the form begins with."""
        draft = draft_of(activity)
        return vars(draft) | {"partners": [each.slug for each in draft.partners]} | ActivityForm.asked(draft)


class MoveForm(SeenForm, _WithDay):
    """Another day, hours or room for one session, for it and those that follow, or for all of them.

    "A day later" is counted from where the session stands: whoever saw it elsewhere is told so first.
    """

    scope = EditDateForm.base_fields["scope"]
    on = DayField(label=_("Day"))
    starts = HourField(label=_("From"))
    ends = HourField(label=_("To"))
    room = forms.ChoiceField(label=_("Room"), required=False)
    why = forms.CharField(
        label=_("Why?"), help_text=_("Those who have signed up will read it."), required=False, max_length=200
    )

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(
            *args,
            centre=session.activity.centre,
            initial=self._initial(session),
            version=session_version(session),
            **options,
        )
        self.session = session
        kept = _("as it is: %(room)s") % {"room": session.room} if session.room else _("in none of the rooms")
        self._offer_rooms(kept)
        if session.activity.where not in INDOORS:
            del self.fields["room"]
        if session.activity.sessions.count() == 1:
            self.fields["scope"].widget = forms.HiddenInput()

    @staticmethod
    def _initial(session: Session) -> dict[str, Any]:
        zone = session.activity.zone
        starts, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
        return {"on": starts.date(), "starts": starts.time(), "ends": ends.time()}

    @property
    def chosen_scope(self) -> Scope:
        """Which sessions are meant."""
        return Scope(self.cleaned_data["scope"])

    @property
    def is_done(self) -> bool:
        """Whether the session stands already as it is to stand."""
        edit, stands = self.edit(), self._initial(self.session)
        is_there = edit.room is None or edit.room == self.session.room
        return is_there and (edit.days, edit.starts, edit.ends) == (0, stands["starts"], stands["ends"])

    def edit(self) -> Edit:
        """Return what is to be otherwise."""
        data = self.cleaned_data
        was: dt.date = self._initial(self.session)["on"]
        return Edit(data["starts"], data["ends"], self.rooms.get(data.get("room", "")), (data["on"] - was).days)
