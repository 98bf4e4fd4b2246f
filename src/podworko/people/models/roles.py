"""What people are to a network, a centre or an organisation, from–until, and how they come to it."""

import hashlib

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.core import clock


class ScopeKind(models.TextChoices):
    """What a role can be granted on."""

    NETWORK = "network", _("network")
    ORGANISATION = "organisation", _("organisation")
    CENTRE = "centre", _("centre")


class Scope(models.Model):
    """What a role is granted on. A network, a centre and an organisation each own one."""

    kind = models.CharField(max_length=12, choices=ScopeKind.choices)
    label = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.label


class Role(models.TextChoices):
    """What people are to a place or a network; what each may do follows from the rules of the areas."""

    HOST = "host", _("host")
    COORDINATOR = "coordinator", _("coordinator")
    OPERATOR = "operator", _("operator")
    ADVISER = "adviser", _("adviser")
    OFFICER = "officer", _("city officer")
    ANIMATOR = "animator", _("network animator")
    CERT_OFFICER = "cert_officer", _("officer in charge of certification")
    CERT_COMMISSION = "cert_commission", _("certification commission")
    CERT_BOARD = "cert_board", _("certification board")
    CERT_EXPERT = "cert_expert", _("certification expert")
    PARTNER = "partner", _("partner")


CERTIFICATION = frozenset({Role.CERT_OFFICER, Role.CERT_COMMISSION, Role.CERT_BOARD, Role.CERT_EXPERT})

# Those who see personal data sign in with a second factor.
PRIVATE_ROLES = frozenset(Role) - {Role.PARTNER}

GRANTED_ON: dict[Role, frozenset[ScopeKind]] = {
    Role.HOST: frozenset({ScopeKind.CENTRE, ScopeKind.ORGANISATION}),
    Role.COORDINATOR: frozenset({ScopeKind.CENTRE, ScopeKind.ORGANISATION}),
    Role.OPERATOR: frozenset({ScopeKind.ORGANISATION}),
    Role.ADVISER: frozenset({ScopeKind.CENTRE}),
    Role.OFFICER: frozenset({ScopeKind.NETWORK}),
    Role.ANIMATOR: frozenset({ScopeKind.NETWORK}),
    **dict.fromkeys(CERTIFICATION, frozenset({ScopeKind.NETWORK})),
    Role.PARTNER: frozenset(ScopeKind),
}

# Who may grant what, on the scope of their own role and on all that lies below it. The administrator of the
# installation may grant everything; nobody grants to themselves.
GRANTED_BY: dict[Role, frozenset[Role]] = {
    Role.OFFICER: frozenset(Role),
    Role.OPERATOR: frozenset({Role.OPERATOR, Role.COORDINATOR, Role.HOST, Role.ADVISER, Role.PARTNER}),
    Role.COORDINATOR: frozenset({Role.HOST, Role.ADVISER, Role.PARTNER}),
    Role.ANIMATOR: frozenset({Role.PARTNER}),
}


class GrantQuerySet(models.QuerySet["Grant"]):
    """Roles that people have, or had."""

    def in_force(self) -> "GrantQuerySet":
        """Return the grants that hold now."""
        now = clock.now()
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gt=now), since__lte=now)


class Grant(models.Model):
    """A role that a person has on a scope, from–until."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    scope = models.ForeignKey(Scope, models.CASCADE, related_name="grants")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="grant_once", fields=["user", "role", "scope", "since"]),
            models.CheckConstraint(
                name="grant_ends_after_it_begins",
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.role} ({self.scope})"


class Invitation(models.Model):
    """A role offered by e-mail to somebody, who takes it by the link in the letter; only the link's hash is kept.

    One with neither role nor scope makes the administrator of the installation; only the command line writes it.
    """

    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=5, default="pl")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, blank=True)
    scope = models.ForeignKey(Scope, models.CASCADE, null=True, blank=True, related_name="invitations")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="invitation_taken_or_withdrawn",
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="invitation_ends_after_it_begins",
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
            ),
            models.CheckConstraint(
                name="invitation_role_on_scope",
                condition=models.Q(role="", scope__isnull=True) | (~models.Q(role="") & models.Q(scope__isnull=False)),
            ),
            # Two clicks, or two people at once, write one letter.
            models.UniqueConstraint(
                name="invitation_one_waiting",
                fields=["email", "role", "scope"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.email}: {self.role or 'administrator'} ({self.scope})"

    @property
    def is_for_administrator(self) -> bool:
        """Say whether it makes the administrator of the installation."""
        return not self.role

    @property
    def is_too_old(self) -> bool:
        """Say whether its link works no more."""
        return self.expires_at <= clock.now()

    @staticmethod
    def hash_of(token: str) -> str:
        """Return what the database keeps of a link. It is long and random, so that a plain hash is enough."""
        return hashlib.sha256(token.encode()).hexdigest()
