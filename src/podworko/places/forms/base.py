"""What the forms of a place share: the state that was seen, what a change touches."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from podworko.places.concerned import Concern


class SeenForm(forms.Form):
    """A form that knows which state its reader saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, version: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["seen"].initial = version

    def show_again(self, version: str) -> None:
        """Let the next sending count as one that has seen the state of `version`."""
        if isinstance(self.data, QueryDict):
            data = self.data.copy()
            data[self.add_prefix("seen")] = version
            self.data = data


class KeepingForm(SeenForm):
    """It asks again, too, where accepted uses are touched."""

    is_acknowledged = forms.BooleanField(
        label=_("I know. These uses stay accepted, and I tell the people myself."), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.concerns: list[Concern] = []
