"""Counting with no network: the program on the telephone, and what it sends when it is back."""

import datetime as dt
import json
import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from podworko.attendance import terms
from podworko.attendance.actions import counting
from podworko.attendance.queries import desk as queries
from podworko.attendance.strokes import Stroke, word
from podworko.attendance.views.desk import place_or_404
from podworko.bookings.views.desk import actor
from podworko.core import clock
from podworko.core.errors import Refused

# A telephone sends the rest with the next batch.
MOST_STROKES, MOST_SHEETS, LONGEST_BATCH = 200, 30, 100_000
# What a clock may be wrong by and still be understood.
FARTHEST = dt.timedelta(days=400)


@require_POST
def sync(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Keep a batch of presses, and return which are kept, which are refused and why, and how the sheets stand.

    The batch: {"now": when the telephone sends it, "strokes": [{"uuid", "sheet", "at", "what", "delta" or "person",
    "here"}], "sheets": [words]}; times in milliseconds. Sent again, each stroke counts once.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"problem": "sign-in"}, status=401)
    place = place_or_404(request, network, centre)
    get_token(request)  # the next one is sent with a cookie that is right
    try:
        batch = json.loads(request.POST.get("batch", "")[:LONGEST_BATCH])
        strokes = _strokes(batch)
        words = [str(word)[:40] for word in batch.get("sheets", [])][:MOST_SHEETS]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return JsonResponse({"problem": "not-understood"}, status=400)
    try:
        outcomes = counting.take_many(place=place, strokes=strokes, by=actor(request))
    except Refused as refusal:
        return JsonResponse({"problem": refusal.problems[0].code}, status=refusal.status)
    answer = {
        "kept": [str(each.uuid) for each in outcomes if each.problem is None],
        "refused": [
            {"uuid": str(each.uuid), "code": each.problem.code, "sentence": str(each.problem.sentence)}
            for each in outcomes
            if each.problem
        ],
        "sheets": queries.states(place, {*words, *(word for word, _stroke in strokes)}),
    }
    response = JsonResponse(answer)
    response["Cache-Control"] = "private, no-store"
    return response


def _strokes(batch: dict[str, Any]) -> list[tuple[str, Stroke]]:
    """Return the strokes of a batch, each with the word of its sheet, at times of our clock. Raises ValueError."""
    found = batch.get("strokes", [])
    if not isinstance(found, list) or len(found) > MOST_STROKES:
        raise ValueError
    # What the telephone's clock is behind ours.
    behind = clock.now() - _moment(batch["now"]) if found else dt.timedelta()
    return [(str(each["sheet"])[:40], _stroke(each, behind)) for each in found]


def _stroke(each: dict[str, Any], behind: dt.timedelta) -> Stroke:
    person = each.get("person", "")
    delta = 0 if person else each.get("delta")
    if not isinstance(person, str) or not isinstance(delta, int) or abs(delta) > terms.MOST:
        raise ValueError
    return Stroke(
        uuid=uuid.UUID(str(each["uuid"])),
        at=min(_moment(each["at"]) + behind, clock.now()),
        what=word(str(each.get("what", ""))),
        delta=delta,
        person=word(person),
        is_here=each.get("here") is True,
    )


def _moment(milliseconds: object) -> dt.datetime:
    if not isinstance(milliseconds, int | float):
        raise TypeError
    moment = dt.datetime.fromtimestamp(milliseconds / queries.MILLISECONDS, tz=dt.UTC)
    if abs(moment - clock.now()) > FARTHEST:
        raise ValueError
    return moment


@login_required
@require_safe
def worker(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Return the worker that keeps the pages of counting of one place: its folder is as far as it reaches."""
    place_or_404(request, network, centre)
    script = f"importScripts({json.dumps(static('podworko/js/count_worker.js'))});\n"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    return response


@login_required
@require_safe
def manifest(request: HttpRequest, network: str, centre: str) -> JsonResponse:
    """Return what a telephone needs to put counting among its programs."""
    place = place_or_404(request, network, centre)
    start = reverse("attendance:count", args=[network, centre])
    icon = {"src": static("podworko/img/favicon.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"}
    told = {
        "id": start,
        "name": f"{_('Counting')} · {place}",
        "short_name": _("Counting"),
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#fbf6ec",
        "theme_color": "#1e2430",
        "icons": [icon],
    }
    return JsonResponse(told, content_type="application/manifest+json")
