"""The pages on which a poster is chosen and looked at, and the sheets themselves."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from podworko.bookings.views.asking import frame
from podworko.bookings.views.staffed import staffed_centre_or_404
from podworko.core import clock
from podworko.core.web import limit_address
from podworko.places.models import Centre
from podworko.places.queries import visible_centre_or_404
from podworko.programme.models import Activity, ActivityState
from podworko.promotion.posters import printing, queries, sheets
from podworko.promotion.posters.choices import Choice, Design, Paper, What
from podworko.promotion.posters.forms import PosterForm
from podworko.promotion.posters.sheets import Sheet

PLAN = "programme.plan"
HOUR = dt.timedelta(hours=1)
# So far from today the programme is shown, to either side.
REACH = dt.timedelta(days=371)
# Of a long plan so many pages are looked at before it is printed.
MOST_PAGES = 6


@dataclass(frozen=True)
class Look:
    """A design to choose, with what the address of its picture ends in; nothing where there is no picture."""

    value: str
    name: str
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """What was asked for: the form, and where it is filled in well the choice with the activity it is of."""

    place: Centre
    what: What
    form: PosterForm
    choice: Choice | None = None
    activity: Activity | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it is of an activity that nobody else sees yet."""
        return self.activity is not None and self.activity.state == ActivityState.DRAFT

    def chosen(self) -> tuple[Choice, Sheet]:
        """Return the choice, and what stands on the poster. Raises Http404 where the form is not filled in well."""
        if self.choice is None:
            raise Http404
        return self.choice, _sheet(self.place, self.choice, self.activity)


def _asked(request: HttpRequest, network: str, centre: str) -> Asked:
    """Return what whoever plans at the place asks for. Raises Http404 to others."""
    place = staffed_centre_or_404(request, network, centre, may=PLAN)
    activities = queries.to_choose_from(place)
    told = request.GET.get("what", "")
    what = What(told) if told in What else What.ACTIVITY if activities else What.WEEK
    form = PosterForm(request.GET, centre=place, what=what, activities=activities)
    if not form.is_valid():
        return Asked(place, what, form)
    choice = form.choice()
    activity = next((each for each in activities if each.slug == choice.activity), None)
    if activity:
        activity.centre = place
    return Asked(place, what, form, choice, activity)


def _sheet(place: Centre, choice: Choice, activity: Activity | None = None) -> Sheet:
    """Return what stands on a poster, its frame in the language chosen."""
    with override(choice.language):
        return sheets.of_activity(activity, choice) if activity else sheets.of_plan(place, choice)


# --- at the desk ---


@login_required
@require_safe
def posters(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Let somebody choose a poster by its picture, look at its pages and take it as PDF."""
    asked = _asked(request, network, centre)
    count = 0
    if asked.choice:
        choice, sheet = asked.chosen()
        count = len(printing.as_pictures(sheet, language=choice.language, width=printing.PREVIEW))
    context = {
        "form": asked.form,
        "what": asked.what,
        "whats": What.choices,
        "choice": asked.choice,
        "looks": _looks(asked),
        "pages": range(1, min(count, MOST_PAGES) + 1),
        "page_count": count,
        "is_draft": asked.is_draft,
        "title": asked.activity.title if asked.activity else asked.what.label,
        **frame(asked.place),
    }
    return render(request, "promotion/posters.html", context)


def _looks(asked: Asked) -> list[Look]:
    """Return the designs, each with the address of the picture of this very poster in it."""
    chosen = asked.form["design"].value()
    query = {design: asked.choice.in_design(design).query if asked.choice else "" for design in Design}
    return [Look(each.value, str(each.label), query[each], is_chosen=each == chosen) for each in Design]


@login_required
@require_safe
def picture(request: HttpRequest, network: str, centre: str) -> HttpResponseBase:
    """Return one page of a poster as WebP: large to look at, or small to choose by."""
    choice, sheet = _asked(request, network, centre).chosen()
    width = printing.THUMBNAIL if "small" in request.GET else printing.PREVIEW
    told = request.GET.get("page", "1")
    number = int(told) if told in {str(each + 1) for each in range(MOST_PAGES)} else 0

    def made() -> bytes:
        pages = printing.as_pictures(sheet, language=choice.language, width=width)
        if not 1 <= number <= len(pages):
            raise Http404
        return pages[number - 1]

    return _kept(request, made, printing.etag(sheet, choice.language, width, number), "image/webp", "private")


@login_required
@require_safe
def poster(request: HttpRequest, network: str, centre: str) -> HttpResponseBase:
    """Return a poster as PDF."""
    asked = _asked(request, network, centre)
    choice, sheet = asked.chosen()
    of = choice.activity or sheets.span(choice, clock.today(asked.place.zone))[0]
    response = _pdf(request, choice, sheet, "private")
    name = "-".join((asked.place.slug, str(of), choice.design, choice.paper, choice.language))
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


# --- for everybody ---


@require_safe
def week(request: HttpRequest, network: str, centre: str) -> HttpResponseBase:
    """Return what is on in a week, to be printed at home: black and white, or in large print."""
    limit_address(request, "poster", limit=60, per=HOUR)
    place = visible_centre_or_404(request.user, network, centre)
    today = clock.today(place.zone)
    choice = Choice(
        what=What.WEEK,
        on=_monday(request.GET.get("week", ""), today),
        design=Design.LARGE if request.GET.get("print") == "large" else Design.PLAIN,
        paper=Paper.A4,
        language=(get_language() or "pl")[:2],
    )
    response = _pdf(request, choice, _sheet(place, choice), "public")
    response["Content-Disposition"] = f'inline; filename="{place.slug}-{choice.on}.pdf"'
    return response


def _monday(asked: str, today: dt.date) -> dt.date:
    """Return the Monday of the day asked for; of today where that is no day, or one that no programme reaches."""
    on = today
    with suppress(ValueError):
        on = dt.date.fromisoformat(asked)
    on = on if abs(on - today) <= REACH else today
    return on - dt.timedelta(days=on.weekday())


def _pdf(request: HttpRequest, choice: Choice, sheet: Sheet, caching: str) -> HttpResponseBase:
    def made() -> bytes:
        return printing.as_pdf(sheet, language=choice.language)

    return _kept(request, made, printing.etag(sheet, choice.language), "application/pdf", caching)


def _kept(
    request: HttpRequest, made: Callable[[], bytes], etag: str, content_type: str, caching: str
) -> HttpResponseBase:
    """Return what is `made`; only a word that it is still the same to whoever has it already."""
    response = get_conditional_response(request, etag=etag) or HttpResponse(made(), content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = f"{caching}, no-cache"
    return response
