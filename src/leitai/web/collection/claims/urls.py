"""The addresses of claims."""

from django.urls import path

from leitai.web.collection.claims import pages

urlpatterns = [
    path("<int:round>/claims/", pages.claims, name="claims"),
    path("<int:round>/claims/new/", pages.new, name="claim_new"),
    path("<int:round>/claims/panel/", pages.panel, name="claim_panel"),
    path("<int:round>/claims/conclude/", pages.conclude, name="claims_conclude"),
    path("<int:round>/claims/list/", pages.make_list, name="claim_list_make"),
    path("<int:round>/claims/<int:claim>/", pages.claim, name="claim"),
    path("<int:round>/claims/<int:claim>/correct/", pages.correct, name="claim_correct"),
    path("<int:round>/claims/<int:claim>/withdraw/", pages.withdraw, name="claim_withdraw"),
    path("<int:round>/claims/<int:claim>/judge/", pages.judge, name="claim_judge"),
    path("claim-lists/<int:claim_list>/", pages.claim_list, name="claim_list"),
    path("claim-lists/<int:claim_list>/enter/", pages.enter, name="claim_list_enter"),
]
