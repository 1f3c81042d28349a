"""The second factor of who acts: which there are, and whether one was shown a moment ago."""

from __future__ import annotations

import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

# Long enough to read what one signs, short enough that nobody else sits down in between.
RECENT_SECONDS = 300
# Kind of factor → the page on which it is shown again.
PAGES = {
    Authenticator.Type.WEBAUTHN: "mfa_reauthenticate_webauthn",
    Authenticator.Type.TOTP: "mfa_reauthenticate",
}


def factors_of(request: HttpRequest) -> list[str]:
    """The pages on which this person can show a second factor, a security key first."""
    held = set(Authenticator.objects.filter(user=request.user.pk).values_list("type", flat=True))
    return [page for kind, page in PAGES.items() if kind in held]


def recently_shown(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session within the last minutes; a password alone is none."""
    user = request.user if request.user.is_authenticated else None
    since = time.time() - RECENT_SECONDS
    records = get_authentication_records(request, user)
    return any(one.get("method") == "mfa" and one.get("at", 0) >= since for one in records)
