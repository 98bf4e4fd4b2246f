"""The request form, for residents and for staff who fill it in for a caller: words and parsing, no rule of its own."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from podworko.bookings import terms
from podworko.bookings.drafts import Draft, When
from podworko.bookings.models import BookingRequest
from podworko.core.errors import Problem, Refused
from podworko.core.fields import DayField, HourField, PhoneField
from podworko.core.forms import add_problems
from podworko.people.assisted_forms import AssistedFields
from podworko.places.models import Centre, Equipment, Room
from podworko.places.queries import lent_rooms

ANY = "any"
# A calendar is asked for the days around now, not for those of another century.
DAYS_SHOWN = 3660


class WhenForm(forms.Form):
    """When, where and for how many: what the plan of the day can answer at once."""

    on = DayField(label=_("Which day?"))
    starts = HourField(label=_("From"))
    ends = HourField(label=_("To"))
    repeats = forms.ChoiceField(
        label=_("How often?"),
        choices=[("once", _("Just this once")), ("weekly", _("Every week at this time"))],
        initial="once",
        widget=forms.RadioSelect,
    )
    weekly_until = DayField(label=_("Every week until"), required=False)
    people = forms.IntegerField(
        label=_("How many people?"),
        help_text=_("Roughly."),
        min_value=1,
        max_value=9999,
        error_messages={"min_value": _("At least one person must come.")},
    )
    room = forms.ChoiceField(label=_("Which room?"), widget=forms.RadioSelect, initial=ANY)

    def __init__(self, *args: Any, centre: Centre, **options: Any) -> None:
        super().__init__(*args, **options)
        self.centre = centre
        self.rooms: dict[str, Room] = {room.slug: room for room in lent_rooms(centre)}
        self.judgement = terms.Judgement(())
        field = self.fields["room"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (ANY, _("Any that fits")),
            *((slug, self._room_label(room)) for slug, room in self.rooms.items()),
        ]

    @staticmethod
    def _room_label(room: Room) -> str:
        size = ngettext("up to %(count)s person", "up to %(count)s people", room.capacity) % {"count": room.capacity}
        return f"{room.name} · {size}"

    def clean(self) -> dict[str, Any]:
        """Hold what is known so far against the rules of the place, so that all that is wrong is said at once."""
        data = super().clean() or {}
        if data.get("repeats") == "weekly" and not data.get("weekly_until") and "weekly_until" not in self.errors:
            self.add_error("weekly_until", _("Write the last day of the series."))
        if not {"on", "starts", "ends"} & set(self.errors) and not self.errors.get("weekly_until"):
            self.judgement = terms.judge(
                self.centre,
                when=self.when(),
                room=self.wanted_room,
                people=data.get("people"),
                is_notice_waived=self.is_notice_waived(),
            )
            self.add_problems(self.judgement.problems)
        return data

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Put each problem beside its field."""
        add_problems(self, problems)

    def is_notice_waived(self) -> bool:
        """Say whether less notice will do; never for residents."""
        return False

    @property
    def wanted_room(self) -> Room | None:
        """The room asked for; None for any that fits."""
        return self.rooms.get(self.cleaned_data.get("room", ANY))

    def when(self) -> When:
        """Return the parsed day and hours."""
        data = self.cleaned_data
        until = data.get("weekly_until") if data.get("repeats") == "weekly" else None
        return When(data["on"], data["starts"], data["ends"], until)


class RequestForm(WhenForm):
    """All that a resident is asked: the least that MAM's rules need."""

    topic = forms.CharField(label=_("What will happen?"), help_text=_("One sentence is enough."))
    is_open_to_all = forms.TypedChoiceField(
        label=_("May other neighbours come?"),
        choices=[("yes", _("Yes, show it in the calendar")), ("no", _("No, it is for our group"))],
        coerce=lambda value: value == "yes",
        initial="no",
        widget=forms.RadioSelect,
    )
    equipment = forms.MultipleChoiceField(
        label=_("What do you need there?"),
        choices=Equipment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    accessibility = forms.CharField(
        label=_("Accessibility of the event"),
        help_text=_("For instance: somebody comes in a wheelchair, we translate into sign language."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    person = forms.CharField(
        label=_("Who is responsible?"),
        help_text=_("First name and surname. Only the people who run this place will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send a code there, then the answer."),
        max_length=254,  # as long as an address may be (RFC 5321)
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = PhoneField(
        label=_("Telephone"), required=False, help_text=_("In case something changes at the last moment.")
    )
    submission_key = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order: tuple[str, ...] = (
        "on", "starts", "ends", "repeats", "weekly_until", "people", "room",
        "topic", "is_open_to_all", "equipment", "accessibility", "person", "email", "phone",
    )  # fmt: skip

    def __init__(self, *args: Any, centre: Centre, **options: Any) -> None:
        options["initial"] = {"submission_key": str(uuid.uuid4()), **options.get("initial", {})}
        super().__init__(*args, centre=centre, **options)
        held = {row.item for room in self.rooms.values() for row in room.equipment.all()}
        equipment = self.fields["equipment"]
        assert isinstance(equipment, forms.MultipleChoiceField)
        equipment.choices = [(value, label) for value, label in Equipment.choices if value in held]

    def clean(self) -> dict[str, Any]:
        """Add what the rules say of the words and the contact."""
        data = super().clean()
        self.add_problems(
            terms.about_words(
                topic=data.get("topic"), person=data.get("person"), accessibility=data.get("accessibility", "")
            )
        )
        return data

    def draft(self) -> Draft:
        """Return what was asked for."""
        data = self.cleaned_data
        return Draft(
            when=self.when(),
            room=self.wanted_room,
            topic=data["topic"],
            people=data["people"],
            person=data["person"],
            email=data["email"],
            phone=data["phone"],
            is_open_to_all=data["is_open_to_all"],
            equipment=tuple(data["equipment"]),
            accessibility=data["accessibility"],
            language=self.language(),
        )

    def language(self) -> str:
        """Return the language in which the person will be written to."""
        return (get_language() or "pl")[:2]

    @staticmethod
    def initial_of(request: BookingRequest) -> Mapping[str, Any]:
        """Return the values of a form that changes `request`."""
        zone = request.centre.zone
        first = request.dates.earliest("starts_at")
        starts, ends = first.starts_at.astimezone(zone), first.ends_at.astimezone(zone)
        names = (
            "topic",
            "people",
            "person",
            "email",
            "phone",
            "equipment",
            "accessibility",
            "weekly_until",
            "language",
        )
        return {name: getattr(request, name) for name in names} | {
            "on": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            "repeats": "weekly" if request.weekly_until else "once",
            "room": request.room.slug if request.room else ANY,
            "is_open_to_all": "yes" if request.is_open_to_all else "no",
        }


class ChangeForm(RequestForm):
    """The same, when a resident changes what they asked for; the confirmed address stays."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].disabled = True
        self.fields["email"].required = False
        self.fields["email"].help_text = _("This address is confirmed. For another one send a new request.")


class StaffRequestForm(AssistedFields, RequestForm):
    """The same form, filled in by staff for somebody who calls, comes or left a paper sheet."""

    letters = forms.ChoiceField(
        label=_("In which language shall we answer?"),
        choices=[("pl", "Polski"), ("uk", "Українська"), ("en", "English")],
        initial="pl",
    )
    notice_waiver = forms.CharField(
        label=_("Why with less notice?"),
        help_text=_("Only when the day is sooner than the rules of the place allow. The reason is kept."),
        required=False,
    )

    field_order = ("channel", *RequestForm.field_order, "letters", "answer_by", "why", "has_agreed", "notice_waiver")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].required = False
        self.fields["email"].help_text = _("If they have one. The answer and the calendar file go there.")
        self.fields["phone"].help_text = _("A mobile number gets the answer as a text message.")

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach the person."""
        data = super().clean()
        if not data.get("email") and not data.get("phone") and not {"email", "phone"} & set(self.errors):
            self.add_error("phone", _("Write a telephone number or an e-mail address, so that we can answer."))
        return data

    def is_notice_waived(self) -> bool:
        """Say whether staff gave a reason for less notice."""
        return bool(self.data.get("notice_waiver", "").strip())

    def language(self) -> str:
        """Return the language that the person prefers."""
        return str(self.cleaned_data["letters"])


class CodeForm(forms.Form):
    """The six digits from the mail."""

    code = forms.CharField(
        label=_("Code from the e-mail"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


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


class DayChoice(forms.Form):
    """A day in an address; today, or another usual one, where it is missing or nonsense."""

    on = forms.DateField(required=False)

    @classmethod
    def read(cls, data: Mapping[str, Any], *, usual: dt.date) -> dt.date:
        """Return the day named by `data`, if the calendar can show it."""
        form = cls(data)
        on = form.cleaned_data["on"] if form.is_valid() else None
        return on if on and abs((on - usual).days) <= DAYS_SHOWN else usual
