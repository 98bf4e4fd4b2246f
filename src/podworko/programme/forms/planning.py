"""What an activity is and when it is held, as staff fill it in: words and parsing, no rule of its own."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import replace
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
from podworko.core.errors import Problem
from podworko.core.fields import DayField, HourField
from podworko.core.forms import add_problems
from podworko.places.forms.base import SeenForm
from podworko.places.models import Audience, Centre, Room, SignUp, Spoken
from podworko.programme.drafts import ActivityDraft, Plan
from podworko.programme.models import Activity, ActivityKind, Initiator, Session, SignsUpFor, Where
from podworko.programme.models.activities import INDOORS
from podworko.programme.queries.desk import draft_of, partners_for, session_version

# What a form may ask at most: nobody needs more, and a database keeps no more.
MOST_PEOPLE, LARGEST_PARTY, OLDEST, LONGEST_ANSWER = 9999, 99, 120, 24 * 14
LONGEST_ABOUT = 5000
# What is not typed as it stands in the draft.
NOT_TYPED = {"partners", "largest_party", "answer_hours"}


# What is wrong with the rule of a series stands beside its last day.
BESIDE = {"rule": "until"}


class PlaceForm(forms.Form):
    """A form about what one place holds."""

    def __init__(self, *args: Any, centre: Centre, **options: Any) -> None:
        super().__init__(*args, **options)
        self.centre = centre

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Put each of the `problems` beside its question."""
        add_problems(self, [replace(each, field=BESIDE.get(each.field, each.field)) for each in problems])


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


class ActivityForm(PlaceForm):
    """What an activity is, for whom, where, and how one comes to it: all but when."""

    title = forms.CharField(label=_("What is it called?"), max_length=120)
    kind = forms.ChoiceField(label=_("What kind of activity is it?"), choices=ActivityKind.choices)
    lead = forms.CharField(
        label=_("In one sentence"),
        help_text=_("It stands in lists and on posters."),
        max_length=200,
        required=False,
    )
    about = forms.CharField(
        label=_("What will happen there?"),
        help_text=_("As much as somebody needs to know who thinks of coming."),
        max_length=LONGEST_ABOUT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    audience = forms.ChoiceField(label=_("For whom is it?"), choices=Audience.choices)
    age_from = forms.IntegerField(label=_("From the age of"), min_value=0, max_value=OLDEST, required=False)
    age_to = forms.IntegerField(label=_("To the age of"), min_value=0, max_value=OLDEST, required=False)
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"),
        choices=Spoken.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_age_checked = forms.BooleanField(
        label=_("Check the age"),
        help_text=_("Whoever signs up is then asked for the year of birth, and let in only at that age."),
        required=False,
    )
    is_for_minors = forms.BooleanField(
        label=_("Children come without their parents"),
        help_text=_("A parent signs them up, leaves a telephone number, and says who may collect them."),
        required=False,
    )
    where = forms.ChoiceField(
        label=_("Where is it?"), choices=Where.choices, initial=Where.ROOM.value, widget=forms.RadioSelect
    )
    spot = forms.CharField(
        label=_("Address or meeting point"), help_text=_("When it is not in the place."), max_length=200, required=False
    )
    link = forms.URLField(
        label=_("Address on line"),
        help_text=_("Only those who have a place are told it."),
        assume_scheme="https",
        max_length=200,
        required=False,
        error_messages={"invalid": _("Write the address.")},
    )
    sign_up = forms.ChoiceField(label=_("Do people sign up?"), choices=SignUp.choices, widget=forms.RadioSelect)
    signs_up_for = forms.ChoiceField(
        label=_("What do they sign up for?"),
        choices=SignsUpFor.choices,
        initial=SignsUpFor.SESSION.value,
        widget=forms.RadioSelect,
    )
    capacity = forms.IntegerField(
        label=_("How many places are there?"),
        help_text=_("Leave it empty when there is room for all. Who comes too late stands on the waiting list."),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
    )
    largest_party = forms.IntegerField(
        label=_("How many people may one sign-up be for?"),
        help_text=_("1: everybody signs up alone. More: families and groups can sign up together."),
        min_value=1,
        max_value=LARGEST_PARTY,
        initial=1,
        required=False,
    )
    answer_hours = forms.IntegerField(
        label=_("How many hours to answer?"),
        help_text=_("So long somebody on the waiting list may think when a place is free. Then the next one gets it."),
        min_value=1,
        max_value=LONGEST_ANSWER,
        initial=24,
        required=False,
    )
    leader = forms.CharField(label=_("Who leads it?"), max_length=120, required=False)
    initiator = forms.ChoiceField(label=_("Who started it?"), choices=Initiator.choices, initial=Initiator.CENTRE.value)
    partners = forms.MultipleChoiceField(
        label=_("Who do you hold it with?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    accessibility = forms.CharField(
        label=_("Accessibility"),
        help_text=_("For instance: no steps, a sign language interpreter, breaks every hour."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    bring = forms.CharField(
        label=_("What should people bring?"),
        help_text=_("For instance: a mat, a mug, old newspapers."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.partners_by_slug = {each.slug: each for each in partners_for(self.centre)}
        partners = self.fields["partners"]
        assert isinstance(partners, forms.MultipleChoiceField)
        partners.choices = [(slug, each.name) for slug, each in self.partners_by_slug.items()]

    def draft(self) -> ActivityDraft:
        """Return what was typed of the activity."""
        data = self.cleaned_data
        values = {name: data[name] for name in ActivityDraft.__dataclass_fields__ if name not in NOT_TYPED}
        partners = sorted((self.partners_by_slug[slug] for slug in data["partners"]), key=lambda each: each.pk)
        return ActivityDraft(
            **values | {"languages": tuple(data["languages"])},
            partners=tuple(partners),
            largest_party=data["largest_party"] or 1,
            answer_hours=data["answer_hours"] or 24,
        )


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
        return vars(draft) | {"partners": [each.slug for each in draft.partners]}


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


class ReasonForm(PlaceForm):
    """Why something is not held, or somebody is taken off a list."""

    reason = forms.CharField(label=_("Why?"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, hint: Any = "", **options: Any) -> None:
        super().__init__(*args, **options)
        reason = self.fields["reason"]
        reason.help_text = hint
        # Whether it is needed, the rules say.
        reason.is_needed_then = True  # type: ignore[attr-defined]
