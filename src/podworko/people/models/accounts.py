"""Accounts of staff and their API tokens. Residents need no account."""

import hashlib
from collections.abc import Iterator
from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from podworko.core import clock
from podworko.people.models.roles import PRIVATE_ROLES

# What a user has besides the password; recovery codes only stand in for one of these.
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


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
    # Each time this counts on, whoever is signed in must sign in anew.
    sign_in_round = models.PositiveIntegerField(default=0)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    # Somebody else has seen to the second factor: the city's own sign-in, in the session that is looked at.
    is_vouched_for = False
    # Who asks has shown no more than a password: a token that was made with it alone.
    is_known_once = False

    @cached_property
    def _held(self) -> list[tuple[int, str, bool]]:
        """The scope id and role of each grant that holds now, and whether a second factor stands behind it."""
        factors = Authenticator.objects.filter(user_id=models.OuterRef("user_id"), type__in=SECOND_FACTORS)
        held = self.grants.in_force().annotate(is_known_twice=models.Exists(factors))
        rows = held.values_list("scope_id", "role", "is_known_twice")
        return [(scope, role, known and not self.is_known_once) for scope, role, known in rows]

    @property
    def grants_in_force(self) -> list[tuple[int, str]]:
        """The scope id and role of each grant that counts now; asked for once in a request, in which a page asks often.

        A role that sees personal data counts for nothing without a second factor.
        """
        is_relaxed = settings.DEMO or self.is_vouched_for
        return [(scope, role) for scope, role, known in self._held if known or is_relaxed or role not in PRIVATE_ROLES]

    @cached_property
    def has_second_factor(self) -> bool:
        """Say whether the user signs in with more than a password, and who asks now has done so."""
        if self.is_known_once:
            return False
        if self._held:
            return self._held[0][2]
        return Authenticator.objects.filter(user_id=self.pk, type__in=SECOND_FACTORS).exists()

    @property
    def must_have_second_factor(self) -> bool:
        """Say whether the user has yet to set up a second factor before their roles count."""
        if settings.DEMO or self.is_vouched_for:
            return False
        is_private = self.is_staff or any(role in PRIVATE_ROLES for _scope, role, _known in self._held)
        return is_private and not self.has_second_factor

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_any_case"),)

    def __str__(self) -> str:
        return self.name or self.email

    def get_session_auth_hash(self) -> str:
        """Return what a session must know to count: another one after each new password, and in each round."""
        return self._in_this_round(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield the same, made with the earlier keys of the installation."""
        return map(self._in_this_round, super().get_session_auth_fallback_hash())

    def _in_this_round(self, known: str) -> str:
        return f"{known}:{self.sign_in_round}" if self.sign_in_round else known


class ApiToken(models.Model):
    """A key with which a program acts for a user; only its hash is kept.

    It gets no further than its maker had: whoever has stolen a password, and nothing else, could make one and wait
    until the owner sets up a second factor.
    """

    class MadeWith(models.TextChoices):
        """How well the maker of a token was known."""

        PASSWORD = "password"  # noqa: S105 - no password, but that there was one
        SECOND_FACTOR = "second_factor"
        CITY = "city"

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    # What it is for, in the words of its owner.
    name = models.CharField(_("what it is for"), max_length=80, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made_with = models.CharField(max_length=20, choices=MadeWith.choices, default=MadeWith.PASSWORD)
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user}, {self.created_at:%Y-%m-%d}"

    @staticmethod
    def hash_of(token: str) -> str:
        """Return what the database keeps of a token. It is long and random, so that a plain hash is enough."""
        return hashlib.sha256(token.encode()).hexdigest()
