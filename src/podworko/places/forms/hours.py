"""Hours as people fill them in: a row for each day, with room for three stretches or as many as there are."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.core.fields import DayField, HourField
from podworko.places.actions.hours import Slot
from podworko.places.forms.base import KeepingForm
from podworko.places.models import Weekday

MOST_A_DAY = 3
MONDAY, FRIDAY = Weekday.MONDAY, Weekday.FRIDAY


@dataclass(frozen=True)
class Stretch:
    """The fields of one stretch of a day."""

    starts: BoundField
    ends: BoundField
    host: BoundField | None

    @property
    def errors(self) -> list[str]:
        """What is wrong with it."""
        fields = [self.starts, self.ends, *([self.host] if self.host else [])]
        return [str(error) for field in fields for error in field.errors]

    @property
    def is_filled(self) -> bool:
        """Say whether anything stands in it."""
        return any(field.value() for field in (self.starts, self.ends))


@dataclass(frozen=True)
class DayRow:
    """One day of the form: its key, its name, its first stretch, and the further ones."""

    key: int
    name: str
    first: Stretch
    more: tuple[Stretch, ...]

    @property
    def is_long(self) -> bool:
        """Say whether the further stretches must be seen at once."""
        return any(each.is_filled or each.errors for each in self.more)

    @property
    def is_weekday(self) -> bool:
        """Say whether the day may be like Monday."""
        return MONDAY < self.key <= FRIDAY


class SpansForm(KeepingForm):
    """Stretches of one or more days; the keys of the days stand in the names of the fields."""

    with_host = False
    # For each key of a day its name.
    days: dict[int, str]

    def add_days(self, kind: str, days: dict[int, str], *, with_host: bool) -> None:
        """Put the fields of these days into the form."""
        for key, name in days.items():
            for number in range(self.stretches(kind, key)):
                end = f"{kind}-{key}-{number}"
                self.fields[f"starts-{end}"] = HourField(label=f"{name}, {_('from')}", required=False)
                self.fields[f"ends-{end}"] = HourField(label=f"{name}, {_('to')}", required=False)
                if with_host:
                    self.fields[f"host-{end}"] = forms.CharField(
                        label=f"{name}, {_('who is on duty')}", required=False, max_length=80
                    )

    def stretches(self, kind: str, key: int) -> int:
        """Return how many stretches of a day there is room for: for all that it has, as a table may bring more."""
        return max(MOST_A_DAY, sum(name.startswith(f"starts-{kind}-{key}-") for name in self.initial))

    def rows(self, kind: str, days: dict[int, str]) -> Iterator[DayRow]:
        """Yield the days with their fields, for the page."""
        for key, name in days.items():
            stretches = [
                Stretch(
                    self[f"starts-{kind}-{key}-{number}"],
                    self[f"ends-{kind}-{key}-{number}"],
                    self[f"host-{kind}-{key}-{number}"] if f"host-{kind}-{key}-{number}" in self.fields else None,
                )
                for number in range(self.stretches(kind, key))
            ]
            yield DayRow(key, name, stretches[0], tuple(stretches[1:]))

    def read(self, kind: str, key: int, *, weekday: int = 0) -> list[Slot]:
        """Return what was typed for one day; say what is missing beside its field."""
        slots = []
        for number in range(self.stretches(kind, key)):
            end = f"{kind}-{key}-{number}"
            starts, ends = (self.cleaned_data.get(f"{name}-{end}") for name in ("starts", "ends"))
            host = " ".join((self.cleaned_data.get(f"host-{end}") or "").split())
            wrong = {f"starts-{end}", f"ends-{end}"} & set(self.errors)
            if starts is not None and ends is not None:
                slots.append(Slot(starts, ends, weekday, host, field=f"ends-{end}"))
            elif not wrong and (starts is not None or ends is not None):
                missing = "ends" if ends is None else "starts"
                self.add_error(f"{missing}-{end}", _("Write from when and until when."))
            elif not wrong and host:
                self.add_error(f"starts-{end}", _("Write also when this person is on duty."))
        return slots


def initial_of(kind: str, slots: Iterable[Slot]) -> dict[str, Any]:
    """Return the values of a form that begins with `slots`."""
    values: dict[str, Any] = {}
    counts: dict[int, int] = {}
    for slot in slots:
        number = counts.setdefault(slot.weekday, 0)
        end = f"{kind}-{slot.weekday}-{number}"
        values |= {f"starts-{end}": slot.starts, f"ends-{end}": slot.ends, f"host-{end}": slot.host}
        counts[slot.weekday] += 1
    return values


def week_names() -> dict[int, str]:
    """Return the days of the week in the reader's language."""
    return {day.value: capfirst(str(day.label)) for day in Weekday}


class WeekForm(SpansForm):
    """A week, day by day; Tuesday to Friday may be as Monday is."""

    is_alike = forms.BooleanField(label=gettext_lazy("Tuesday to Friday are like Monday"), required=False)

    def __init__(self, *args: Any, slots: Sequence[Slot] = (), with_host: bool = False, **options: Any) -> None:
        options["initial"] = initial_of("day", slots) | {"is_alike": is_alike(slots)}
        super().__init__(*args, **options)
        self.with_host = with_host
        self.add_days("day", week_names(), with_host=with_host)
        self.slots: list[Slot] = []

    @property
    def week(self) -> list[DayRow]:
        """The days with their fields."""
        return [*self.rows("day", week_names())]

    def clean(self) -> dict[str, Any]:
        """Put the hours of the week together."""
        data = super().clean() or {}
        copied = range(MONDAY + 1, FRIDAY + 1) if data.get("is_alike") else range(0)
        for day in copied:
            # What stands in the days that are not looked at may be wrong without harm.
            for name in [name for name in self.errors if f"-day-{day}-" in name]:
                del self.errors[name]
        monday = self.read("day", MONDAY, weekday=MONDAY)
        self.slots = list(monday)
        for day in Weekday:
            if day in copied:
                self.slots += [Slot(slot.starts, slot.ends, day, slot.host, slot.field) for slot in monday]
            elif day != MONDAY:
                self.slots += self.read("day", day, weekday=day)
        return data


def is_alike(slots: Iterable[Slot]) -> bool:
    """Say whether Monday has hours and Tuesday to Friday the same."""
    by_day = [
        sorted((slot.starts, slot.ends, slot.host) for slot in slots if slot.weekday == day)
        for day in range(MONDAY, FRIDAY + 1)
    ]
    return bool(by_day[0]) and all(hours == by_day[0] for hours in by_day)


class SeasonForm(KeepingForm):
    """A part of the year with other hours."""

    name = forms.CharField(
        label=gettext_lazy("What is it called?"), help_text=gettext_lazy("As in: summer holidays."), max_length=80
    )
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))


DOOR = [
    ("usual", gettext_lazy("Open as usual")),
    ("closed", gettext_lazy("Closed all day")),
    ("other", gettext_lazy("Open at other hours")),
]
DUTY = [
    ("usual", gettext_lazy("As usual")),
    ("nobody", gettext_lazy("Nobody is on duty")),
    ("other", gettext_lazy("Other people or hours")),
]
# One day has no weekday: its key in the names of fields.
THE_DAY = 0


class DaysForm(SpansForm):
    """What is different on one day, or on several in a row."""

    first = DayField(label=gettext_lazy("Which day?"))
    last = DayField(
        label=gettext_lazy("Until"), help_text=gettext_lazy("Only for several days in a row."), required=False
    )
    door = forms.ChoiceField(label=gettext_lazy("The door"), choices=DOOR, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Visitors read it, as in: a day off in the whole city, a repair, a fair."),
        required=False,
        max_length=120,
    )
    duty = forms.ChoiceField(label=gettext_lazy("On duty"), choices=DUTY, widget=forms.RadioSelect, initial="usual")

    def __init__(self, *args: Any, on: dt.date | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.on = on
        if on:
            del self.fields["first"], self.fields["last"]
        self.add_days("open", {THE_DAY: _("Open")}, with_host=False)
        self.add_days("duty", {THE_DAY: _("On duty")}, with_host=True)
        self.opening: list[Slot] | None = None
        self.turns: list[Slot] | None = None

    @property
    def open_row(self) -> DayRow:
        """The fields of the other opening hours."""
        return next(self.rows("open", {THE_DAY: _("Open")}))

    @property
    def duty_row(self) -> DayRow:
        """The fields of the other duty hours."""
        return next(self.rows("duty", {THE_DAY: _("On duty")}))

    def clean(self) -> dict[str, Any]:
        """Put the hours of the day together; those of a choice that was not made do not count."""
        data = super().clean() or {}
        for choice, kind in (("door", "open"), ("duty", "duty")):
            chosen = data.get(choice)
            if chosen != "other":
                for name in [name for name in self.errors if f"-{kind}-" in name]:
                    del self.errors[name]
        self.opening = self._of("open", data.get("door"), closed="closed")
        self.turns = self._of("duty", data.get("duty"), closed="nobody")
        data.setdefault("first", self.on)
        data["last"] = data.get("last") or data.get("first")
        return data

    def _of(self, kind: str, chosen: str | None, *, closed: str) -> list[Slot] | None:
        if chosen == closed:
            return []
        if chosen != "other":
            return None
        slots = self.read(kind, THE_DAY)
        if not slots and not any(f"-{kind}-" in name for name in self.errors):
            self.add_error(f"starts-{kind}-0-0", _("Write from when and until when."))
        return slots
