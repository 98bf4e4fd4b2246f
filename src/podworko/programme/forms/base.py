"""What the forms of staff share: whose place it is about, where a problem stands, why something is done."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.core.errors import Problem
from podworko.core.forms import add_problems
from podworko.places.models import Centre

# What is wrong with the rule of a series stands beside its last day.
BESIDE = {"rule": "until"}


class PlaceForm(forms.Form):
    """A form about what one place holds."""

    def __init__(self, *args: Any, centre: Centre, **options: Any) -> None:
        super().__init__(*args, **options)
        self.centre = centre

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Put each of the `problems` beside its question."""
        add_problems(self, [replace(each, field=BESIDE.get(each.field, each.field)) for each in problems])


class ReasonForm(PlaceForm):
    """Why something is not held, or somebody is taken off a list."""

    reason = forms.CharField(label=_("Why?"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, hint: Any = "", **options: Any) -> None:
        super().__init__(*args, **options)
        reason = self.fields["reason"]
        reason.help_text = hint
        # Whether it is needed, the rules say.
        reason.is_needed_then = True  # type: ignore[attr-defined]
