"""What people change about their own account, and what the one who runs the installation changes for them."""

import uuid

from allauth.mfa.models import Authenticator
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from podworko.core import audit, messages
from podworko.core.transactions import action
from podworko.people.models import User


@action
def change_own_account(*, user: User, name: str, language: str) -> None:
    """Keep how `user` is called, and in which language we write to them."""
    User.objects.filter(pk=user.pk).update(name=name, language=language)
    audit.record("people.account_changed", user, by=audit.staff(user))


@action
def sign_out_everywhere(*, user: User) -> None:
    """Let no session of `user` count any more; `user` knows the new round, for the one that is to go on."""
    User.objects.filter(pk=user.pk).update(sign_in_round=F("sign_in_round") + 1)
    user.refresh_from_db(fields=["sign_in_round"])


@action
def forget_second_factor(*, email: str) -> None:
    """Take every second factor and the recovery codes from the account with `email`; end its sessions, tell its owner.

    Raises User.DoesNotExist when no active account has that address.
    """
    user = User.objects.get(email__iexact=email, is_active=True)
    Authenticator.objects.filter(user=user).delete()
    # The telephone that was lost may be signed in still.
    sign_out_everywhere(user=user)
    audit.record("people.second_factor_forgotten", user, by=audit.SYSTEM)
    messages.send(
        key=f"people.account_changed:{uuid.uuid4()}",
        kind="people.account_changed",
        to=user.email,
        language=user.language,
        context={"what": _("The second factor was taken off, so that you can set up another.")},
    )
