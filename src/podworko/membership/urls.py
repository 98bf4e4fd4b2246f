"""Addresses of the membership area."""

from django.urls import include, path

from podworko.membership.views import declaring, desk, mine, showing

app_name = "membership"
DESK = [
    path("", desk.members, name="desk"),
    path("new/", desk.take, name="take"),
    path("list/", showing.plain_list, name="list"),
    path("export.csv", showing.export_csv, name="export_csv"),
    path("export.xlsx", showing.export_xlsx, name="export_xlsx"),
    path("figures/", showing.figures, name="figures"),
    path("rules/", showing.rules, name="rules"),
    path("<slug:reference>/", desk.person, name="person"),
    path("<slug:reference>/refuse/", desk.refuse, name="refuse"),
    path("<slug:reference>/notice/", desk.notice, name="notice"),
    path("<slug:reference>/end/", desk.end, name="end"),
    path("<slug:reference>/declaration.pdf", desk.declaration, name="kept_declaration"),
]
urlpatterns = [
    path("desk/<slug:network>/<slug:centre>/members/", include(DESK)),
    path("membership/<str:token>/", mine.mine, name="mine"),
    path("membership/<str:token>/code/", declaring.code, name="code"),
    path("membership/<str:token>/new-code/", declaring.new_code, name="new_code"),
    path("membership/<str:token>/resign/", mine.resign, name="resign"),
    path("membership/<str:token>/declaration.pdf", mine.declaration, name="declaration"),
    path("membership/<str:token>/card.pdf", mine.card, name="card"),
    path("<slug:network>/<slug:centre>/members/", declaring.join, name="join"),
    path("<slug:network>/<slug:centre>/members/form.pdf", declaring.form_pdf, name="form_pdf"),
]
