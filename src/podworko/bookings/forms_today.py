"""What a host fills in at the desk, when a tap does not say it all."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.bookings.models import Handover, WalkIn

TIDY, UNTIDY = "tidy", "untidy"
MOST_MINUTES = 24 * 60


class StartForm(forms.Form):
    """For how long a room is used at once: minutes, or as long as can be; and what tells the same tap again."""

    minutes = forms.IntegerField(required=False, min_value=1, max_value=MOST_MINUTES)
    key = forms.CharField(max_length=80)


class WalkInForm(forms.Form):
    """What is on, and how many came; both may stay empty."""

    topic = forms.CharField(label=_("What is on?"), max_length=120, required=False)
    people = forms.IntegerField(
        label=_("How many people?"),
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Write the number of people in digits, for instance 8."),
            "min_value": _("At least one person is there. If you did not count, leave it empty."),
            "max_value": _("So many people do not fit in. Check the number."),
        },
    )

    def __init__(self, *args: Any, walk_in: WalkIn, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"topic": walk_in.topic, "people": walk_in.people}} | options)


class LeftForm(forms.Form):
    """How the room was left, what is damaged, a picture of it."""

    how = forms.ChoiceField(
        label=_("How was the room left?"),
        choices=[(TIDY, _("Tidy")), (UNTIDY, _("Untidy"))],
        widget=forms.RadioSelect,
        initial=UNTIDY,
    )
    words = forms.CharField(
        label=_("Is something damaged?"),
        help_text=_("In a few words what and where. Name nobody. Nothing damaged: leave it empty."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photo = forms.FileField(
        label=_("Photo of the damage"),
        help_text=_("Without faces. Where and when it was taken is removed from it."),
        required=False,
        allow_empty_file=True,
        # A tablet or a telephone opens its camera.
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    )

    def __init__(self, *args: Any, handover: Handover, **options: Any) -> None:
        how = TIDY if handover.is_tidy else UNTIDY
        super().__init__(*args, **{"initial": {"how": how, "words": handover.damage}} | options)
