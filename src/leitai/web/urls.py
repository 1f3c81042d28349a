"""Every address of the web. Each has its line in the permission matrix (tests/pages/test_permissions.py)."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path
from django.views.generic import RedirectView

from leitai.web.front.pages import home

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("leitai.web.front.urls")),
    path("people/", include("leitai.web.people.urls")),
    path("rounds/", include("leitai.web.collection.urls")),
    path("rulebook/", include("leitai.web.rulebook.urls")),
    path("results/", include("leitai.web.assessment.urls")),
    path("exhibition/", include("leitai.web.exhibition.urls")),
    # Those pages of allauth that are used here; nobody signs up, and no mail is sent.
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/factors/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("favicon.ico", RedirectView.as_view(url="/static/favicon.svg"), name="favicon"),
]
handler400 = "leitai.web.front.pages.errors.bad_request"
handler403 = "leitai.web.front.pages.errors.forbidden"
handler404 = "leitai.web.front.pages.errors.not_found"
handler500 = "leitai.web.front.pages.errors.broken"
handler429 = "leitai.web.front.pages.errors.too_many"
