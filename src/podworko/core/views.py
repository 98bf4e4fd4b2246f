"""Pages that belong to no area: health, and what went wrong."""

import sys

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from podworko import __version__
from podworko.core import clock


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the process and the database work, with the age in seconds of the oldest waiting task."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        waiting = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    except OperationalError:
        return JsonResponse({"status": "database does not answer", "version": __version__}, status=503)
    age = int((clock.now() - waiting).total_seconds()) if waiting else 0
    return JsonResponse({"status": "ok", "version": __version__, "oldest_waiting_task_seconds": age})


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that it did not work: 503 while the database is locked, full or away, else 500.

    The page needs neither the database nor the session, since they may be what failed.
    """
    is_busy = isinstance(sys.exc_info()[1], OperationalError)
    response = HttpResponse(render_to_string("503.html" if is_busy else "500.html"), status=503 if is_busy else 500)
    if is_busy:
        response["Retry-After"] = "30"
    return response
