"""The page behind the link of an invitation."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from podworko.core.errors import Conflict, Refused
from podworko.core.forms import add_problems
from podworko.people import queries
from podworko.people.actions import invitations
from podworko.people.forms import NewAccountForm
from podworko.people.models import Invitation, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GONE = 410


@sensitive_post_parameters("password1", "password2")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is offered, by whom, until when; take it with a new account, or as the one who has signed in."""
    found = queries.invitation_of_token(token)
    if found is None:
        raise Http404
    with translation.override(_language(request, found)):
        try:
            invitations.check_open(found)
        except Conflict as refusal:
            return _closed(request, found, refusal)
        if request.user.is_authenticated:
            return _as_oneself(request, found)
        return _with_new_account(request, found)


def _language(request: HttpRequest, invitation: Invitation) -> str:
    """Return the language that the letter was written in, unless the reader has chosen one here."""
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or request.user.is_authenticated
    return (translation.get_language() or invitation.language) if chosen else invitation.language


def _as_oneself(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    context: dict[str, Any] = {"invitation": invitation, "is_other": user.email != invitation.email}
    if request.method == "POST":
        try:
            invitations.accept(invitation=invitation, user=user)
        except Refused as refusal:
            return _refused(request, invitation, refusal, context)
        return _onward(User.objects.get(pk=user.pk))
    return render(request, "people/invitation.html", context)


def _with_new_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    here = urlencode({"next": request.path})
    context: dict[str, Any] = {"invitation": invitation, "sign_in": f"{reverse('account_login')}?{here}"}
    if queries.has_account(invitation.email):
        if request.method == "POST":
            return redirect(context["sign_in"])
        return render(request, "people/invitation.html", context)
    first = {"name": invitation.name, "language": translation.get_language()}
    form = NewAccountForm(request.POST if request.method == "POST" else None, initial=first)
    context["form"] = form
    if request.method == "POST" and form.is_valid():
        words = {"name": "name", "password": "password1", "language": "language"}
        try:
            user = invitations.accept(
                invitation=invitation, **{name: form.cleaned_data[field] for name, field in words.items()}
            )
        except Refused as refusal:
            return _refused(request, invitation, refusal, context)
        login(request, user, BACKEND)
        response = _onward(user)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
        return response
    return render(request, "people/invitation.html", context, status=422 if request.method == "POST" else 200)


def _onward(user: User) -> HttpResponseRedirect:
    """Lead to where the second factor is set up, or straight to the work."""
    return redirect("mfa_index" if user.must_have_second_factor else "portal:after_sign_in")


def _refused(request: HttpRequest, invitation: Invitation, refusal: Refused, context: dict[str, Any]) -> HttpResponse:
    code = refusal.problems[0].code
    if isinstance(refusal, Conflict) and code != "has-account":
        return _closed(request, invitation, refusal)
    if "form" in context:
        add_problems(context["form"], refusal.problems)
    else:
        context["problem"] = refusal.problems[0].sentence
    return render(request, "people/invitation.html", context, status=refusal.status)


def _closed(request: HttpRequest, invitation: Invitation, refusal: Conflict) -> HttpResponse:
    """Say that the invitation works no more, why, and what to do next."""
    problem = refusal.problems[0]
    context = {"code": problem.code, "sentence": problem.sentence, "invitation": invitation}
    return render(request, "people/invitation_closed.html", context, status=GONE)
