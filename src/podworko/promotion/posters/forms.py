"""What somebody says of the poster that they would like. It is sent by GET: all of it stands in the address."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from podworko.core import clock
from podworko.core.fields import DayField
from podworko.places.models import Centre
from podworko.programme.models import Activity
from podworko.promotion.posters.choices import Choice, Dates, Design, Paper, What

# A server takes addresses of some eight thousand letters.
MOST_NEWS, MOST_IN_ADDRESS = 1000, 6500
FARTHEST_DAYS = 800
ALWAYS = ("design", "paper", "language")
# The questions that each sheet needs.
ASKED = {
    What.ACTIVITY: ("activity", "dates", *ALWAYS),
    What.WEEK: ("on", "only", *ALWAYS),
    What.MONTH: ("on", "only", *ALWAYS),
    What.BULLETIN: ("on", "news", "only", *ALWAYS),
}
LANGUAGES = {"pl": "Polski", "uk": "Українська", "en": "English"}


class PosterForm(forms.Form):
    """One poster of a place; it asks what a sheet of this kind needs."""

    activity = forms.ChoiceField(
        label=_("Which activity?"),
        error_messages={
            "required": _("Nothing is planned here yet. Plan an activity first."),
            "invalid_choice": _("This activity is over, or called off. Choose another one."),
        },
    )
    dates = forms.ChoiceField(label=_("Dates"), choices=Dates.choices, widget=forms.RadioSelect)
    on = DayField(
        label=_("Which week?"),
        help_text=_("Any day of it."),
        error_messages={"invalid": _("This is no day. Choose one from the calendar.")},
    )
    only = forms.MultipleChoiceField(
        label=_("Only these"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of these activities is not held here any more. Choose again.")},
    )
    news = forms.CharField(
        label=_("What else do you want to say?"),
        required=False,
        max_length=MOST_NEWS,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": MOST_NEWS}),
        help_text=_("An empty line begins a new paragraph. It stands on the sheet only: we do not keep it."),
        error_messages={"max_length": _("It is too long for one sheet: at most 1000 letters.")},
    )
    design = forms.ChoiceField(label=_("What should it look like?"), choices=Design.choices, widget=forms.RadioSelect)
    paper = forms.ChoiceField(label=_("Paper"), choices=Paper.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of the sheet"),
        widget=forms.RadioSelect,
        help_text=_("Titles and descriptions stay as you wrote them."),
    )

    def __init__(self, asked: QueryDict, *, centre: Centre, what: What, activities: list[Activity]) -> None:
        self.centre, self.what, self.activities = centre, what, activities
        super().__init__(self._filled(asked), auto_id="poster_%s")
        published = [each for each in activities if each.is_public]
        self._offer("activity", ((each.slug, each.title) for each in activities))
        self._offer("only", ((each.slug, each.title) for each in published))
        self._offer("language", ((code, LANGUAGES.get(code, name)) for code, name in settings.LANGUAGES))
        if what != What.WEEK:
            self.fields["on"].label = _("Which month?")
        for name in [*self.fields]:
            # What nobody can have chosen is not said again: it may hold anything.
            self.fields[name].error_messages["invalid_choice"] = _("There is no such choice. Choose one from the list.")
            if name not in ASKED[what] or (name == "only" and not published):
                del self.fields[name]

    def _offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = list(choices)

    def _filled(self, asked: QueryDict) -> QueryDict:
        """Return what was asked for, with the usual where nothing was said."""
        data = asked.copy()
        first = self.activities[0].slug if self.activities else ""
        usual = {
            "activity": first,
            "dates": Dates.WORDS.value,
            "on": str(clock.today(self.centre.zone)),
            "design": Design.BOLD.value,
            "paper": Paper.A4.value,
            "language": (get_language() or "pl")[:2],
        }
        for name, value in usual.items():
            if not data.get(name):
                data[name] = value
        return data

    def clean_news(self) -> str:
        """Refuse what no address can hold: letters of other scripts, and emoji, take several times their room there."""
        news = str(self.cleaned_data["news"])
        if len(quote(news)) > MOST_IN_ADDRESS:
            raise forms.ValidationError(_("It is too long for one sheet: at most 1000 letters."), code="max_length")
        return news

    def clean_on(self) -> Any:
        """Refuse days on which nobody has planned anything."""
        on = self.cleaned_data["on"]
        if on and abs((on - clock.today(self.centre.zone)).days) > FARTHEST_DAYS:
            raise forms.ValidationError(_("Choose a day within two years of today."), code="far")
        return on

    def choice(self) -> Choice:
        """Return what was chosen; the form is filled in well."""
        told = self.cleaned_data
        return Choice(
            what=self.what,
            activity=told.get("activity", ""),
            only=tuple(told.get("only", ())),
            on=told.get("on"),
            dates=Dates(told.get("dates") or Dates.WORDS),
            design=Design(told["design"]),
            paper=Paper(told["paper"]),
            language=told["language"],
            news=told.get("news", ""),
        )
