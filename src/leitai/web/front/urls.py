"""The pages of the front: search, the help, and the audit log."""

from django.urls import path

from leitai.web.front.pages import audit, demo, help, home

app_name = "front"
urlpatterns = [
    path("search/", home.search, name="search"),
    path("account/", home.account, name="account"),
    path("help/", help.help_, name="help"),
    path("help/<slug:name>/", help.help_, name="help"),
    path("demo/act-as/", demo.act_as, name="act_as"),
    path("demo/progress/", demo.progress, name="progress"),
    path("audit/", audit.events, name="audit"),
    path("audit/verify/", audit.verify, name="verify"),
    path("audit/checkpoints/", audit.checkpoints, name="checkpoints"),
    path("audit/checkpoints/<str:code>/", audit.checkpoint, name="checkpoint"),
]
