"""The one audit trail."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Model

from podworko.core.models import AuditEvent

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@dataclass(frozen=True)
class Actor:
    """Who acts: a resident who proved their contact, a member of staff, or the program by a rule."""

    kind: AuditEvent.ActorKind
    user: "AbstractBaseUser | None" = None

    @property
    def is_staff(self) -> bool:
        """Say whether the actor acts for the place."""
        return self.kind == AuditEvent.ActorKind.STAFF


RESIDENT = Actor(AuditEvent.ActorKind.RESIDENT)
SYSTEM = Actor(AuditEvent.ActorKind.SYSTEM)


def staff(user: "AbstractBaseUser") -> Actor:
    """Return the actor for a signed-in member of staff."""
    return Actor(AuditEvent.ActorKind.STAFF, user)


def resident(user: "AbstractBaseUser") -> Actor:
    """Return the actor for a resident who is known by an account."""
    return Actor(AuditEvent.ActorKind.RESIDENT, user)


# Told of what somebody does something to, in the transaction in which they do it.
_listeners: list[Callable[[Model], None]] = []


def register(listener: Callable[[Model], None]) -> None:
    """Let `listener` hear of the subject of each event, as it is written down."""
    _listeners.append(listener)


def record(
    verb: str, subject: Model, *, by: Actor, why: str = "", on_behalf: bool = False, **facts: object
) -> AuditEvent:
    """Write down, in the caller's transaction, that `by` did `verb` to `subject`."""
    for listener in _listeners:
        listener(subject)
    return AuditEvent.objects.create(
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        actor_kind=by.kind,
        actor_id=by.user.pk if by.user else None,
        why=why,
        on_behalf=on_behalf,
        facts=facts,
    )
