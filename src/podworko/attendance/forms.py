"""What staff type in, and what somebody says who checks in: words and parsing."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.attendance import bands, terms
from podworko.attendance.models import Counted
from podworko.attendance.occasions import Occasion
from podworko.core import clock
from podworko.places.forms.base import SeenForm


class NumbersForm(SeenForm):
    """How many of each kind came, typed in from a sheet of paper or corrected afterwards."""

    reason = forms.CharField(label=_("Why do the numbers change?"), required=False, max_length=200)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, occasion: Occasion, totals: dict[str, int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        wrong = {"invalid": _("Write a whole number.")}
        for each in (*bands.main(occasion.audience), *bands.others(occasion.audience)):
            self.fields[each.value] = forms.IntegerField(
                label=each.label,
                min_value=0,
                max_value=terms.MOST,
                required=False,
                initial=totals.get(each, 0),
                error_messages=wrong,
            )
            # Left empty it is nobody: nothing to say of that.
            self.fields[each.value].is_needed_then = True  # type: ignore[attr-defined]
        usual = [each.value for each in bands.main(occasion.audience) if each != Counted.FIRST]
        self.order_fields([*usual, *Counted.values, "reason"])
        reason = self.fields["reason"]
        reason.help_text = _("It stands in the history, and nowhere else. Write no names.")
        if clock.now() >= occasion.late_at:
            reason.is_needed_then = True  # type: ignore[attr-defined]

    def totals(self) -> dict[str, int]:
        """Return the numbers that were typed; an empty field is nobody."""
        return {each: self.cleaned_data.get(each) or 0 for each in Counted.values if each in self.fields}

    def key(self) -> uuid.UUID:
        """Return what names this sending of the form."""
        return self.cleaned_data["submission_key"] or uuid.uuid4()

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The fields of the numbers."""
        return [self[each] for each in self.fields if each in Counted.values]


class HereForm(forms.Form):
    """The contact that somebody signed up with."""

    contact = forms.CharField(
        label=_("E-mail or telephone that you signed up with"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
    )
