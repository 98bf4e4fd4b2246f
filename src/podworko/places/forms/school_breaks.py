"""A school break, as an officer writes it down."""

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.core.fields import DayField


class SchoolBreakForm(forms.Form):
    """What break it is, from which day to which."""

    name = forms.CharField(label=_("What break is it?"), help_text=_("As in: winter break."), max_length=80)
    first_on = DayField(label=_("First day"))
    last_on = DayField(label=_("Last day"), help_text=_("The last day without lessons."))
