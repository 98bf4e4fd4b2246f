"""A sign-up as staff write it down for somebody who calls, comes in or left a paper sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from podworko.bookings.models import Channel
from podworko.people.assisted_forms import AssistedFields
from podworko.programme import terms
from podworko.programme.drafts import EnrolmentDraft
from podworko.programme.forms.enrolling import SignUpForm


class StaffSignUpForm(AssistedFields, SignUpForm):
    """The form of a resident, filled in by staff."""

    letters = forms.ChoiceField(
        label=_("In which language shall we answer?"),
        choices=[("pl", "Polski"), ("uk", "Українська"), ("en", "English")],
        initial="pl",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        said: dict[str, tuple[Any, Any]] = {
            "person": (_("First name and surname"), ""),
            "seats": (_("How many of them will come?"), _("So many places are kept for them.")),
            "is_local": (_("They live in this town"), ""),
            "is_guardian": (_("They are the parent or guardian, and of age"), ""),
            "email": (_("E-mail"), _("If they have one. The answer and the calendar file go there.")),
            "phone": (_("Telephone"), _("A mobile number gets the answer as a text message.")),
        }
        for name in said.keys() & self.fields.keys():
            self.fields[name].label, self.fields[name].help_text = said[name]
        self.fields["email"].required = False

    def clean(self) -> dict[str, Any]:
        """Add what the rules say of somebody whom staff write down."""
        data = forms.Form.clean(self) or {}
        if not {"session", "channel", "answer_by", "why"} & set(self.errors):
            # Not ticked, it is told beside its own question.
            self.cleaned_data.setdefault("has_agreed", False)
            channel = Channel(self.cleaned_data["channel"])
            found = terms.judge(self.activity, self.chosen, self.draft(), channel=channel, assistance=self.assistance())
            self.add_problems(problem for problem in found if problem.field not in self.errors)
        return data

    def draft(self) -> EnrolmentDraft:
        """Return what was filled in, with the language that the person prefers."""
        values = vars(super().draft()) | {"language": self.cleaned_data.get("letters", "pl")}
        return EnrolmentDraft(**values)
