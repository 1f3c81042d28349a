"""The addresses of assessment."""

from django.urls import path

from leitai.web.assessment.pages import boards, objections, publishing, reviews, rounds, trying

app_name = "assessment"
urlpatterns = [
    path("", rounds.index, name="index"),
    path("<int:round>/", rounds.round_, name="round"),
    path("<int:round>/ready/", rounds.ready, name="ready"),
    path("<int:round>/freeze/", rounds.freeze, name="freeze"),
    path("<int:round>/try/", rounds.try_, name="try"),
    path("<int:round>/score/", rounds.score, name="score"),
    path("<int:round>/reopen/", rounds.reopen, name="reopen"),
    path("runs/<int:run>/", boards.board, name="board"),
    path("runs/<int:run>/group/<slug:group>/", boards.board, name="group"),
    path("runs/<int:run>/policies/", boards.policies, name="policies"),
    path("runs/<int:run>/file/", boards.file, name="file"),
    path("runs/<int:run>/unit/<slug:unit>/", boards.unit, name="unit"),
    path("runs/<int:run>/unit/<slug:unit>/<slug:node>/", boards.node, name="node"),
    path("runs/<int:run>/window/", rounds.window, name="window"),
    path("runs/<int:run>/object/<slug:unit>/<slug:node>/", objections.new, name="object"),
    path("runs/<int:run>/review/", reviews.review, name="review"),
    path("runs/<int:run>/publish/", publishing.new, name="draft"),
    path("objections/<int:objection>/", objections.objection, name="objection"),
    path("objections/<int:objection>/opinion/", objections.opinion, name="opinion"),
    path("objections/<int:objection>/effect/", objections.effect, name="effect"),
    path("objections/<int:objection>/propose/", objections.propose, name="propose_ruling"),
    path("objections/<int:objection>/rule/", objections.rule, name="rule_objection"),
    path("proposals/<int:proposal>/", publishing.proposal, name="proposal"),
    path("proposals/<int:proposal>/change/", publishing.change, name="change"),
    path("proposals/<int:proposal>/submit/", publishing.submit, name="submit"),
    path("proposals/<int:proposal>/sign/", publishing.sign, name="sign"),
    path("proposals/<int:proposal>/withdraw/", publishing.withdraw, name="withdraw"),
    path("proposals/<int:proposal>/drop/", publishing.drop, name="drop"),
    path("proposals/<int:proposal>/publish/", publishing.publish, name="publish"),
    path("drafts/<int:draft>/", trying.try_rules, name="try_rules"),
    path("publications/<int:publication>/early/", publishing.early, name="early"),
]
