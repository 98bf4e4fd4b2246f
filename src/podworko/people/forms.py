"""Forms of roles, invitations, tokens and the register for work with minors: words and parsing, no rule."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from podworko.core.fields import DayField
from podworko.people.actions.minors import LONGEST, Looked
from podworko.people.models import Role


class InvitationForm(forms.Form):
    """Who is invited, to which role, from when until when."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The invitation goes there; only who reads it can accept."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("First and last name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES, initial="pl")
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    since = DayField(label=_("From"), required=False, help_text=_("Today, when you leave it empty."))
    until = DayField(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends the role."))

    def __init__(self, *args: Any, roles: Collection[Role], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, _capital(role)) for role in Role if role in roles]
        if len(roles) == 1:
            field.initial = field.choices[0][0]


class LastDayForm(forms.Form):
    """Until when a role holds."""

    until = DayField(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends the role."))


class EndForm(forms.Form):
    """That a role ends today, and that one knows what it means."""

    is_sure = forms.BooleanField(label=_("Nobody else has this role here, and I end it all the same."), required=False)

    def __init__(self, *args: Any, is_last: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_last:
            del self.fields["is_sure"]


class NewAccountForm(forms.Form):
    """The account of somebody who was invited."""

    name = forms.CharField(
        label=_("First and last name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language of letters and pages"), choices=settings.LANGUAGES)
    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Twelve characters or more. Four words in a row are easy to remember."),
    )
    password2 = forms.CharField(
        label=_("The same once more"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        """Hold the two against each other."""
        data = super().clean() or {}
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", _("This is not the same as above."))
        return data


class TokenForm(forms.Form):
    """What a token is for."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        help_text=_("As you will know it again: the library's calendar, the city's site."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CheckForm(forms.Form):
    """One look into the registers: the fact, never what was found."""

    person = forms.CharField(
        label=_("Who"), max_length=LONGEST["person"], widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    role = forms.CharField(
        label=_("What they do with children"),
        max_length=LONGEST["role"],
        help_text=_("A few words: leads the drama club."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    checked_on = DayField(label=_("Checked on"))
    checker = forms.CharField(
        label=_("Who checked"), max_length=LONGEST["checker"], widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    reference = forms.CharField(
        label=_("Number of the file"),
        max_length=LONGEST["reference"],
        help_text=_("Where the printout lies, as KRS/2026/14. Never what it says."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_cleared = forms.TypedChoiceField(
        label=_("May they work with children?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    statement_on = DayField(
        label=_("Statement signed on"),
        required=False,
        help_text=_("The person's own statement, where the law asks for it."),
    )
    renew_on = DayField(
        label=_("Check again by"),
        required=False,
        help_text=_("As the standards of your place say. We remind the coordinators thirty days ahead."),
    )

    def looked(self) -> Looked:
        """Return what was typed."""
        return Looked(**{name: self.cleaned_data[name] for name in Looked.__dataclass_fields__})

    @staticmethod
    def first_values(check: Any, *names: str) -> dict[str, Any]:
        """Return what stands in an entry, for the form to begin with."""
        values = {name: getattr(check, name) for name in names or Looked.__dataclass_fields__}
        if "is_cleared" in values:
            values["is_cleared"] = "yes" if values["is_cleared"] else "no"
        return values


class LeaveForm(forms.Form):
    """Since when somebody does not work here any more."""

    left_on = DayField(label=_("No longer works here since"))


def _capital(role: Role) -> str:
    label = str(role.label)
    return label[:1].upper() + label[1:]
