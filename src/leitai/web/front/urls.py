"""The pages of the front: search, and the audit log."""

from django.urls import path

from leitai.web.front.pages import audit, home

app_name = "front"
urlpatterns = [
    path("search/", home.search, name="search"),
    path("account/", home.account, name="account"),
    path("audit/", audit.events, name="audit"),
    path("audit/verify/", audit.verify, name="verify"),
    path("audit/checkpoints/", audit.checkpoints, name="checkpoints"),
    path("audit/checkpoints/<str:code>/", audit.checkpoint, name="checkpoint"),
]
