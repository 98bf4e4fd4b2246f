"""Photos: served to whoever may see the place, kept right by those who run it."""

import uuid

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from podworko.places import photos as files
from podworko.places.actions import photos as actions
from podworko.places.forms.photos import NewPhotoForm, PhotoForm
from podworko.places.models import Centre, Photo
from podworko.places.models.photos import SIZES
from podworko.places.views.keeping import actor_of, filled_in, page, pressed, sent, succeeded

# The file at an address never changes, but a photo may be taken down: then it is gone everywhere within a day.
DAY = 24 * 3600


@require_safe
def photo(request: HttpRequest, public_id: uuid.UUID, size: str) -> HttpResponse:
    """Return the file of a photo, of a place that one may see."""
    found = get_object_or_404(
        Photo.objects.select_related("centre__network", "centre__operator", "centre__kind"), public_id=public_id
    )
    is_open = found.is_public and found.centre.is_public
    if not is_open and not any(
        request.user.has_perm(permission, subject)
        for permission, subject in (
            ("places.change_centre", found.centre),
            ("places.see_network", found.centre.network),
        )
    ):
        raise Http404
    if size not in SIZES or not default_storage.exists(files.path_of(public_id, size)):
        raise Http404
    with default_storage.open(files.path_of(public_id, size)) as file:
        response = HttpResponse(file.read(), content_type="image/webp")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if is_open:
        patch_cache_control(response, public=True, max_age=DAY)
    else:
        patch_cache_control(response, private=True, max_age=DAY)
        patch_vary_headers(response, ["Cookie"])
    return response


@filled_in
def photos(request: HttpRequest, place: Centre) -> HttpResponse:
    """Show the photos in their order, and add one."""
    form = NewPhotoForm(sent(request), request.FILES if request.method == "POST" else None, centre=place)

    def deed() -> None:
        data = form.cleaned_data
        actions.add_photo(
            centre=place,
            file=data["file"],
            size=data["file"].size,
            alt=data["alt"],
            room=data["room"],
            is_public=data["is_public"],
            public_id=data["key"],
            by=actor_of(request),
        )

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("The photo is added."))
        return redirect("places:photos", place.network.slug, place.slug)
    return page(request, place, "photos", form=form, photos=list(place.photos.select_related("room")))


@filled_in
def change(request: HttpRequest, place: Centre, public_id: uuid.UUID) -> HttpResponse:
    """Change the words of a photo."""
    found = _photo(place, public_id)
    values = {"alt": found.alt, "room": found.room_id, "is_public": found.is_public}
    form = PhotoForm(sent(request), centre=place, initial=values)

    def deed() -> None:
        data = form.cleaned_data
        actions.change_photo(
            photo=found, alt=data["alt"], room=data["room"], is_public=data["is_public"], by=actor_of(request)
        )

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("Saved. Visitors see it already."))
        return redirect("places:photos", place.network.slug, place.slug)
    return page(request, place, "photo", form=form, photo=found)


@pressed
def move(request: HttpRequest, place: Centre, public_id: uuid.UUID) -> HttpResponse:
    """Put a photo one place higher or lower."""
    actions.move_photo(photo=_photo(place, public_id), is_up=request.POST.get("way") != "down", by=actor_of(request))
    return redirect("places:photos", place.network.slug, place.slug)


@pressed
def remove(request: HttpRequest, place: Centre, public_id: uuid.UUID) -> HttpResponse:
    """Take a photo down."""
    actions.remove_photo(photo=_photo(place, public_id), by=actor_of(request))
    messages.success(request, _("The photo is taken down."))
    return redirect("places:photos", place.network.slug, place.slug)


def _photo(place: Centre, public_id: uuid.UUID) -> Photo:
    return get_object_or_404(place.photos.select_related("room", "centre__network"), public_id=public_id)
