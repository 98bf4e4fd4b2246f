"""Addresses with which a network is looked after; they stand under /manage/.

Words that stand beside a name of somebody's choice ("new-place" beside "places") are never one of those names.
"""

from django.urls import path

from podworko.places.views import areas, network_rows, networks, organisations, over_time, school_breaks

urlpatterns = [
    path("", networks.overview, name="networks"),
    # No network may be called "networks".
    path("networks/new/", networks.found, name="new_network"),
    path("<slug:network>/", networks.board, name="board"),
    path("<slug:network>/details/", networks.details, name="network_details"),
    path("<slug:network>/changes/", networks.changes, name="network_changes"),
    path("<slug:network>/statement/", networks.statement, name="network_statement"),
    path("<slug:network>/kinds/", network_rows.kinds, name="kinds"),
    path("<slug:network>/kinds/new/", network_rows.kind, name="new_kind"),
    path("<slug:network>/kinds/<int:number>/", network_rows.kind, name="kind"),
    path("<slug:network>/kinds/<int:number>/remove/", network_rows.remove_kind, name="remove_kind"),
    path("<slug:network>/days/", network_rows.days, name="network_days"),
    path("<slug:network>/days/<int:number>/remove/", network_rows.remove_day, name="remove_network_day"),
    path("<slug:network>/school-breaks/", school_breaks.school_breaks, name="school_breaks"),
    path(
        "<slug:network>/school-breaks/<int:number>/remove/",
        school_breaks.remove_school_break,
        name="remove_school_break",
    ),
    path("<slug:network>/team/", network_rows.team, name="team"),
    path("<slug:network>/team/new/", network_rows.member, name="new_member"),
    path("<slug:network>/team/<int:number>/", network_rows.member, name="member"),
    path("<slug:network>/team/<int:number>/remove/", network_rows.remove_member, name="remove_member"),
    path("<slug:network>/organisations/", organisations.listed, name="kept_organisations"),
    path("<slug:network>/new-organisation/", organisations.new, name="new_organisation"),
    path("<slug:network>/organisations/<slug:organisation>/", organisations.one, name="kept_organisation"),
    path("<slug:network>/new-place/", over_time.open_place, name="new_place"),
    path("<slug:network>/places/<slug:centre>/over-time/", over_time.story, name="over_time"),
    path("<slug:network>/places/<slug:centre>/stage/", over_time.stage, name="stage"),
    path("<slug:network>/places/<slug:centre>/operator/", over_time.operator, name="hand_over"),
    path("<slug:network>/districts/", areas.districts, name="districts"),
    path("<slug:network>/districts/import/", areas.write_districts, name="import_districts"),
    path("<slug:network>/places/<slug:centre>/area/", areas.area, name="area"),
    path("<slug:network>/places/<slug:centre>/area/draw/", areas.draw, name="draw_area"),
    path("<slug:network>/places/<slug:centre>/area/<int:number>/remove/", areas.remove, name="remove_area"),
]
