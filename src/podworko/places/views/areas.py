"""The parts of a city, and the areas that centres serve."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from podworko.core.errors import Refused
from podworko.core.forms import add_problems
from podworko.places import geo
from podworko.places.actions import areas as actions
from podworko.places.areas import neighbours_of
from podworko.places.drawing import Drawing
from podworko.places.drawing import draw as drawn
from podworko.places.forms.areas import AreaForm, DistrictsForm, DrawForm
from podworko.places.geo import Feature
from podworko.places.models import Centre, District, DrawnArea, Network
from podworko.places.views import keeping
from podworko.places.views.keeping import actor_of, sent, succeeded
from podworko.places.views.network_frame import filled_in, page, pressed

# A preview is good for an hour, in this network only; what stands in it is signed and cannot be changed on the way.
GOOD_FOR = 3600
# Less than a form may hold (DATA_UPLOAD_MAX_MEMORY_SIZE).
LONGEST = 900_000


@filled_in
def districts(request: HttpRequest, network: Network) -> HttpResponse:
    """Show the parts of the city; read a file of them, and show what would come of it before anything is written."""
    form = DistrictsForm(sent(request), request.FILES if request.method == "POST" else None)
    preview: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            preview = _preview(network, form)
        except Refused as refusal:
            add_problems(form, refusal.problems)
    known = list(network.districts.all())
    return page(request, network, "districts", form=form, districts=known, drawing=drawn(known), **preview)


def _preview(network: Network, form: DistrictsForm) -> dict[str, Any]:
    """Return what a file would do. Raises Refused when it cannot be read."""
    features, said = geo.read_file(form.cleaned_data["file"].read())
    good = [feature for feature in features if feature.border]
    attribution = form.cleaned_data["attribution"] or said
    packed = signing.dumps([attribution, [asdict(each) for each in good]], salt=_salt(network), compress=True)
    if len(packed) > LONGEST:
        sentence = _("The borders are drawn too finely for one go. Simplify them, or bring them in two files.")
        raise Refused.because("too-fine", sentence, field="file")
    known = set(network.districts.values_list("code", flat=True))
    return {
        "read": [(feature, feature.code in known) for feature in features],
        "good": len(good),
        "wrong": len(features) - len(good),
        "corners": sum(geo.corners(each.border) for each in good if each.border),
        "attribution": attribution,
        "packed": packed,
    }


def _salt(network: Network) -> str:
    return f"places.districts.{network.pk}"


@pressed
def write_districts(request: HttpRequest, network: Network) -> HttpResponse:
    """Write the districts that the preview showed."""
    try:
        packed = request.POST.get("packed", "")
        attribution, rows = signing.loads(packed, salt=_salt(network), max_age=GOOD_FOR)
    except signing.BadSignature:
        messages.error(request, _("This preview is too old. Choose the file once more."))
        return redirect("places:districts", network.slug)
    features = [Feature(**row) for row in rows]
    actions.import_districts(network=network, features=features, attribution=attribution, by=actor_of(request))
    messages.success(request, _("The districts are written."))
    return redirect("places:districts", network.slug)


@keeping.filled_in
def area(request: HttpRequest, place: Centre) -> HttpResponse:
    """Choose the districts that a place serves; show the drawn areas and whom else they belong to."""
    known = list(place.network.districts.all())
    served = set(place.area_districts.values_list("district_id", flat=True))
    form = AreaForm(sent(request), districts=known, initial={"districts": [str(pk) for pk in served]})

    def deed() -> None:
        wanted = {int(pk) for pk in form.cleaned_data["districts"]}
        actions.serve_districts(centre=place, district_ids=wanted, by=actor_of(request))

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("Saved. Visitors see it already."))
        return redirect("places:area", place.network.slug, place.slug)
    return _area_page(request, place, form=form, draw_form=DrawForm(), districts=known, served=served)


@keeping.filled_in
def draw(request: HttpRequest, place: Centre) -> HttpResponse:
    """Take in an area that somebody drew."""
    form = DrawForm(sent(request), request.FILES if request.method == "POST" else None)

    def deed() -> None:
        geometry = geo.geometry_in(form.text())
        actions.draw_area(centre=place, name=form.cleaned_data["name"], geometry=geometry, by=actor_of(request))

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("The area is kept."))
        return redirect("places:area", place.network.slug, place.slug)
    drawing = _drawing(place, place.network.districts.all(), place.drawn_areas.all())
    return keeping.page(request, place, "draw_area", form=form, drawing=drawing)


@keeping.pressed
def remove(request: HttpRequest, place: Centre, number: int) -> HttpResponse:
    """Forget an area that was drawn."""
    found = get_object_or_404(DrawnArea.objects.select_related("centre__network"), centre=place, pk=number)
    actions.remove_area(area=found, by=actor_of(request))
    messages.success(request, _("Removed."))
    return redirect("places:area", place.network.slug, place.slug)


def _area_page(request: HttpRequest, place: Centre, *, served: set[int], **context: Any) -> HttpResponse:
    areas = list(place.drawn_areas.all())
    drawing = _drawing(place, context["districts"], areas, served)
    others = neighbours_of(place)
    return keeping.page(request, place, "area", areas=areas, drawing=drawing, neighbours=others, **context)


def _drawing(
    place: Centre, known: Iterable[District], areas: Iterable[DrawnArea], served: Iterable[int] = ()
) -> Drawing:
    return drawn(known, [place], served=served, areas=[(each.name, each.border) for each in areas])
