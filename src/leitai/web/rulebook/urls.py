"""The pages of the rulebook room."""

from django.urls import path

from leitai.web.rulebook.pages import approving, commenting, editions, editor, indicators, listing, source, starting

app_name = "rulebook"
urlpatterns = [
    path("", listing.index, name="index"),
    path("editions/<int:edition>/", editions.edition, name="edition"),
    path("editions/<int:edition>/redline/", editions.redline, name="redline"),
    path("editions/<int:edition>/download/<str:kind>/", editions.download, name="download"),
    path("drafts/new/", starting.start, name="start"),
    path("drafts/new/blank/", starting.blank, name="blank"),
    path("drafts/new/edition/", starting.from_edition, name="from_edition"),
    path("drafts/new/upload/", starting.upload, name="upload"),
    path("drafts/new/skeleton/", starting.from_skeleton, name="from_skeleton"),
    path("drafts/<int:draft>/", editor.editor, name="editor"),
    path("drafts/<int:draft>/try/", editor.try_form, name="try"),
    path("drafts/<int:draft>/items/", editor.items, name="items"),
    path("drafts/<int:draft>/paste/", indicators.paste, name="paste"),
    path("drafts/<int:draft>/source/", source.source, name="source"),
    path("drafts/<int:draft>/source/check/", source.check, name="check"),
    path("drafts/<int:draft>/source/replace/", source.replace, name="replace"),
    path("drafts/<int:draft>/download/<str:kind>/", source.download, name="download_draft"),
    path("drafts/<int:draft>/read/", editions.read_draft, name="read"),
    path("drafts/<int:draft>/redline/", editions.redline_draft, name="redline_draft"),
    path("drafts/<int:draft>/comments/", commenting.comments, name="comments"),
    path("drafts/<int:draft>/comments/print/", commenting.printed, name="print_comments"),
    path("drafts/<int:draft>/comments/open/", commenting.open_window, name="open_comment"),
    path("comments/<int:comment>/answer/", commenting.answer, name="answer"),
    path("drafts/<int:draft>/approval/", approving.approval, name="approval"),
    path("drafts/<int:draft>/approval/submit/", approving.submit, name="submit"),
    path("drafts/<int:draft>/approval/sign/", approving.sign, name="sign"),
    path("drafts/<int:draft>/approval/publish/", approving.publish, name="publish"),
    path("drafts/<int:draft>/withdraw/", approving.withdraw, name="withdraw"),
    path("drafts/<int:draft>/drop/", approving.drop, name="drop"),
]
