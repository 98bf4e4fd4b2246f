"""Invitations: a role offered by e-mail, taken by the link in the letter, once."""

import datetime as dt
import secrets
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from podworko.core import audit, clock, limits, messages
from podworko.core.errors import Conflict, Problem, Refused
from podworko.core.integrity import turning
from podworko.core.transactions import action
from podworko.people.actions.grants import check_may_grant, check_span, grant
from podworko.people.models import Grant, Invitation, Role, Scope, User

LIFE = dt.timedelta(days=14)
# One person does not invite a whole town within an hour; who does is not that person.
MOST_IN_AN_HOUR = 60
MOST_LETTERS_IN_A_DAY = 5


@action
def invite(
    *,
    email: str,
    name: str,
    language: str,
    role: Role,
    scope: Scope,
    by: audit.Actor,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
) -> Invitation:
    """Offer somebody the `role` on `scope` and write to them; the same invitation sent twice is one.

    Raises Refused when `by` may not grant it, invites themselves, or somebody who has the role or was invited already;
    TooMany past 60 in an hour.
    """
    email, name = _address(email), " ".join(name.split())
    user = User.objects.filter(email=email).first()
    check_may_grant(role=role, scope=scope, by=by, to=user)
    begins = since or clock.now()
    check_span(begins, until)
    held = Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=begins), user=user, role=role, scope=scope)
    if user and held.exists():
        raise Refused.because("has-role", _("This person has the role already."), field="email")
    waiting = _waiting(email, role, scope)
    if waiting:
        if (waiting.name, waiting.until) == (name, until):
            return waiting
        raise already_invited()
    if by.user:
        limits.count(f"invite:{by.user.pk}", limit=MOST_IN_AN_HOUR, per=dt.timedelta(hours=1))
    made = Invitation(
        email=email,
        name=name,
        language=language,
        role=role,
        scope=scope,
        since=begins,
        until=until,
        invited_by=_who(by),
    )
    with turning("invitation_one_waiting", already_invited):
        _send_new_link(made)
    facts: dict[str, Any] = {
        "role": role,
        "scope": scope.pk,
        "since": begins.isoformat(),
        "until": until and until.isoformat(),
    }
    audit.record("people.invited", made, by=by, **facts)
    return made


@action
def invite_administrator(*, email: str, language: str) -> tuple[Invitation | None, str]:
    """Make the one with `email` the administrator of the installation: at once where there is such an account.

    Otherwise invite them, as only whoever sits at the machine may. Returns the invitation and its link, or (None, "").
    """
    email = _address(email)
    user = User.objects.filter(email=email, is_active=True).first()
    if user:
        if not user.is_staff:
            _make_administrator(user, by=audit.SYSTEM)
        return None, ""
    Invitation.objects.filter(email=email, role="", accepted_at__isnull=True, withdrawn_at__isnull=True).update(
        withdrawn_at=clock.now()
    )
    made = Invitation(email=email, name="", language=language)
    link = _send_new_link(made)
    audit.record("people.invited", made, by=audit.SYSTEM, role="administrator")
    return made, link


@action
def send_again(*, invitation: Invitation, by: audit.Actor) -> Invitation:
    """Write once more, with a new link that is good for another fourteen days; the earlier link stops working.

    Raises Refused when `by` may not grant the role, Conflict when it was taken or withdrawn, TooMany past five a day.
    """
    held = _lock(invitation, by)
    if held.accepted_at or held.withdrawn_at:
        raise not_waiting()
    limits.count(f"invitation:{held.pk}", limit=MOST_LETTERS_IN_A_DAY, per=dt.timedelta(days=1))
    _send_new_link(held)
    audit.record("people.invited_again", held, by=by)
    return held


@action
def withdraw(*, invitation: Invitation, by: audit.Actor) -> None:
    """Take the invitation back. Raises Refused when `by` may not grant the role, Conflict when it was taken."""
    held = _lock(invitation, by)
    if held.withdrawn_at:
        return
    if held.accepted_at:
        raise not_waiting()
    held.withdrawn_at = clock.now()
    held.save(update_fields=["withdrawn_at"])
    audit.record("people.invitation_withdrawn", held, by=by)


@action
def accept(
    *, invitation: Invitation, user: User | None = None, name: str = "", password: str = "", language: str = ""
) -> User:
    """Take the role that was offered, as `user` who has signed in, or with a new account; return who has it now.

    Raises Conflict when the invitation was used, withdrawn, or is too old, or whoever invited may not do so any more;
    Refused when it is one's own, and when the new account cannot be made.
    """
    held = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    check_open(held)
    if user is not None and user.pk == held.invited_by_id:
        raise Refused.because("to-oneself", _("Nobody gives a role to themselves. Ask somebody else who may."))
    if user is None:
        user = _open_account(held, name=name, password=password, language=language)
    held.accepted_at, held.accepted_by = clock.now(), user
    held.save(update_fields=["accepted_at", "accepted_by"])
    actor = audit.staff(user)
    audit.record("people.invitation_accepted", held, by=actor)
    if held.is_for_administrator:
        _make_administrator(user, by=actor)
    else:
        _give(held, user)
    return user


def check_open(invitation: Invitation) -> None:
    """Raise Conflict, with a sentence on what to do next, unless the invitation may be accepted now."""
    ask = _("Ask whoever invited you to send you a new one.")
    if invitation.accepted_at:
        raise Conflict.because("used", _("This invitation was used already. If that was you, sign in."))
    if invitation.withdrawn_at:
        raise Conflict.because("withdrawn", _("This invitation was taken back. Ask whoever runs the place."))
    now = clock.now()
    if invitation.expires_at <= now or (invitation.until is not None and invitation.until <= now):
        raise Conflict.because("expired", ask)
    if invitation.scope is not None and invitation.invited_by is not None:
        by = audit.staff(invitation.invited_by)
        try:
            check_may_grant(role=Role(invitation.role), scope=invitation.scope, by=by, to=None)
        except Refused as refusal:
            # Whoever has left lets nobody in.
            raise Conflict.because("expired", ask) from refusal


def already_invited() -> Conflict:
    """Return the refusal of a second invitation while the first one waits."""
    sentence = _("This person was invited to this role already. Send the letter again below, or withdraw it.")
    return Conflict.because("invited", sentence, field="email")


def not_waiting() -> Conflict:
    """Return the refusal of a deed on an invitation that was taken or withdrawn."""
    return Conflict.because("not-waiting", _("This invitation was used or taken back in the meantime."))


def _address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused.because("wrong-email", _("This does not look like an e-mail address."), field="email") from error
    return email


def _waiting(email: str, role: Role, scope: Scope) -> Invitation | None:
    """Return the invitation that waits; one that is too old makes room."""
    found = Invitation.objects.filter(
        email=email, role=role, scope=scope, accepted_at__isnull=True, withdrawn_at__isnull=True
    ).first()
    if found and found.expires_at <= clock.now():
        found.withdrawn_at = clock.now()
        found.save(update_fields=["withdrawn_at"])
        return None
    return found


def _send_new_link(invitation: Invitation) -> str:
    token = secrets.token_urlsafe(32)
    invitation.token_hash = Invitation.hash_of(token)
    invitation.expires_at = clock.now() + LIFE
    invitation.save()
    link = f"{settings.SITE_URL}{reverse('people:invitation', args=[token])}"
    messages.send(
        key=f"invitation:{invitation.pk}:{invitation.token_hash[:32]}",
        kind="people.invitation",
        to=invitation.email,
        language=invitation.language,
        context={
            "invitation": invitation,
            "role": Role(invitation.role).label if invitation.role else "",
            "link": link,
            "days": LIFE.days,
        },
    )
    return link


def _lock(invitation: Invitation, by: audit.Actor) -> Invitation:
    held = Invitation.objects.select_for_update(of=("self",)).select_related("scope").get(pk=invitation.pk)
    if held.scope is None:
        raise Refused.because("may-not", _("You may not give this role here."))
    check_may_grant(role=Role(held.role), scope=held.scope, by=by, to=None)
    return held


def _open_account(invitation: Invitation, *, name: str, password: str, language: str) -> User:
    """Make the account of whoever reads the address that the letter went to."""
    name = " ".join(name.split())
    if not name:
        raise Refused.because("name-needed", _("Write your first and last name."), field="name")
    if User.objects.filter(email=invitation.email).exists():
        raise Conflict.because("has-account", _("There is an account with this address. Sign in, then accept."))
    user = User(email=invitation.email, name=name)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(*(Problem("password1", "password", sentence) for sentence in error.messages)) from error
    user = User.objects.create_user(invitation.email, password, name=name, language=language or invitation.language)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    audit.record("people.account_opened", user, by=audit.staff(user))
    return user


def _make_administrator(user: User, *, by: audit.Actor) -> None:
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    audit.record("people.administrator_made", user, by=by)


def _give(invitation: Invitation, user: User) -> None:
    """Give the role as the one who invited would; one that is held already lasts as long as the longer of the two."""
    assert invitation.scope is not None
    inviter = invitation.invited_by
    given = grant(
        user=user,
        role=Role(invitation.role),
        scope=invitation.scope,
        since=max(invitation.since, clock.now()),
        until=invitation.until,
        by=audit.staff(inviter) if inviter else audit.SYSTEM,
    )
    if given.until is not None and (invitation.until is None or invitation.until > given.until):
        before, given.until = given.until, invitation.until
        given.save(update_fields=["until"])
        audit.record(
            "people.prolonged",
            given,
            by=audit.staff(user),
            before=before.isoformat(),
            after=given.until and given.until.isoformat(),
            user=user.pk,
            role=given.role,
            scope=given.scope_id,
        )


def _who(by: audit.Actor) -> User | None:
    return by.user if isinstance(by.user, User) else None
