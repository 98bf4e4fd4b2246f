"""Accounts of staff, the roles granted to them, confirmed contacts and API tokens.

Residents need no account: what they do is tied to a contact confirmed by a code.
"""

import hashlib
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from podworko.core import clock


class UserManager(BaseUserManager["User"]):
    """Accounts are known by their e-mail address, whatever its capitals."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; with no password it cannot sign in by one."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the account with that address; raise User.DoesNotExist."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=5, default="pl")
    is_active = models.BooleanField(default=True)
    # The administrator of the installation.
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=clock.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    @cached_property
    def grants_in_force(self) -> list[tuple[int, str]]:
        """The scope id and role of each grant that holds now; kept for one request, in which a page asks often."""
        return list(self.grants.in_force().values_list("scope_id", "role"))

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_any_case"),)

    def __str__(self) -> str:
        return self.name or self.email


class Scope(models.Model):
    """What a role is granted on. A network, a centre and an organisation each own one."""

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
    CERTIFIER = "certifier", _("certification")


class GrantQuerySet(models.QuerySet["Grant"]):
    """Roles that people have, or had."""

    def in_force(self) -> "GrantQuerySet":
        """Return the grants that hold now."""
        now = clock.now()
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gt=now), since__lte=now)


class Grant(models.Model):
    """A role that a person has on a scope, from–until."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    scope = models.ForeignKey(Scope, models.CASCADE, related_name="grants")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)

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


class ContactCode(models.Model):
    """A six-digit code sent to an e-mail address, to prove that somebody reads it."""

    # What the code confirms, as "bookings.request:<id>".
    purpose = models.CharField(max_length=80, unique=True)
    email = models.EmailField()
    code_hash = models.CharField(max_length=128)
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField()
    sent = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return self.purpose


class ApiToken(models.Model):
    """A key with which a program acts for a user; only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user}, {self.created_at:%Y-%m-%d}"

    @staticmethod
    def hash_of(token: str) -> str:
        """Return what the database keeps of a token. It is long and random, so that a plain hash is enough."""
        return hashlib.sha256(token.encode()).hexdigest()
