"""allauth's forms of passwords, in our words and with our limits."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm as AllauthChangePasswordForm,
)
from allauth.account.forms import (
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.core import context
from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.people import sign_in_limits
from podworko.people.models import User

WRONG_NOW = gettext_lazy("This is not the password that you have now.")


def label(form: forms.Form, **labels: str) -> None:
    """Name the questions of a form of allauth's as we do; a label stands above the field, never in it."""
    for name, words in labels.items():
        form.fields[name].label = words
        form.fields[name].widget.attrs.pop("placeholder", None)


def label_new_password(form: forms.Form) -> None:
    """Name the two questions for a new password, and say in one sentence what it must be."""
    label(form, password1=_("New password"), password2=_("The same once more"))
    form.fields["password1"].help_text = _("At least 12 characters. Four words in a row are easy to remember.")


def offer_new_password(form: forms.Form) -> None:
    """Put the way to a new password beside the question for the old one."""
    form.fields["password"].help_text = format_html(
        '<a href="{}">{}</a>', reverse("account_reset_password"), _("A new password")
    )


class SignInForm(LoginForm):
    """The address and the password of somebody who runs a place."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        label(self, login=_("E-mail"), password=_("Password"))
        offer_new_password(self)
        self.fields["remember"].label = _("Stay signed in on this device")

    @property
    def city(self) -> str:
        """What the city's own sign-in is called, when there is one."""
        return str(settings.OIDC["name"]) if settings.OIDC["url"] else ""


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        label(self, password=_("Password"))
        offer_new_password(self)


class ForgottenPasswordForm(ResetPasswordForm):
    """Where to send the link to a new password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        label(self, email=_("E-mail"))

    def clean_email(self) -> str:
        """Count the letter, whether there is such an account or not. Raises TooMany."""
        sign_in_limits.count_letter(context.request, self.cleaned_data["email"])
        return str(super().clean_email())


class NewPasswordForm(ResetPasswordKeyForm):
    """A new password, behind the link from the letter."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        label_new_password(self)


class FirstPasswordForm(SetPasswordForm):
    """A password for an account that had none."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        label_new_password(self)


class ChangePasswordForm(AllauthChangePasswordForm):
    """The password that is, and the one that shall be."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        label(self, oldpassword=_("Password now"))
        label_new_password(self)
        self.fields["oldpassword"].help_text = ""

    def clean_oldpassword(self) -> str:
        """Count the guess. Raises TooMany."""
        guess = sign_in_limits.guess_password(context.request, self.user.email)
        if not self.user.check_password(self.cleaned_data["oldpassword"]):
            raise forms.ValidationError(WRONG_NOW)
        guess.was_right()
        return str(self.cleaned_data["oldpassword"])


class AccountForm(forms.ModelForm):
    """What people say of themselves."""

    language = forms.ChoiceField(label=gettext_lazy("Language of letters and pages"), choices=settings.LANGUAGES)

    class Meta:
        model = User
        fields = ("name", "language")
        labels = {"name": gettext_lazy("First and last name")}
