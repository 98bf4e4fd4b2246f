"""Addresses of the places area: pages with which places are kept right."""

from django.urls import include, path

from podworko.places.views import imports, photos

app_name = "places"
urlpatterns = [
    path("manage/", include("podworko.places.network_urls")),
    path("photos/<uuid:public_id>/<slug:size>.webp", photos.photo, name="photo"),
    path("manage/<slug:network>/places/<slug:centre>/", include("podworko.places.place_urls")),
    path("manage/<slug:network>/imports/", imports.bring, name="imports"),
    path("manage/<slug:network>/imports/template/<slug:kind>.xlsx", imports.template, name="import_template"),
    path("manage/<slug:network>/imports/<uuid:public_id>/", imports.show, name="import"),
    path("manage/<slug:network>/imports/<uuid:public_id>/confirm/", imports.confirm, name="import_confirm"),
    path("manage/<slug:network>/imports/<uuid:public_id>/again/", imports.again, name="import_again"),
    path("manage/<slug:network>/imports/<uuid:public_id>/drop/", imports.drop, name="import_drop"),
    path("manage/<slug:network>/imports/<uuid:public_id>/wrong.xlsx", imports.wrong, name="import_wrong"),
]
