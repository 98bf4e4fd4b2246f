"""The declaration: words and parsing, no rule of its own. It asks for the least, and says what each answer is for."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from podworko.core.fields import DayField, PhoneField
from podworko.core.forms import add_problems
from podworko.membership import terms
from podworko.membership.drafts import MemberDraft
from podworko.membership.models import Roll
from podworko.people.assisted_forms import AssistedFields

LONGEST_EMAIL = 254  # as long as an address may be (RFC 5321)


class DeclarationForm(forms.Form):
    """All that somebody is asked who wants to belong."""

    person = forms.CharField(
        label=_("Your first name and surname"),
        help_text=_("It stands on the list of members, which only the people who run this place see."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        help_text=_("Only the year. We ask because this place is for people of a certain age."),
        required=False,
        error_messages={"invalid": _("Write the year of birth, with four digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year"}),
    )
    lives_here = forms.BooleanField(required=False)  # its label names the town
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send a code there, then the answer of the place and your number."),
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = PhoneField(
        label=_("Telephone"), required=False, help_text=_("In case something changes at the last moment.")
    )
    emergency_person = forms.CharField(
        label=_("Whom shall we call when something happens to you?"),
        help_text=_(
            "First name and surname, for instance of a daughter or a neighbour. "
            "We call only when you feel unwell at our place. Please tell this person that you have named them."
        ),
        max_length=120,
        required=False,
    )
    emergency_phone = PhoneField(label=_("Their telephone"), required=False)
    submission_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, roll: Roll, **options: Any) -> None:
        options["initial"] = {"submission_key": str(uuid.uuid4()), **options.get("initial", {})}
        super().__init__(*args, **options)
        self.roll = roll
        self.fields["birth_year"].is_needed_then = True  # type: ignore[attr-defined]
        self.fields["emergency_phone"].widget.attrs["autocomplete"] = "off"
        self.fields["lives_here"].label = _("I live in the town of %(city)s") % {"city": roll.centre.city}
        if not terms.asks_age(roll.centre):
            del self.fields["birth_year"]
        if not roll.is_for_residents:
            del self.fields["lives_here"]

    def clean(self) -> dict[str, Any]:
        """Add what the rules say, so that all that is wrong is said at once."""
        data = super().clean() or {}
        found = terms.judge(self.roll, self.draft())
        add_problems(self, [problem for problem in found if problem.field not in self.errors])
        return data

    def draft(self) -> MemberDraft:
        """Return what was filled in."""
        data = self.cleaned_data
        return MemberDraft(
            **{name: data.get(name, "") for name in ("person", "email", "phone", "address")},
            birth_year=data.get("birth_year"),
            lives_here=data.get("lives_here", False),
            emergency_person=data.get("emergency_person", ""),
            emergency_phone=data.get("emergency_phone", ""),
            language=(get_language() or "pl")[:2],
        )


class StaffDeclarationForm(AssistedFields, DeclarationForm):
    """The declaration of somebody who comes, calls or signed on paper, typed in by staff."""

    address = forms.CharField(
        label=_("Address for letters"),
        help_text=_("Only when they want letters and you send them by post. Nobody else is asked where they live."),
        max_length=120,
        required=False,
    )
    since = DayField(
        label=_("A member since"),
        help_text=_("Leave it empty for today. For a declaration from earlier years: the day that stands on it."),
        required=False,
    )
    letters = forms.ChoiceField(
        label=_("In which language shall we answer?"),
        choices=[("pl", "Polski"), ("uk", "Українська"), ("en", "English")],
        initial="pl",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        city = self.roll.centre.city
        said: dict[str, tuple[Any, Any]] = {
            "person": (_("First name and surname"), ""),
            "birth_year": (_("Year of birth"), _("Only the year; never the PESEL number.")),
            "lives_here": (_("They live in the town of %(city)s") % {"city": city}, ""),
            "email": (_("E-mail"), _("If they have one. Their number and the link to their page go there.")),
            "phone": (_("Telephone"), _("A mobile number gets the answer as a text message.")),
            "emergency_person": (_("Whom to call in an emergency"), _("Only if they wish: first name and surname.")),
        }
        for name in said.keys() & self.fields.keys():
            self.fields[name].label, self.fields[name].help_text = said[name]
        self.fields["email"].required = False

    def clean(self) -> dict[str, Any]:
        """Add what the rules say of somebody whom staff write down."""
        data = forms.Form.clean(self) or {}
        if not {"channel", "answer_by", "why"} & set(self.errors):
            # Not ticked, it is told beside its own question.
            self.cleaned_data.setdefault("has_agreed", False)
            found = terms.judge(self.roll, self.draft(), assistance=self.assistance())
            add_problems(self, [problem for problem in found if problem.field not in self.errors])
        return data

    def draft(self) -> MemberDraft:
        """Return what was filled in, with the language that the person prefers."""
        values = vars(super().draft()) | {"language": self.cleaned_data.get("letters", "pl")}
        return MemberDraft(**values)
