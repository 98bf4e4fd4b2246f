"""What staff say when they keep the list, and the code that somebody types in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.membership.actions.keeping import LONGEST_REASON
from podworko.membership.models import LONGEST_NOTICE, SHORTEST_NOTICE, Roll


class CodeForm(forms.Form):
    """The six digits from the mail."""

    code = forms.CharField(
        label=_("Code from the e-mail"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class ReasonForm(forms.Form):
    """Why a declaration is not accepted, or why somebody is to be struck off."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The person will read it."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # That it is needed, the rules say.
        self.fields["reason"].is_needed_then = True  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """How it ends that somebody belongs, or waits."""

    RESIGNED, DIED = "resigned", "died"
    how = forms.ChoiceField(
        label=_("What has happened?"),
        choices=[
            (RESIGNED, _("They do not want to belong any more. We confirm it to them.")),
            (DIED, _("They have died. Nobody is written to.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )


class RulesForm(forms.Form):
    """The rules of the book of a place."""

    notice_days = forms.IntegerField(
        label=_("How many days does somebody have to answer before they are struck off?"),
        help_text=_(
            "We write to them why, and until when they may answer. You may take it back at any time until then."
        ),
        min_value=SHORTEST_NOTICE,
        max_value=LONGEST_NOTICE,
        error_messages={
            "min_value": _("Give them a week at least."),
            "max_value": _("Three months at most."),
        },
    )
    is_for_residents = forms.BooleanField(required=False)  # its label names the town

    def __init__(self, *args: Any, roll: Roll, **options: Any) -> None:
        options["initial"] = {"notice_days": roll.notice_days, "is_for_residents": roll.is_for_residents}
        super().__init__(*args, **options)
        self.fields["is_for_residents"].label = _("Only those who live in the town of %(city)s may belong") % {
            "city": roll.centre.city
        }
        self.fields["is_for_residents"].help_text = _(
            "They tick a sentence that says so; nobody is asked for an address."
        )
