"""What follows when somebody signs in, or changes what they sign in with."""

from typing import Any

from allauth.account import signals as account
from allauth.core import context
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save

from podworko.core import audit
from podworko.people.models import User
from podworko.people.models.accounts import SECOND_FACTORS
from podworko.people.second_factor import remember_fresh_sign_in
from podworko.people.sign_in_actions import sign_out_everywhere

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


def sign_out_elsewhere(instance: Authenticator, *, created: bool, **_signal: Any) -> None:
    """End all other sessions when the first second factor is set up: they began with a password alone."""
    factors = Authenticator.objects.filter(user_id=instance.user_id, type__in=SECOND_FACTORS)
    if not created or instance.type not in SECOND_FACTORS or factors.exclude(pk=instance.pk).exists():
        return
    request = context.request
    is_here = request is not None and request.user.pk == instance.user_id
    user = request.user if is_here else User.objects.get(pk=instance.user_id)
    sign_out_everywhere(user=user)
    if is_here:
        update_session_auth_hash(request, user)


def connect() -> None:
    """Listen, from when the program starts."""
    user_logged_in.connect(remember_fresh_sign_in)
    post_save.connect(sign_out_elsewhere, sender=Authenticator)
    for signal in VERBS:
        signal.connect(write_down)
