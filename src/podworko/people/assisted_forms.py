"""What a form asks staff besides, when they fill it in for a resident."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.people import consents
from podworko.people.assisted import LONGEST_WHY, PURPOSE, Assistance
from podworko.people.models import AnswerBy, EntryChannel

AS_FITS = "fits"
CHANNELS = (EntryChannel.PHONE, EntryChannel.IN_PERSON, EntryChannel.PAPER)


class AssistedFields(forms.Form):
    """To be taken into the form of a resident: `class StaffForm(AssistedFields, TheForm)`.

    The action is then given `assistance()`, and calls `assisted.record` with it. What is wrong comes back from there,
    beside these fields and the form's own `email` and `phone`. Shown by `people/assisted.html`.
    """

    channel = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[(channel.value, channel.label) for channel in CHANNELS],
        widget=forms.RadioSelect,
        initial=EntryChannel.PHONE.value,
    )
    answer_by = forms.ChoiceField(
        label=_("How shall we answer?"),
        choices=[(AS_FITS, _("by e-mail if they have one, else by text message")), *AnswerBy.choices],
        widget=forms.RadioSelect,
        initial=AS_FITS,
    )
    why = forms.CharField(
        label=_("Why do you write it for them?"),
        help_text=_("For instance: no internet at home. It is kept, and the person may read it."),
        max_length=LONGEST_WHY,
        required=False,
    )
    has_agreed = forms.BooleanField(
        label=_("The person agrees"),
        widget=forms.CheckboxInput(attrs={"aria-describedby": "read-aloud"}),
        error_messages={"required": _("Read the sentence aloud, and tick this when the person agrees.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.read_aloud = consents.read_aloud(PURPOSE)

    def assistance(self) -> Assistance:
        """Return what was answered; the form is valid."""
        data = self.cleaned_data
        return Assistance(
            channel=EntryChannel(data["channel"]),
            has_agreed=data["has_agreed"],
            answer_by=None if data["answer_by"] == AS_FITS else AnswerBy(data["answer_by"]),
            why=data["why"],
        )
