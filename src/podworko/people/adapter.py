"""How allauth behaves here: accounts are for staff, and are made by invitation."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from podworko.core import messages
from podworko.core.web import address_of
from podworko.people import sign_in_limits
from podworko.people.models import User

# What allauth wants to write, and the kind of our message that says it.
LETTERS = {
    "account/email/password_reset_key": "people.new_password",
    "account/email/unknown_account": "people.no_account",
}
# What else it tells the owner of an account about, each a sentence in one kind of message.
NEWS = {
    "account/email/password_changed": gettext_lazy("The password was changed."),
    "account/email/password_set": gettext_lazy("A password was set."),
    "account/email/password_reset": gettext_lazy("A new password was set with a link from a letter to this address."),
    "mfa/email/totp_activated": gettext_lazy("An app that shows codes was added as a second factor."),
    "mfa/email/totp_deactivated": gettext_lazy("The app that shows codes was removed."),
    "mfa/email/webauthn_added": gettext_lazy("A passkey was added."),
    "mfa/email/webauthn_removed": gettext_lazy("A passkey was removed."),
    "socialaccount/email/account_connected": gettext_lazy("It can now be opened with the city's sign-in, too."),
    "mfa/email/recovery_codes_generated": gettext_lazy("New recovery codes were made; the old ones work no more."),
}
# How one shows once more who one is.
WAYS = {
    "reauthenticate": gettext_lazy("By password"),
    "mfa_reauthenticate": gettext_lazy("By a code"),
    "mfa_reauthenticate:webauthn": gettext_lazy("By a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves; residents need no account."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("The address or the password is not right."),
        "incorrect_password": gettext_lazy("The password is not right."),
        "invalid_password_reset": gettext_lazy("This link does not work any more. Please ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return whose address and password these are; pay for the guess. Raises TooMany.

        Also the one whose account is closed, whom allauth then tells so: they know the password.
        """
        guess = sign_in_limits.guess_password(request, credentials.get("email", ""))
        AuthenticationBackend.unstash_authenticated_user()
        user: Any = authenticate(request, **credentials)
        user = AuthenticationBackend.unstash_authenticated_user() or user
        if user:
            guess.was_right()
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        """Say whether this is the password of one who has signed in; pay for the guess. Raises TooMany."""
        guess = sign_in_limits.guess_password(self.request, user.email)
        if is_right := user.check_password(password):
            guess.was_right()
        return is_right

    def get_login_stages(self) -> list[str]:
        """Name the steps of the sign-in; our own decides when the second factor is asked for."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "podworko.people.second_factor.Stage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Return the ways to show once more who one is, in our words."""
        return [way | {"description": WAYS[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the request came from, as our limits see it."""
        return address_of(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return to one's own page."""
        return reverse("my_account")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of a letter: to the site as the settings name it, whatever host the request named."""
        return settings.SITE_URL + urlsplit(super().get_reset_password_from_key_url(key)).path

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the owner of an account that it was changed."""
        self.send_mail(template_prefix, user.email, {**(context or {}), "user": user})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue our own message instead of sending allauth's: in the user's language, tried again, never lost."""
        user = context.get("user")
        known: dict[str, Any] = {name: context[name] for name in ("password_reset_url",) if name in context}
        kind = LETTERS.get(template_prefix, "people.account_changed")
        if kind == "people.account_changed":
            known["what"] = NEWS[template_prefix]
        messages.send(
            key=f"{kind}:{uuid.uuid4()}",
            kind=kind,
            to=user.email if user else email,
            language=user.language if user else get_language() or "pl",
            context={**known, "name": user.name if user else ""},
        )
