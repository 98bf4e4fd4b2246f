"""Forms with which the rules of lending are set: each rule is a sentence with a gap for its number."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.bookings.actions.blackouts import BlackoutDraft
from podworko.bookings.actions.rules import BOUNDS, RoomTermsDraft, TermsDraft
from podworko.bookings.models import Applicant, Blackout, BookingTerms
from podworko.bookings.queries.rules_said import ANY_NUMBER, sentence
from podworko.core.fields import DayField
from podworko.places.forms.base import KeepingForm, SeenForm
from podworko.places.models import Room

LONGEST_NUMBER = 10
# Stands where the number will be typed; nobody types it.
GAP = "\N{OBJECT REPLACEMENT CHARACTER}"
# In the place of a room; no slug looks like it.
ALL = "*"
# What may stay empty: then there is no bound.
UNBOUND = {"shortest_minutes", "longest_minutes", "uses_a_month", "hours_a_month"}
PARTS = {
    "when": ("notice_working_days", "longest_ahead_days"),
    "length": ("shortest_minutes", "longest_minutes", "buffer_minutes"),
    "much": ("uses_a_month", "hours_a_month"),
    "answer": ("decision_working_days", "answer_hours"),
    "change": ("change_hours",),
}
VERBOSE = {field.name: field.verbose_name for field in BookingTerms._meta.concrete_fields}


@dataclass(frozen=True)
class Line:
    """A rule on the page: the words before its number, the field, the words after."""

    before: str
    field: BoundField
    after: str


class NumbersForm(SeenForm):
    """A form whose numbers stand in sentences."""

    # The names of the fields whose sentence is another one than that of the place.
    sentences: Mapping[str, str] = {}

    def line(self, name: str) -> Line:
        """Return a rule as the page shows it; the words agree with the number that stands."""
        typed = str(self[name].value() or "").strip()
        shown = typed or str(self.fields[name].widget.attrs.get("placeholder", ""))
        # Whatever was typed: a number of so many digits that it is none has no grammar either.
        count = int(shown) if shown.isdecimal() and len(shown) < LONGEST_NUMBER else ANY_NUMBER
        before, _gap, after = sentence(self.sentences.get(name, name), count, GAP).partition(GAP)
        return Line(before, self[name], after)

    def add_numbers(self, names: list[str], meanings: Mapping[str, str]) -> None:
        """Put the numbers into the form, each with what it means today."""
        for name in names:
            least, most = BOUNDS[name]
            widget = forms.NumberInput(attrs={"min": least, "max": most, "inputmode": "numeric"})
            label = capfirst(str(VERBOSE[name]))
            self.fields[name] = forms.IntegerField(
                label=label, widget=widget, help_text=meanings.get(name, ""), required=False
            )


class TermsForm(NumbersForm):
    """The questions of `actions.rules.TermsDraft`."""

    lends_to = forms.MultipleChoiceField(
        label=gettext_lazy("Who may ask for a room?"),
        choices=Applicant.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick who may ask.")},
    )
    asks_in_return = forms.BooleanField(
        label=gettext_lazy("Ask what the group could do for the neighbourhood in return"),
        help_text=gettext_lazy("One question more in the form. It may be left empty: a room is never paid for."),
        required=False,
    )

    def __init__(self, *args: Any, meanings: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.add_numbers([*BOUNDS], _with_usual(meanings))
        for name in BOUNDS:
            self.fields[name].required = name not in UNBOUND

    @staticmethod
    def initial_of(draft: TermsDraft) -> dict[str, Any]:
        """Return the values of a form that changes these rules."""
        values = {each.name: getattr(draft, each.name) for each in fields(TermsDraft)}
        return values | {"lends_to": [*(draft.lends_to or Applicant.values)]}

    @property
    def parts(self) -> dict[str, list[Line]]:
        """The lines of each part of the page."""
        return {part: [self.line(name) for name in names] for part, names in PARTS.items()}

    def draft(self) -> TermsDraft:
        """Return what was typed."""
        values = {each.name: self.cleaned_data[each.name] for each in fields(TermsDraft)}
        return TermsDraft(**values | {"lends_to": tuple(values["lends_to"])})


def _with_usual(meanings: Mapping[str, str]) -> dict[str, str]:
    """Return what the rules mean today, each with the number that MAM has."""
    usual = BookingTerms()
    found = {}
    for name, words in meanings.items():
        is_bound = name not in UNBOUND
        own = _("In MAM: %(number)s.") % {"number": getattr(usual, name)} if is_bound else _("In MAM: no limit.")
        found[name] = f"{words} {own}"
    return found


class RoomTermsForm(NumbersForm):
    """The questions of `actions.rules.RoomTermsDraft`: what is empty is as in the place."""

    sentences = {"uses_a_month": "room_uses_a_month", "hours_a_month": "room_hours_a_month"}
    # In the order in which the place has them.
    numbers = [name for part in PARTS.values() for name in part if name in RoomTermsDraft.__dataclass_fields__]

    lends_to = forms.MultipleChoiceField(
        label=gettext_lazy("Who may ask for this room?"),
        choices=Applicant.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    has_walk_ins = forms.BooleanField(
        label=gettext_lazy("May be used without asking ahead, when a host is on duty"),
        help_text=gettext_lazy("The host starts it on the Today page, in two taps."),
        required=False,
    )

    def __init__(self, *args: Any, place: TermsDraft, **options: Any) -> None:
        super().__init__(*args, **options)
        whom = [str(label) for value, label in Applicant.choices if value in place.lends_to]
        said = ", ".join(whom) or _("anybody")
        self.fields["lends_to"].help_text = _("Nothing ticked: as in the place (%(whom)s).") % {"whom": said}
        self.add_numbers(self.numbers, {name: self._help(name, place) for name in self.numbers})
        for name in self.numbers:
            if name not in self.sentences:
                value = getattr(place, name)
                self.fields[name].widget.attrs["placeholder"] = "" if value is None else value

    def _help(self, name: str, place: TermsDraft) -> str:
        if name in self.sentences:
            return _("On top of the limit of the whole place. Empty: only that limit holds.")
        value = getattr(place, name)
        if value is None:
            return _("Empty: as in the place, no limit.")
        return _("Empty: as in the place, %(number)s.") % {"number": value}

    @staticmethod
    def initial_of(draft: RoomTermsDraft) -> dict[str, Any]:
        """Return the values of a form that changes these rules; all ticked where the room is lent to anybody."""
        values = {each.name: getattr(draft, each.name) for each in fields(RoomTermsDraft)}
        ticked = None if draft.lends_to is None else [*(draft.lends_to or Applicant.values)]
        return values | {"lends_to": ticked}

    @property
    def lines(self) -> list[Line]:
        """The numbers, each in its sentence."""
        return [self.line(name) for name in self.numbers]

    def draft(self) -> RoomTermsDraft:
        """Return what was typed."""
        values = {each.name: self.cleaned_data[each.name] for each in fields(RoomTermsDraft)}
        return RoomTermsDraft(**values | {"lends_to": tuple(values["lends_to"]) or None})


class BlackoutForm(KeepingForm):
    """The questions of `actions.blackouts.BlackoutDraft`."""

    first_on = DayField(label=gettext_lazy("From which day?"))
    last_on = DayField(
        label=gettext_lazy("Until which day?"),
        help_text=gettext_lazy("Only for several days in a row; that day counts too."),
        required=False,
    )
    room = forms.ChoiceField(label=gettext_lazy("Which room?"), initial=ALL)
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Residents read it, as in: painting of the walls, stocktaking, a feast of the quarter."),
        max_length=120,
    )

    def __init__(self, *args: Any, rooms: list[Room], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rooms = {room.slug: room for room in rooms}
        choice = self.fields["room"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(ALL, _("all rooms")), *((room.slug, room.name) for room in rooms)]

    @staticmethod
    def initial_of(blackout: Blackout) -> dict[str, Any]:
        """Return the values of a form that changes these days."""
        last_on = None if blackout.last_on == blackout.first_on else blackout.last_on
        room = blackout.room.slug if blackout.room else ALL
        return {"first_on": blackout.first_on, "last_on": last_on, "reason": blackout.reason, "room": room}

    def draft(self) -> BlackoutDraft:
        """Return what was typed; without a last day it is one day."""
        data = self.cleaned_data
        return BlackoutDraft(
            first_on=data["first_on"],
            last_on=data["last_on"] or data["first_on"],
            reason=data["reason"],
            room=self.rooms.get(data["room"]),
        )


class DeclarationForm(SeenForm):
    """One sentence to which people agree."""

    words = forms.CharField(
        label=gettext_lazy("The sentence"),
        help_text=gettext_lazy("Said by the one who asks, as in: We leave the room tidy."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
