"""One's own page: who I am here, how I sign in, which roles I have and until when."""

from typing import cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from podworko.people import queries, sign_in_actions
from podworko.people.models import User
from podworko.people.sign_in_forms import AccountForm


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_account(request: HttpRequest) -> HttpResponse:
    """Show one's own account; keep the name and the language."""
    user = cast("User", request.user)
    form = AccountForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        sign_in_actions.change_own_account(user=user, name=form.cleaned_data["name"], language=language)
        with translation.override(language):
            messages.success(request, _("Kept."))
        response = redirect("my_account")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
        return response
    ways = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "form": form,
        "grants": queries.grants_of(user),
        "has_app": Authenticator.Type.TOTP in ways,
        "has_passkey": Authenticator.Type.WEBAUTHN in ways,
        "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in ways,
        "must_have_second_factor": user.must_have_second_factor,
    }
    return render(request, "account/mine.html", context, status=422 if form.errors else 200)
