"""What belongs to a network besides its places: kinds, days, the working team."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.core import clock
from podworko.core.web import told
from podworko.places.actions import network_rows as actions
from podworko.places.actions.network_rows import MemberDraft
from podworko.places.forms.networks import KindForm, MemberForm, NetworkDayForm
from podworko.places.models import Audience, ModelKind, Network, SignUp
from podworko.places.views.keeping import actor_of, sent, succeeded
from podworko.places.views.network_frame import at, filled_in, form_page, page, pressed, shown


@shown
def kinds(request: HttpRequest, network: Network) -> HttpResponse:
    """Show the kinds of places and their rules."""
    return page(request, network, "kinds", kinds=network.kinds.annotate(places=Count("centres")))


@filled_in
def kind(request: HttpRequest, network: Network, number: int | None = None) -> HttpResponse:
    """Change the rule of a kind, or define one of our own."""
    kept = get_object_or_404(network.kinds, pk=number) if number else None
    names = ("own_name", "look", "audience", "age_from", "age_to", "sign_up", "parts")
    initial = (
        {name: getattr(kept, name) for name in names}
        if kept
        else {"look": ModelKind.CAL, "audience": Audience.EVERYBODY, "sign_up": SignUp.OPTIONAL}
    )
    form = KindForm(sent(request), initial=initial, is_of_model=bool(kept and kept.code in ModelKind.values))

    def deed() -> None:
        actions.keep_kind(network=network, draft=form.draft(), by=actor_of(request), kind=kept)

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("Kept."))
        return redirect("places:kinds", network.slug)
    back, title = at(network, "kinds"), str(kept) if kept else _("New kind of place")
    remove = reverse("places:remove_kind", args=[network.slug, kept.pk]) if kept else ""
    words = {"remove": remove, "remove_words": _("Remove this kind")}
    return form_page(request, network, form, title=title, back=back, back_words=_("Kinds of places"), **words)


@pressed
def remove_kind(request: HttpRequest, network: Network, number: int) -> HttpResponse:
    """Forget a kind that no place is of."""
    kept = get_object_or_404(network.kinds.select_related("network"), pk=number)
    with told(request):
        actions.drop_kind(kind=kept, by=actor_of(request))
        messages.success(request, _("Removed."))
    return redirect("places:kinds", network.slug)


@filled_in
def days(request: HttpRequest, network: Network) -> HttpResponse:
    """Show the days on which another rule holds; choose one more."""
    form = NetworkDayForm(sent(request))

    def deed() -> None:
        data = form.cleaned_data
        is_free = data["is_free"] == "yes"
        actions.keep_day(network=network, on=data["on"], name=data["name"], is_free=is_free, by=actor_of(request))

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("Kept. The hours of the places follow it at once."))
        return redirect("places:network_days", network.slug)
    coming = network.days.filter(on__gte=clock.today(network.zone))
    return page(request, network, "days", form=form, days=coming)


@pressed
def remove_day(request: HttpRequest, network: Network, number: int) -> HttpResponse:
    """Let the calendar's own rule hold again."""
    day = get_object_or_404(network.days.select_related("network"), pk=number)
    with told(request):
        actions.drop_day(day=day, by=actor_of(request))
        messages.success(request, _("Removed."))
    return redirect("places:network_days", network.slug)


@shown
def team(request: HttpRequest, network: Network) -> HttpResponse:
    """Show the working team."""
    return page(request, network, "team", team=network.team.all())


@filled_in
def member(request: HttpRequest, network: Network, number: int | None = None) -> HttpResponse:
    """Enter somebody into the team, or change what stands there."""
    kept = get_object_or_404(network.team, pk=number) if number else None
    initial = {name: getattr(kept, name) for name in MemberDraft.__dataclass_fields__} if kept else {}
    form = MemberForm(sent(request), initial=initial)

    def deed() -> None:
        actions.keep_member(network=network, draft=form.draft(), by=actor_of(request), member=kept)

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("Kept."))
        return redirect("places:team", network.slug)
    back, title = at(network, "team"), str(kept) if kept else _("Add somebody to the team")
    remove = reverse("places:remove_member", args=[network.slug, kept.pk]) if kept else ""
    words = {"remove": remove, "remove_words": _("Take out, entered by mistake")}
    return form_page(request, network, form, title=title, back=back, back_words=_("Working team"), **words)


@pressed
def remove_member(request: HttpRequest, network: Network, number: int) -> HttpResponse:
    """Take somebody out of the team."""
    kept = get_object_or_404(network.team.select_related("network"), pk=number)
    with told(request):
        actions.drop_member(member=kept, by=actor_of(request))
        messages.success(request, _("Removed."))
    return redirect("places:team", network.slug)
