"""The request form, for residents and for staff who fill it in for a caller: words and parsing, no rule of its own."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from podworko.bookings import series, terms
from podworko.bookings.drafts import Draft
from podworko.bookings.forms.when import ANY, AT_HOUR, DATE, IN_ROOM, OUT, WhenForm
from podworko.bookings.models import Applicant, BookingRequest
from podworko.bookings.queries.again import Again
from podworko.bookings.series import Pattern
from podworko.core.fields import PhoneField
from podworko.people.assisted_forms import AssistedFields
from podworko.places.models import Centre, Equipment


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
    applicant = forms.ChoiceField(
        label=_("Who asks?"),
        choices=[
            (Applicant.RESIDENT.value, _("I, a resident")),
            (Applicant.GROUP.value, _("A group of neighbours")),
            (Applicant.ORGANISATION.value, _("An organisation")),
        ],
        initial=Applicant.RESIDENT.value,
        required=False,
        widget=forms.RadioSelect,
    )
    group = forms.CharField(
        label=_("Name of the group or organisation"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    is_for_minors = forms.BooleanField(label=_("It is for people under 18"), required=False)
    is_guardian = forms.BooleanField(label=_("I am of age, I will be there and answer for them"), required=False)
    in_return = forms.CharField(
        label=_("What can you give the place in return?"),
        help_text=_("Not needed. For instance: we open our rehearsal to neighbours, we help at the summer fête."),
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
    agrees = forms.BooleanField(label=_("I agree to the rules of the place"), required=False)
    submission_key = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order: tuple[str, ...] = (
        "on", "starts", "ends", "repeats", "until", "weekdays", "skips", "people", "room", "is_queued_if_taken",
        "topic", "is_open_to_all", "equipment", "accessibility", "applicant", "group", "person", "email", "phone",
        "is_for_minors", "is_guardian", "in_return", "agrees",
    )  # fmt: skip

    def __init__(self, *args: Any, centre: Centre, **options: Any) -> None:
        options["initial"] = {"submission_key": str(uuid.uuid4()), **options.get("initial", {})}
        super().__init__(*args, centre=centre, **options)
        held = {row.item for room in self.rooms.values() for row in room.equipment.all()}
        equipment = self.fields["equipment"]
        assert isinstance(equipment, forms.MultipleChoiceField)
        equipment.choices = [(value, label) for value, label in Equipment.choices if value in held]
        self.fields["group"].is_needed_then = True  # type: ignore[attr-defined]
        self.declarations = terms.declarations_of(centre)
        if not self.declarations:
            del self.fields["agrees"]
        if not terms.terms_of(centre).asks_in_return:
            del self.fields["in_return"]

    def clean(self) -> dict[str, Any]:
        """Add what the rules say of the words and the contact."""
        data = super().clean()
        self.add_problems(
            terms.about_words(
                topic=data.get("topic"),
                person=data.get("person"),
                accessibility=data.get("accessibility", ""),
                group=data.get("group", ""),
                in_return=data.get("in_return", ""),
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
            applicant=self._applicant,
            group=data["group"],
            is_for_minors=data["is_for_minors"],
            is_guardian=data["is_guardian"],
            in_return=data.get("in_return", ""),
            agrees=data.get("agrees", False),
            is_queued_if_taken=data["is_queued_if_taken"],
            choices=self.choices(),
        )

    @property
    def _applicant(self) -> str:
        return self.cleaned_data["applicant"] or Applicant.RESIDENT.value

    def language(self) -> str:
        """Return the language in which the person will be written to."""
        return (get_language() or "pl")[:2]

    @staticmethod
    def initial_of(request: BookingRequest) -> Mapping[str, Any]:
        """Return the values of a form that changes `request`."""
        zone = request.centre.zone
        dates = list(request.dates.order_by("rule_at"))
        usual = next((date for date in dates if date.starts_at == date.rule_at), dates[0])
        pattern = Pattern.of(request.rule) if request.rule else None
        starts = dates[0].rule_at.astimezone(zone)
        ends = starts + (usual.ends_at - usual.starts_at)
        names = (
            "topic",
            "people",
            "person",
            "email",
            "phone",
            "equipment",
            "accessibility",
            "language",
            "applicant",
            "group",
            "is_for_minors",
            "in_return",
            "is_queued_if_taken",
            "skips",
        )
        return {name: getattr(request, name) for name in names} | {
            "on": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            "repeats": pattern.every if pattern else "once",
            "until": pattern.until if pattern else None,
            "weekdays": pattern.weekdays if pattern else (),
            "is_guardian": request.is_for_minors,
            "agrees": bool(request.declared),
            "kept_choices": _choices_of(request),
            "room": request.room.slug if request.room else ANY,
            "is_open_to_all": "yes" if request.is_open_to_all else "no",
        }

    @classmethod
    def initial_again(cls, request: BookingRequest, new: Again) -> Mapping[str, Any]:
        """Return the values of a form that asks for the same as `request` once more; what is agreed to, anew."""
        values = cls.initial_of(request)
        return {
            **values,
            "on": new.on,
            "until": new.until,
            "starts": new.starts,
            "ends": new.ends,
            "room": new.room.slug if new.room else ANY,
            "weekdays": [(day + new.shift) % 7 for day in values["weekdays"]],
            "kept_choices": [],
            "is_guardian": False,
            "agrees": False,
        }


def _choices_of(request: BookingRequest) -> list[tuple[str, str]]:
    """Return what was chosen for single dates of a series, as the form names it: hours, room, left out."""
    if not request.rule:
        return []
    zone = request.centre.zone
    dates = {date.rule_at.astimezone(zone).date(): date for date in request.dates.select_related("room")}
    chosen: list[tuple[str, str]] = []
    for on in series.dates(request.rule, min(dates)):
        date = dates.get(on)
        if date is None:
            chosen.append((f"{DATE}{on}", OUT))
        elif date.room and date.room_id != request.room_id:
            chosen.append((f"{DATE}{on}", f"{IN_ROOM}{date.room.slug}"))
        elif date.starts_at != date.rule_at:
            chosen.append((f"{DATE}{on}", f"{AT_HOUR}{date.starts_at.astimezone(zone):%H:%M}"))
    return chosen


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
    waiver = forms.CharField(
        label=_("Why against the rules of the place?"),
        help_text=_("Only when notice, length or another rule of the place is not kept. The reason is kept."),
        required=False,
    )

    field_order = ("channel", *RequestForm.field_order, "letters", "answer_by", "why", "has_agreed", "waiver")

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

    def is_waived(self) -> bool:
        """Say whether staff gave a reason for less notice."""
        return bool(self.data.get("waiver", "").strip())

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
