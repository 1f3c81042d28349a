"""The addresses of ballots."""

from django.urls import path

from leitai.web.collection.ballots import pages

urlpatterns = [
    path("<int:round>/ballots/", pages.boxes, name="boxes"),
    path("<int:round>/ballots/new/", pages.new, name="box_new"),
    path("ballots/<int:box>/", pages.box, name="box"),
    path("ballots/<int:box>/print/", pages.print_, name="ballot_print"),
    path("ballots/<int:box>/hand/<int:hand>/", pages.hand, name="ballot_hand"),
    path("ballots/<int:box>/differences/", pages.differing, name="ballot_differences"),
    path("ballots/<int:box>/count/", pages.count, name="ballot_count"),
    path("ballots/<int:box>/enter/", pages.enter, name="ballot_enter"),
    path("ballots/<int:box>/vote/", pages.vote, name="ballot_vote"),
]
