"""Calendars that a place brings along: bringing one, what it would do, what became of it, taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from podworko.bookings.actions import bringing
from podworko.bookings.bringing.answers import LEAVE, OPEN_HOURS
from podworko.bookings.forms_bringing import AnswersForm, BringForm, DatesForm
from podworko.bookings.models import BroughtCalendar
from podworko.bookings.queries import bringing as queries
from podworko.bookings.queries.brought import kept_uses, undoing, use_or_404
from podworko.bookings.views.asking import frame
from podworko.bookings.views.desk import actor
from podworko.bookings.views.staffed import staffed_centre_or_404
from podworko.core import clock
from podworko.core.errors import Refused
from podworko.core.forms import add_problems
from podworko.core.models import Import
from podworko.core.web import told

BRING = "bookings.bring"
LOOKED_AT = {Import.State.READY, Import.State.DONE}


def _calendar(request: HttpRequest, network: str, centre: str, public_id: UUID) -> BroughtCalendar:
    return queries.calendar_or_404(staffed_centre_or_404(request, network, centre, may=BRING), public_id)


def _to(name: str, calendar: BroughtCalendar, query: str = "") -> HttpResponse:
    place = calendar.centre
    response = redirect(f"bookings:{name}", place.network.slug, place.slug, calendar.public_id)
    response["Location"] += query
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show how to bring a calendar and those brought before; take one in."""
    place = staffed_centre_or_404(request, network, centre, may=BRING)
    is_sent = request.method == "POST"
    form = BringForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            calendar = bringing.bring(centre=place, file=file, name=file.name, by=actor(request))
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            return _to("brought", calendar)
    context = {"form": form, "brought_before": queries.brought_before(place), **frame(place)}
    return render(request, "bookings/bring.html", context, status=422 if is_sent else 200)


@never_cache
@login_required
@require_safe
def show(request: HttpRequest, network: str, centre: str, public_id: UUID) -> HttpResponse:
    """Show how far a calendar is, what it would do date by date, or what became of it."""
    calendar = _calendar(request, network, centre, public_id)
    return render(request, "bookings/brought.html", _page(request, calendar))


def _page(request: HttpRequest, calendar: BroughtCalendar) -> dict[str, Any]:
    standing = queries.standing_of(calendar)
    context: dict[str, Any] = {
        "calendar": calendar,
        "source": calendar.source,
        "standing": standing,
        "is_at_work": queries.is_at_work(calendar),
        "is_late": queries.is_late(calendar),
        "is_given_up": queries.is_given_up(calendar),
        "uses": calendar.uses.count() if calendar.kept_at else 0,
        **frame(calendar.centre),
    }
    if calendar.source and not calendar.undone_at and calendar.source.state in LOOKED_AT:
        preview = queries.preview(calendar, chosen=request.GET.get("show", ""), page=request.GET.get("page", "1"))
        context["preview"] = preview
        if standing == Import.State.READY:
            context |= {"answers": _answers(calendar, preview), "dates": DatesForm(lines=preview.lines)}
    return context


def _answers(calendar: BroughtCalendar, preview: queries.Preview, sent: Any = None) -> AnswersForm:
    initial = {
        "whole_days": preview.answers.whole_days,
        "is_open_to_all": "yes" if preview.answers.is_open_to_all else "",
    }
    rooms = list(calendar.centre.rooms.all())
    return AnswersForm(sent, questions=preview.questions, whole_days=preview.whole_days, rooms=rooms, initial=initial)


def _looked_at(request: HttpRequest, calendar: BroughtCalendar) -> queries.Preview | None:
    """Return the page from which somebody answers; None when the calendar is not looked at any more."""
    if calendar.source is None or calendar.source.state != Import.State.READY:
        return None
    return queries.preview(calendar, chosen=request.GET.get("show", ""), page=request.GET.get("page", "1"))


def _where(request: HttpRequest) -> str:
    kept = {name: request.GET[name] for name in ("show", "page") if name in request.GET}
    return f"?{urlencode(kept)}#dates" if kept else ""


@login_required
@require_POST
def answer(request: HttpRequest, network: str, centre: str, public_id: UUID) -> HttpResponse:
    """Take the answers about rooms, whole days, and who reads the titles."""
    calendar = _calendar(request, network, centre, public_id)
    preview = _looked_at(request, calendar)
    if preview is None:
        return _to("brought", calendar)
    form = _answers(calendar, preview, request.POST)
    if not form.is_valid():
        raise Http404
    whole_days = form.cleaned_data["whole_days"]
    with told(request):
        bringing.answer(
            calendar=calendar,
            by=actor(request),
            rooms=form.rooms(),
            whole_days=whole_days if whole_days in {OPEN_HOURS, LEAVE} else "",
            is_open_to_all=form.cleaned_data["is_open_to_all"] == "yes",
        )
    return _to("brought", calendar)


@login_required
@require_POST
def answer_dates(request: HttpRequest, network: str, centre: str, public_id: UUID) -> HttpResponse:
    """Put single dates into other rooms, or leave them out."""
    calendar = _calendar(request, network, centre, public_id)
    preview = _looked_at(request, calendar)
    if preview is None:
        return _to("brought", calendar)
    form = DatesForm(request.POST, lines=preview.lines)
    if form.is_valid():
        with told(request):
            bringing.answer(calendar=calendar, by=actor(request), events=form.events())
    else:
        messages.error(request, _("One of these rooms has been taken meanwhile. Look again and choose another."))
    return _to("brought", calendar, _where(request))


@login_required
@require_POST
def keep(request: HttpRequest, network: str, centre: str, public_id: UUID) -> HttpResponse:
    """Let what can be brought be written."""
    calendar = _calendar(request, network, centre, public_id)
    with told(request):
        bringing.keep(calendar=calendar, by=actor(request))
    return _to("brought", calendar)


@login_required
@require_POST
def again(request: HttpRequest, network: str, centre: str, public_id: UUID) -> HttpResponse:
    """Go on with what was given up because of us."""
    calendar = _calendar(request, network, centre, public_id)
    with told(request):
        bringing.try_again(calendar=calendar, by=actor(request))
    return _to("brought", calendar)


@login_required
@require_POST
def drop(request: HttpRequest, network: str, centre: str, public_id: UUID) -> HttpResponse:
    """Bring nothing."""
    calendar = _calendar(request, network, centre, public_id)
    place = calendar.centre
    try:
        bringing.drop(calendar=calendar, by=actor(request))
    except Refused as refusal:
        messages.error(request, " ".join(str(problem.sentence) for problem in refusal.problems))
        return _to("brought", calendar)
    messages.success(request, _("The calendar is dropped. Nothing of it was brought in."))
    return redirect("bookings:bring", place.network.slug, place.slug)


@never_cache
@login_required
@require_safe
def uses(request: HttpRequest, network: str, centre: str, public_id: UUID) -> HttpResponse:
    """Show the uses that a calendar brought, each to be called off or opened."""
    calendar = _calendar(request, network, centre, public_id)
    kept, page = kept_uses(calendar, page=request.GET.get("page", "1"))
    context = {"calendar": calendar, "kept": kept, "page": page, **frame(calendar.centre)}
    return render(request, "bookings/brought_uses.html", context)


@login_required
@require_POST
def remove(request: HttpRequest, network: str, centre: str, public_id: UUID, use: int) -> HttpResponse:
    """Call one use off."""
    calendar = _calendar(request, network, centre, public_id)
    bringing.remove(use=use_or_404(calendar, use), by=actor(request))
    messages.success(request, _("It is called off: the room is free then."))
    return _to("brought_uses", calendar, _back(request))


@login_required
@require_POST
def show_use(request: HttpRequest, network: str, centre: str, public_id: UUID, use: int) -> HttpResponse:
    """Say whether neighbours may come to one use."""
    calendar = _calendar(request, network, centre, public_id)
    is_open = request.POST.get("is_open_to_all") == "yes"
    bringing.show(use=use_or_404(calendar, use), is_open_to_all=is_open, by=actor(request))
    said = _("Neighbours see it in the calendar now.") if is_open else _("Neighbours see only that the room is taken.")
    messages.success(request, said)
    return _to("brought_uses", calendar, _back(request))


def _back(request: HttpRequest) -> str:
    page = request.POST.get("page", "")
    return f"?page={page}" if page.isdecimal() else ""


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, network: str, centre: str, public_id: UUID) -> HttpResponse:
    """Show what taking a calendar back would do; take it back."""
    calendar = _calendar(request, network, centre, public_id)
    if request.method == "POST":
        with told(request):
            bringing.undo(calendar=calendar, by=actor(request))
        return _to("brought", calendar)
    if calendar.undone_at or calendar.kept_at is None:
        return _to("brought", calendar)
    context = {
        "calendar": calendar,
        "undoing": undoing(calendar, now=clock.now()),
        **frame(calendar.centre),
    }
    return render(request, "bookings/bring_undo.html", context)
