"""The second factor of staff: an app that shows codes, or a passkey. allauth keeps them; here stands when it is due."""

import base64
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.core.middleware import Next
from podworko.people.models import User

# What stands below this address is open to whoever has yet to set up their second factor.
ACCOUNT = "/account/"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class SecondFactor:
    """Leads whoever must have a second factor, and has none, from the pages of staff to where it is set up.

    Pages of staff are those that ask for a sign-in. Elsewhere nothing is held back that a visitor may see: the roles
    of such a person count for nothing (`User.grants_in_force`).
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the user knows, when somebody asks, whether the city's sign-in vouches for them."""
        if settings.OIDC["is_second_factor"]:
            request.user = SimpleLazyObject(partial(_with_voucher, request, request.user))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Lead to the set-up, when this is a page of staff."""
        if request.path.startswith(ACCOUNT):
            # Forms of Django's, of which allauth makes its pages, take PUT for POST.
            return None if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        # Django's login_required leaves this name on the view.
        if not hasattr(view, "login_url"):
            return None
        user = request.user
        if user.is_authenticated and user.must_have_second_factor:
            return redirect(f"{reverse('mfa_index')}?{urlencode({'next': request.path}, safe='/')}")
        return None


def _with_voucher(request: HttpRequest, user: Any) -> Any:
    """Return `user`, marked when this session began at the city's sign-in."""
    if user.is_authenticated:
        user.is_vouched_for = is_vouched_for(request, user)
    return user


def is_vouched_for(request: HttpRequest, user: User) -> bool:
    """Say whether the city's own sign-in, which asks for a second factor itself, let `user` in."""
    if not settings.OIDC["is_second_factor"]:
        return False
    return any(record["method"] == "socialaccount" for record in get_authentication_records(request, user))


class Stage(AuthenticateStage):
    """The step of the sign-in that asks for the second factor, unless the city has asked for it."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return not is_vouched_for(request, self.login.user) and super()._should_handle(request)


def remember_fresh_sign_in(request: HttpRequest, user: User, **_signal: Any) -> None:
    """Take note that `user` has just shown who they are: nobody is asked for the same again a minute later."""
    record_authentication(request, user, method="sign_in", reauthenticated=True)


def use_up(authenticator: Authenticator, code: str) -> bool:
    """Use up the moment for which an app showed `code`; say whether it was still to be used.

    RFC 6238, 5.2: a code is accepted once. It is kept with the app, where every server process sees it.
    """
    secret = decrypt(authenticator.data["secret"])
    typed = "".join(code.split())
    moments = [now for now in yield_hotp_counters_from_time() if format_hotp_value(hotp_value(secret, now)) == typed]
    with transaction.atomic():
        entry = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        fresh = [moment for moment in moments if moment > entry.data.get("last_moment", 0)]
        if not fresh:
            return False
        entry.data["last_moment"] = min(fresh)
        entry.save(update_fields=["data"])
    return True


@lru_cache(maxsize=2)
def _lock(*keys: str) -> MultiFernet:
    """Return what locks the secrets of second factors, from the installation's keys, the present one first."""
    made = (HKDF(SHA256(), 32, salt=None, info=b"podworko second factor").derive(key.encode()) for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])


class Adapter(DefaultMFAAdapter):
    """allauth's second factor with secrets that a stolen copy of the database does not tell."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not right, or was used already. Please type the next one."),
        "incorrect_passkey": gettext_lazy("This is no passkey of yours that we know. Please try again."),
        "cannot_generate_recovery_codes": gettext_lazy("First set up an app or a passkey, then recovery codes."),
    }

    def encrypt(self, text: str) -> str:
        """Lock a secret."""
        return _lock(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return _lock(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """Say what stands above the codes in the app."""
        return f"{_('Podwórko')} ({self._get_site_name()})"

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - allauth calls it so
        """Propose a name for a passkey."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}
