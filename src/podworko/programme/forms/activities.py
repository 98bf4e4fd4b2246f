"""What an activity is, as staff fill it in: words and parsing, no rule of its own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.places.models import Audience, Spoken
from podworko.programme.drafts import ActivityDraft
from podworko.programme.forms.coming import NOT_TYPED, ComingForm
from podworko.programme.models import ActivityKind, Initiator, Where
from podworko.programme.queries.drafts import partners_for

OLDEST = 120
LONGEST_ABOUT = 5000


class ActivityForm(ComingForm):
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
        help_text=_(
            "What somebody needs to know who thinks of coming. A dash begins a list, **two stars** bold letters."
        ),
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
            **self.coming(),
        )
