"""When, where and for how many: the part of the request form that the plan of the day can answer at once."""

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from podworko.bookings import terms
from podworko.bookings.drafts import Choice, When
from podworko.bookings.models import Skip
from podworko.bookings.series import MOST_DATES, Pattern
from podworko.bookings.terms import DateOutlook, Outlook
from podworko.core.errors import Problem
from podworko.core.fields import DayField, HourField
from podworko.core.forms import add_problems
from podworko.places.models import Centre, Room, Weekday
from podworko.places.queries import lent_rooms

ANY = "any"
# A calendar is asked for the days around now, not for those of another century.
DAYS_SHOWN = 3660
# How the answer about one date is named in the form, and what it may be.
DATE, OUT, IN_ROOM, AT_HOUR = "date-", "out", "room:", "at:"
HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class DateRow:
    """One date of a series as the form shows it: what may be chosen for it, by value and words, and what is chosen."""

    outlook: DateOutlook
    name: str
    chosen: str
    choices: tuple[tuple[str, str], ...]

    @property
    def is_simple(self) -> bool:
        """Whether it is free as asked for, so that it can only be left out or not."""
        return bool(self.choices) and self.outlook.outlook != Outlook.TAKEN and self.chosen in {"", OUT}

    @property
    def chosen_words(self) -> str:
        """What was chosen instead, in words."""
        return dict(self.choices).get(self.chosen, "") if self.chosen not in {"", OUT} else ""


class WhenForm(forms.Form):
    """When, where and for how many: what the plan of the day can answer at once."""

    on = DayField(label=_("Which day?"))
    starts = HourField(label=_("From"))
    ends = HourField(label=_("To"))
    repeats = forms.ChoiceField(
        label=_("How often?"),
        choices=[
            ("once", _("Just this once")),
            ("week", _("Every week at this time")),
            ("fortnight", _("Every second week")),
            ("month", _("Every month, on the same weekday (as the second Tuesday)")),
            ("month-end", _("Every month, on the last such weekday")),
        ],
        initial="once",
        widget=forms.RadioSelect,
    )
    until = DayField(label=_("Until which day?"), required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days of the week?"),
        help_text=_("Only when it is on several days. Else it is the day of the first date."),
        choices=Weekday.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    skips = forms.MultipleChoiceField(
        label=_("Leave out"),
        help_text=_("Days on which the place is closed are left out in any case."),
        choices=Skip.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_queued_if_taken = forms.BooleanField(
        label=_("If it is taken, wait for it"),
        help_text=_("When somebody gives the hour back, we offer it to you, in the order in which people asked."),
        required=False,
    )
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
        # Missing, it is told by the rules of a series: it is no question that one may leave open.
        self.fields["until"].is_needed_then = True  # type: ignore[attr-defined]
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
        is_series = data.get("repeats", "once") != "once"
        if is_series and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("Write the last day of the series."))
        if not {"on", "starts", "ends", "repeats", "until"} & set(self.errors):
            self.judgement = terms.judge(
                self.centre,
                when=self.when(),
                room=self.wanted_room,
                people=data.get("people"),
                choices=self.choices(),
                is_queued=bool(data.get("is_queued_if_taken")),
                is_waived=self.is_waived(),
            )
            self.add_problems(self.judgement.problems)
        return data

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Put each problem beside its field: what is wrong with the rule of a series, beside its last day."""
        add_problems(self, [replace(each, field="until") if each.field == "rule" else each for each in problems])

    def is_waived(self) -> bool:
        """Say whether less notice will do; never for residents."""
        return False

    @property
    def wanted_room(self) -> Room | None:
        """The room asked for; None for any that fits."""
        return self.rooms.get(self.cleaned_data.get("room", ANY))

    def when(self) -> When:
        """Return the parsed day and hours."""
        data = self.cleaned_data
        repeats = data.get("repeats") or "once"
        if repeats == "once":
            return When(data["on"], data["starts"], data["ends"])
        rule = Pattern(repeats, data.get("until"), weekdays=tuple(data.get("weekdays", ()))).rule(data["on"])
        return When(data["on"], data["starts"], data["ends"], rule, tuple(data.get("skips", ())))

    def choices(self) -> tuple[Choice, ...]:
        """Return what is chosen for single dates of the series; what cannot be read is not chosen."""
        if self.cleaned_data.get("repeats", "once") == "once":
            return ()
        named = ((name.removeprefix(DATE), self.data[name]) for name in self.data if name.startswith(DATE))
        found = (self._choice(day, value) for day, value in named if value)
        # No more than a series has dates.
        return tuple(itertools.islice((choice for choice in found if choice), MOST_DATES))

    def _choice(self, day: str, value: str) -> Choice | None:
        try:
            on = dt.date.fromisoformat(day)
            if value == OUT:
                return Choice(on, is_left_out=True)
            if value.startswith(IN_ROOM):
                room = self.rooms.get(value.removeprefix(IN_ROOM))
                return Choice(on, room=room) if room else None
            if value.startswith(AT_HOUR) and HOUR.fullmatch(value.removeprefix(AT_HOUR)):
                return Choice(on, starts=dt.time.fromisoformat(value.removeprefix(AT_HOUR)))
        except ValueError:
            pass
        return None

    @property
    def free_dates(self) -> int:
        """How many of the dates can be had."""
        return self.judgement.count(Outlook.FREE)

    def date_rows(self) -> list[DateRow]:
        """Return the dates of a series, each with what would do instead where it is taken."""
        dates = self.judgement.dates
        return [self._row(date) for date in dates] if len(dates) > 1 else []

    def _row(self, date: DateOutlook) -> DateRow:
        name = f"{DATE}{date.on.isoformat()}"
        chosen = str(self.data.get(name, ""))
        choice = self._choice(date.on.isoformat(), chosen) if chosen else None
        if date.outlook == Outlook.CLOSED or date.why:
            return DateRow(date, name, "", ())
        choices = {"": gettext("wait: the place decides"), OUT: gettext("leave it out")}
        choices |= {f"{IN_ROOM}{room.slug}": gettext("in %(room)s") % {"room": room.name} for room in date.other_rooms}
        choices |= {
            f"{AT_HOUR}{starts:%H:%M}": gettext("at %(hours)s") % {"hours": f"{starts:%H:%M}–{ends:%H:%M}"}
            for starts, ends in date.other_hours
        }
        if choice and chosen not in choices:
            instead = f"{choice.starts:%H:%M}" if choice.starts else choice.room
            choices[chosen] = gettext("instead: %(what)s") % {"what": instead}
        return DateRow(date, name, chosen if choice else "", tuple(choices.items()))


class DayChoice(forms.Form):
    """A day in an address; today, or another usual one, where it is missing or nonsense."""

    on = forms.DateField(required=False)

    @classmethod
    def read(cls, data: Mapping[str, Any], *, usual: dt.date) -> dt.date:
        """Return the day named by `data`, if the calendar can show it."""
        form = cls(data)
        on = form.cleaned_data["on"] if form.is_valid() else None
        return on if on and abs((on - usual).days) <= DAYS_SHOWN else usual
