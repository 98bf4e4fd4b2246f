"""The directory as a page asks it: a form that stands in the address, its answers in words, each with a way out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.core.errors import Sentence
from podworko.places.directory import ACCESS_WISHES, WEEKDAYS, When, Wish
from podworko.places.distances import Point
from podworko.places.forms.where import WhereField, point_of
from podworko.places.models import AccessQuestion, Audience, CentreKind, District, Equipment, Spoken, Weekday

MORNING, AFTERNOON, EVENING = "10:00", "15:00", "18:00"
Choices = Sequence[tuple[str, Any]]
NO_SUCH = {"invalid_choice": gettext_lazy("There is no such choice. Choose one from the list.")}


def times() -> Choices:
    """Return when a place can be asked to be open: now, and three times of each day of the week."""
    parts = ((MORNING, _("morning")), (AFTERNOON, _("afternoon")), (EVENING, _("evening")))
    days: list[tuple[str, Any]] = [
        (str(day.label), [(f"{code}-{hour}", f"{day.label}, {part} ({hour})") for hour, part in parts])
        for code, day in zip(WEEKDAYS, Weekday, strict=True)
    ]
    return [("", _("any time")), ("now", _("now")), *days]


def said_when(when: When) -> str:
    """Return the time in words: "Open: Saturday, 15:00"."""
    if when.weekday is None:
        return _("Open now")
    return _("Open: %(day)s, %(hour)s") % {"day": Weekday(when.weekday).label, "hour": f"{when.hour:%H:%M}"}


class WhenField(forms.ChoiceField):
    """One of the times of the list, or any other "sat-16:30"."""

    def valid_value(self, value: Any) -> bool:
        """Say whether it is a time."""
        try:
            When.read(value)
        except ValueError:
            return False
        return True


class DirectoryForm(forms.Form):
    """What somebody looks for. Nothing must be answered; what is answered wrong is said and left aside."""

    q = forms.CharField(label=gettext_lazy("What are you looking for?"), max_length=100, required=False)
    where = WhereField(label=gettext_lazy("Where are you?"), required=False, error_messages=NO_SUCH)
    when = WhenField(label=gettext_lazy("Open when?"), required=False, error_messages=NO_SUCH)
    audience = forms.ChoiceField(label=gettext_lazy("For whom?"), required=False, error_messages=NO_SUCH)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of place"), required=False, error_messages=NO_SUCH)
    language = forms.ChoiceField(label=gettext_lazy("Language spoken there"), required=False, error_messages=NO_SUCH)
    access = forms.MultipleChoiceField(
        label=gettext_lazy("Getting in and about"),
        choices=lambda: [(question.value, question.label) for question in ACCESS_WISHES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=NO_SUCH,
    )
    equipment = forms.MultipleChoiceField(
        label=gettext_lazy("Equipment"),
        choices=Equipment.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=NO_SUCH,
    )
    rooms = forms.BooleanField(label=gettext_lazy("Lends rooms"), required=False)

    def __init__(self, asked: Mapping[str, Any], *, kinds: Sequence[CentreKind], districts: Sequence[District]) -> None:
        super().__init__(asked)
        self.districts = {district.code: district for district in districts}
        self._set("where", ("", _("anywhere")), [(code, each.name) for code, each in self.districts.items()])
        self._set("when", None, times())
        self._set("audience", ("", _("anybody")), Audience.choices)
        self._set("kind", ("", _("any kind")), [(kind.code, str(kind)) for kind in kinds])
        self._set("language", ("", _("any language")), Spoken.choices)
        self._keep_unlisted()

    def _set(self, name: str, first: tuple[str, str] | None, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*([first] if first else []), *choices]

    def _keep_unlisted(self) -> None:
        """Put what the browser or a link wrote among the choices, so that sending the form again keeps it."""
        where, when = self.data.get("where", ""), self.data.get("when", "")
        if where not in self.districts and point_of(where):
            self._set("where", (where, _("near me")), self.fields["where"].choices)  # type: ignore[attr-defined]
        listed = {value for _name, group in times()[2:] for value, _words in group}
        try:
            if when and when != "now" and when not in listed:
                self._set("when", (when, said_when(When.read(when))), self.fields["when"].choices)  # type: ignore[attr-defined]
        except ValueError:
            pass

    @property
    def wish(self) -> Wish:
        """What is wished for, of all that was answered right."""
        self.is_valid()
        given = self.cleaned_data
        where = given.get("where", "")
        district = self.districts.get(where)
        wish = Wish(
            kind=given.get("kind", ""),
            audience=given.get("audience", ""),
            access=tuple(AccessQuestion(question) for question in given.get("access", ())),
            language=given.get("language", ""),
            equipment=tuple(Equipment(item) for item in given.get("equipment", ())),
            lends=given.get("rooms", False),
            when=When.read(given["when"]) if given.get("when") else None,
            text=given.get("q", ""),
        )
        if district:
            return replace(wish, near=Point(district.latitude, district.longitude), district=district.name)
        return replace(wish, near=point_of(where))


@dataclass(frozen=True)
class Filter:
    """One part of the wish that is in force, in words, and the address without it."""

    part: str
    words: Sentence
    without: str
    # How many places there would be without it; told when there is none with it.
    instead: int = 0


# Which part of the wish an answer of the form is.
PARTS = {"q": "text", "rooms": "lends", "where": "near"}


def filters(form: DirectoryForm, asked: QueryDict, instead: Mapping[str, int]) -> list[Filter]:
    """Return what is in force, in the order of the form."""
    return [
        Filter(PARTS.get(name, name), words, _without(asked, name, value), instead.get(PARTS.get(name, name), 0))
        for name, value, words in _in_force(form)
    ]


def _in_force(form: DirectoryForm) -> Iterator[tuple[str, str, Sentence]]:
    given = form.cleaned_data
    for name in form.fields:
        value = given.get(name)
        if not value:
            continue
        field = form.fields[name]
        if name == "when":
            yield name, value, said_when(When.read(value))
        elif name == "where":
            district = form.districts.get(value)
            yield name, value, _("Near: %(place)s") % {"place": district.name} if district else _("Near me")
        elif name == "q":
            yield name, value, _("Words: %(words)s") % {"words": value}
        elif name == "rooms":
            yield name, "on", field.label or ""
        elif isinstance(value, list):
            labels = dict(field.choices)  # type: ignore[attr-defined]
            yield from ((name, each, str(labels[each]).capitalize()) for each in value)
        else:
            labels = dict(field.choices)  # type: ignore[attr-defined]
            said = str(labels[value])
            yield name, value, _("For: %(whom)s") % {"whom": said} if name == "audience" else said


def _without(asked: QueryDict, name: str, value: str) -> str:
    rest = asked.copy()
    rest.pop("page", None)
    values = [each for each in rest.getlist(name) if each != value and isinstance(each, str)]
    if name in {"access", "equipment"} and values:
        rest.setlist(name, values)
    else:
        rest.pop(name, None)
    for key in [key for key in rest if not any(rest.getlist(key))]:
        del rest[key]
    return f"?{rest.urlencode()}" if rest else "?"
