"""Forms of accounts: allauth's, in our words."""

from typing import Any

from allauth.account.forms import LoginForm
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _


class SignInForm(LoginForm):
    """The address and the password of somebody who runs a place."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].label = _("E-mail")
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = format_html(
            '<a href="{}">{}</a>', reverse("account_reset_password"), _("A new password")
        )
        self.fields["remember"].label = _("Stay signed in on this device")
