"""What is told about an organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.core.fields import DayField, PhoneField
from podworko.places.actions.organisations import OrganisationDraft
from podworko.places.forms.base import SeenForm
from podworko.places.models import OrganisationKind


class OrganisationForm(SeenForm):
    """The questions of `actions.organisations.OrganisationDraft`; numbers are judged there."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), choices=OrganisationKind.choices)
    about = forms.CharField(
        label=_("What it does"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    krs = forms.CharField(label="KRS", help_text=_("Ten digits."), required=False, max_length=30)
    nip = forms.CharField(label="NIP", help_text=_("Ten digits; hyphens do no harm."), required=False, max_length=30)
    regon = forms.CharField(label="REGON", help_text=_("Nine or fourteen digits."), required=False, max_length=30)
    street = forms.CharField(label=_("Street and number"), required=False, max_length=120)
    postcode = forms.CharField(
        label=_("Postcode"), required=False, max_length=6, widget=forms.TextInput(attrs={"size": 8})
    )
    city = forms.CharField(label=_("City"), required=False, max_length=80)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    is_member = forms.BooleanField(label=_("It is a member of the network"), required=False)
    member_since = DayField(label=_("Member since"), required=False)

    def draft(self) -> OrganisationDraft:
        """Return what was typed."""
        data: dict[str, Any] = {name: self.cleaned_data[name] for name in OrganisationDraft.__dataclass_fields__}
        return OrganisationDraft(**{**data, "kind": OrganisationKind(data["kind"])})
