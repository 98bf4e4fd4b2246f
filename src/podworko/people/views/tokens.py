"""One's own tokens: keys with which programs act in one's name."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from podworko.core import audit
from podworko.core.errors import Refused
from podworko.core.forms import add_problems
from podworko.people import actions, queries
from podworko.people.forms import TokenForm
from podworko.people.models import User


@never_cache
@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """Show the tokens that one has; make a new one and show it, this once."""
    user = cast("User", request.user)
    form = TokenForm(request.POST if request.method == "POST" else None)
    issued = ""
    status = 200 if request.method != "POST" else 422
    if request.method == "POST" and form.is_valid():
        try:
            issued = actions.issue_token(email=user.email, name=form.cleaned_data["name"], by=audit.staff(user))
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            form, status = TokenForm(), 200
    context = {"form": form, "issued": issued, "tokens": queries.tokens_of(user)}
    return render(request, "people/tokens.html", context, status=status)


@login_required
@require_POST
def revoke(request: HttpRequest, token: int) -> HttpResponse:
    """Take one of one's own tokens back."""
    user = cast("User", request.user)
    actions.revoke_token(token=get_object_or_404(queries.tokens_of(user), pk=token), by=audit.staff(user))
    messages.success(request, _("Revoked. Whoever has this token can do nothing with it any more."))
    return redirect("people:tokens")
