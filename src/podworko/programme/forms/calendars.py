"""What somebody looks for in the programme: a form that stands in the address, its answers in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from podworko.core.errors import Sentence
from podworko.places.forms.where import WhereField, point_of
from podworko.places.models import Audience, District, Spoken
from podworko.programme.looks import Wish
from podworko.programme.models import ActivityKind

OLDEST = 120
NO_SUCH = {"invalid_choice": gettext_lazy("There is no such choice. Choose one from the list.")}
PARTS = [
    ("morning", gettext_lazy("in the morning (until 12:00)")),
    ("afternoon", gettext_lazy("in the afternoon (12:00–17:00)")),
    ("evening", gettext_lazy("in the evening (from 17:00)")),
]
AUDIENCES = [choice for choice in Audience.choices if choice[0] != Audience.EVERYBODY]
# What only a whole network is asked.
OF_NETWORK = ("where", "step_free")


class Tick(forms.BooleanField):
    """A yes or no, written "1"."""

    widget = forms.CheckboxInput(attrs={"value": "1"})


class CalendarForm(forms.Form):
    """What somebody looks for. Nothing must be answered; what is answered wrong is said and left aside."""

    where = WhereField(label=gettext_lazy("Where are you?"), required=False, error_messages=NO_SUCH)
    audience = forms.ChoiceField(label=gettext_lazy("For whom?"), required=False, error_messages=NO_SUCH)
    age = forms.IntegerField(
        label=gettext_lazy("For what age?"),
        help_text=gettext_lazy("In years; of a child or of a grown-up."),
        min_value=0,
        max_value=OLDEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        required=False,
    )
    kind = forms.ChoiceField(label=gettext_lazy("What kind?"), required=False, error_messages=NO_SUCH)
    language = forms.ChoiceField(label=gettext_lazy("In which language?"), required=False, error_messages=NO_SUCH)
    hours = forms.ChoiceField(label=gettext_lazy("At what time of day?"), required=False, error_messages=NO_SUCH)
    weekend = Tick(label=gettext_lazy("On Saturday or Sunday"), required=False)
    come = Tick(label=gettext_lazy("Just come, without signing up"), required=False)
    free = Tick(label=gettext_lazy("There are still places"), required=False)
    outdoors = Tick(label=gettext_lazy("In the open air"), required=False)
    step_free = Tick(label=gettext_lazy("Entrance without steps"), required=False)

    def __init__(self, asked: Mapping[str, Any], districts: Sequence[District] | None = None) -> None:
        super().__init__(asked)
        self.districts = {district.code: district for district in districts or ()}
        self._set("audience", _("anybody"), AUDIENCES)
        self._set("kind", _("any kind"), ActivityKind.choices)
        self._set("language", _("any language"), Spoken.choices)
        self._set("hours", _("at any time"), PARTS)
        if districts is None:
            for name in OF_NETWORK:
                del self.fields[name]
            return
        self._set("where", _("anywhere"), [(code, each.name) for code, each in self.districts.items()])
        where = self.data.get("where", "")
        if where not in self.districts and point_of(where):
            # What the browser wrote stays when the form is sent again.
            self.fields["where"].choices = [(where, _("near me")), *self.fields["where"].choices]  # type: ignore[attr-defined]

    def _set(self, name: str, unset: Sentence, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", unset), *choices]

    @cached_property
    def wish(self) -> Wish:
        """What is wished for, of all that was answered right."""
        self.is_valid()
        return Wish(**{name: value for name, value in self.cleaned_data.items() if value not in (None, "")})

    @property
    def near(self) -> District | None:
        """The part of the city that was chosen."""
        return self.districts.get(self.wish.where)

    @property
    def ticks(self) -> list[forms.BoundField]:
        """What is answered with yes."""
        return [self[name] for name, field in self.fields.items() if isinstance(field, Tick)]

    def said(self, name: str) -> str:
        """Return one part of the wish in words: "For: newcomers"."""
        value = getattr(self.wish, name)
        if name == "age":
            return ngettext("%(count)s year old", "%(count)s years old", value) % {"count": value}
        if name == "where":
            return _("Near: %(place)s") % {"place": self.near.name} if self.near else _("Near me")
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return str(field.label)
        label = str(dict(field.choices)[value])  # type: ignore[arg-type]
        return _("For: %(whom)s") % {"whom": label} if name == "audience" else capfirst(label)
