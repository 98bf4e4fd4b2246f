"""What staff do with messages: print a letter, say that it is printed, have sent again what did not get through."""

from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from podworko.core import audit, history, letters, messages
from podworko.core.models import Message
from podworko.core.web import told


def _letter_or_404(request: HttpRequest, pk: int) -> Message:
    letter = get_object_or_404(Message, pk=pk, channel=Message.Channel.LETTER)
    history.subject_or_404(letter, request.user)
    return letter


def _actor(request: HttpRequest) -> audit.Actor:
    assert isinstance(request.user, AbstractBaseUser)
    return audit.staff(request.user)


@login_required
@require_safe
@never_cache
def letter(request: HttpRequest, message: int) -> HttpResponse:
    """Return a letter as a PDF to print."""
    headers = {"Content-Disposition": f'inline; filename="{_("letter")}-{message}.pdf"'}
    document = letters.pdf_of(_letter_or_404(request, message))
    return HttpResponse(document, content_type="application/pdf", headers=headers)


@login_required
@require_POST
def letter_printed(request: HttpRequest, message: int) -> HttpResponse:
    """Note that a letter was printed, and return to what it is about."""
    letter = _letter_or_404(request, message)
    subject = history.subject_or_404(letter, request.user)
    letters.mark_printed(message=letter, about=subject, by=_actor(request))
    notes.success(request, _("Noted: the letter is printed. Now give it to the person, or post it."))
    return redirect(history.address_of(subject))


@login_required
@require_POST
def send_again(request: HttpRequest, message: int) -> HttpResponse:
    """Have sent again what had failed, and return to what it is about."""
    failed = get_object_or_404(Message, pk=message)
    subject = history.subject_or_404(failed, request.user)
    with told(request):
        messages.send_again(message=failed, about=subject, by=_actor(request))
        notes.success(request, _("We are trying again. Look here in a minute to see what became of it."))
    return redirect(history.address_of(subject))
