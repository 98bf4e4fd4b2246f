"""Sign-in by the city's own provider (OpenID Connect), for those who were invited here.

allauth does the exchange, with state and PKCE; here stand the nonce, who is let in, and what the others are told.
"""

import secrets
from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from podworko.core.web import limit_address
from podworko.people import sign_in_limits
from podworko.people.models import User

PROVIDER = "city"


class Exchange(OpenIDConnectOAuth2Adapter):
    """The talk with the provider's server."""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return where the provider sends people back to."""
        return f"{settings.SITE_URL}{reverse('oidc_callback')}"


class Provider(OpenIDConnectProvider):
    """The city's provider; nothing about it can be chosen by an address that somebody is lured to."""

    oauth2_adapter_class = Exchange
    pkce_enabled_default = True

    def get_login_url(self, request: HttpRequest, **_query: Any) -> str:
        """Return where the sign-in begins."""
        return reverse("oidc_sign_in")

    def get_callback_url(self) -> str:
        """Return where it ends."""
        return reverse("oidc_callback")

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Return what travels to the provider, and what waits here for the answer: the nonce is in both."""
        nonce = secrets.token_urlsafe(32)
        given = super().get_redirect_from_request_kwargs(request)
        return given | {"process": "login", "scope": self.get_scope(), "auth_params": {"nonce": nonce}, "nonce": nonce}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Keep what proves that the answer is to our question; nothing about the person."""
        token, told = data.get("id_token", {}), data.get("userinfo", {})
        return {"nonce": token.get("nonce"), "is_one_person": token.get("sub") == told.get("sub")}


class Adapter(DefaultSocialAccountAdapter):
    """allauth with one provider, from the settings."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """Return the city's provider, when it has one."""
        known = settings.OIDC
        if not known["url"]:
            return []
        return [
            SocialApp(
                provider=Provider.id,
                provider_id=PROVIDER,
                name=known["name"],
                client_id=known["client_id"],
                secret=known["client_secret"],
                settings={"server_url": known["url"]},
            )
        ]

    def get_provider(self, request: HttpRequest, provider: str, client_id: Any = None) -> Provider:
        """Return the city's provider. Raises Http404 when it has none."""
        for app in self.list_apps(request):
            return Provider(request, app=app)
        raise Http404

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Say no: accounts are made by invitation."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in who has an account here, known by what the provider calls them, at first by their verified address.

        Raises ImmediateHttpResponse, with the sentence that says why, for anybody else.
        """
        told = sociallogin.account.extra_data
        nonce = sociallogin.state.get("nonce")
        if not nonce or told["nonce"] != nonce or not told["is_one_person"]:
            raise refusal(request, _("The answer of %(city)s does not fit our question. Please try again."))
        if sociallogin.is_existing:
            if not sociallogin.user.is_active:
                raise refusal(request, _("Your account here is closed. Ask whoever runs the place."))
            return
        addresses = [entry.email for entry in sociallogin.email_addresses if entry.verified is True]
        if not addresses:
            raise refusal(
                request, _("%(city)s does not vouch for your e-mail address, so we cannot tell which account is yours.")
            )
        user = User.objects.filter(email__iexact=addresses[0], is_active=True).first()
        # An address that passed on to somebody new at the office does not pass the account on.
        if user is None or SocialAccount.objects.filter(user=user, provider=PROVIDER).exists():
            sentence = _("There is no account here for %(email)s. Ask whoever runs the place to invite you.")
            raise refusal(request, sentence, email=addresses[0])
        sociallogin.connect(request, user)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Say in our words that it did not work."""
        raise refusal(request, _("The sign-in by %(city)s was broken off. You can try again, or use your password."))


def refusal(request: HttpRequest, sentence: str, *, status: int = 403, **names: str) -> ImmediateHttpResponse:
    """Return the page that says why somebody was not let in."""
    told = sentence % {"city": settings.OIDC["name"], **names}
    return ImmediateHttpResponse(render(request, "socialaccount/refused.html", {"sentence": told}, status=status))


def _talk(request: HttpRequest, view: type[OAuth2LoginView] | type[OAuth2CallbackView]) -> HttpResponse:
    if not settings.OIDC["url"]:
        raise Http404
    limit_address(request, "oidc", limit=sign_in_limits.TRIES_FROM_ADDRESS, per=sign_in_limits.QUARTER)
    try:
        answer: HttpResponse = view.adapter_view(Exchange(request, PROVIDER))(request)
    except (requests.RequestException, ValueError, KeyError):  # no answer, or one that makes no sense
        sentence = _("%(city)s does not answer at the moment. You can use your password, or try again later.")
        return refusal(request, sentence, status=503).response
    return answer


# A link, not a form: the provider may send the browser on to further sites, which the policy of our forms forbids.
@never_cache
@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the city's sign-in."""
    return _talk(request, OAuth2LoginView)


@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Take the answer of the city's sign-in."""
    return _talk(request, OAuth2CallbackView)
