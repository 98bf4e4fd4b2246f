"""How the places of a network were liked, for those who look after it: figures that name nobody."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from podworko.evaluation import pictures
from podworko.evaluation.models import Face
from podworko.evaluation.queries import results
from podworko.places.models import Network


@login_required
@require_safe
def network(request: HttpRequest, network: str) -> HttpResponse:
    """Show how many liked what was held, place by place; too few voices are not shown."""
    found = get_object_or_404(Network, slug=network)
    if not request.user.has_perm("places.see_network", found):
        raise Http404
    lines = [(line, pictures.strip(line.voices)) for line in results.of_network(found)]
    context = {
        "network": found,
        "face_names": [face.label for face in reversed(Face)],
        "lines": lines,
        "fewest": results.FEWEST,
        "settled": results.SETTLED.days,
    }
    return render(request, "evaluation/network.html", context)
