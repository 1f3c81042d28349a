"""The addresses of collection."""

from django.urls import path

from leitai.web.collection.ballots import urls as ballots
from leitai.web.collection.claims import urls as claims
from leitai.web.collection.pages import cells, grid, indicators, papers, queue, rounds, rows, samples
from leitai.web.collection.rulings import urls as rulings

app_name = "collection"
urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path("open/", rounds.open_, name="open"),
    path("holidays/", papers.holidays, name="holidays"),
    path("evidence/<int:evidence>/", papers.evidence, name="evidence"),
    path("sheets/<int:sheet>/", papers.sheet, name="sheet"),
    path("sheets/<int:sheet>/sign/", papers.sign, name="sign"),
    path("sheets/<int:sheet>/sign/screen/", papers.sign_on_screen, name="sign_on_screen"),
    path("<int:round>/", rounds.round_, name="round"),
    path("<int:round>/sheets/", rounds.sheets, name="sheets"),
    path("<int:round>/remind/", rounds.remind_, name="remind"),
    path("<int:round>/silence/", rounds.silence, name="silence"),
    path("<int:round>/extensions/", rounds.extensions, name="extensions"),
    path("<int:round>/extension/<slug:organisation>/", rounds.ask, name="ask_extension"),
    path("<int:round>/file/<slug:organisation>/", grid.grid, name="grid"),
    path("<int:round>/file/<slug:organisation>/data/", grid.data, name="grid_data"),
    path("<int:round>/file/<slug:organisation>/save/", grid.save, name="grid_save"),
    path("<int:round>/file/<slug:organisation>/preview/", grid.preview, name="grid_preview"),
    path("<int:round>/verify/", queue.queue, name="queue"),
    path("<int:round>/verify/table/", queue.table, name="queue_table"),
    path("<int:round>/verify/decide/", queue.decide, name="decide"),
    path("<int:round>/row/<slug:contestant>/", rows.row, name="row"),
    path("<int:round>/row/<slug:contestant>/question/<int:cell>/", rows.question, name="question"),
    path("<int:round>/indicator/<slug:indicator>/", indicators.indicator, name="indicator"),
    path("<int:round>/cell/<int:cell>/", cells.cell, name="cell"),
    path("<int:round>/cell/<int:cell>/remark/", cells.remark_, name="remark"),
    path("<int:round>/cell/<int:cell>/evidence/", cells.attach, name="attach"),
    path("<int:round>/cell/<int:cell>/pin/", cells.pin_, name="pin"),
    path("<int:round>/cell/<int:cell>/answer/", cells.answer, name="answer"),
    path("<int:round>/sheet/<slug:organisation>/<slug:kind>/", papers.make, name="make_sheet"),
    path("<int:round>/sample/", samples.sample, name="sample"),
    *claims.urlpatterns,
    *ballots.urlpatterns,
    *rulings.urlpatterns,
]
