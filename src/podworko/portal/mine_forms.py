"""Forms of "My things"."""

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.core.holdings import LONGEST


class ContactForm(forms.Form):
    """Which contact somebody wants to see the things of."""

    contact = forms.CharField(
        label=_("Your e-mail or mobile number"),
        help_text=_("The one that you gave when you asked for something."),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )


class ContactCodeForm(forms.Form):
    """The six digits that were sent there."""

    code = forms.CharField(
        label=_("Six digits from the message"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
