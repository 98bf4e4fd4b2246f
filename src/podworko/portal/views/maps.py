"""What the live map of a network shows."""

import hashlib
import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from podworko.places.directory import districts
from podworko.places.queries import networks
from podworko.portal.maps import features, shown

FRESH = 300  # seconds


@require_safe
def map_json(request: HttpRequest, network: str) -> HttpResponse:
    """Return the parts of the city and its places as GeoJSON; the same to everybody, and 304 when nothing changed."""
    town = get_object_or_404(networks(), slug=network)
    content = json.dumps(features(districts(town, with_borders=True), shown(town.pk)), ensure_ascii=False).encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="application/geo+json", headers={"ETag": etag})
    patch_cache_control(response, public=True, max_age=FRESH)
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer or response
