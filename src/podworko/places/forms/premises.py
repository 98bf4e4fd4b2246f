"""One point of the premises profile."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.core.fields import DayField
from podworko.places.models import Centre, Photo, PremisesFinding


class FindingForm(forms.Form):
    """How far the point is met, and what would close it."""

    verdict = forms.ChoiceField(
        label=_("How far is it met?"), choices=PremisesFinding.Verdict.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What is it like?"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    remedy = forms.CharField(
        label=_("What would close the gap?"),
        help_text=_("What would have to be done, and by whom."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photo = forms.ModelChoiceField(
        label=_("Which photo shows it?"), queryset=Photo.objects.none(), required=False, empty_label=_("None")
    )
    looked_on = DayField(label=_("When did you look?"), help_text=_("Today, unless you say so."), required=False)

    def __init__(self, *args: Any, centre: Centre, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["photo"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = centre.photos.all()
        if not centre.photos.exists():
            del self.fields["photo"]
