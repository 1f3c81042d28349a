"""Language and look, for who signed in and for who did not."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from leitai.web.foundation.api import now
from leitai.web.people.models import Person
from leitai.web.people.requests import ActorRequest
from leitai.web.people.services.persons import set_view

LOOKS = {key for key, _ in Person.LOOKS}


# Without a token, which differs each time and would spoil the ETag of every page. Other sites are told apart by the
# browser's own header, and all they could do is change how a page looks.
@csrf_exempt
@require_POST
@login_not_required
def view(request: ActorRequest) -> HttpResponse:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return HttpResponseForbidden()
    chosen = request.POST.get("language") or request.LANGUAGE_CODE or ""
    language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    look = request.POST.get("look") if request.POST.get("look") in LOOKS else request.look
    back = request.POST.get("next", "/")
    answer = redirect(back if url_has_allowed_host_and_scheme(back, None) else "/")
    if request.actor.key:
        set_view(actor=request.actor.key, at=now(), language=language, look=str(look))
    for name, value in (("language", language), ("look", str(look))):
        answer.set_cookie(name, value, 365 * 86400, secure=settings.CONFIG.https, httponly=True, samesite="Lax")
    return answer
