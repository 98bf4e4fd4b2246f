"""Addresses of the evaluation area."""

from django.urls import include, path

from podworko.evaluation.views import desk, files, network, rating, remarks

app_name = "evaluation"
DESK = [
    path("", desk.overview, name="overview"),
    path("figures.<slug:form>", files.figures, name="figures"),
    path("words/", remarks.remarks, name="remarks"),
    path("words/<uuid:remark>/show/", remarks.show, name="show_remark"),
    path("words/<uuid:remark>/hide/", remarks.hide, name="hide_remark"),
    path("of/<slug:activity>/", desk.activity, name="activity"),
    path("of/<slug:activity>/asking/", desk.asking, name="asking"),
    path("of/<slug:activity>/<int:session>/tablet/", desk.tablet, name="open_tablet"),
    path("of/<slug:activity>/<int:session>/paper/", desk.paper, name="paper"),
]
urlpatterns = [
    path("desk/<slug:network>/<slug:centre>/ratings/", include(DESK)),
    path("manage/<slug:network>/ratings/", network.network, name="network"),
    path("rate/door/<str:token>/", rating.tablet, name="tablet"),
    path("rate/door/<str:token>/words/", rating.tablet_words, name="tablet_words"),
    path("rate/<str:token>/", rating.rate, name="rate"),
]
