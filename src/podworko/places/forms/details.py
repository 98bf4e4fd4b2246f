"""What is told about a place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.core.fields import PhoneField
from podworko.places.actions.details import Details
from podworko.places.forms.base import KeepingForm
from podworko.places.models import Spoken


class DetailsForm(KeepingForm):
    """The questions of `actions.details.Details`."""

    name = forms.CharField(label=_("Name of the place"), max_length=120)
    about = forms.CharField(
        label=_("What is it?"),
        help_text=_("Two or three sentences for somebody who has never been here."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    street = forms.CharField(label=_("Street and number"), max_length=120)
    postcode = forms.CharField(label=_("Postcode"), max_length=6, widget=forms.TextInput(attrs={"size": 8}))
    city = forms.CharField(label=_("City"), max_length=80)
    district = forms.CharField(label=_("Part of the city"), required=False, max_length=80)
    way = forms.CharField(
        label=_("How to get there"),
        help_text=_("The stop, the gate, the bell: what you tell people over the telephone."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", error_messages={"invalid": _("Write the address.")}
    )
    languages = forms.MultipleChoiceField(
        label=_("Which languages do you speak here?"),
        choices=Spoken.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_open_on_holidays = forms.BooleanField(label=_("Open on public holidays too"), required=False)
    latitude = forms.FloatField(
        label=_("Latitude"), help_text=_("As maps on the web tell it: 50.01936"), required=False
    )
    longitude = forms.FloatField(label=_("Longitude"), help_text=_("For instance 19.97845"), required=False)

    def details(self) -> Details:
        """Return what was typed."""
        data: dict[str, Any] = self.cleaned_data
        names = Details.__dataclass_fields__
        return Details(**{name: value for name, value in data.items() if name in names})
