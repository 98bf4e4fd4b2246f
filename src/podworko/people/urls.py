"""Addresses of the people area: the invitation, one's own tokens."""

from django.urls import path

from podworko.people.views import invitations, retention, tokens

app_name = "people"
urlpatterns = [
    path("invitation/<str:token>/", invitations.accept, name="invitation"),
    path("manage/retention/", retention.show, name="retention"),
    path("manage/retention/try/", retention.try_out, name="try_retention"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/<int:token>/revoke/", tokens.revoke, name="revoke_token"),
]
