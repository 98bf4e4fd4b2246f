"""What follows when somebody signs in, or changes what they sign in with."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in

from podworko.core import audit
from podworko.people.models import User
from podworko.people.second_factor import remember_fresh_sign_in

VERBS = {
    mfa.authenticator_added: "people.second_factor_added",
    mfa.authenticator_removed: "people.second_factor_removed",
    mfa.authenticator_reset: "people.recovery_codes_made",
    account.password_set: "people.password_changed",
    account.password_changed: "people.password_changed",
    account.password_reset: "people.password_changed",
}


def write_down(signal: Any, user: User, authenticator: Authenticator | None = None, **_more: Any) -> None:
    """Put the change into the audit trail."""
    facts = {"type": authenticator.type} if authenticator else {}
    audit.record(VERBS[signal], user, by=audit.staff(user), **facts)


def connect() -> None:
    """Listen, from when the program starts."""
    user_logged_in.connect(remember_fresh_sign_in)
    for signal in VERBS:
        signal.connect(write_down)
