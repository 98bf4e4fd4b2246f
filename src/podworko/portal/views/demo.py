"""What the demo shows besides: the mail that reaches nobody; and the style guide."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from podworko.core.models import Message
from podworko.core.queries import newest_messages
from podworko.portal import styleguide as samples


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the messages that were sent; only in the demo, where they reach nobody."""
    _only_in_demo()
    return render(request, "portal/mailbox.html", {"letters": newest_messages()})


@require_safe
def mailbox_file(request: HttpRequest, message: int, number: int) -> HttpResponse:
    """Return what is attached to a message; only in the demo."""
    _only_in_demo()
    attachments = get_object_or_404(Message, pk=message).attachments
    if number >= len(attachments):
        raise Http404
    file = attachments[number]
    headers = {"Content-Disposition": f'attachment; filename="{file["name"]}"'}
    return HttpResponse(file["text"], content_type=f"{file['type']}; charset=utf-8", headers=headers)


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show each component in each state."""
    return render(request, "portal/styleguide.html", samples.context())
